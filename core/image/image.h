// The two plain pictures everything else speaks of.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace fido {

// A photograph: 8-bit sRGB, interleaved, row-major [height, width, 3]. Empty when width is 0.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;

  Image() = default;
  Image(int w, int h) : width(w), height(h), rgb(static_cast<std::size_t>(w) * h * 3) {}
  bool empty() const { return width == 0; }
  std::uint8_t* row(int y) { return rgb.data() + static_cast<std::size_t>(y) * width * 3; }
  const std::uint8_t* row(int y) const {
    return rgb.data() + static_cast<std::size_t>(y) * width * 3;
  }
};

using ImagePtr = std::shared_ptr<const Image>;

// One value a pixel, row-major [height, width]: masks (1 = kept, 0 = dropped), saliency maps (1 =
// important), drop probabilities; all in [0, 1].
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<float> values;

  Plane() = default;
  Plane(int w, int h, float fill = 0.F)
      : width(w), height(h), values(static_cast<std::size_t>(w) * h, fill) {}
  bool empty() const { return width == 0; }
  float& at(int x, int y) { return values[static_cast<std::size_t>(y) * width + x]; }
  float at(int x, int y) const { return values[static_cast<std::size_t>(y) * width + x]; }
};

// In whole pixels, inside the picture it speaks of.
struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
};

}  // namespace fido
