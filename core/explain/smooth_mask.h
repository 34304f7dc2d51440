// The smooth masks of Extremal Perturbations (Fong et al. 2019, Section 3.2): a coarse grid
// enlarged by a convolution whose sum is a smooth maximum, so that no mask is finer than its
// kernel, whatever the optimiser does. Plain floats; callers need no tensors.
#pragma once

#include <algorithm>
#include <vector>

namespace fido {

// m(x) = smax over cells u of k(|x - u| / sigma) c(u), smax f = sum f exp(20 f) / sum exp(20 f),
// k(z) = exp(-2 max(0, z - 1/2)^2), over the cells whose distance from x's own is at most 1 +
// ceil(sigma / cell) in either direction; outside the photo cells are 0. sigma is 21 pixels of 224
// (the authors' code), the same share of other photos. A cell's place is the middle of the pixels
// that it stands for.
//
// Ours: m is divided by what it comes to when all cells are 1, and cut off at 1. Without that it is
// a few hundredths higher in the photo's corners than elsewhere, and as the area's price goes by
// rank alone, the corners are what is kept.
class SmoothMask {
 public:
  SmoothMask(int grid, int width, int height);

  // cells: grid x grid, in [0, 1]. Gives [height x width], valid until the next call.
  const std::vector<float>& up(const std::vector<float>& cells);
  // slope: of something with respect to the last mask. Gives its slope with respect to those cells.
  std::vector<float> down(const std::vector<float>& slope) const;

 private:
  // One of the two directions.
  struct Axis {
    int length = 0, grid = 0;
    float cell = 1;          // pixels
    std::vector<int> of;     // the cell that a pixel lies in
    std::vector<int> first;  // a cell's first pixel; one more than there are cells
    Axis(int pixels, int cells);
    float middle(int at) const { return (static_cast<float>(at) + 0.5F) * cell - 0.5F; }
  };

  // The pixels of a row that a cell reaches: from, and up to.
  int left(int column) const { return across_.first[std::max(0, column - reach_across_)]; }
  int right(int column) const {
    return across_.first[std::min(across_.grid, column + reach_across_ + 1)];
  }

  Axis across_, down_;
  float sigma_;
  int reach_across_, reach_down_;
  std::vector<float> cells_, raw_, mask_, full_, total_;  // total: the sum of the exponentials
};

}  // namespace fido
