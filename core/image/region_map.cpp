#include "core/image/region_map.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/image/upsampler.h"

namespace fido {
namespace {

constexpr double kRegionSigma = 4.0 / 56;  // as a share of the grid
constexpr double kRegionMass = 0.6;
constexpr float kMaxHaze = 0.5F;
// Cells that a hand-made mask keeps or drops are nearer to 0 or 1 than any other.
constexpr float kCertain = 3e-6F;
// Inside and outside the region pixels are ordered by their probability, and nearly equal ones by
// its smoothed value.
constexpr float kSmoothedWeight = 0.05F;

bool is_certain(float p) { return p > 1 - kCertain || p < kCertain; }

// Returns how far each probability is above the haze: what is spread evenly over the photo, from
// which the infiller restores the background, says nothing about a place. The haze is the median,
// but never more than kMaxHaze: a region may cover more than half of the photo, and a pixel that is
// more likely in it than not is no haze. Certain cells are not part of it.
std::vector<float> excess_over_haze(const std::vector<float>& probability) {
  std::vector<float> sorted, out(probability.size());
  std::copy_if(probability.begin(), probability.end(), std::back_inserter(sorted),
               [](float p) { return !is_certain(p); });
  if (sorted.empty()) return out;
  std::sort(sorted.begin(), sorted.end());
  float haze = std::min(kMaxHaze, sorted[sorted.size() / 2]);
  if (haze >= sorted.back()) haze = 0;  // all the same
  std::transform(probability.begin(), probability.end(), out.begin(),
                 [&](float p) { return is_certain(p) ? 0.F : std::max(0.F, p - haze); });
  return out;
}

// Returns the values, [height * width], after a Gaussian blur with replicated borders. sigma: in
// cells.
std::vector<float> blur(std::vector<float> values, int width, int height, double sigma) {
  const int side = 2 * static_cast<int>(std::ceil(3 * sigma)) + 1;
  cv::Mat view(height, width, CV_32FC1, values.data());
  cv::GaussianBlur(view, view, {side, side}, sigma, sigma, cv::BORDER_REPLICATE);
  return values;
}

}  // namespace

Plane region_map(const Plane& probability, int width, int height) {
  const Upsampler upsampler(probability.width, probability.height, width, height);
  const auto& cell_areas = upsampler.cell_areas();
  const std::vector<float> excess = excess_over_haze(probability.values);
  std::vector<float> smoothed =
      blur(excess, probability.width, probability.height, kRegionSigma * probability.width);
  const float largest = *std::max_element(smoothed.begin(), smoothed.end());
  if (largest > 0)
    for (float& value : smoothed) value /= largest;

  // Lower the level until the cells above it hold their share of the mass.
  const auto mass_of = [&](std::size_t cell) {
    return static_cast<double>(excess[cell]) * cell_areas[cell];
  };
  std::vector<std::size_t> order(smoothed.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return smoothed[a] > smoothed[b]; });
  double total = 0;
  for (std::size_t cell = 0; cell < order.size(); ++cell) total += mass_of(cell);
  float level = 2;  // above every value
  double mass = 0;
  for (const std::size_t cell : order) {
    if (mass >= kRegionMass * total) break;
    mass += mass_of(cell);
    level = smoothed[cell];
  }

  // Certain cells belong to the region or not, whatever surrounds them.
  std::vector<float> certain(probability.values.size()),
      full_certain(static_cast<std::size_t>(width) * height);
  std::transform(probability.values.begin(), probability.values.end(), certain.begin(),
                 [](float p) {
                   if (!is_certain(p)) return 0.F;
                   return p > 0.5F ? 1.F : -1.F;
                 });
  upsampler.upsample(certain.data(), full_certain.data());

  Plane out(width, height);
  upsampler.upsample(probability.values.data(), out.values.data());
  std::vector<float> full(out.values.size());
  upsampler.upsample(smoothed.data(), full.data());
  for (std::size_t i = 0; i < full.size(); ++i) {
    const float rank = (1 - kSmoothedWeight) * out.values[i] + kSmoothedWeight * full[i];
    // Strictly between 0 and 1, so that the halves never meet.
    const bool is_certain_here = std::abs(full_certain[i]) >= 0.5F;
    const bool is_inside = is_certain_here ? full_certain[i] > 0 : full[i] >= level;
    out.values[i] = 0.5F * (is_inside ? 1.F : 0.F) + 0.49F * rank + 0.005F;
  }
  return out;
}

}  // namespace fido
