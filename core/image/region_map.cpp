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

// Standard deviations as shares of the grid: of the region, and of the order of its pixels.
constexpr double kRegionSigma = 5.0 / 56, kOrderSigma = 1.0 / 56;
constexpr double kRegionMass = 0.5;
constexpr double kMinPiece = 0.2;  // of the largest piece
constexpr float kMaxHaze = 0.5F;
// Cells that a hand-made mask keeps or drops are nearer to 0 or 1 than any other.
constexpr float kCertain = 3e-6F;

bool is_certain(float p) { return p > 1 - kCertain || p < kCertain; }

// Returns how far each probability is above the haze: what is spread evenly over the photo, from
// which the infiller restores the background, says nothing about a place. The haze is the median,
// but never more than kMaxHaze: a region may cover more than half of the photo, and a pixel that is
// more likely in it than not is no haze. Certain cells are not part of it. Empty if no cell is
// above the others.
std::vector<float> excess_over_haze(const std::vector<float>& probability) {
  std::vector<float> sorted, out(probability.size());
  std::copy_if(probability.begin(), probability.end(), std::back_inserter(sorted),
               [](float p) { return !is_certain(p); });
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end());
  const float haze = std::min(kMaxHaze, sorted[sorted.size() / 2]);
  if (sorted.front() == sorted.back() || haze >= sorted.back()) return {};
  std::transform(probability.begin(), probability.end(), out.begin(),
                 [&](float p) { return is_certain(p) ? 0.F : std::max(0.F, p - haze); });
  return out;
}

// Returns the grid after a Gaussian blur with replicated borders. sigma: as a share of the grid.
std::vector<float> blur(std::vector<float> values, const Plane& grid, double sigma) {
  sigma *= grid.width;
  const int side = 2 * static_cast<int>(std::ceil(3 * sigma)) + 1;
  cv::Mat view(grid.height, grid.width, CV_32FC1, values.data());
  cv::GaussianBlur(view, view, {side, side}, sigma, sigma, cv::BORDER_REPLICATE);
  return values;
}

// Returns the level above which the cells of `smooth` hold kRegionMass of the excess; more than any
// value if there is none.
float region_level(const std::vector<float>& smooth, const std::vector<float>& excess,
                   const std::vector<double>& cell_areas) {
  const auto mass_of = [&](std::size_t cell) {
    return static_cast<double>(excess[cell]) * cell_areas[cell];
  };
  std::vector<std::size_t> order(smooth.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return smooth[a] > smooth[b]; });
  double total = 0, mass = 0;
  for (const std::size_t cell : order) total += mass_of(cell);
  float level = 2;
  for (const std::size_t cell : order) {
    if (mass >= kRegionMass * total) break;
    mass += mass_of(cell);
    level = smooth[cell];
  }
  return level;
}

// Clears the pieces of the region whose excess is small beside that of the largest piece.
void drop_small_pieces(std::vector<std::uint8_t>& inside, const std::vector<float>& excess,
                       int width, int height) {
  cv::Mat pieces;
  const int count =
      cv::connectedComponents(cv::Mat(height, width, CV_8UC1, inside.data()), pieces, 4, CV_32S);
  std::vector<double> mass(static_cast<std::size_t>(count));
  const auto* piece = pieces.ptr<int>();
  for (std::size_t i = 0; i < inside.size(); ++i)
    if (inside[i]) mass[piece[i]] += static_cast<double>(excess[i]);
  const double largest = *std::max_element(mass.begin(), mass.end());
  for (std::size_t i = 0; i < inside.size(); ++i)
    if (inside[i] && mass[piece[i]] < kMinPiece * largest) inside[i] = 0;
}

}  // namespace

Plane region_map(const Plane& probability, int width, int height) {
  const Upsampler upsampler(probability.width, probability.height, width, height);
  const std::size_t pixels = static_cast<std::size_t>(width) * height;
  const auto upsampled = [&](const std::vector<float>& grid) {
    std::vector<float> out(pixels);
    upsampler.upsample(grid.data(), out.data());
    return out;
  };
  const auto upsampled_function = [&](auto function) {
    std::vector<float> grid(probability.values.size());
    std::transform(probability.values.begin(), probability.values.end(), grid.begin(), function);
    return upsampled(grid);
  };

  Plane out(width, height);
  const std::vector<float> excess = excess_over_haze(probability.values);
  if (excess.empty()) {  // no preference
    out.values = upsampled(probability.values);
    return out;
  }
  const std::vector<float> smooth = blur(excess, probability, kRegionSigma);
  const float level = region_level(smooth, excess, upsampler.cell_areas());
  const std::vector<float> full_smooth = upsampled(smooth);
  std::vector<std::uint8_t> inside(pixels);
  std::transform(full_smooth.begin(), full_smooth.end(), inside.begin(),
                 [&](float value) { return static_cast<std::uint8_t>(value >= level); });
  drop_small_pieces(inside, upsampled(excess), width, height);
  // Certain cells belong to the region or not, whatever surrounds them.
  const std::vector<float> certain = upsampled_function([](float p) {
    if (!is_certain(p)) return 0.F;
    return p > 0.5F ? 1.F : -1.F;
  });
  for (std::size_t i = 0; i < pixels; ++i)
    if (std::abs(certain[i]) >= 0.5F) inside[i] = certain[i] > 0 ? 1 : 0;

  // Within the region the order is smooth. Outside, where single pixels matter to the infiller, it
  // is that of the logits, which rank what is unlikely as well.
  const std::vector<float> order = upsampled(blur(probability.values, probability, kOrderSigma));
  const std::vector<float> logits = upsampled_function([](float p) {
    const float q = std::clamp(p, kCertain, 1 - kCertain);
    return std::log(q / (1 - q));
  });
  const float largest = std::max(1e-6F, *std::max_element(order.begin(), order.end()));
  for (std::size_t i = 0; i < pixels; ++i) {
    const float rank = inside[i] ? order[i] / largest : 1 / (1 + std::exp(-logits[i]));
    // Strictly between 0 and 1, so that the halves never meet.
    out.values[i] = 0.5F * static_cast<float>(inside[i]) + 0.49F * rank + 0.005F;
  }
  return out;
}

}  // namespace fido
