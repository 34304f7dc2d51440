// A network of named convolutions: the base class of Fast, VAE, CA and its critics, and of the
// saliency network. Internal: tensors.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/infill/net/weights.h"

namespace fido {

class ConvNet {
 public:
  // "<layer>.weight" [out,in,k,k] and "<layer>.bias" [out], in the order of definition.
  const Weights& weights() const { return weights_; }
  void to(const torch::Device& device, torch::Dtype dtype);
  torch::Dtype dtype() const { return layers_.front().weight.scalar_type(); }

 protected:
  explicit ConvNet(std::uint64_t seed) : random_(at::make_generator<at::CPUGeneratorImpl>(seed)) {}

  // Adds a convolution with He-initialised weights and a zero bias. `kernel` must be odd.
  void add_conv(const std::string& name, int in, int out, int kernel = 3, int stride = 1,
                int dilation = 1);
  torch::Tensor weight(const std::string& name) const { return layer(name).weight; }
  torch::Tensor bias(const std::string& name) const { return layer(name).bias; }

  // Applies the layer to `x` [N,in,h,w]. Zero padding on all sides keeps the size at stride 1 and
  // halves it at stride 2. `pads_end_only`: stride 2 pads the last row and column but not the
  // first, as TensorFlow's 'SAME' does for even sides.
  torch::Tensor run_layer(const std::string& name, const torch::Tensor& x,
                          bool pads_end_only = false) const;

  // Applies ELU, in place unless gradients are recorded: nothing else may read `x` later.
  static torch::Tensor elu(torch::Tensor x);

 private:
  struct Layer {
    torch::Tensor weight, bias;
    int stride, dilation;
  };
  const Layer& layer(const std::string& name) const { return layers_[index_.at(name)]; }

  at::Generator random_;
  std::vector<Layer> layers_;
  std::unordered_map<std::string, std::size_t> index_;
  Weights weights_;
};

// Doubles both sides with nearest neighbours.
inline torch::Tensor upsample_2x(const torch::Tensor& x) {
  return at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
}

}  // namespace fido
