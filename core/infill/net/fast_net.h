// Fast, an infiller of this project's own: Push-pull plus a learned residual. The last layer begins
// at zero, so that an untrained network is Push-pull, and training can only be asked to improve on
// it. Internal: tensors.
//
// Photo, kept pixels and mask are folded 2 x 2 into 28 channels; a small U-Net with residual
// convolutions works at half, a quarter and an eighth of the size, those at the bottom dilated so
// that they see across large holes; its 12 channels are unfolded into three colours. All
// convolutions are 3 x 3 with ReLU but the two that go up, which are 1 x 1. No normalisation: an
// image's answer does not depend on its neighbours in the batch.
#pragma once

#include "core/infill/net/conv_net.h"

namespace fido {

class FastNet : public ConvNet {
 public:
  static constexpr int kMultiple = 8;  // sides must be one of

  explicit FastNet(std::uint64_t seed = 0);

  // `fill` [N,3,H,W], RGB in [0,1], already filled; `keep` [N,1,H,W] of zeros and ones. Gives what
  // is to be added to `fill` (its values under kept pixels mean nothing), of the same shape, in the
  // network's type.
  torch::Tensor residual(const torch::Tensor& fill, const torch::Tensor& keep) const;

  // residual() less the folding and unfolding: [N,28,H/2,W/2] in the network's type, channels last,
  // to four times what is to be added, [N,12,H/2,W/2]. Channel 4c + 2y + x is channel c of the
  // pixel at row y and column x of two by two; the seven are the picture, less 0.5 and times 4; the
  // same where it is kept; the mask.
  torch::Tensor run_folded(const torch::Tensor& folded) const;
};

}  // namespace fido
