#include "core/train/holes.h"

#include <algorithm>
#include <cmath>

namespace fido {
namespace {

// Replaces std::uniform_real_distribution, whose numbers differ between standard libraries.
double uniform(std::mt19937_64& random, double low, double high) {
  return low + (high - low) * (static_cast<double>(random() >> 11U) * 0x1p-53);
}

// Draws an integer in [low, high].
int uniform_int(std::mt19937_64& random, int low, int high) {
  return std::min(high, static_cast<int>(uniform(random, low, high + 1)));
}

// Draws independent uniform numbers in [0,1), [side,side].
torch::Tensor uniform_noise(int side, std::mt19937_64& random) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
  return at::rand({side, side}, generator, torch::TensorOptions().dtype(torch::kFloat32));
}

// Draws a smooth map of probabilities in (0,1), [side,side].
torch::Tensor draw_smooth_probability(int side, std::mt19937_64& random) {
  const int cells = uniform_int(random, 2, 14);
  auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
  const auto coarse =
      at::randn({1, 1, cells, cells}, generator, torch::TensorOptions().dtype(torch::kFloat32));
  const double sharpness = std::exp(uniform(random, std::log(1.0), std::log(12.0)));
  const double bias = uniform(random, -1, 1);
  return ((at::upsample_bilinear2d(coarse, {side, side}, true).view({side, side}) + bias) *
          sharpness)
      .sigmoid();
}

// Sets pixels to zero along a brush stroke that changes direction at random.
void erase_stroke(float* keep, int side, std::mt19937_64& random) {
  const double radius = uniform(random, 0.02, 0.12) * side;
  double x = uniform(random, 0, side), y = uniform(random, 0, side),
         angle = uniform(random, 0, 2 * M_PI);
  const int dab_count = uniform_int(random, 4, 24);
  for (int i = 0; i < dab_count; ++i) {
    angle += uniform(random, -0.8, 0.8);
    x = std::clamp(x + radius * std::cos(angle), 0.0, side - 1.0);
    y = std::clamp(y + radius * std::sin(angle), 0.0, side - 1.0);
    for (int v = std::max(0, static_cast<int>(y - radius));
         v <= std::min(side - 1, static_cast<int>(y + radius)); ++v)
      for (int u = std::max(0, static_cast<int>(x - radius));
           u <= std::min(side - 1, static_cast<int>(x + radius)); ++u)
        if ((u - x) * (u - x) + (v - y) * (v - y) <= radius * radius) keep[v * side + u] = 0;
  }
}

// Sets the pixels of a random box, or of the ellipse inscribed in it, to zero.
void erase_shape(float* keep, int side, std::mt19937_64& random, bool is_ellipse) {
  const double width = uniform(random, 0.1, 0.6) * side, height = uniform(random, 0.1, 0.6) * side;
  const double left = uniform(random, -0.2 * side, side - 0.5 * width),
               top = uniform(random, -0.2 * side, side - 0.5 * height);
  for (int v = std::max(0, static_cast<int>(top)); v < std::min<double>(side, top + height); ++v)
    for (int u = std::max(0, static_cast<int>(left)); u < std::min<double>(side, left + width);
         ++u) {
      const double dx = (u + 0.5 - left) / width * 2 - 1, dy = (v + 0.5 - top) / height * 2 - 1;
      if (!is_ellipse || dx * dx + dy * dy <= 1) keep[v * side + u] = 0;
    }
}

torch::Tensor draw_solid_holes(int side, std::mt19937_64& random) {
  auto keep = at::ones({side, side});
  const int shape_count = uniform_int(random, 1, 4);
  for (int i = 0; i < shape_count; ++i) {
    const int kind = uniform_int(random, 0, 2);
    if (kind == 2)
      erase_stroke(keep.data_ptr<float>(), side, random);
    else
      erase_shape(keep.data_ptr<float>(), side, random, kind == 1);
  }
  if (uniform(random, 0, 1) < 0.5) {
    const double density = uniform(random, 0, 0.3);
    keep = at::maximum(keep, uniform_noise(side, random).lt(density).to(torch::kFloat32));
  }
  return keep;
}

}  // namespace

torch::Tensor draw_holes(int count, int side, std::mt19937_64& random) {
  std::vector<torch::Tensor> masks;
  while (static_cast<int>(masks.size()) < count) {
    const double kind = uniform(random, 0, 1);
    torch::Tensor keep;
    if (kind < 0.3)
      keep = uniform_noise(side, random).lt(uniform(random, 0, 1)).to(torch::kFloat32);
    else if (kind < 0.7)
      keep =
          uniform_noise(side, random).lt(draw_smooth_probability(side, random)).to(torch::kFloat32);
    else
      keep = draw_solid_holes(side, random);
    const auto kept_count = keep.sum().item<double>();
    if (kept_count > 0 && kept_count < static_cast<double>(side) * side)
      masks.push_back(keep.view({1, side, side}));
  }
  return at::stack(masks);
}

}  // namespace fido
