// Perceptually uniform colour maps and overlays.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace fido {

using ColorTable = std::array<std::array<std::uint8_t, 3>, 256>;

// "cividis" (default), "inferno", "viridis", "grey".
const std::vector<std::string>& colormap_names();
// An unknown name gives cividis.
const ColorTable& colormap(const std::string& name);

Image colorize(const Plane& map, const std::string& name = "cividis");
// The map over the photo at the photo's size: colour by importance, opacity = `opacity` *
// importance.
Image overlay(const Image& photo, const Plane& map, double opacity = 0.8,
              const std::string& name = "cividis");

}  // namespace fido
