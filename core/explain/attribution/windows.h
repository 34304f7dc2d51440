// Square windows in rows over a picture, and the mean of what is found under them. Internal:
// tensors.
#pragma once

#include <algorithm>
#include <utility>

#include "core/run/run_spec.h"
#include "core/torch.h"

namespace fido {

class Windows {
 public:
  // `grid` steps across and as many down; a window is two steps wide, so that what is not at the
  // edge lies under four.
  Windows(int width, int height, int grid)
      : width_(width),
        height_(height),
        grid_(grid),
        sum_(torch::zeros({height, width})),
        weight_(torch::zeros({height, width})) {}

  int count() const { return places() * places(); }
  // Zeros under the window, ones elsewhere: into `keep` [H,W].
  void cut(int window, torch::Tensor keep) const { under(window, keep).zero_(); }
  void add(int window, double value) {
    under(window, sum_).add_(value);
    under(window, weight_).add_(1);
  }
  // Zero where no window has been yet.
  torch::Tensor mean() const { return sum_ / weight_.clamp_min(1); }

 private:
  int places() const { return windows_along(grid_); }
  // From where to where the window at `place` reaches along a side; never nothing.
  std::pair<int, int> reach(int place, int length) const {
    const int from = std::min(place * length / grid_, length - 1);
    return {from, std::clamp((place + 2) * length / grid_, from + 1, length)};
  }
  torch::Tensor under(int window, const torch::Tensor& t) const {
    const auto [left, right] = reach(window % places(), width_);
    const auto [top, bottom] = reach(window / places(), height_);
    return t.slice(0, top, bottom).slice(1, left, right);
  }

  int width_, height_, grid_;
  torch::Tensor sum_, weight_;
};

}  // namespace fido
