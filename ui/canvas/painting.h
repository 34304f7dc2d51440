// What the canvas draws, as functions of plain data: they render into a QImage as well as into a
// window.
#pragma once

#include <QFont>
#include <QImage>
#include <QPalette>
#include <QRectF>
#include <QString>
#include <vector>

#include "core/image/image.h"

class QPainter;

namespace fido {
struct MethodInfo;
}

namespace fido::ui {

// Copies; Format_RGB32.
QImage to_qimage(const Image& image);
Image to_image(const QImage& image);

// A photo in halves: levels[0] is the photo, each further one half of it, down to about 64 pixels.
// Drawing picks the level nearest to the size on the screen: a photo of any size costs the same,
// and does not shimmer.
std::vector<QImage> make_pyramid(const QImage& photo);
// `target`: where the whole photo goes, in the painter's coordinates; only what lies in `visible`
// is drawn.
void paint_photo(QPainter& painter, const QRectF& target, const QRectF& visible,
                 const std::vector<QImage>& pyramid);

// The map's colours at the map's size, ARGB32 premultiplied: opacity = `opacity` * importance, so
// that what does not matter leaves the photo as it is. One pass over the map.
QImage render_map(const Plane& map, const QString& colormap, double opacity);
void paint_map(QPainter& painter, const QRectF& target, const QRectF& visible,
               const QImage& rendered, double opacity = 1);

// Dropped regions (mask < 0.5) hatched in orange with an outline, so that colour is not alone.
// Rendered at the screen's resolution: `size` in device pixels, `target` where the whole mask lies
// in it, `ratio` device pixels a unit.
QImage render_hatch(const Plane& mask, const QSize& size, const QRectF& target, double ratio);

// Dropped pixels (mask < 0.5) blanked out in grey, at the mask's size: for scattered ones, where
// hatch and outline would hide what is kept.
QImage render_blanks(const Plane& mask);

// The ends of a map's scale in words; which it is depends on the question the method asks.
struct LegendEnds {
  QString low, high;
};
// What the map of a method says, from 0 to 1: what to keep (null, SSR), what to drop (SDR), or what
// speaks for the class.
LegendEnds legend_ends(const MethodInfo* method);
// A slim bar of the colour map over the opacity it is drawn with, the ends named at its sides;
// shortened to `rect`.
void paint_legend(QPainter& painter, const QRectF& rect, const QPalette& palette, const QFont& font,
                  const QString& colormap, const LegendEnds& ends);

}  // namespace fido::ui
