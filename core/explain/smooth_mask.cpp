#include "core/explain/smooth_mask.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/simd.h"

namespace fido {
namespace {

constexpr float kSigma = 21.F / 224.F;  // of the shorter side
// where cells are so far apart that no kernel reaches between them
constexpr float kLeast = 1e-6F;
constexpr float kColdness = 20;  // 1 / T

// A cell of `value` over pixels from `begin` to `end` of a row that lies `away` from it: adds to
// the sums of exp(20 f) - 1 and of f exp(20 f).
FIDO_SIMD void add_cell(float value, float middle, float away, float scale, int begin, int end,
                        float* total, float* sum) {
  for (int x = begin; x < end; ++x) {
    const float along = static_cast<float>(x) - middle;
    const float z = std::max(std::sqrt(away * away + along * along) * scale - 0.5F, 0.F);
    const float f = std::exp(-2 * z * z) * value, e = std::exp(kColdness * f);
    total[x] += e - 1;
    sum[x] += f * e;
  }
}

// What a cell of `value` is to pixels from `begin` to `end` of a row: sum of share dm/df k, share =
// slope / total.
FIDO_SIMD float slope_of(float value, float middle, float away, float scale, int begin, int end,
                         const float* mask, const float* share) {
  float sum = 0;
  for (int x = begin; x < end; ++x) {
    const float along = static_cast<float>(x) - middle;
    const float z = std::max(std::sqrt(away * away + along * along) * scale - 0.5F, 0.F);
    const float k = std::exp(-2 * z * z), f = k * value;
    sum += share[x] * std::exp(kColdness * f) * (1 + kColdness * (f - mask[x])) * k;
  }
  return sum;
}

}  // namespace

SmoothMask::Axis::Axis(int pixels, int cells)
    : length(pixels), grid(cells), cell(static_cast<float>(pixels) / static_cast<float>(cells)) {
  for (int x = 0; x < pixels; ++x)
    of.push_back(static_cast<int>(static_cast<long long>(x) * cells / pixels));
  for (int c = 0; c <= cells; ++c)
    first.push_back(static_cast<int>(std::lower_bound(of.begin(), of.end(), c) - of.begin()));
}

SmoothMask::SmoothMask(int grid, int width, int height)
    : across_(width, grid),
      down_(height, grid),
      sigma_(kSigma * static_cast<float>(std::min(width, height))),
      reach_across_(1 + static_cast<int>(std::ceil(sigma_ / across_.cell))),
      reach_down_(1 + static_cast<int>(std::ceil(sigma_ / down_.cell))),
      raw_(static_cast<std::size_t>(width) * height),
      mask_(raw_.size()),
      full_(raw_.size(), 1.F),
      total_(raw_.size()) {
  up(std::vector<float>(static_cast<std::size_t>(grid) * grid, 1.F));
  for (std::size_t i = 0; i < full_.size(); ++i) full_[i] = std::max(raw_[i], kLeast);
}

const std::vector<float>& SmoothMask::up(const std::vector<float>& cells) {
  const int grid = across_.grid, width = across_.length;
  cells_ = cells;
  // A cell that is 0, as those outside the photo are, adds exp(0) = 1 to one sum and nothing to the
  // other.
  const auto window = static_cast<float>((2 * reach_across_ + 1) * (2 * reach_down_ + 1));
  parallel_for(down_.length, 8, [&](std::int64_t begin, std::int64_t end) {
    std::vector<float> sum(width);
    for (auto y = static_cast<int>(begin); y < end; ++y) {
      float* total = total_.data() + static_cast<std::size_t>(y) * width;
      std::fill_n(total, width, window);
      std::fill(sum.begin(), sum.end(), 0.F);
      for (int row = std::max(0, down_.of[y] - reach_down_);
           row <= std::min(grid - 1, down_.of[y] + reach_down_); ++row)
        for (int column = 0; column < grid; ++column) {
          const float value = cells[static_cast<std::size_t>(row) * grid + column];
          if (value > 0)
            add_cell(value, across_.middle(column), static_cast<float>(y) - down_.middle(row),
                     1 / sigma_, left(column), right(column), total, sum.data());
        }
      for (int x = 0; x < width; ++x) {
        const auto at = static_cast<std::size_t>(y) * width + x;
        raw_[at] = sum[x] / total[x];
        mask_[at] = std::min(1.F, raw_[at] / full_[at]);
      }
    }
  });
  return mask_;
}

std::vector<float> SmoothMask::down(const std::vector<float>& slope) const {
  const int grid = across_.grid, width = across_.length;
  std::vector<float> share(slope.size()), out(static_cast<std::size_t>(grid) * grid);
  for (std::size_t i = 0; i < share.size(); ++i)
    share[i] = raw_[i] <= full_[i] ? slope[i] / (full_[i] * total_[i]) : 0.F;
  parallel_for(grid, 1, [&](std::int64_t from, std::int64_t to) {
    for (auto row = static_cast<int>(from); row < to; ++row)
      for (int column = 0; column < grid; ++column) {
        const float value = cells_[static_cast<std::size_t>(row) * grid + column];
        const int top = down_.first[std::max(0, row - reach_down_)],
                  bottom = down_.first[std::min(grid, row + reach_down_ + 1)];
        double sum = 0;
        for (int y = top; y < bottom; ++y) {
          const auto at = static_cast<std::size_t>(y) * width;
          sum += static_cast<double>(slope_of(
              value, across_.middle(column), static_cast<float>(y) - down_.middle(row), 1 / sigma_,
              left(column), right(column), raw_.data() + at, share.data() + at));
        }
        out[static_cast<std::size_t>(row) * grid + column] = static_cast<float>(sum);
      }
  });
  return out;
}

}  // namespace fido
