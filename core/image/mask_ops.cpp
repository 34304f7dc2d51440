#include "core/image/mask_ops.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace fido {
namespace {

cv::Mat mat_view(Mask8& mask) {
  return cv::Mat(mask.height, mask.width, CV_8UC1, mask.values.data());
}

// Applies `operation`, which changes a cv::Mat in place, to a copy of the mask.
template <class F>
Mask8 apply_to_copy(const Mask8& mask, F operation) {
  Mask8 out = mask;
  if (!out.empty()) operation(mat_view(out));
  return out;
}

// Returns a disc as a structuring element. OpenCV's own ellipse is not symmetric under a quarter
// turn.
cv::Mat disc_element(int radius) {
  cv::Mat out(2 * radius + 1, 2 * radius + 1, CV_8UC1);
  for (int y = -radius; y <= radius; ++y)
    for (int x = -radius; x <= radius; ++x)
      out.at<std::uint8_t>(y + radius, x + radius) = x * x + y * y <= radius * radius;
  return out;
}

}  // namespace

Mask8 inverted(const Mask8& mask) {
  return apply_to_copy(mask, [](cv::Mat m) { cv::bitwise_not(m, m); });
}

// Dropped pixels are dark, so erosion grows them.
Mask8 grown(const Mask8& mask, int radius) {
  if (radius < 1) return mask;
  return apply_to_copy(mask, [&](cv::Mat m) { cv::erode(m, m, disc_element(radius)); });
}

Mask8 shrunk(const Mask8& mask, int radius) {
  if (radius < 1) return mask;
  return apply_to_copy(mask, [&](cv::Mat m) { cv::dilate(m, m, disc_element(radius)); });
}

Mask8 feathered(const Mask8& mask, double sigma) {
  if (sigma <= 0) return mask;
  return apply_to_copy(
      mask, [&](cv::Mat m) { cv::GaussianBlur(m, m, {}, sigma, sigma, cv::BORDER_REPLICATE); });
}

Mask8 similar_region(const Image& photo, int x, int y, int tolerance) {
  Mask8 out(photo.width, photo.height, 0);
  if (x < 0 || y < 0 || x >= photo.width || y >= photo.height) return out;
  cv::Mat pixels(photo.height, photo.width, CV_8UC3, const_cast<std::uint8_t*>(photo.rgb.data()));
  // OpenCV requires a border of one pixel.
  cv::Mat framed = cv::Mat::zeros(photo.height + 2, photo.width + 2, CV_8UC1);
  const cv::Scalar range = cv::Scalar::all(std::max(tolerance, 0));
  cv::floodFill(pixels, framed, {x, y}, {}, nullptr, range, range,
                4 | (255 << 8) | cv::FLOODFILL_FIXED_RANGE | cv::FLOODFILL_MASK_ONLY);
  framed(cv::Rect(1, 1, photo.width, photo.height)).copyTo(mat_view(out));
  return out;
}

}  // namespace fido
