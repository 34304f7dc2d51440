// The image types that the whole program uses.
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

// One value per pixel, row-major [height, width]: a mask (1 = kept, 0 = dropped), a saliency map (1
// = important) or drop probabilities; all in [0, 1]. Empty when width is 0.
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

// A rectangle in whole pixels that lies inside the picture it refers to.
struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
};

}  // namespace fido
