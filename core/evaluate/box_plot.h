// Box plots as a picture.
#pragma once

#include <string>
#include <vector>

#include "core/image/image.h"

namespace fido {

struct BoxGroup {
  std::string name;                          // under the axis
  std::vector<std::vector<double>> samples;  // one list a series, in the order of the series' names
};

// Values in [0, 1] on the axis. Boxes from the lower to the upper quartile with the median as a line; whiskers to the outermost
// values within 1.5 times the box's height; what lies beyond is left out.
Image draw_box_plot(const std::string& title, const std::vector<std::string>& series, const std::vector<BoxGroup>& groups);

}  // namespace fido
