#include "core/infill/net/fast_net.h"

#include <cmath>

namespace fido {
namespace {

constexpr int kFine = 32, kMiddle = 48, kCoarse = 96;
constexpr int kDilations[] = {1, 2, 4, 1};  // of the convolutions at the bottom

enum Index { kIn, kDown1, kSide1, kDown2, kBottom, kUp2 = kBottom + 4, kSide2, kUp1, kSide3, kOut };

torch::Tensor twice(const torch::Tensor& x) { return at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)}); }

}  // namespace

FastNet::FastNet(std::uint64_t seed) {
  auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
  const auto conv = [&](const std::string& name, int in, int out, int stride = 1, int dilation = 1, int kernel = 3) {
    add(name, in, out, kernel, stride, dilation, &random);
  };
  conv("in", 28, kFine);
  conv("down1", kFine, kMiddle, 2);
  conv("side1", kMiddle, kMiddle);
  conv("down2", kMiddle, kCoarse, 2);
  for (std::size_t i = 0; i < std::size(kDilations); ++i) conv("bottom" + std::to_string(i), kCoarse, kCoarse, 1, kDilations[i]);
  conv("up2", kCoarse, kMiddle, 1, 1, 1);
  conv("side2", kMiddle, kMiddle);
  conv("up1", kMiddle, kFine, 1, 1, 1);
  conv("side3", kFine, kFine);
  conv("out", kFine, 12);
  layers_.back().weight.zero_();
}

void FastNet::add(const std::string& name, int in, int out, int kernel, int stride, int dilation, at::Generator* random) {
  Layer layer{torch::empty({out, in, kernel, kernel}), torch::zeros({out}), stride, dilation};
  layer.weight.normal_(0, std::sqrt(2.0 / (in * kernel * kernel)), *random);
  weights_.emplace_back(name + ".weight", layer.weight);
  weights_.emplace_back(name + ".bias", layer.bias);
  layers_.push_back(std::move(layer));
}

void FastNet::to(const torch::Device& device, torch::Dtype dtype) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer& layer = layers_[i];
    layer.weight = layer.weight.to(device, dtype).contiguous(torch::MemoryFormat::ChannelsLast);
    layer.bias = layer.bias.to(device, dtype);
    weights_[2 * i].second = layer.weight;
    weights_[2 * i + 1].second = layer.bias;
  }
}

torch::Tensor FastNet::run(int index, const torch::Tensor& x) const {
  const Layer& layer = layers_[static_cast<std::size_t>(index)];
  const std::int64_t pad = layer.weight.size(2) / 2 * layer.dilation;
  return at::conv2d(x, layer.weight, layer.bias, layer.stride, pad, layer.dilation);
}

torch::Tensor FastNet::residual(const torch::Tensor& fill, const torch::Tensor& keep) const {
  const auto type = layers_.front().weight.scalar_type();
  const auto centred = (fill - 0.5F) * 4;  // of about unit variance
  const auto x = at::pixel_unshuffle(at::cat({centred, centred * keep, keep}, 1), 2)
                     .to(type)
                     .contiguous(torch::MemoryFormat::ChannelsLast);
  const auto fine = at::relu(run(kIn, x));
  auto middle = at::relu(run(kDown1, fine));
  middle = middle + at::relu(run(kSide1, middle));
  auto coarse = at::relu(run(kDown2, middle));
  for (std::size_t i = 0; i < std::size(kDilations); ++i) coarse = coarse + at::relu(run(kBottom + static_cast<int>(i), coarse));
  middle = at::relu(middle + twice(run(kUp2, coarse)));
  middle = middle + at::relu(run(kSide2, middle));
  auto out = at::relu(fine + twice(run(kUp1, middle)));
  out = out + at::relu(run(kSide3, out));
  return at::pixel_shuffle(run(kOut, out), 2) / 4;
}

}  // namespace fido
