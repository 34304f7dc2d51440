// Push-pull (Gortler et al. 1996). Pull: kept pixels are averaged into ever coarser levels, with
// their weight capped at 1. Push: each level's holes are filled bilinearly from the next coarser
// level, y_l = a_l + (1 - w_l) up(y_{l+1}). A level's size is half the finer one's, rounded up;
// up() is 2 x bilinear upsampling without aligned corners.
#include <algorithm>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/simd.h"
#include "core/infill/infiller.h"

namespace fido {
namespace {

// One level of the pyramid. A pixel holds a (colour times weight) and, in the last lane, w.
struct Level {
  int width = 0, height = 0;
  std::vector<Float4> pixels;
  Float4* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * width; }
};

// Allocates levels 1 and up of a pyramid. Level 0 is read from the photo and the mask row by row.
std::vector<Level> make_levels(int width, int height) {
  std::vector<Level> levels;
  while (width > 1 || height > 1) {
    width = (width + 1) / 2;
    height = (height + 1) / 2;
    levels.push_back(
        {width, height, std::vector<Float4>(static_cast<std::size_t>(width) * height)});
  }
  return levels;
}

// Divides the sum by its weight if the weight exceeds 1.
inline Float4 cap_weight(Float4 sum) {
  const float weight = sum[3];
  return weight > 1 ? sum / weight : sum;
}

// Sums 2 x 2 pixels of two rows (`top` and `bottom`) into one pixel of the coarser level. In an odd
// width, the last pixel has no right neighbour.
FIDO_SIMD void pull_row(const Float4* top, const Float4* bottom, int width, Float4* out) {
  const int pairs = width / 2;
  for (int x = 0; x < pairs; ++x)
    out[x] = cap_weight(top[2 * x] + top[2 * x + 1] + bottom[2 * x] + bottom[2 * x + 1]);
  if (width % 2) out[pairs] = cap_weight(top[width - 1] + bottom[width - 1]);
}

// Reads one row of level 0: colour and weight of kept pixels, zero elsewhere.
template <int C>
FIDO_SIMD void read_row(const float* photo, const float* keep, int width, Float4* out) {
  for (int x = 0; x < width; ++x) {
    const float k = keep[x];
    if constexpr (C == 3)
      out[x] = Float4{photo[3 * x] * k, photo[3 * x + 1] * k, photo[3 * x + 2] * k, k};
    else
      out[x] = Float4{photo[x] * k, 0, 0, k};
  }
}

// Interpolates between the nearer and the farther of two coarse rows.
FIDO_SIMD void blend_rows(const Float4* near, const Float4* far, int width, Float4* out) {
  for (int x = 0; x < width; ++x) out[x] = near[x] * 0.75F + far[x] * 0.25F;
}

// Fills one row from the coarser level in place: y = a + (1 - w) up, and w becomes 1. `coarse` has
// ceil(width / 2) entries.
FIDO_SIMD void push_row(const Float4* coarse, int width, Float4* fine) {
  const int last = (width + 1) / 2 - 1;
  for (int x = 0; x < width; ++x) {
    const int near = x / 2;
    const int far = std::clamp(x % 2 ? near + 1 : near - 1, 0, last);
    const Float4 up = coarse[near] * 0.75F + coarse[far] * 0.25F;
    fine[x] += up * (1 - fine[x][3]);
  }
}

// Writes one row of level 0: kept pixels are copied bit for bit, holes are filled from level 1.
template <int C>
FIDO_SIMD void write_row(const Float4* coarse, const float* photo, const float* keep, int width,
                         float* out) {
  const int last = (width + 1) / 2 - 1;
  for (int x = 0; x < width; ++x) {
    const int near = x / 2;
    const int far = std::clamp(x % 2 ? near + 1 : near - 1, 0, last);
    const Float4 up = coarse[near] * 0.75F + coarse[far] * 0.25F;
    for (int c = 0; c < C; ++c) out[C * x + c] = keep[x] > 0.5F ? photo[C * x + c] : up[c];
  }
}

// Interpolates the coarse row at the height of fine row `y`.
void interpolate_coarse_row(Level& level, int y, Float4* out) {
  const int near = y / 2;
  const int far = std::clamp(y % 2 ? near + 1 : near - 1, 0, level.height - 1);
  blend_rows(level.row(near), level.row(far), level.width, out);
}

template <int C>
void push_pull(const float* photo, const float* keep, int width, int height,
               std::vector<Level>& levels, float* out) {
  std::vector<Float4> first(width), second(width);
  const auto read_row_or_zeros = [&](int y, std::vector<Float4>& row) {
    if (y < height)
      read_row<C>(photo + static_cast<std::size_t>(y) * width * C,
                  keep + static_cast<std::size_t>(y) * width, width, row.data());
    else
      std::fill(row.begin(), row.end(), Float4{});
  };
  for (int y = 0; y < levels[0].height; ++y) {
    read_row_or_zeros(2 * y, first);
    read_row_or_zeros(2 * y + 1, second);
    pull_row(first.data(), second.data(), width, levels[0].row(y));
  }
  const std::vector<Float4> zero_row(width);
  for (std::size_t l = 1; l < levels.size(); ++l) {
    Level& fine = levels[l - 1];
    for (int y = 0; y < levels[l].height; ++y)
      pull_row(fine.row(2 * y), 2 * y + 1 < fine.height ? fine.row(2 * y + 1) : zero_row.data(),
               fine.width, levels[l].row(y));
  }
  for (std::size_t l = levels.size() - 1; l-- > 0;) {
    for (int y = 0; y < levels[l].height; ++y) {
      interpolate_coarse_row(levels[l + 1], y, first.data());
      push_row(first.data(), levels[l].width, levels[l].row(y));
    }
  }
  for (int y = 0; y < height; ++y) {
    const std::size_t offset = static_cast<std::size_t>(y) * width;
    interpolate_coarse_row(levels[0], y, first.data());
    write_row<C>(first.data(), photo + offset * C, keep + offset, width, out + offset * C);
  }
}

class PushPull : public Infiller {
 public:
  void begin(const InfillerInput& input) override { image_ = input.image; }

  torch::Tensor fill(const torch::Tensor& keep) override {
    if (!keep.is_cpu()) return push_pull_aten(image_, keep);
    const auto n = keep.size(0), c = image_.size(1);
    const int height = static_cast<int>(image_.size(2)), width = static_cast<int>(image_.size(3));
    const auto masks = keep.contiguous();
    if (width == 1 && height == 1)
      return (image_ * keep).contiguous(torch::MemoryFormat::ChannelsLast);
    auto out = torch::empty({n, c, height, width},
                            image_.options().memory_format(torch::MemoryFormat::ChannelsLast));
    while (static_cast<std::int64_t>(pyramids_.size()) < n)
      pyramids_.push_back(make_levels(width, height));
    if (pyramids_[0][0].width != (width + 1) / 2 || pyramids_[0][0].height != (height + 1) / 2)
      for (auto& pyramid : pyramids_) pyramid = make_levels(width, height);
    const std::int64_t plane = static_cast<std::int64_t>(width) * height;
    parallel_for(n, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        const auto fill_sample = c == 3 ? push_pull<3> : push_pull<1>;
        fill_sample(image_.data_ptr<float>(), masks.data_ptr<float>() + i * plane, width, height,
                    pyramids_[i], out.data_ptr<float>() + i * plane * c);
      }
    });
    return out;
  }

 private:
  torch::Tensor image_;
  std::vector<std::vector<Level>> pyramids_;  // one per sample, reused between calls
};

}  // namespace

torch::Tensor push_pull_aten(const torch::Tensor& image, const torch::Tensor& keep) {
  std::vector<torch::Tensor> colors{image * keep}, weights{keep};
  while (weights.back().size(2) > 1 || weights.back().size(3) > 1) {
    const auto halve = [](const torch::Tensor& t) {
      const auto padded = at::constant_pad_nd(t, {0, t.size(3) % 2, 0, t.size(2) % 2});
      return at::avg_pool2d(padded, {2, 2}) * 4;
    };
    const auto weight = halve(weights.back());
    const auto cap = weight.clamp_min(1);
    colors.push_back(halve(colors.back()) / cap);
    weights.push_back(weight / cap);
  }
  auto filled = colors.back();
  for (std::size_t l = colors.size() - 1; l-- > 0;) {
    const auto h = colors[l].size(2), w = colors[l].size(3);
    const auto up = at::upsample_bilinear2d(filled, {filled.size(2) * 2, filled.size(3) * 2}, false)
                        .slice(2, 0, h)
                        .slice(3, 0, w);
    filled = colors[l] + (1 - weights[l]) * up;
  }
  return torch::where(keep > 0.5, image, filled).contiguous(torch::MemoryFormat::ChannelsLast);
}

std::unique_ptr<Infiller> make_push_pull() { return std::make_unique<PushPull>(); }

}  // namespace fido
