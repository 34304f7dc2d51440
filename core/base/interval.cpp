#include "core/base/interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fido {
namespace {

// Returns the two-sided 95 % quantile of Student's t: from a table up to 5 degrees of freedom, then
// by Hill's expansion around the normal quantile (error below 1 % from 3 degrees of freedom on).
double student_t_quantile_95(int degrees_of_freedom) {
  static constexpr double kTable[] = {12.706, 4.303, 3.182, 2.776, 2.571};
  if (degrees_of_freedom <= 5) return kTable[degrees_of_freedom - 1];
  const double z = 1.959964, n = degrees_of_freedom;
  return z + (z * z * z + z) / (4 * n) +
         (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * n * n);
}

}  // namespace

Interval student_t_interval(const std::vector<double>& values) {
  Interval out;
  out.samples = static_cast<int>(values.size());
  if (values.empty()) return out;
  out.mean = out.low = out.high =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  if (values.size() < 2) return out;
  double sum_of_squares = 0;
  for (const double v : values) sum_of_squares += (v - out.mean) * (v - out.mean);
  const double n = static_cast<double>(values.size());
  const double half_width =
      student_t_quantile_95(out.samples - 1) * std::sqrt(sum_of_squares / (n - 1) / n);
  out.low = std::max(0.0, out.mean - half_width);
  out.high = std::min(1.0, out.mean + half_width);
  return out;
}

}  // namespace fido
