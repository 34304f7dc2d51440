#include "core/image/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/imgproc.hpp>
#include <random>

#include "core/image/upsampler.h"

namespace fido {
namespace {

// Area averaging is correct only along an axis that shrinks, bilinear interpolation only along one
// that grows. A picture that shrinks along one axis and grows along the other is resized in two
// steps.
void resize_into(const cv::Mat& source, cv::Mat& target) {
  const cv::Size shrunk_size(std::min(source.cols, target.cols),
                             std::min(source.rows, target.rows));
  cv::Mat shrunk = source;
  if (shrunk_size != source.size()) {
    if (shrunk_size == target.size()) {
      cv::resize(source, target, target.size(), 0, 0, cv::INTER_AREA);
      return;
    }
    shrunk = cv::Mat();
    cv::resize(source, shrunk, shrunk_size, 0, 0, cv::INTER_AREA);
  }
  cv::resize(shrunk, target, target.size(), 0, 0, cv::INTER_LINEAR);
}

// OpenCV requires a non-const pointer, but nothing writes through it.
template <class T>
cv::Mat mat_view(const std::vector<T>& data, int width, int height, int type) {
  return {height, width, type, const_cast<T*>(data.data())};
}

}  // namespace

Image resize(const Image& image, int width, int height) {
  if (image.empty() || width <= 0 || height <= 0) return {};
  if (width == image.width && height == image.height) return image;
  Image out(width, height);
  cv::Mat target(height, width, CV_8UC3, out.rgb.data());
  resize_into(mat_view(image.rgb, image.width, image.height, CV_8UC3), target);
  return out;
}

Plane resize(const Plane& plane, int width, int height) {
  if (plane.empty() || width <= 0 || height <= 0) return {};
  if (width == plane.width && height == plane.height) return plane;
  Plane out(width, height);
  cv::Mat target(height, width, CV_32FC1, out.values.data());
  resize_into(mat_view(plane.values, plane.width, plane.height, CV_32FC1), target);
  // Averages of values in [0, 1] leave that range by a rounding error at most.
  for (float& value : out.values) value = std::clamp(value, 0.F, 1.F);
  return out;
}

Image crop(const Image& image, const Rect& part) {
  const int left = std::clamp(part.x, 0, image.width),
            right = std::clamp(part.x + part.width, left, image.width);
  const int top = std::clamp(part.y, 0, image.height),
            bottom = std::clamp(part.y + part.height, top, image.height);
  if (left == right || top == bottom) return {};
  Image out(right - left, bottom - top);
  for (int y = 0; y < out.height; ++y)
    std::copy_n(image.row(top + y) + std::ptrdiff_t{3} * left, 3 * out.width, out.row(y));
  return out;
}

Plane upsample_aligned(const Plane& grid, int width, int height) {
  if (grid.empty() || width <= 0 || height <= 0) return {};
  Plane out(width, height);
  Upsampler(grid.width, grid.height, width, height).upsample(grid.values.data(), out.values.data());
  return out;
}

Plane upsample_drop_probability(const Plane& grid, int width, int height, bool in_logits) {
  if (!in_logits) return upsample_aligned(grid, width, height);
  Plane logits = grid;
  // The bounds are as far out as Adam ever takes a logit. Infinities would not interpolate.
  for (float& p : logits.values) p = std::clamp(std::log(p) - std::log1p(-p), -60.F, 60.F);
  Plane out = upsample_aligned(logits, width, height);
  for (float& v : out.values) v = 1 / (1 + std::exp(-v));
  return out;
}

Plane mask_from_saliency(Plane map, bool keeps_important) {
  for (float& v : map.values) v = (v > 0.5F) == keeps_important ? 1.F : 0.F;
  return map;
}

Plane map_estimate_mask(const Plane& drop) {
  Plane out(drop.width, drop.height);
  std::transform(drop.values.begin(), drop.values.end(), out.values.begin(),
                 [](float p) { return p <= 0.5F ? 1.F : 0.F; });
  return out;
}

Plane sample_mask(const Plane& drop, std::uint64_t seed, int block) {
  std::mt19937_64 random(seed);
  const int columns = (drop.width + block - 1) / block, rows = (drop.height + block - 1) / block;
  std::vector<float> noise(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  for (float& u : noise) u = static_cast<float>(random() >> 40U) * 0x1p-24F;  // [0, 1)
  Plane out(drop.width, drop.height);
  for (int y = 0; y < drop.height; ++y)
    for (int x = 0; x < drop.width; ++x)
      out.at(x, y) =
          noise[static_cast<std::size_t>(y / block * columns + x / block)] >= drop.at(x, y) ? 1.F
                                                                                            : 0.F;
  return out;
}

double area_over_half(const Plane& map) {
  if (map.values.empty()) return 0;
  const auto count =
      std::count_if(map.values.begin(), map.values.end(), [](float v) { return v > 0.5F; });
  return static_cast<double>(count) / static_cast<double>(map.values.size());
}

}  // namespace fido
