// The critics that CA is trained against (Yu et al. 2018; WGAN-GP, Gulrajani et al. 2017), and
// their gradient penalty. Internal: tensors.
#pragma once

#include <functional>

#include "core/infill/net/conv_net.h"

namespace fido {

// Four convolutions of stride 2 and a weighted sum: one value per picture, higher for pictures that
// look real.
class Critic : public ConvNet {
 public:
  // Takes pictures of `side` x `side` pixels (a multiple of 16) with `in` channels. `width` is the
  // first layer's width, 64 in the authors' network; the last layer is `last_width_factor` times as
  // wide: 8 times for the local critic and 4 times for the global one.
  Critic(int in, int width, int last_width_factor, int side, std::uint64_t seed);
  // [N,in,side,side] to [N].
  torch::Tensor forward(const torch::Tensor& x) const;
};

// Returns the mean of (|gradient of `critic` at a point between real and fake| - 1)^2, with the
// gradient taken in the hole only; differentiable. `epsilon` [N,1,1,1] in [0,1] is the weight of
// `real` in the interpolation (Gulrajani et al. 2017, Eq. 3).
torch::Tensor gradient_penalty(const std::function<torch::Tensor(const torch::Tensor&)>& critic,
                               const torch::Tensor& real, const torch::Tensor& fake,
                               const torch::Tensor& hole, const torch::Tensor& epsilon);

}  // namespace fido
