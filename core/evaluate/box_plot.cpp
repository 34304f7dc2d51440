#include "core/evaluate/box_plot.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "core/evaluate/fidelity.h"

namespace fido {
namespace {

// Okabe and Ito's colours, told apart by colour-blind eyes.
constexpr std::array<std::array<int, 3>, 9> kColors{{{0, 114, 178}, {230, 159, 0}, {0, 158, 115}, {204, 121, 167}, {86, 180, 233}, {213, 94, 0}, {240, 228, 66}, {90, 90, 90}, {170, 170, 170}}};
constexpr int kBox = 22, kGap = 6, kBetween = 36, kLeft = 90, kTop = 110, kHeight = 520, kBottom = 70;  // drawn at twice the size
const cv::Scalar kInk(40, 40, 40), kLine(215, 215, 215);

void text(cv::Mat& image, const std::string& words, cv::Point at, double size, double anchor) {
  const cv::Size extent = cv::getTextSize(words, cv::FONT_HERSHEY_SIMPLEX, size, 1, nullptr);
  cv::putText(image, words, {at.x - static_cast<int>(anchor * extent.width), at.y}, cv::FONT_HERSHEY_SIMPLEX, size, kInk, 1, cv::LINE_AA);
}

}  // namespace

Image draw_box_plot(const std::string& title, const std::vector<std::string>& series, const std::vector<BoxGroup>& groups) {
  const int n = static_cast<int>(series.size()), group_width = n * (kBox + kGap) + kBetween;
  const int width = kLeft + group_width * static_cast<int>(groups.size()) + kBetween;
  cv::Mat image(kTop + kHeight + kBottom, width, CV_8UC3, cv::Scalar(255, 255, 255));
  const auto level = [](double v) { return kTop + static_cast<int>((1 - std::clamp(v, 0.0, 1.0)) * kHeight); };
  text(image, title, {kLeft, 34}, 0.8, 0);
  for (int i = 0; i <= 4; ++i) {
    cv::line(image, {kLeft, level(i / 4.0)}, {width - kBetween, level(i / 4.0)}, kLine, 1);
    text(image, i == 0 ? "0" : i == 4 ? "1" : std::to_string(i * 25 / 100.0).substr(0, 4), {kLeft - 12, level(i / 4.0) + 7}, 0.6, 1);
  }
  int x = kLeft;
  for (int s = 0; s < n; ++s) {
    const auto& c = kColors[static_cast<std::size_t>(s) % kColors.size()];
    cv::rectangle(image, {x, 58, 18, 18}, cv::Scalar(c[0], c[1], c[2]), cv::FILLED);
    text(image, series[static_cast<std::size_t>(s)], {x + 26, 74}, 0.6, 0);
    x += 26 + cv::getTextSize(series[static_cast<std::size_t>(s)], cv::FONT_HERSHEY_SIMPLEX, 0.6, 1, nullptr).width + 30;
  }
  x = kLeft + kBetween / 2;
  for (const BoxGroup& group : groups) {
    text(image, group.name, {x + n * (kBox + kGap) / 2, kTop + kHeight + 36}, 0.65, 0.5);
    for (int s = 0; s < n; ++s, x += kBox + kGap) {
      const auto& values = group.samples[static_cast<std::size_t>(s)];
      if (values.empty()) continue;
      const double low = quantile(values, 0.25), middle = quantile(values, 0.5), high = quantile(values, 0.75), reach = 1.5 * (high - low);
      double bottom = low, top = high;
      for (const double v : values) {
        if (v >= low - reach) bottom = std::min(bottom, v);
        if (v <= high + reach) top = std::max(top, v);
      }
      const auto& c = kColors[static_cast<std::size_t>(s) % kColors.size()];
      const cv::Scalar color(c[0], c[1], c[2]);
      cv::line(image, {x + kBox / 2, level(bottom)}, {x + kBox / 2, level(top)}, color, 2, cv::LINE_AA);
      cv::rectangle(image, cv::Point(x, level(high)), cv::Point(x + kBox, level(low)), color, cv::FILLED);
      cv::line(image, {x, level(middle)}, {x + kBox, level(middle)}, kInk, 3);
    }
    x += kBetween;
  }
  Image out(image.cols, image.rows);
  std::memcpy(out.rgb.data(), image.data, out.rgb.size());
  return out;
}

}  // namespace fido
