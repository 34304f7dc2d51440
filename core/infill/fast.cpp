// Fast: Push-pull, and what a small network adds to it in the holes (net/fast_net.h).
#include <array>

#include "core/base/parallel.h"
#include "core/base/simd.h"
#include "core/infill/infiller.h"
#include "core/infill/net/fast_net.h"
#include "core/infill/padding.h"

namespace fido {
namespace {

// How a picture of three channels stands for colours in [0,1]. `channel[c]` is where red, green and
// blue are; the rest goes by the picture's own channels.
struct Range {
  std::array<int, 3> channel;
  std::array<float, 3> mean, std, low, high;
};

Range range_of(const InfillerInput& input, const torch::Tensor& low, const torch::Tensor& high) {
  Range range{};
  for (int c = 0; c < 3; ++c) {
    range.channel[c] = input.bgr ? 2 - c : c;
    range.mean[c] = input.mean[0][c].item<float>();
    range.std[c] = input.std[0][c].item<float>();
    range.low[c] = low[0][c].item<float>();
    range.high[c] = high[0][c].item<float>();
  }
  return range;
}

// Two rows of a picture (channels last) and its mask, as the network takes them.
template <typename T>
FIDO_SIMD void fold_rows(const float* picture, const float* keep, int width, const Range& range,
                         T* out) {
  for (int x = 0; x < width / 2; ++x, out += 28) {
    for (int k = 0; k < 4; ++k) {
      const int at = k / 2 * width + 2 * x + k % 2;
      for (int c = 0; c < 3; ++c) {
        const int from = range.channel[c];
        const float centred =
            (picture[3 * at + from] * range.std[from] + range.mean[from] - 0.5F) * 4;
        out[4 * c + k] = static_cast<T>(centred);
        out[12 + 4 * c + k] = static_cast<T>(centred * keep[at]);
      }
      out[24 + k] = static_cast<T>(keep[at]);
    }
  }
}

// Adds the network's answer to two rows that Push-pull filled; kept pixels are the photo's.
template <typename T>
FIDO_SIMD void add_rows(const T* answer, const float* photo, const float* keep, int width,
                        const Range& range, float* filled) {
  for (int x = 0; x < width / 2; ++x, answer += 12) {
    for (int k = 0; k < 4; ++k) {
      const int at = k / 2 * width + 2 * x + k % 2;
      for (int c = 0; c < 3; ++c) {
        const int to = range.channel[c];
        const float sum =
            filled[3 * at + to] + static_cast<float>(answer[4 * c + k]) / 4 / range.std[to];
        const float bounded = sum < range.low[to]    ? range.low[to]
                              : sum > range.high[to] ? range.high[to]
                                                     : sum;
        filled[3 * at + to] = keep[at] > 0.5F ? photo[3 * at + to] : bounded;
      }
    }
  }
}

class Fast : public Infiller {
 public:
  Fast(std::shared_ptr<const FastNet> net) : net_(std::move(net)), push_pull_(make_push_pull()) {}

  void begin(const InfillerInput& input) override {
    colors_ = Colors(input);
    image_ = input.image;
    push_pull_->begin(input);
    low_ = (0 - input.mean) / input.std;
    high_ = (1 - input.mean) / input.std;
    fused_ = image_.is_cpu() && image_.size(1) == 3 && image_.size(2) % FastNet::kMultiple == 0 &&
             image_.size(3) % FastNet::kMultiple == 0;
    if (fused_) range_ = range_of(input, low_, high_);
  }

  torch::Tensor fill(const torch::Tensor& keep) override {
    const auto filled = push_pull_->fill(keep);
    if (fused_)
      return net_->dtype() == torch::kBFloat16 ? refined<at::BFloat16>(filled, keep.contiguous())
                                               : refined<float>(filled, keep.contiguous());
    const auto [rgb, seen] = padded(colors_.rgb(filled), keep, FastNet::kMultiple);
    const auto added = net_->residual(rgb, seen)
                           .slice(2, 0, keep.size(2))
                           .slice(3, 0, keep.size(3))
                           .to(torch::kFloat32);
    const auto out =
        at::minimum(at::maximum(filled + colors_.differenceFromRgb(added), low_), high_);
    return torch::where(keep > 0.5, image_, out).contiguous(torch::MemoryFormat::ChannelsLast);
  }

 private:
  // The same on a processor, in two passes over the pictures where fill() takes nineteen. Writes
  // over `filled`, which Push-pull makes anew every time.
  template <typename T>
  torch::Tensor refined(const torch::Tensor& filled, const torch::Tensor& keep) const {
    const std::int64_t n = keep.size(0), height = keep.size(2), width = keep.size(3);
    const int columns = static_cast<int>(width);
    auto folded =
        torch::empty({n, 28, height / 2, width / 2},
                     torch::dtype(net_->dtype()).memory_format(torch::MemoryFormat::ChannelsLast));
    const float* masks = keep.data_ptr<float>();
    float* pictures = filled.data_ptr<float>();
    parallel_for(n * height / 2, 16,
                 [&, to = folded.data_ptr<T>()](std::int64_t begin, std::int64_t end) {
                   for (auto y = begin; y < end; ++y)
                     fold_rows(pictures + y * 6 * width, masks + y * 2 * width, columns, range_,
                               to + y * 14 * width);
                 });
    const auto answer = net_->run_folded(folded).contiguous(torch::MemoryFormat::ChannelsLast);
    const float* photo = image_.data_ptr<float>();
    parallel_for(n * height / 2, 16,
                 [&, from = answer.data_ptr<T>()](std::int64_t begin, std::int64_t end) {
                   for (auto y = begin; y < end; ++y)
                     add_rows(from + y * 6 * width, photo + y % (height / 2) * 6 * width,
                              masks + y * 2 * width, columns, range_, pictures + y * 6 * width);
                 });
    return filled;
  }

  std::shared_ptr<const FastNet> net_;
  std::unique_ptr<Infiller> push_pull_;
  Colors colors_;
  torch::Tensor image_, low_, high_;
  bool fused_ = false;
  Range range_{};
};

}  // namespace

Expected<MakeFromCard> load_fast(const InfillerCard& card, const torch::Device& device,
                                 torch::Dtype dtype) {
  auto weights = load_weights(card.file);
  if (!weights) return tl::unexpected(weights.error());
  const auto net = std::make_shared<FastNet>();
  if (auto ok = assign_weights(net->weights(), *weights, card.file.string()); !ok)
    return tl::unexpected(ok.error());
  net->to(device, dtype);
  return MakeFromCard([net] { return std::make_unique<Fast>(net); });
}

}  // namespace fido
