// Statistics over many photos. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fido {

// NaN for no values.
double mean(const std::vector<double>& values);
// The q-quantile (q in [0, 1]) of values in any order, interpolated linearly; NaN for none.
double quantile(std::vector<double> values, double q);

// 1 - cosine of the two rows after each is brought to mean zero, [0, 2]. Two rows that are each
// constant have distance 0; where only one is, it is 1. For logits, or log-probabilities, which
// differ from them by a constant a row: a classifier's last layer of features, compared as LPIPS
// compares its inner ones.
double centred_distance(const std::vector<double>& a, const std::vector<double>& b);

// From this many photos on, intervals and tests use the normal approximation: resampling would take
// minutes and give the same result.
constexpr std::size_t kNormalFrom = 5000;

// A mean with its 95 % interval by the bootstrap (percentiles of 2,000 resamples, the same for the
// same seed). All NaN for no values.
struct MeanInterval {
  double mean = 0, low = 0, high = 0;
  std::size_t count = 0;
};
MeanInterval mean_interval(const std::vector<double>& values, std::uint64_t seed = 0);

// Returns the two-sided p of mean(a) = mean(b) for the same photos: how often a random exchange
// within pairs (10,000 of them) differs at least as much. NaN for no pairs.
double paired_test(const std::vector<double>& a, const std::vector<double>& b,
                   std::uint64_t seed = 0);

}  // namespace fido
