// Bilinear with aligned corners between a grid and the full resolution, and its transpose for
// gradients.
#pragma once

#include <vector>

namespace fido {

class Upsampler {
 public:
  Upsampler(int grid_width, int grid_height, int width, int height);

  // full[y, x] = sum over the four grid entries around (x, y) of weight * grid
  void up(const float* grid, float* full) const;
  // grid[j, i] = sum over full of weight * full: the gradient's way back
  void down(const float* full, float* grid) const;
  // down() of ones: how many full pixels an entry stands for; they sum to width * height.
  const std::vector<double>& area() const { return area_; }

 private:
  struct Tap {
    int low, high;
    float weight;  // of `high`
  };
  static std::vector<Tap> taps(int from, int to);

  int grid_width_, grid_height_, width_, height_;
  std::vector<Tap> columns_, rows_;
  std::vector<double> area_;
};

}  // namespace fido
