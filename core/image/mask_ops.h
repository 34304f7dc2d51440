// Operations on a whole mask that was painted by hand. 8 bits per pixel: 255 = kept, 0 = dropped,
// values between = feathered.
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace fido {

// Row-major [height, width].
struct Mask8 {
  int width = 0, height = 0;
  std::vector<std::uint8_t> values;

  Mask8() = default;
  Mask8(int w, int h, std::uint8_t fill = 255)
      : width(w), height(h), values(static_cast<std::size_t>(w) * h, fill) {}
  bool empty() const { return width == 0; }
};

// Returns the mask with kept and dropped exchanged.
Mask8 inverted(const Mask8& mask);
// Return the mask with its dropped region grown, or shrunk, by a disc of `radius` pixels (grey
// erosion and dilation), so that a feathered edge moves with it. A radius below 1 changes nothing.
// The time is proportional to the square of `radius`.
Mask8 grown(const Mask8& mask, int radius);
Mask8 shrunk(const Mask8& mask, int radius);
// Returns the mask blurred by a Gaussian of `sigma` pixels; pixels beyond the border repeat it. A
// sigma of 0 or less changes nothing.
Mask8 feathered(const Mask8& mask, double sigma);

// Flood fill: returns 255 at the pixels that are 4-connected to (x, y) and whose channels all
// differ from those of (x, y) by at most `tolerance`, 0 elsewhere. All 0 if (x, y) lies outside the
// photo.
Mask8 similar_region(const Image& photo, int x, int y, int tolerance);

}  // namespace fido
