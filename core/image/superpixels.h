// Divides a photo into segments of about equal size that follow its edges: SLIC (Achanta et al.,
// "SLIC Superpixels Compared to State-of-the-Art Superpixel Methods", TPAMI 2012).
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace fido {

// Labels in [0, count), row-major [height, width]. The pixels of a label are 4-connected.
struct Segments {
  int width = 0, height = 0, count = 0;
  std::vector<std::int32_t> labels;
};

// Computes the segments of a photo; deterministic. `size`: the side of a segment in pixels, at
// least 4 (smaller values count as 4). `compactness` weighs distance against colour (CIELAB).
// Returns no segments for an empty photo.
Segments superpixels(const Image& photo, int size, double compactness = 20);

}  // namespace fido
