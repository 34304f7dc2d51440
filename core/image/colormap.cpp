#include "core/image/colormap.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/imgproc.hpp>

#include "core/image/resample.h"

namespace fido {
namespace {

// OpenCV ships matplotlib's tables (CC0: inferno and viridis by N. Smith and S. van der Walt,
// cividis by J. Nunez, C. Anderton and R. Renslow).
ColorTable opencv_table(cv::ColormapTypes type) {
  cv::Mat ramp(1, 256, CV_8UC1), colors;
  for (int i = 0; i < 256; ++i) ramp.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
  cv::applyColorMap(ramp, colors, type);
  ColorTable table{};
  for (int i = 0; i < 256; ++i) {
    const auto& bgr = colors.at<cv::Vec3b>(0, i);
    table[static_cast<std::size_t>(i)] = {bgr[2], bgr[1], bgr[0]};
  }
  return table;
}

ColorTable grey_table() {
  ColorTable table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i].fill(static_cast<std::uint8_t>(i));
  return table;
}

float clip(float value) { return value > 0.F ? std::min(value, 1.F) : 0.F; }  // NaN counts as 0

std::size_t table_index(float value) {
  return static_cast<std::size_t>(std::lround(clip(value) * 255.F));
}

}  // namespace

const std::vector<std::string>& colormap_names() {
  static const std::vector<std::string> names{"cividis", "inferno", "viridis", "grey"};
  return names;
}

const ColorTable& colormap(const std::string& name) {
  static const ColorTable cividis = opencv_table(cv::COLORMAP_CIVIDIS),
                          inferno = opencv_table(cv::COLORMAP_INFERNO),
                          viridis = opencv_table(cv::COLORMAP_VIRIDIS), grey = grey_table();
  if (name == "inferno") return inferno;
  if (name == "viridis") return viridis;
  if (name == "grey") return grey;
  return cividis;
}

Image colorize(const Plane& map, const std::string& name) {
  const ColorTable& table = colormap(name);
  Image out(map.width, map.height);
  auto* channel = out.rgb.data();
  for (const float value : map.values)
    channel = std::copy_n(table[table_index(value)].begin(), 3, channel);
  return out;
}

Image overlay(const Image& photo, const Plane& map, double opacity, const std::string& name) {
  const Plane resized = resize(map, photo.width, photo.height);
  if (resized.empty()) return photo;
  const ColorTable& table = colormap(name);
  const auto max_alpha = static_cast<float>(std::clamp(opacity, 0.0, 1.0));
  Image out = photo;
  auto* channel = out.rgb.data();
  for (const float value : resized.values) {
    const float alpha = max_alpha * clip(value);
    for (const std::uint8_t color : table[table_index(value)]) {
      *channel = static_cast<std::uint8_t>(std::lround((1.F - alpha) * *channel + alpha * color));
      ++channel;
    }
  }
  return out;
}

}  // namespace fido
