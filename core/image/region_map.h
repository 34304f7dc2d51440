// Shows a probability that is scattered over single pixels as regions.
#pragma once

#include "core/image/image.h"

namespace fido {

// Returns the saliency map of a region in few pieces: over 1/2 in the region, and ordered inside
// and outside of it by `probability`. What counts is how far a probability is above the median of
// all, or above 1/2 if the median is more. The region is the smallest superlevel set of this
// excess, smoothed (Gaussian, standard deviation 4/56 of the grid), that holds 60 % of it. Cells
// within 3e-6 of 0 or 1, which a hand-made mask fixes, do not count; they belong to the region or
// not, whatever surrounds them. probability: [grid, grid], that of belonging to the region. Returns
// [height, width] in (0, 1).
Plane region_map(const Plane& probability, int width, int height);

}  // namespace fido
