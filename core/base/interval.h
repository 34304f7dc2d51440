// A mean with its 95 % confidence interval.
#pragma once

#include <vector>

namespace fido {

// The interval is Student's t, clipped to [0, 1]. For one sample, low = high = mean.
struct Interval {
  double mean = 0, low = 0, high = 0;
  int samples = 0;
};

// Returns the interval of the mean of `values`, each in [0, 1]; all zero if there are none.
Interval student_t_interval(const std::vector<double>& values);

}  // namespace fido
