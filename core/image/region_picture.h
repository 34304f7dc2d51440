// Draws several regions of a photo.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace fido {

// Returns the colour of the region with this index: eight that people with any colour vision tell
// apart (Okabe and Ito 2008), in turn.
std::array<std::uint8_t, 3> region_color(std::size_t index);

// Returns the photo, faded outside the regions, with each region outlined in its colour and
// numbered from 1. masks: 1 in the region, of any size, stretched over the photo.
Image draw_regions(const Image& photo, const std::vector<Plane>& masks);

}  // namespace fido
