// Renders a painted mask over the photo: dropped regions are darkened, hatched and outlined, so
// that they do not depend on colour alone.
#pragma once

#include <QImage>
#include <QRect>

namespace fido::ui {

// Caches the rendering at the mask's own size. An edit renders only the part that it changed, so
// the cost of a stroke depends on its own size only.
class MaskOverlay {
 public:
  // Sets the mask: Grayscale8, 255 = kept; null removes it.
  void setMask(const QImage& mask);
  // Updates the mask of which only `part` has changed.
  void update(const QImage& mask, const QRect& part);
  // Sets how many mask pixels correspond to one screen pixel, so that the hatch has the same width
  // on the screen at any zoom.
  void setScale(double mask_pixels_per_screen_pixel);
  bool isNull() const { return mask_.isNull(); }
  // Returns the rendering, ARGB32 premultiplied.
  const QImage& picture() const { return picture_; }

 private:
  void render(const QRect& part);

  QImage mask_, picture_;
  int period_ = 20, line_ = 2;
};

}  // namespace fido::ui
