#include "core/image/upsampler.h"

#include <algorithm>

namespace fido {

std::vector<Upsampler::Tap> Upsampler::make_taps(int grid_size, int full_size) {
  std::vector<Tap> taps(full_size);
  const double scale = full_size > 1 ? static_cast<double>(grid_size - 1) / (full_size - 1) : 0.0;
  for (int i = 0; i < full_size; ++i) {
    const double position = i * scale;
    const int low = std::min(static_cast<int>(position), grid_size - 1);
    taps[i] = {low, std::min(low + 1, grid_size - 1), static_cast<float>(position - low)};
  }
  return taps;
}

Upsampler::Upsampler(int grid_width, int grid_height, int width, int height)
    : grid_width_(grid_width),
      grid_height_(grid_height),
      width_(width),
      height_(height),
      columns_(make_taps(grid_width, width)),
      rows_(make_taps(grid_height, height)),
      cell_areas_(static_cast<std::size_t>(grid_width) * grid_height) {
  std::vector<double> column_widths(grid_width), row_heights(grid_height);
  for (const Tap& t : columns_) {
    column_widths[t.low] += 1 - static_cast<double>(t.weight);
    column_widths[t.high] += t.weight;
  }
  for (const Tap& t : rows_) {
    row_heights[t.low] += 1 - static_cast<double>(t.weight);
    row_heights[t.high] += t.weight;
  }
  for (int j = 0; j < grid_height; ++j)
    for (int i = 0; i < grid_width; ++i)
      cell_areas_[static_cast<std::size_t>(j) * grid_width + i] = row_heights[j] * column_widths[i];
}

void Upsampler::upsample(const float* grid, float* full) const {
  std::vector<float> row(grid_width_);
  for (int y = 0; y < height_; ++y) {
    const Tap& r = rows_[y];
    const float* low = grid + static_cast<std::size_t>(r.low) * grid_width_;
    const float* high = grid + static_cast<std::size_t>(r.high) * grid_width_;
    for (int i = 0; i < grid_width_; ++i) row[i] = low[i] + r.weight * (high[i] - low[i]);
    float* out = full + static_cast<std::size_t>(y) * width_;
    for (int x = 0; x < width_; ++x) {
      const Tap& c = columns_[x];
      out[x] = row[c.low] + c.weight * (row[c.high] - row[c.low]);
    }
  }
}

void Upsampler::upsample_backward(const float* full, float* grid) const {
  std::fill_n(grid, static_cast<std::size_t>(grid_width_) * grid_height_, 0.F);
  std::vector<float> row(grid_width_);
  for (int y = 0; y < height_; ++y) {
    std::fill(row.begin(), row.end(), 0.F);
    const float* in = full + static_cast<std::size_t>(y) * width_;
    for (int x = 0; x < width_; ++x) {
      const Tap& c = columns_[x];
      row[c.low] += (1 - c.weight) * in[x];
      row[c.high] += c.weight * in[x];
    }
    const Tap& r = rows_[y];
    float* low = grid + static_cast<std::size_t>(r.low) * grid_width_;
    float* high = grid + static_cast<std::size_t>(r.high) * grid_width_;
    for (int i = 0; i < grid_width_; ++i) {
      low[i] += (1 - r.weight) * row[i];
      high[i] += r.weight * row[i];
    }
  }
}

}  // namespace fido
