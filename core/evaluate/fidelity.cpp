#include "core/evaluate/fidelity.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "core/image/resample.h"

namespace fido {
namespace {

// The distributions of the standard library differ from one implementation to the next.
double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11U) * 0x1p-53; }
double normal(std::mt19937_64& random) {
  return std::sqrt(-2 * std::log(1 - uniform(random))) * std::cos(2 * M_PI * uniform(random));
}

Plane draw_mask(const Plane& probability, std::mt19937_64& random) {
  Plane mask = probability;
  for (float& v : mask.values) v = uniform(random) < static_cast<double>(v) ? 1.F : 0.F;
  return mask;
}

Plane smooth_probability(int width, int height, std::mt19937_64& random) {
  Plane coarse(7, 7);
  for (float& v : coarse.values) v = static_cast<float>(3 * normal(random));
  Plane out = upsample_aligned(coarse, width, height);
  for (float& v : out.values) v = 1 / (1 + std::exp(-v));
  return out;
}

Plane brush_strokes(int width, int height, std::mt19937_64& random) {
  Plane mask(width, height, 1.F);
  const double side = std::min(width, height);
  for (int s = 0; s < 4; ++s) {
    const double radius = (0.03 + 0.05 * uniform(random)) * side;
    double x = uniform(random) * width, y = uniform(random) * height,
           angle = uniform(random) * 2 * M_PI;
    for (int i = 0; i < 16; ++i) {
      angle += 1.6 * uniform(random) - 0.8;
      x = std::clamp(x + radius * std::cos(angle), 0.0, width - 1.0);
      y = std::clamp(y + radius * std::sin(angle), 0.0, height - 1.0);
      for (int v = std::max(0, static_cast<int>(y - radius));
           v <= std::min(height - 1, static_cast<int>(y + radius)); ++v)
        for (int u = std::max(0, static_cast<int>(x - radius));
             u <= std::min(width - 1, static_cast<int>(x + radius)); ++u)
          if (std::hypot(u - x, v - y) <= radius) mask.at(u, v) = 0;
    }
  }
  return mask;
}

Plane drop_rectangle(int width, int height, const Rect& part) {
  Plane mask(width, height, 1.F);
  for (int y = part.y; y < part.y + part.height; ++y)
    for (int x = part.x; x < part.x + part.width; ++x) mask.at(x, y) = 0;
  return mask;
}

}  // namespace

std::vector<TestMask> test_masks(int width, int height, const Rect& box, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<TestMask> out;
  for (const char* density : {"0.1", "0.3", "0.5", "0.7"})
    out.push_back({std::string("keep ") + density,
                   draw_mask(Plane(width, height, std::strtof(density, nullptr)), random)});
  out.push_back({"smooth", draw_mask(smooth_probability(width, height, random), random)});
  out.push_back(
      {"centre", drop_rectangle(width, height, {width / 4, height / 4, width / 2, height / 2})});
  out.push_back({"strokes", brush_strokes(width, height, random)});
  if (box.width > 0 && box.height > 0 && (box.width < width || box.height < height))
    out.push_back({"box", drop_rectangle(width, height, box)});
  return out;
}

HoleError hole_error(const Image& photo, const Image& infilled, const Plane& mask) {
  double absolute_sum = 0, squared_sum = 0;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < mask.values.size(); ++i) {
    if (mask.values[i] >= 0.5F) continue;
    for (std::size_t c = 0; c < 3; ++c) {
      const double difference = (static_cast<double>(photo.rgb[3 * i + c]) -
                                 static_cast<double>(infilled.rgb[3 * i + c])) /
                                255;
      absolute_sum += std::abs(difference);
      squared_sum += difference * difference;
    }
    count += 3;
  }
  if (count == 0) return {};
  const double squared_error = squared_sum / static_cast<double>(count);
  return {absolute_sum / static_cast<double>(count),
          squared_error > 0 ? std::min(99.0, -10 * std::log10(squared_error)) : 99.0};
}

}  // namespace fido
