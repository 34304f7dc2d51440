// Local: the mean of the kept pixels in a 15 x 15 window, sum(x m) / sum(m), or zero if the window
// holds no kept pixel. The running sums are integers: they are exact, so they never drift, and
// moving the window costs one addition and one subtraction.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/simd.h"
#include "core/infill/infiller.h"

namespace fido {
namespace {

constexpr int kRadius = 7;
constexpr int kWindowArea = (2 * kRadius + 1) * (2 * kRadius + 1);

// Adds sign * (colour, 1) of every kept pixel in a row to the column sums.
template <int C>
FIDO_SIMD void add_row(const Int4* photo, const float* keep, int width, int sign,
                       Int4* column_sums) {
  for (int x = 0; x < width; ++x) column_sums[x] += photo[x] * (keep[x] > 0.5F ? sign : 0);
}

// Slides the window along a row of column sums and writes the mean of its kept pixels. `unit` is
// the value of one fixed-point unit.
template <int C>
FIDO_SIMD void write_window_means(const Int4* column_sums, int width, float unit, float* out) {
  Int4 sum{};
  for (int x = 0; x < std::min(kRadius, width); ++x) sum += column_sums[x];
  for (int x = 0; x < width; ++x) {
    if (x + kRadius < width) sum += column_sums[x + kRadius];
    if (x - kRadius - 1 >= 0) sum -= column_sums[x - kRadius - 1];
    const float scale = sum[3] > 0 ? unit / static_cast<float>(sum[3]) : 0.F;
    for (int c = 0; c < C; ++c) out[C * x + c] = static_cast<float>(sum[c]) * scale;
  }
}

class Local : public Infiller {
 public:
  void begin(const InfillerInput& input) override {
    image_ = input.image;
    if (!image_.is_cpu()) return;
    // Scale by the largest power of two for which the sum of a full window fits into 31 bits. After
    // normalisation this leaves at least 20 fractional bits.
    const double max_abs = std::max(1e-6, image_.abs().max().item<double>());
    const double scale =
        std::exp2(std::floor(std::log2(2147483647.0 / (kWindowArea * max_abs + 1))));
    unit_ = static_cast<float>(1 / scale);
    const auto c = image_.size(1);
    const float* values = image_.data_ptr<float>();
    fixed_point_.assign(static_cast<std::size_t>(image_.size(2) * image_.size(3)),
                        Int4{0, 0, 0, 1});
    for (std::size_t i = 0; i < fixed_point_.size(); ++i)
      for (std::int64_t j = 0; j < c; ++j)
        fixed_point_[i][j] =
            static_cast<int>(std::lrint(static_cast<double>(values[i * c + j]) * scale));
  }

  torch::Tensor fill(const torch::Tensor& keep) override {
    if (!keep.is_cpu()) return local_aten(image_, keep);
    const auto n = keep.size(0), c = image_.size(1);
    const auto masks = keep.contiguous();
    auto out = torch::empty({n, c, image_.size(2), image_.size(3)},
                            image_.options().memory_format(torch::MemoryFormat::ChannelsLast));
    const std::int64_t plane = image_.size(2) * image_.size(3);
    parallel_for(n, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        const float* mask = masks.data_ptr<float>() + i * plane;
        float* target = out.data_ptr<float>() + i * plane * c;
        c == 3 ? fill_sample<3>(mask, target) : fill_sample<1>(mask, target);
      }
    });
    return out;
  }

 private:
  template <int C>
  void fill_sample(const float* keep, float* out) const {
    const int height = static_cast<int>(image_.size(2)), width = static_cast<int>(image_.size(3));
    const auto offset_of_row = [width](int y) { return static_cast<std::size_t>(y) * width; };
    std::vector<Int4> column_sums(width);
    const auto add_row_if_inside = [&](int y, int sign) {
      if (y >= 0 && y < height)
        add_row<C>(fixed_point_.data() + offset_of_row(y), keep + offset_of_row(y), width, sign,
                   column_sums.data());
    };
    for (int y = 0; y < kRadius; ++y) add_row_if_inside(y, 1);
    for (int y = 0; y < height; ++y) {
      add_row_if_inside(y + kRadius, 1);
      add_row_if_inside(y - kRadius - 1, -1);
      write_window_means<C>(column_sums.data(), width, unit_, out + offset_of_row(y) * C);
    }
  }

  torch::Tensor image_;
  std::vector<Int4> fixed_point_;  // the photo in fixed point; the last lane is 1, for counting
  float unit_ = 1;                 // the value of one unit of fixed_point_
};

}  // namespace

torch::Tensor local_aten(const torch::Tensor& image, const torch::Tensor& keep) {
  const auto window_sum = [](const torch::Tensor& t) {
    return at::avg_pool2d(t, {2 * kRadius + 1, 2 * kRadius + 1}, {1, 1}, {kRadius, kRadius}) *
           kWindowArea;
  };
  const auto count = window_sum(keep).round();
  return torch::where(count > 0.5, window_sum(image * keep) / count.clamp_min(1),
                      torch::zeros_like(image))
      .contiguous(torch::MemoryFormat::ChannelsLast);
}

std::unique_ptr<Infiller> make_local() { return std::make_unique<Local>(); }

}  // namespace fido
