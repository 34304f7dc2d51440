// The critics that CA is trained against (Yu et al. 2018; WGAN-GP, Gulrajani et al. 2017), and
// their loss. Internal: tensors.
#pragma once

#include <functional>

#include "core/infill/net/conv_net.h"

namespace fido {

// Four convolutions of stride 2 and a weighted sum: one number a picture, higher for what it takes
// to be real.
class Critic : public ConvNet {
 public:
  // Pictures of `side` x `side` pixels (a multiple of 16) and `in` channels; the authors' width
  // is 64. `widening`: the last layer's width over `width`, 8 for the local critic and 4 for the
  // global one.
  Critic(int in, int width, int widening, int side, std::uint64_t seed);
  // [N]
  torch::Tensor judge(const torch::Tensor& x) const;
};

// The mean of (|gradient of `judge` at a point between real and fake| - 1)^2, the gradient taken in
// the hole alone. `between` [N,1,1,1] in [0,1] says where the points lie. Differentiable.
torch::Tensor gradient_penalty(const std::function<torch::Tensor(const torch::Tensor&)>& judge,
                               const torch::Tensor& real, const torch::Tensor& fake,
                               const torch::Tensor& hole, const torch::Tensor& between);

}  // namespace fido
