// A picture and its mask brought to sides that a network can halve. Internal: tensors.
#pragma once

#include "core/base/torch.h"

namespace fido {

struct Padded {
  torch::Tensor picture, keep;
};

// Both sides rounded up to `multiple`; below and beside it the edge goes on, as a hole.
inline Padded padded(const torch::Tensor& picture, const torch::Tensor& keep,
                     std::int64_t multiple) {
  const auto below = (multiple - picture.size(2) % multiple) % multiple,
             beside = (multiple - picture.size(3) % multiple) % multiple;
  if (below == 0 && beside == 0) return {picture, keep};
  return {at::replication_pad2d(picture, {0, beside, 0, below}),
          at::constant_pad_nd(keep, {0, beside, 0, below})};
}

}  // namespace fido
