#include "core/infill/net/conv_net.h"

#include <cmath>

namespace fido {

void ConvNet::conv(const std::string& name, int in, int out, int kernel, int stride, int dilation) {
  Layer layer{torch::empty({out, in, kernel, kernel}), torch::zeros({out}), stride, dilation};
  layer.weight.normal_(0, std::sqrt(2.0 / (in * kernel * kernel)), random_);
  weights_.emplace_back(name + ".weight", layer.weight);
  weights_.emplace_back(name + ".bias", layer.bias);
  index_[name] = layers_.size();
  layers_.push_back(std::move(layer));
}

void ConvNet::to(const torch::Device& device, torch::Dtype dtype) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer& layer = layers_[i];
    layer.weight = layer.weight.to(device, dtype).contiguous(torch::MemoryFormat::ChannelsLast);
    layer.bias = layer.bias.to(device, dtype);
    weights_[2 * i].second = layer.weight;
    weights_[2 * i + 1].second = layer.bias;
  }
}

torch::Tensor ConvNet::run(const std::string& name, const torch::Tensor& x, bool late) const {
  const Layer& at = layer(name);
  const std::int64_t pad = at.weight.size(2) / 2 * at.dilation;
  if (!late || at.stride == 1) return at::conv2d(x, at.weight, at.bias, at.stride, pad, at.dilation);
  return at::conv2d(at::constant_pad_nd(x, {pad - 1, pad, pad - 1, pad}), at.weight, at.bias, at.stride, torch::IntArrayRef{0}, at.dilation);
}

}  // namespace fido
