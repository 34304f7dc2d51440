// A mean with its 95 % interval.
#pragma once

#include <vector>

namespace fido {

// Student's t, clipped to [0, 1]; low = high = mean for one sample.
struct Interval {
  double mean = 0, low = 0, high = 0;
  int samples = 0;
};

// Of values in [0, 1]; all zero for none.
Interval interval_of(const std::vector<double>& values);

}  // namespace fido
