// Maps of several runs, joined.
#pragma once

#include <vector>

#include "core/image/image.h"

namespace fido {

struct MapStats {
  Plane mean;       // [0, 1] for maps in [0, 1]
  Plane deviation;  // of the sample (n - 1), [0, 0.71]; zero for one map
};

// Pixel by pixel. Maps of one size; those of another size than the first are left out. Empty for
// none.
MapStats map_stats(const std::vector<const Plane*>& maps);

}  // namespace fido
