#include "core/evaluate/statistics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>

namespace fido {

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double quantile(std::vector<double> values, double q) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  const double position = q * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(position);
  const auto high = std::min(low + 1, values.size() - 1);
  return values[low] + (position - static_cast<double>(low)) * (values[high] - values[low]);
}

double correlation_distance(const std::vector<double>& a, const std::vector<double>& b) {
  const double a0 = mean(a), b0 = mean(b);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - a0) * (b[i] - b0);
    aa += (a[i] - a0) * (a[i] - a0);
    bb += (b[i] - b0) * (b[i] - b0);
  }
  if (aa > 0 && bb > 0) return 1 - ab / std::sqrt(aa * bb);
  return aa == bb ? 0 : 1;
}

MeanInterval mean_interval(const std::vector<double>& values, std::uint64_t seed) {
  constexpr int kResamples = 2000;
  MeanInterval out;
  out.count = values.size();
  out.mean = mean(values);
  if (values.size() >= kNormalApproximationFrom) {
    double squares = 0;
    for (const double v : values) squares += (v - out.mean) * (v - out.mean);
    const double deviation = std::sqrt(squares) / static_cast<double>(values.size());
    out.low = out.mean - 1.959964 * deviation;
    out.high = out.mean + 1.959964 * deviation;
    return out;
  }
  std::mt19937_64 random(seed);
  std::vector<double> means(kResamples);
  if (values.empty()) means.clear();
  for (double& m : means) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[random() % values.size()];
    m = sum / static_cast<double>(values.size());
  }
  out.low = quantile(means, 0.025);
  out.high = quantile(means, 0.975);
  return out;
}

double paired_test(const std::vector<double>& a, const std::vector<double>& b, std::uint64_t seed) {
  constexpr int kExchanges = 10'000;
  if (a.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> difference(a.size());
  std::transform(a.begin(), a.end(), b.begin(), difference.begin(), std::minus<>());
  // The factor makes sums equal that differ only by rounding.
  const double observed =
      std::abs(std::accumulate(difference.begin(), difference.end(), 0.0)) * (1 - 1e-12);
  if (difference.size() >= kNormalApproximationFrom) {
    // The sum of randomly exchanged differences has mean 0 and this variance.
    double variance = 0;
    for (const double d : difference) variance += d * d;
    return variance > 0 ? std::erfc(observed / std::sqrt(2 * variance)) : 1;
  }
  std::mt19937_64 random(seed);
  int at_least_as_large = 0;
  for (int i = 0; i < kExchanges; ++i) {
    double sum = 0;
    std::uint64_t bits = 0;
    for (std::size_t j = 0; j < difference.size(); ++j) {
      if (j % 64 == 0) bits = random();
      sum += (bits >> (j % 64) & 1U) ? difference[j] : -difference[j];
    }
    at_least_as_large += std::abs(sum) >= observed;
  }
  return (at_least_as_large + 1.0) / (kExchanges + 1.0);
}

}  // namespace fido
