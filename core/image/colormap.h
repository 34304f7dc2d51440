// Perceptually uniform colour maps, and overlays of a map on a photo.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace fido {

// The RGB colours of the values 0 to 1 in 256 steps.
using ColorTable = std::array<std::array<std::uint8_t, 3>, 256>;

// Returns "cividis" (the default), "inferno", "viridis" and "grey".
const std::vector<std::string>& colormap_names();
// Returns the colours of that name; those of cividis if the name is unknown.
const ColorTable& colormap(const std::string& name);

// Returns the map in colours. Values outside [0, 1] are clipped, and NaN counts as 0.
Image colorize(const Plane& map, const std::string& name = "cividis");
// Returns the photo with the map, resized to it, drawn on top: the importance in [0, 1] chooses the
// colour, which has the opacity `opacity` * importance. An empty map leaves the photo as it is.
Image overlay(const Image& photo, const Plane& map, double opacity = 0.8,
              const std::string& name = "cividis");

}  // namespace fido
