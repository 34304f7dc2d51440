// Local: the mean of the kept pixels in a 15 x 15 window, sum(x m) / sum(m); zero where the window
// holds none. Running sums in integers: exact, so they never drift and a moved window costs one
// addition and one subtraction.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/simd.h"
#include "core/infill/infiller.h"

namespace fido {
namespace {

constexpr int kRadius = 7;
constexpr int kWindow = (2 * kRadius + 1) * (2 * kRadius + 1);

// Adds sign * (photo, 1) of the kept pixels of a row to the column sums.
template <int C>
FIDO_SIMD void add_row(const Int4* photo, const float* keep, int width, int sign, Int4* columns) {
  for (int x = 0; x < width; ++x) columns[x] += photo[x] * (keep[x] > 0.5F ? sign : 0);
}

template <int C>
FIDO_SIMD void slide_row(const Int4* columns, int width, float unit, float* out) {
  Int4 sum{};
  for (int x = 0; x < std::min(kRadius, width); ++x) sum += columns[x];
  for (int x = 0; x < width; ++x) {
    if (x + kRadius < width) sum += columns[x + kRadius];
    if (x - kRadius - 1 >= 0) sum -= columns[x - kRadius - 1];
    const float scale = sum[3] > 0 ? unit / static_cast<float>(sum[3]) : 0.F;
    for (int c = 0; c < C; ++c) out[C * x + c] = static_cast<float>(sum[c]) * scale;
  }
}

class Local : public Infiller {
 public:
  void begin(const InfillerInput& input) override {
    image_ = input.image;
    if (!image_.is_cpu()) return;
    // The largest power of two for which a full window fits into 31 bits: 20 and more binary places
    // after normalisation.
    const double most = std::max(1e-6, image_.abs().max().item<double>());
    const double scale = std::exp2(std::floor(std::log2(2147483647.0 / (kWindow * most + 1))));
    unit_ = static_cast<float>(1 / scale);
    const auto c = image_.size(1);
    const float* from = image_.data_ptr<float>();
    fixed_.assign(static_cast<std::size_t>(image_.size(2) * image_.size(3)), Int4{0, 0, 0, 1});
    for (std::size_t i = 0; i < fixed_.size(); ++i)
      for (std::int64_t j = 0; j < c; ++j)
        fixed_[i][j] = static_cast<int>(std::lrint(static_cast<double>(from[i * c + j]) * scale));
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
        float* to = out.data_ptr<float>() + i * plane * c;
        c == 3 ? fill_one<3>(mask, to) : fill_one<1>(mask, to);
      }
    });
    return out;
  }

 private:
  template <int C>
  void fill_one(const float* keep, float* out) const {
    const int height = static_cast<int>(image_.size(2)), width = static_cast<int>(image_.size(3));
    const auto row = [width](int y) { return static_cast<std::size_t>(y) * width; };
    std::vector<Int4> columns(width);
    const auto move = [&](int y, int sign) {
      if (y >= 0 && y < height)
        add_row<C>(fixed_.data() + row(y), keep + row(y), width, sign, columns.data());
    };
    for (int y = 0; y < kRadius; ++y) move(y, 1);
    for (int y = 0; y < height; ++y) {
      move(y + kRadius, 1);
      move(y - kRadius - 1, -1);
      slide_row<C>(columns.data(), width, unit_, out + row(y) * C);
    }
  }

  torch::Tensor image_;
  std::vector<Int4> fixed_;  // the photo in fixed point, and a one
  float unit_ = 1;           // what one unit of fixed_ stands for
};

}  // namespace

torch::Tensor local_aten(const torch::Tensor& image, const torch::Tensor& keep) {
  const auto box = [](const torch::Tensor& t) {
    return at::avg_pool2d(t, {2 * kRadius + 1, 2 * kRadius + 1}, {1, 1}, {kRadius, kRadius}) *
           kWindow;
  };
  const auto count = box(keep).round();
  return torch::where(count > 0.5, box(image * keep) / count.clamp_min(1), torch::zeros_like(image))
      .contiguous(torch::MemoryFormat::ChannelsLast);
}

std::unique_ptr<Infiller> make_local() { return std::make_unique<Local>(); }

}  // namespace fido
