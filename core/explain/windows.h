// Windows over a picture, and the mean of the values measured for them. Internal: tensors.
#pragma once

#include <algorithm>
#include <utility>

#include "core/base/torch.h"
#include "core/explain/window_grid.h"

namespace fido {

// The score of a picture differs by up to 1e-5 (float32) between batches of different sizes.
// Differences up to this bound, in log-odds, are rounding.
constexpr float kScoreRoundingError = 1e-4F;

// Accumulates one value per window and averages the values over the windows that contain a pixel.
class WindowAccumulator {
 public:
  WindowAccumulator(int width, int height, int grid)
      : width_(width),
        height_(height),
        grid_(grid),
        sum_(torch::zeros({height, width})),
        weight_(torch::zeros({height, width})) {}

  int count() const { return window_count(grid_); }
  // Sets `keep` [H,W] to zero in the window.
  void drop_window(int window, torch::Tensor keep) const { window_view(window, keep).zero_(); }
  void add(int window, double value) {
    window_view(window, sum_).add_(value);
    window_view(window, weight_).add_(1);
  }
  // Returns [H,W]: each pixel's mean over the windows added so far; zero where there is none.
  torch::Tensor mean() const { return sum_ / weight_.clamp_min(1); }

 private:
  // Returns the pixels [begin, end) that the window at `position` covers along a side; never empty.
  std::pair<int, int> pixel_range(int position, int length) const {
    const int begin = std::min(position * length / grid_, length - 1);
    return {begin, std::clamp((position + 2) * length / grid_, begin + 1, length)};
  }
  torch::Tensor window_view(int window, const torch::Tensor& picture) const {
    const auto [left, right] = pixel_range(window % windows_per_side(grid_), width_);
    const auto [top, bottom] = pixel_range(window / windows_per_side(grid_), height_);
    return picture.slice(0, top, bottom).slice(1, left, right);
  }

  int width_, height_, grid_;
  torch::Tensor sum_, weight_;
};

}  // namespace fido
