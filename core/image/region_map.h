// Shows a probability that is scattered over single pixels as regions.
#pragma once

#include "core/image/image.h"

namespace fido {

// Returns the saliency map of a region in few pieces: over 1/2 in the region, and ordered inside
// and outside of it. What counts is how far a probability is above the median of all, or above 1/2
// if the median is more. The region is the smallest superlevel set of this excess, smoothed
// (Gaussian, standard deviation 5/56 of the grid), that holds half of it, without pieces that hold
// less than a fifth of what the largest piece does. Inside, the order is that of the probability
// smoothed by 1/56 of the grid; outside, that of the probability itself, interpolated as logits.
// Cells within 3e-6 of 0 or 1, which a hand-made mask fixes, do not count; they belong to the
// region or not, whatever surrounds them. probability: [grid, grid], that of belonging to the
// region. Returns [height, width] in (0, 1); `probability` itself, interpolated, if no cell is
// above the others.
Plane region_map(const Plane& probability, int width, int height);

}  // namespace fido
