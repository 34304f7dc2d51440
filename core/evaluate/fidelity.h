// How near an infiller comes to what was there (Fig. 15): the same masks for all, and what is left
// of the photo in the hole.
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

// Masks of `width` x `height` pixels: "keep 0.1" to "keep 0.7" (every pixel kept by itself with
// that probability), "smooth" (by itself, under a smooth random probability of mean about one half,
// as FIDO's are), "centre" (a square of a quarter of the area dropped), "strokes" (a brush has
// wandered), and "box" (`box` dropped; left out where it is empty or all of the picture).
std::vector<TestMask> test_masks(int width, int height, const Rect& box, std::uint64_t seed);

// In the hole; colours in [0, 1].
struct HoleError {
  double l1 = 0;    // mean absolute difference
  double psnr = 0;  // dB; 99 where nothing differs
};
// All of one size. Zero for a mask that drops nothing.
HoleError hole_error(const Image& photo, const Image& infilled, const Plane& mask);

}  // namespace fido
