// Resizes pictures and maps, and makes masks from drop probabilities.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace fido {

// Resizes a picture for display: area average (anti-aliased) along an axis that shrinks, bilinear
// along one that grows. Returns an empty picture if either size is empty.
Image resize(const Image& image, int width, int height);
// Resizes a map or mask in the same way. A mask must be thresholded afterwards.
Plane resize(const Plane& plane, int width, int height);

// Returns the part of a picture inside a rectangle, which is clipped to the picture.
Image crop(const Image& image, const Rect& part);

// Upsamples bilinearly with aligned corners, as the authors' code upsamples theta from its grid to
// the input size (docs/method.md).
Plane upsample_aligned(const Plane& grid, int width, int height);

// Upsamples drop probabilities from their grid to the input size; `in_logits` interpolates their
// logits instead, for crisper edges (RunSpec's map_upsampling).
Plane upsample_drop_probability(const Plane& grid, int width, int height, bool in_logits);

// Returns the most likely mask (maximum a posteriori): a pixel is kept if its drop probability is
// at most one half.
Plane map_estimate_mask(const Plane& drop);
// Returns the mask that a map stands for, 1 = kept: pixels with an importance over one half are
// kept, or dropped if the method drops what is important.
Plane mask_from_saliency(Plane map, bool keeps_important);

// Samples a mask from drop probabilities p: a pixel is kept if a uniform number in [0, 1) is at
// least p. Squares of block x block pixels share one number. The numbers depend on `seed` alone, so
// the masks of one run's successive maps change only where the maps do.
Plane sample_mask(const Plane& drop, std::uint64_t seed, int block = 1);

// Returns the share of values above one half; 0 for an empty map.
double area_over_half(const Plane& map);

}  // namespace fido
