// Statistics over many photos. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fido {

// Returns the arithmetic mean; NaN if there are no values.
double mean(const std::vector<double>& values);
// Returns the q-quantile (q in [0, 1]) of values in any order, interpolated linearly; NaN if there
// are no values.
double quantile(std::vector<double> values, double q);

// Returns the correlation distance of two vectors of the same length: 1 - cosine after each has
// been shifted to mean zero, [0, 2]. It is 0 if both are constant and 1 if only one is. Used for
// logits, or for log-probabilities, which differ from logits by one constant per photo: it compares
// the last layer of a classifier as LPIPS compares the inner ones.
double correlation_distance(const std::vector<double>& a, const std::vector<double>& b);

// From this many photos on, intervals and tests use the normal approximation: resampling would take
// minutes and give the same result.
constexpr std::size_t kNormalApproximationFrom = 5000;

struct MeanInterval {
  double mean = 0, low = 0, high = 0;
  std::size_t count = 0;
};
// Returns the mean with its 95 % bootstrap interval: percentiles of 2,000 resamples, the same for
// the same seed. Mean and bounds are NaN if there are no values.
MeanInterval mean_interval(const std::vector<double>& values, std::uint64_t seed = 0);

// Tests mean(a) = mean(b) for values of the same photos. Returns the two-sided p of a permutation
// test: the share of 10,000 random exchanges within pairs whose difference is at least as large.
// NaN if there are no pairs.
double paired_test(const std::vector<double>& a, const std::vector<double>& b,
                   std::uint64_t seed = 0);

}  // namespace fido
