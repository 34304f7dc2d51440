// The smooth masks of Extremal Perturbations (Fong et al. 2019, Section 3.2): a coarse grid is
// enlarged by a convolution whose sum is replaced by a smooth maximum, so no mask is finer than the
// kernel, whatever the optimiser does. Works on plain floats, without tensors.
#pragma once

#include <algorithm>
#include <vector>

namespace fido {

// m(x) = smax over cells u of k(|x - u| / sigma) c(u), with smax f = sum f exp(20 f) / sum exp(20
// f) and k(z) = exp(-2 max(0, z - 1/2)^2). The cells are those at most 1 + ceil(sigma / cell) cells
// away from x's own in either direction; cells outside the photo are 0. sigma is 21 pixels of 224
// (the authors' code), and the same share of other sizes. A cell's position is the centre of the
// pixels that it covers.
//
// Different from the authors' code: m is divided by its value with all cells at 1, and clamped
// to 1. Without this, m is a few hundredths higher in the photo's corners than elsewhere; because
// the area penalty depends on ranks alone, the corners would be what is kept.
class SmoothMask {
 public:
  SmoothMask(int grid, int width, int height);

  // Returns the mask of the cells, [height * width] in [0, 1], valid until the next call. cells:
  // [grid * grid] in [0, 1].
  const std::vector<float>& upsample(const std::vector<float>& cells);
  // Returns the gradient with respect to the cells of the last upsample(), [grid * grid].
  // mask_gradient: the gradient with respect to its mask, [height * width].
  std::vector<float> upsample_backward(const std::vector<float>& mask_gradient) const;

 private:
  // One of the two directions.
  struct Axis {
    int length = 0, grid = 0;
    float cell_size = 1;           // in pixels
    std::vector<int> cell_of;      // the cell that contains a pixel
    std::vector<int> first_pixel;  // of each cell, and one past the last pixel
    Axis(int pixels, int cells);
    float center(int cell) const { return (static_cast<float>(cell) + 0.5F) * cell_size - 0.5F; }
  };

  // The pixels [left, right) of a row within the radius of a cell.
  int left(int column) const { return x_axis_.first_pixel[std::max(0, column - radius_x_)]; }
  int right(int column) const {
    return x_axis_.first_pixel[std::min(x_axis_.grid, column + radius_x_ + 1)];
  }

  Axis x_axis_, y_axis_;
  float sigma_;
  int radius_x_, radius_y_;  // in cells
  std::vector<float> cells_;
  std::vector<float> raw_, mask_;    // m before and after the division
  std::vector<float> full_;          // m before the division, with all cells at 1
  std::vector<float> exponent_sum_;  // the denominator of the smooth maximum
};

}  // namespace fido
