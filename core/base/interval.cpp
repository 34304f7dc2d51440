#include "core/base/interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fido {
namespace {

// Two-sided 95 % quantile of Student's t, by Hill's expansion around the normal's (better than 1 %
// from 3 degrees on).
double student_95(int degrees) {
  static constexpr double small[] = {12.706, 4.303, 3.182, 2.776, 2.571};
  if (degrees <= 5) return small[degrees - 1];
  const double z = 1.959964, n = degrees;
  return z + (z * z * z + z) / (4 * n) +
         (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * n * n);
}

}  // namespace

Interval interval_of(const std::vector<double>& values) {
  Interval out;
  out.samples = static_cast<int>(values.size());
  if (values.empty()) return out;
  out.mean = out.low = out.high =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  if (values.size() < 2) return out;
  double squares = 0;
  for (const double v : values) squares += (v - out.mean) * (v - out.mean);
  const double n = static_cast<double>(values.size());
  const double half = student_95(out.samples - 1) * std::sqrt(squares / (n - 1) / n);
  out.low = std::max(0.0, out.mean - half);
  out.high = std::min(1.0, out.mean + half);
  return out;
}

}  // namespace fido
