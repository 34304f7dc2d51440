// The canvas's drawing as functions of plain data, which render into a QImage as well as into a
// widget.
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

// Converts by copying; the QImage has Format_RGB32.
QImage to_qimage(const Image& image);
Image to_image(const QImage& image);

// Returns an opaque colour with opacity `alpha` in [0, 1], premultiplied.
QRgb premultiplied(QRgb color, double alpha);

// Returns an image pyramid: level 0 is the photo, and each further level has half the size, down to
// a shorter side of 64 to 128 pixels. Drawing uses the level nearest to the size on the screen, so
// that the cost does not depend on the photo's size and a small view does not shimmer.
std::vector<QImage> make_pyramid(const QImage& photo);
// Paints the photo. `target` is the rectangle of the whole photo in the painter's coordinates; only
// its part inside `visible` is drawn.
void paint_photo(QPainter& painter, const QRectF& target, const QRectF& visible,
                 const std::vector<QImage>& pyramid);

// Renders the map's colours at the map's size, ARGB32 premultiplied. A pixel's opacity is `opacity`
// * importance, so that unimportant pixels leave the photo as it is. Takes one pass over the map.
QImage render_map(const Plane& map, const QString& colormap, double opacity);
void paint_map(QPainter& painter, const QRectF& target, const QRectF& visible,
               const QImage& rendered, double opacity = 1);

// Renders dropped regions (mask < 0.5) with an orange hatch and an outline, so that they do not
// depend on colour alone. Renders at the screen's resolution: `size` is in device pixels, `target`
// is the rectangle of the whole mask in it, and `ratio` is the number of device pixels per unit.
QImage render_hatch(const Plane& mask, const QSize& size, const QRectF& target, double ratio);

// Renders dropped pixels (mask < 0.5) in grey, at the mask's size: for scattered pixels, where
// hatch and outline would hide the kept ones.
QImage render_blanks(const Plane& mask);

// Labels of the two ends of a map's scale.
struct LegendEnds {
  QString low, high;
};
// Returns the labels for a method's map, whose values from 0 to 1 say what to keep (SSR, or
// `method` is null), what to drop (SDR), or what is evidence for the class (attribution).
LegendEnds legend_ends(const MethodInfo* method);
// Paints a narrow bar of the colour map with the opacity of the map, and the labels at its ends.
// Text that does not fit into `rect` is elided.
void paint_legend(QPainter& painter, const QRectF& rect, const QPalette& palette, const QFont& font,
                  const QString& colormap, const LegendEnds& ends);

}  // namespace fido::ui
