// Pixel-wise statistics over the maps of several runs.
#pragma once

#include <vector>

#include "core/image/image.h"

namespace fido {

struct MapStats {
  Plane mean;       // [0, 1] for maps in [0, 1]
  Plane deviation;  // standard deviation of the sample (n - 1), [0, 0.71]; zero for one map
};

// Computes the statistics of each pixel. Maps that differ in size from the first are left out.
// Returns empty planes if there are no maps.
MapStats map_stats(const std::vector<const Plane*>& maps);

}  // namespace fido
