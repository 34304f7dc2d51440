#include "core/image/superpixels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace fido {
namespace {

constexpr int kIterations = 10;

// A cluster centre: colour in CIELAB and position in pixels.
struct Center {
  float l = 0, a = 0, b = 0, x = 0, y = 0;
};

cv::Mat to_lab(const Image& photo) {
  const cv::Mat rgb(photo.height, photo.width, CV_8UC3,
                    const_cast<std::uint8_t*>(photo.rgb.data()));
  cv::Mat lab;
  rgb.convertTo(lab, CV_32FC3, 1.0 / 255);
  cv::cvtColor(lab, lab, cv::COLOR_RGB2Lab);
  return lab;
}

// Returns the squared norm of the colour gradient at a pixel.
float squared_gradient(const cv::Mat& lab, int x, int y) {
  const auto at = [&](int i, int j) {
    return lab.at<cv::Vec3f>(std::clamp(j, 0, lab.rows - 1), std::clamp(i, 0, lab.cols - 1));
  };
  const cv::Vec3f dx = at(x + 1, y) - at(x - 1, y), dy = at(x, y + 1) - at(x, y - 1);
  return dx.dot(dx) + dy.dot(dy);
}

// Places the centres on a grid and moves each to the pixel of least gradient in its 3 x 3
// neighbourhood, away from edges and specks.
std::vector<Center> initial_centers(const cv::Mat& lab, int size) {
  const int columns = std::max(1, (lab.cols + size / 2) / size),
            rows = std::max(1, (lab.rows + size / 2) / size);
  std::vector<Center> centers;
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i) {
      const int x0 = (2 * i + 1) * lab.cols / (2 * columns),
                y0 = (2 * j + 1) * lab.rows / (2 * rows);
      int x = x0, y = y0;
      float least_gradient = squared_gradient(lab, x, y);
      for (int v = std::max(0, y0 - 1); v <= std::min(lab.rows - 1, y0 + 1); ++v)
        for (int u = std::max(0, x0 - 1); u <= std::min(lab.cols - 1, x0 + 1); ++u)
          if (const float g = squared_gradient(lab, u, v); g < least_gradient) {
            least_gradient = g;
            x = u;
            y = v;
          }
      const auto& c = lab.at<cv::Vec3f>(y, x);
      centers.push_back({c[0], c[1], c[2], static_cast<float>(x), static_cast<float>(y)});
    }
  return centers;
}

// Labels each pixel with the nearest centre within `size` pixels of it along each axis. `weight` is
// that of the squared distance in pixels against that in colour.
void assign_pixels(const cv::Mat& lab, const std::vector<Center>& centers, int size, float weight,
                   std::vector<float>& distances, std::vector<std::int32_t>& labels) {
  std::fill(distances.begin(), distances.end(), std::numeric_limits<float>::max());
  for (std::size_t k = 0; k < centers.size(); ++k) {
    const Center& c = centers[k];
    const int left = std::max(0, static_cast<int>(c.x) - size),
              right = std::min(lab.cols - 1, static_cast<int>(c.x) + size);
    const int top = std::max(0, static_cast<int>(c.y) - size),
              bottom = std::min(lab.rows - 1, static_cast<int>(c.y) + size);
    for (int y = top; y <= bottom; ++y) {
      const auto* row = lab.ptr<cv::Vec3f>(y);
      const std::size_t at = static_cast<std::size_t>(y) * lab.cols;
      const float dy = static_cast<float>(y) - c.y;
      for (int x = left; x <= right; ++x) {
        const float l = row[x][0] - c.l, a = row[x][1] - c.a, b = row[x][2] - c.b,
                    dx = static_cast<float>(x) - c.x;
        const float distance = l * l + a * a + b * b + weight * (dx * dx + dy * dy);
        if (distance >= distances[at + x]) continue;
        distances[at + x] = distance;
        labels[at + x] = static_cast<std::int32_t>(k);
      }
    }
  }
}

// Moves each centre to the mean colour and position of its pixels.
void update_centers(const cv::Mat& lab, const std::vector<std::int32_t>& labels,
                    std::vector<Center>& centers) {
  std::vector<Center> sums(centers.size());
  std::vector<float> counts(centers.size());
  for (int y = 0; y < lab.rows; ++y) {
    const auto* row = lab.ptr<cv::Vec3f>(y);
    for (int x = 0; x < lab.cols; ++x) {
      const std::int32_t k = labels[static_cast<std::size_t>(y) * lab.cols + x];
      if (k < 0) continue;
      Center& s = sums[static_cast<std::size_t>(k)];
      s.l += row[x][0], s.a += row[x][1], s.b += row[x][2];
      s.x += static_cast<float>(x), s.y += static_cast<float>(y);
      ++counts[static_cast<std::size_t>(k)];
    }
  }
  for (std::size_t k = 0; k < centers.size(); ++k)
    if (const float n = counts[k]; n > 0)
      centers[k] = {sums[k].l / n, sums[k].a / n, sums[k].b / n, sums[k].x / n, sums[k].y / n};
}

// Gives every connected component a label of its own or, if it has fewer than `min_pixels`, that of
// a neighbour that comes before it.
Segments enforce_connectivity(const std::vector<std::int32_t>& raw, int width, int height,
                              std::size_t min_pixels) {
  Segments out{width, height, 0, std::vector<std::int32_t>(raw.size(), -1)};
  std::vector<std::int32_t> component;
  // Pixels in small components at the top left corner, which have no neighbour before them.
  std::size_t corner_pixels = 0;
  for (std::int32_t start = 0; start < static_cast<std::int32_t>(raw.size()); ++start) {
    if (out.labels[static_cast<std::size_t>(start)] >= 0) continue;
    std::int32_t neighbour = -1;
    component.assign(1, start);
    out.labels[static_cast<std::size_t>(start)] = out.count;
    for (std::size_t next = 0; next < component.size(); ++next) {
      const std::int32_t at = component[next];
      const int x = at % width, y = at / width;
      const auto visit = [&](int u, int v) {
        if (u < 0 || v < 0 || u >= width || v >= height) return;
        const std::int32_t adjacent = v * width + u;
        auto& label = out.labels[static_cast<std::size_t>(adjacent)];
        if (label < 0 &&
            raw[static_cast<std::size_t>(adjacent)] == raw[static_cast<std::size_t>(at)]) {
          label = out.count;
          component.push_back(adjacent);
        } else if (label >= 0 && label != out.count) {
          neighbour = label;
        }
      };
      visit(x - 1, y), visit(x + 1, y), visit(x, y - 1), visit(x, y + 1);
    }
    if (component.size() < min_pixels && neighbour >= 0) {
      for (const std::int32_t at : component) out.labels[static_cast<std::size_t>(at)] = neighbour;
    } else if (out.count > 0 || (corner_pixels += component.size()) >= min_pixels) {
      ++out.count;
    }  // Otherwise the next component, which touches this one, gets the same label.
  }
  return out;
}

}  // namespace

Segments superpixels(const Image& photo, int size, double compactness) {
  if (photo.empty()) return {};
  size = std::clamp(size, 4, std::max({4, photo.width, photo.height}));
  const cv::Mat lab = to_lab(photo);
  auto centers = initial_centers(lab, size);
  const float weight = static_cast<float>(compactness * compactness) /
                       (static_cast<float>(size) * static_cast<float>(size));
  std::vector<float> distances(static_cast<std::size_t>(photo.width) * photo.height);
  std::vector<std::int32_t> labels(distances.size(), -1);
  for (int i = 0; i < kIterations; ++i) {
    assign_pixels(lab, centers, size, weight, distances, labels);
    update_centers(lab, labels, centers);
  }
  // A component needs a quarter of the mean segment's pixels. A quarter of size * size would be too
  // many in a photo that is less than `size` high.
  return enforce_connectivity(labels, photo.width, photo.height,
                              labels.size() / centers.size() / 4);
}

}  // namespace fido
