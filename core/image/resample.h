// Changing the size of pictures and maps, and what is drawn from a map.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace fido {

// Anti-aliased when shrinking (area), bilinear when growing: pictures for people to look at.
Image resize(const Image& image, int width, int height);
// A mask of any size to the classifier's: area average when shrinking, bilinear when growing;
// threshold it after.
Plane resize(const Plane& plane, int width, int height);

// The part of a picture inside a rectangle.
Image crop(const Image& image, const Rect& part);

// Bilinear with aligned corners, as the authors' code upsamples theta from its grid to the input
// (docs/method.md).
Plane upsample_aligned(const Plane& grid, int width, int height);

// A drop probability from its grid to the input: itself, or its logits for crisper edges (RunSpec's
// map_upsampling).
Plane upsample_drop(const Plane& grid, int width, int height, bool logits);

// Kept where the drop probability is at most one half (MAP mask).
Plane map_estimate_mask(const Plane& drop);

// A mask drawn from the drop probability: kept where a uniform number is at least p; squares of
// block x block pixels share it. The numbers are those of `seed` alone, so the masks of one run's
// successive maps change only where the maps do.
Plane drawn_mask(const Plane& drop, std::uint64_t seed, int block = 1);

// Share of values over one half.
double area_over_half(const Plane& map);

}  // namespace fido
