#include "core/explain/smooth_mask.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/simd.h"

namespace fido {
namespace {

constexpr float kSigma = 21.F / 224.F;  // as a share of the shorter side
// The least divisor, which applies where cells are so far apart that no kernel reaches the pixel.
constexpr float kMinDivisor = 1e-6F;
constexpr float kInverseTemperature = 20;  // of the smooth maximum

// Adds a cell of `value` to the pixels [begin, end) of a row at the vertical distance dy: to the
// sums of exp(20 f) - 1 and of f exp(20 f).
FIDO_SIMD void add_cell(float value, float center, float dy, float scale, int begin, int end,
                        float* exponent_sum, float* weighted_sum) {
  for (int x = begin; x < end; ++x) {
    const float dx = static_cast<float>(x) - center;
    const float z = std::max(std::sqrt(dy * dy + dx * dx) * scale - 0.5F, 0.F);
    const float f = std::exp(-2 * z * z) * value, e = std::exp(kInverseTemperature * f);
    exponent_sum[x] += e - 1;
    weighted_sum[x] += f * e;
  }
}

// Returns the part of a cell's gradient that comes from the pixels [begin, end) of a row: the sum
// of share dm/df k, where share is the pixel's gradient divided by its sum of exponentials.
FIDO_SIMD float cell_gradient(float value, float center, float dy, float scale, int begin, int end,
                              const float* mask, const float* share) {
  float sum = 0;
  for (int x = begin; x < end; ++x) {
    const float dx = static_cast<float>(x) - center;
    const float z = std::max(std::sqrt(dy * dy + dx * dx) * scale - 0.5F, 0.F);
    const float k = std::exp(-2 * z * z), f = k * value;
    sum += share[x] * std::exp(kInverseTemperature * f) *
           (1 + kInverseTemperature * (f - mask[x])) * k;
  }
  return sum;
}

}  // namespace

SmoothMask::Axis::Axis(int pixels, int cells)
    : length(pixels),
      grid(cells),
      cell_size(static_cast<float>(pixels) / static_cast<float>(cells)) {
  for (int x = 0; x < pixels; ++x)
    cell_of.push_back(static_cast<int>(static_cast<long long>(x) * cells / pixels));
  for (int c = 0; c <= cells; ++c)
    first_pixel.push_back(
        static_cast<int>(std::lower_bound(cell_of.begin(), cell_of.end(), c) - cell_of.begin()));
}

SmoothMask::SmoothMask(int grid, int width, int height)
    : x_axis_(width, grid),
      y_axis_(height, grid),
      sigma_(kSigma * static_cast<float>(std::min(width, height))),
      radius_x_(1 + static_cast<int>(std::ceil(sigma_ / x_axis_.cell_size))),
      radius_y_(1 + static_cast<int>(std::ceil(sigma_ / y_axis_.cell_size))),
      raw_(static_cast<std::size_t>(width) * height),
      mask_(raw_.size()),
      full_(raw_.size(), 1.F),
      exponent_sum_(raw_.size()) {
  upsample(std::vector<float>(static_cast<std::size_t>(grid) * grid, 1.F));
  for (std::size_t i = 0; i < full_.size(); ++i) full_[i] = std::max(raw_[i], kMinDivisor);
}

const std::vector<float>& SmoothMask::upsample(const std::vector<float>& cells) {
  const int grid = x_axis_.grid, width = x_axis_.length;
  cells_ = cells;
  // A cell that is 0, as those outside the photo are, adds exp(0) = 1 to the sum of exponentials
  // and nothing to the other sum.
  const auto window_cells = static_cast<float>((2 * radius_x_ + 1) * (2 * radius_y_ + 1));
  parallel_for(y_axis_.length, 8, [&](std::int64_t begin, std::int64_t end) {
    std::vector<float> weighted_sum(width);
    for (auto y = static_cast<int>(begin); y < end; ++y) {
      float* exponent_sum = exponent_sum_.data() + static_cast<std::size_t>(y) * width;
      std::fill_n(exponent_sum, width, window_cells);
      std::fill(weighted_sum.begin(), weighted_sum.end(), 0.F);
      for (int row = std::max(0, y_axis_.cell_of[y] - radius_y_);
           row <= std::min(grid - 1, y_axis_.cell_of[y] + radius_y_); ++row)
        for (int column = 0; column < grid; ++column) {
          const float value = cells[static_cast<std::size_t>(row) * grid + column];
          if (value > 0)
            add_cell(value, x_axis_.center(column), static_cast<float>(y) - y_axis_.center(row),
                     1 / sigma_, left(column), right(column), exponent_sum, weighted_sum.data());
        }
      for (int x = 0; x < width; ++x) {
        const auto at = static_cast<std::size_t>(y) * width + x;
        raw_[at] = weighted_sum[x] / exponent_sum[x];
        mask_[at] = std::min(1.F, raw_[at] / full_[at]);
      }
    }
  });
  return mask_;
}

std::vector<float> SmoothMask::upsample_backward(const std::vector<float>& mask_gradient) const {
  const int grid = x_axis_.grid, width = x_axis_.length;
  std::vector<float> share(mask_gradient.size()), out(static_cast<std::size_t>(grid) * grid);
  for (std::size_t i = 0; i < share.size(); ++i)
    share[i] = raw_[i] <= full_[i] ? mask_gradient[i] / (full_[i] * exponent_sum_[i]) : 0.F;
  parallel_for(grid, 1, [&](std::int64_t begin, std::int64_t end) {
    for (auto row = static_cast<int>(begin); row < end; ++row)
      for (int column = 0; column < grid; ++column) {
        const float value = cells_[static_cast<std::size_t>(row) * grid + column];
        const int top = y_axis_.first_pixel[std::max(0, row - radius_y_)],
                  bottom = y_axis_.first_pixel[std::min(grid, row + radius_y_ + 1)];
        double sum = 0;
        for (int y = top; y < bottom; ++y) {
          const auto at = static_cast<std::size_t>(y) * width;
          sum += static_cast<double>(cell_gradient(
              value, x_axis_.center(column), static_cast<float>(y) - y_axis_.center(row),
              1 / sigma_, left(column), right(column), raw_.data() + at, share.data() + at));
        }
        out[static_cast<std::size_t>(row) * grid + column] = static_cast<float>(sum);
      }
  });
  return out;
}

}  // namespace fido
