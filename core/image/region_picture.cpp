#include "core/image/region_picture.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <string>

namespace fido {
namespace {

constexpr int kMinSide = 448;   // of the picture, so that the numbers can be read
constexpr double kFade = 0.6;   // how far the photo outside the regions is drawn to grey
constexpr double kTint = 0.25;  // share of the region's colour inside
constexpr int kBackground = 128;

// Returns the pixel of the region that is farthest from its edge.
cv::Point centre_of(const cv::Mat& region) {
  cv::Mat padded, distance;  // the edge of the photo is an edge of the region, too
  cv::copyMakeBorder(region, padded, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::distanceTransform(padded, distance, cv::DIST_L2, 3);
  cv::Point at;
  cv::minMaxLoc(distance, nullptr, nullptr, nullptr, &at);
  return at - cv::Point(1, 1);
}

void draw_number(cv::Mat& picture, std::size_t number, cv::Point centre, const cv::Scalar& color) {
  const std::string text = std::to_string(number);
  const double size = picture.rows / 448.0;
  const int thickness = std::max(1, static_cast<int>(2 * size));
  const cv::Size box =
      cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, 0.7 * size, thickness, nullptr);
  cv::circle(picture, centre, static_cast<int>(15 * size), cv::Scalar(255, 255, 255), cv::FILLED,
             cv::LINE_AA);
  cv::circle(picture, centre, static_cast<int>(15 * size), color, thickness, cv::LINE_AA);
  cv::putText(picture, text, centre + cv::Point(-box.width / 2, box.height / 2),
              cv::FONT_HERSHEY_SIMPLEX, 0.7 * size, cv::Scalar(0, 0, 0), thickness, cv::LINE_AA);
}

}  // namespace

std::array<std::uint8_t, 3> region_color(std::size_t index) {
  constexpr std::array<std::array<std::uint8_t, 3>, 8> kColors{{{230, 159, 0},
                                                                {86, 180, 233},
                                                                {0, 158, 115},
                                                                {204, 121, 167},
                                                                {240, 228, 66},
                                                                {0, 114, 178},
                                                                {213, 94, 0},
                                                                {0, 0, 0}}};
  return kColors[index % kColors.size()];
}

Image draw_regions(const Image& photo, const std::vector<Plane>& masks) {
  if (photo.empty()) return {};
  const cv::Mat source(photo.height, photo.width, CV_8UC3,
                       const_cast<std::uint8_t*>(photo.rgb.data()));
  const double scale = std::max(1.0, static_cast<double>(kMinSide) / photo.height);
  cv::Mat picture;
  cv::resize(source, picture, {}, scale, scale, cv::INTER_CUBIC);
  cv::Mat faded = picture * (1 - kFade) + cv::Scalar::all(kFade * kBackground);
  std::vector<cv::Mat> regions;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    const Plane& mask = masks[i];
    const cv::Mat values(mask.height, mask.width, CV_32FC1, const_cast<float*>(mask.values.data()));
    cv::Mat large;
    cv::resize(values, large, picture.size(), 0, 0, cv::INTER_LINEAR);
    regions.emplace_back(large > 0.5);
    const auto [r, g, b] = region_color(i);
    cv::Mat tinted = picture * (1 - kTint) + cv::Scalar(r, g, b) * kTint;
    tinted.copyTo(faded, regions.back());
  }
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const auto [r, g, b] = region_color(i);
    const cv::Scalar color(r, g, b);
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(regions[i], outlines, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
    cv::drawContours(faded, outlines, -1, color, std::max(2, faded.rows / 150), cv::LINE_AA);
    if (cv::countNonZero(regions[i]) > 0) draw_number(faded, i + 1, centre_of(regions[i]), color);
  }
  Image out(faded.cols, faded.rows);
  faded.copyTo(cv::Mat(out.height, out.width, CV_8UC3, out.rgb.data()));
  return out;
}

}  // namespace fido
