// Pads a picture and its mask so that a network can halve their sides. Internal: tensors.
#pragma once

#include "core/base/torch.h"

namespace fido {

struct PaddedInput {
  torch::Tensor picture, keep;
};

// Rounds both sides of `picture` [N,C,H,W] and `keep` [N,1,H,W] up to `multiple`. The rows below
// and the columns to the right repeat the picture's edge and count as dropped (keep = 0).
inline PaddedInput pad_to_multiple(const torch::Tensor& picture, const torch::Tensor& keep,
                                   std::int64_t multiple) {
  const auto rows = (multiple - picture.size(2) % multiple) % multiple,
             columns = (multiple - picture.size(3) % multiple) % multiple;
  if (rows == 0 && columns == 0) return {picture, keep};
  return {at::replication_pad2d(picture, {0, columns, 0, rows}),
          at::constant_pad_nd(keep, {0, columns, 0, rows})};
}

}  // namespace fido
