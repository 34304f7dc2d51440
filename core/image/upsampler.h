// Bilinear interpolation with aligned corners from a grid to the full resolution, and its
// transpose, which carries gradients back.
#pragma once

#include <vector>

namespace fido {

class Upsampler {
 public:
  Upsampler(int grid_width, int grid_height, int width, int height);

  // Computes full[y, x] = sum of weight * grid[j, i] over the four grid entries around (x, y).
  void upsample(const float* grid, float* full) const;
  // Computes grid[j, i] = sum of weight * full[y, x] over all full-resolution pixels: the gradient
  // with respect to the grid, given that with respect to the full resolution.
  void upsample_backward(const float* full, float* grid) const;
  // Returns upsample_backward() of ones: the number of full-resolution pixels that each grid entry
  // stands for. They sum to width * height.
  const std::vector<double>& cell_areas() const { return cell_areas_; }

 private:
  // The two grid entries around a pixel along one axis.
  struct Tap {
    int low, high;
    float weight;  // of `high`; that of `low` is 1 - weight
  };
  static std::vector<Tap> make_taps(int grid_size, int full_size);

  int grid_width_, grid_height_, width_, height_;
  std::vector<Tap> columns_, rows_;
  std::vector<double> cell_areas_;
};

}  // namespace fido
