// What can be done to the whole of a mask painted by hand. 8 bits a pixel: 255 = kept, 0 = dropped,
// between = feathered.
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

Mask8 inverted(const Mask8& mask);
// What is dropped grows, or shrinks, by a disc of `radius` pixels (grey erosion and dilation): a
// feathered edge moves with it. The time goes with the square of `radius`.
Mask8 grown(const Mask8& mask, int radius);
Mask8 shrunk(const Mask8& mask, int radius);
// Gaussian of `sigma` pixels; the picture's border goes on outwards.
Mask8 feathered(const Mask8& mask, double sigma);

// The pixels joined to (x, y), by their sides, whose channels all differ from those of (x, y) by at
// most `tolerance`: 255 there, 0 elsewhere. Nothing for a seed outside the photo.
Mask8 similar_region(const Image& photo, int x, int y, int tolerance);

}  // namespace fido
