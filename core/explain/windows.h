// Windows over a picture, and the mean of what is found under them. Internal: tensors.
#pragma once

#include <algorithm>
#include <utility>

#include "core/base/torch.h"
#include "core/explain/window_grid.h"

namespace fido {

// The score of a picture differs between batches of different sizes by up to 1e-5 (float32): what
// is below this, in log-odds, says nothing of a window.
constexpr float kScoreResolution = 1e-4F;

class Windows {
 public:
  Windows(int width, int height, int grid)
      : width_(width),
        height_(height),
        grid_(grid),
        sum_(torch::zeros({height, width})),
        weight_(torch::zeros({height, width})) {}

  int count() const { return window_count(grid_); }
  // Sets `keep` [H,W] to zero under the window.
  void drop_window(int window, torch::Tensor keep) const { part_of(window, keep).zero_(); }
  void add(int window, double value) {
    part_of(window, sum_).add_(value);
    part_of(window, weight_).add_(1);
  }
  // [H,W]: each pixel's mean over its windows so far; zero where there has been none yet.
  torch::Tensor mean() const { return sum_ / weight_.clamp_min(1); }

 private:
  // The range of pixels that the window at `position` covers along a side; never empty.
  std::pair<int, int> range(int position, int length) const {
    const int begin = std::min(position * length / grid_, length - 1);
    return {begin, std::clamp((position + 2) * length / grid_, begin + 1, length)};
  }
  torch::Tensor part_of(int window, const torch::Tensor& picture) const {
    const auto [left, right] = range(window % windows_along(grid_), width_);
    const auto [top, bottom] = range(window / windows_along(grid_), height_);
    return picture.slice(0, top, bottom).slice(1, left, right);
  }

  int width_, height_, grid_;
  torch::Tensor sum_, weight_;
};

}  // namespace fido
