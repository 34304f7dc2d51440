// Fast: Push-pull plus a learned residual in the holes (net/fast_net.h).
#include <array>

#include "core/base/parallel.h"
#include "core/base/simd.h"
#include "core/infill/infiller.h"
#include "core/infill/net/fast_net.h"
#include "core/infill/padding.h"

namespace fido {
namespace {

// Maps RGB in [0,1] to the three channels of a normalised picture. `channel[c]` is the picture's
// channel that holds red, green and blue (c = 0, 1, 2); the other arrays are indexed by the
// picture's channel. `low` and `high` are the normalised values of 0 and 1.
struct ChannelMap {
  std::array<int, 3> channel;
  std::array<float, 3> mean, std, low, high;
};

ChannelMap make_channel_map(const InfillerInput& input, const torch::Tensor& low,
                            const torch::Tensor& high) {
  ChannelMap map{};
  for (int c = 0; c < 3; ++c) {
    map.channel[c] = input.bgr ? 2 - c : c;
    map.mean[c] = input.mean[0][c].item<float>();
    map.std[c] = input.std[0][c].item<float>();
    map.low[c] = low[0][c].item<float>();
    map.high[c] = high[0][c].item<float>();
  }
  return map;
}

// Folds two rows of a picture (channels last) and its mask into one row of the network's input; see
// FastNet::run_folded().
template <typename T>
FIDO_SIMD void fold_rows(const float* picture, const float* keep, int width, const ChannelMap& map,
                         T* out) {
  for (int x = 0; x < width / 2; ++x, out += 28) {
    for (int k = 0; k < 4; ++k) {
      const int pixel = k / 2 * width + 2 * x + k % 2;
      for (int c = 0; c < 3; ++c) {
        const int channel = map.channel[c];
        const float centered =
            (picture[3 * pixel + channel] * map.std[channel] + map.mean[channel] - 0.5F) * 4;
        out[4 * c + k] = static_cast<T>(centered);
        out[12 + 4 * c + k] = static_cast<T>(centered * keep[pixel]);
      }
      out[24 + k] = static_cast<T>(keep[pixel]);
    }
  }
}

// Unfolds one row of the network's output and adds it to the two rows that Push-pull filled. Kept
// pixels are copied from the photo.
template <typename T>
FIDO_SIMD void add_residual_rows(const T* residual, const float* photo, const float* keep,
                                 int width, const ChannelMap& map, float* filled) {
  for (int x = 0; x < width / 2; ++x, residual += 12) {
    for (int k = 0; k < 4; ++k) {
      const int pixel = k / 2 * width + 2 * x + k % 2;
      for (int c = 0; c < 3; ++c) {
        const int channel = map.channel[c];
        float value = filled[3 * pixel + channel] +
                      static_cast<float>(residual[4 * c + k]) / 4 / map.std[channel];
        if (value < map.low[channel])
          value = map.low[channel];
        else if (value > map.high[channel])
          value = map.high[channel];
        filled[3 * pixel + channel] = keep[pixel] > 0.5F ? photo[3 * pixel + channel] : value;
      }
    }
  }
}

class Fast : public Infiller {
 public:
  Fast(std::shared_ptr<const FastNet> net) : net_(std::move(net)), push_pull_(make_push_pull()) {}

  void begin(const InfillerInput& input) override {
    converter_ = RgbConverter(input);
    image_ = input.image;
    push_pull_->begin(input);
    low_ = (0 - input.mean) / input.std;
    high_ = (1 - input.mean) / input.std;
    can_fuse_ = image_.is_cpu() && image_.size(1) == 3 &&
                image_.size(2) % FastNet::kSideMultiple == 0 &&
                image_.size(3) % FastNet::kSideMultiple == 0;
    if (can_fuse_) channel_map_ = make_channel_map(input, low_, high_);
  }

  torch::Tensor fill(const torch::Tensor& keep) override {
    const auto filled = push_pull_->fill(keep);
    if (can_fuse_)
      return net_->dtype() == torch::kBFloat16
                 ? refine_fused<at::BFloat16>(filled, keep.contiguous())
                 : refine_fused<float>(filled, keep.contiguous());
    const auto padded = pad_to_multiple(converter_.to_rgb(filled), keep, FastNet::kSideMultiple);
    const auto residual = net_->residual(padded.picture, padded.keep)
                              .slice(2, 0, keep.size(2))
                              .slice(3, 0, keep.size(3))
                              .to(torch::kFloat32);
    const auto out =
        at::minimum(at::maximum(filled + converter_.difference_from_rgb(residual), low_), high_);
    return torch::where(keep > 0.5, image_, out).contiguous(torch::MemoryFormat::ChannelsLast);
  }

 private:
  // Does the same on a CPU in two passes over the pictures, where plain tensor operations take
  // nineteen. Overwrites `filled`, which Push-pull allocates anew at every call.
  template <typename T>
  torch::Tensor refine_fused(const torch::Tensor& filled, const torch::Tensor& keep) const {
    const std::int64_t n = keep.size(0), height = keep.size(2), width = keep.size(3);
    const int columns = static_cast<int>(width);
    auto folded =
        torch::empty({n, 28, height / 2, width / 2},
                     torch::dtype(net_->dtype()).memory_format(torch::MemoryFormat::ChannelsLast));
    const float* masks = keep.data_ptr<float>();
    float* pictures = filled.data_ptr<float>();
    parallel_for(n * height / 2, 16,
                 [&, target = folded.data_ptr<T>()](std::int64_t begin, std::int64_t end) {
                   for (auto y = begin; y < end; ++y)
                     fold_rows(pictures + y * 6 * width, masks + y * 2 * width, columns,
                               channel_map_, target + y * 14 * width);
                 });
    const auto residual = net_->run_folded(folded).contiguous(torch::MemoryFormat::ChannelsLast);
    const float* photo = image_.data_ptr<float>();
    parallel_for(n * height / 2, 16,
                 [&, source = residual.data_ptr<T>()](std::int64_t begin, std::int64_t end) {
                   for (auto y = begin; y < end; ++y)
                     add_residual_rows(source + y * 6 * width, photo + y % (height / 2) * 6 * width,
                                       masks + y * 2 * width, columns, channel_map_,
                                       pictures + y * 6 * width);
                 });
    return filled;
  }

  std::shared_ptr<const FastNet> net_;
  std::unique_ptr<Infiller> push_pull_;
  RgbConverter converter_;
  torch::Tensor image_, low_, high_;
  bool can_fuse_ = false;
  ChannelMap channel_map_{};
};

}  // namespace

Expected<InfillerFactory> load_fast_infiller(const InfillerCard& card, const torch::Device& device,
                                             torch::Dtype dtype) {
  auto weights = load_weights(card.file);
  if (!weights) return tl::unexpected(weights.error());
  const auto net = std::make_shared<FastNet>();
  if (auto ok = assign_weights(net->weights(), *weights, card.file.string()); !ok)
    return tl::unexpected(ok.error());
  net->to(device, dtype);
  return InfillerFactory([net] { return std::make_unique<Fast>(net); });
}

}  // namespace fido
