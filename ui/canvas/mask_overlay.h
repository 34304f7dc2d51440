// How a mask painted by hand lies over the photo: dropped regions veiled, hatched and outlined, so
// that colour is not alone.
#pragma once

#include <QImage>
#include <QRect>

namespace fido::ui {

// Kept as a picture of the mask's own size, of which an edit renews only its part: a stroke costs
// what it touches.
class MaskOverlay {
 public:
  // Grayscale8, 255 = kept; null: none.
  void setMask(const QImage& mask);
  void update(const QImage& mask, const QRect& part);
  // Pixels of the mask in a pixel of the screen; the hatch is as wide on the screen at any zoom.
  void setScale(double mask_pixels);
  bool isNull() const { return mask_.isNull(); }
  // ARGB32 premultiplied.
  const QImage& picture() const { return picture_; }

 private:
  void render(const QRect& part);

  QImage mask_, picture_;
  int period_ = 20, line_ = 2;
};

}  // namespace fido::ui
