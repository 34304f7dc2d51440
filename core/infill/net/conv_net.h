// A network of convolutions with names: what Fast, VAE, CA and its critics have in common.
// Internal: tensors.
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

  // He-initialised, its bias zero. Odd kernels.
  void conv(const std::string& name, int in, int out, int kernel = 3, int stride = 1,
            int dilation = 1);
  torch::Tensor weight(const std::string& name) const { return layer(name).weight; }
  torch::Tensor bias(const std::string& name) const { return layer(name).bias; }

  // Padded with zeros on all sides so that stride 1 keeps the size and stride 2 halves it. `late`:
  // at stride 2 the last row and column are padded and not the first, TensorFlow's 'SAME' for even
  // sides.
  torch::Tensor run(const std::string& name, const torch::Tensor& x, bool late = false) const;

  // Of a tensor that nothing else reads: written over it where no gradient looks back.
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

// Every pixel twice, in both directions.
inline torch::Tensor twice(const torch::Tensor& x) {
  return at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
}

}  // namespace fido
