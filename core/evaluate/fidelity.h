// How closely an infiller restores the photo (Fig. 15): the same masks for all infillers, and the
// error in the hole.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace fido {

struct TestMask {
  std::string name;
  Plane mask;  // 1 = kept
};

// Returns masks of `width` x `height` pixels: "keep 0.1" to "keep 0.7" keep every pixel
// independently with that probability; "smooth" does the same with a smooth random probability
// whose mean is about one half, as FIDO's masks are; "centre" drops a central rectangle of a
// quarter of the area; "strokes" drops wandering brush strokes; "box" drops `box` and is omitted if
// `box` is empty or covers the whole picture.
std::vector<TestMask> test_masks(int width, int height, const Rect& box, std::uint64_t seed);

// The error in the hole, with colours in [0, 1].
struct HoleError {
  double l1 = 0;    // mean absolute difference
  double psnr = 0;  // in dB; 99 if nothing differs
};
// Compares the pixels that `mask` drops; all three must have the same size. Both errors are 0 if
// the mask drops nothing.
HoleError hole_error(const Image& photo, const Image& infilled, const Plane& mask);

}  // namespace fido
