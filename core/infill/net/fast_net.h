// Fast, this project's own infiller: Push-pull plus a learned residual. The last layer is
// initialised to zero, so an untrained network is Push-pull, and training can only improve on it.
// Internal: tensors.
//
// Photo, kept pixels and mask are folded 2 x 2 into 28 channels; a small U-Net with residual
// convolutions works at half, a quarter and an eighth of the size, with dilated convolutions at the
// bottom so that they see across large holes; its 12 output channels are unfolded into three
// colours. All convolutions are 3 x 3 with ReLU except the two that upsample, which are 1 x 1.
// There is no normalisation, so a sample's result does not depend on its batch.
#pragma once

#include "core/infill/net/conv_net.h"

namespace fido {

class FastNet : public ConvNet {
 public:
  static constexpr int kSideMultiple = 8;  // both sides must be multiples of it

  explicit FastNet(std::uint64_t seed = 0);

  // Returns what to add to the filled picture. `fill` is [N,3,H,W], RGB in [0,1], with its holes
  // filled; `keep` is [N,1,H,W] of zeros and ones. The result has the shape of `fill` and the
  // network's dtype; its values at kept pixels are meaningless.
  torch::Tensor residual(const torch::Tensor& fill, const torch::Tensor& keep) const;

  // Does the same as residual() without folding and unfolding. `folded` is [N,28,H/2,W/2] in the
  // network's dtype, channels last; returns four times the residual, [N,12,H/2,W/2]. Channel
  // 4c + 2y + x is channel c of the pixel at row y and column x of each 2 x 2 block. The seven
  // input channels are the filled picture as 4 * (value - 0.5) (three), the same where kept and
  // zero elsewhere (three), and the mask.
  torch::Tensor run_folded(const torch::Tensor& folded) const;
};

}  // namespace fido
