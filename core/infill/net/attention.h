// Contextual attention (Yu et al. 2018, section 4.1): features in the hole are pieced together from
// those around it. Internal: tensors.
#pragma once

#include "core/base/torch.h"

namespace fido {

// Where the authors' TensorFlow network and its PyTorch port differ, and their weights with them.
enum class CaConvention {
  // stride 2 pads the last row and column; nearest neighbours with corners aligned; patch norms at
  // least 1e-4
  tensorflow,
  // stride 2 pads on all sides; nearest neighbours rounded down; 1e-4 added to each square in a
  // patch's norm
  pytorch
};

// Nearest neighbours to height x width as `convention` picks them.
torch::Tensor resize_nearest(const torch::Tensor& x, std::int64_t height, std::int64_t width,
                             CaConvention convention);

// `x` [N,C,h,w] of even sides; `hole` [N,1,h/2,w/2], 1 in the hole. Every 3 x 3 patch of x at half
// size is compared (cosine) with those that no hole touches; the likeness of neighbours is added up
// along both directions (fuse, 3); a softmax of 10 times it weighs the 4 x 4 patches of x that are
// laid over one another. All of it is batched matrix products and shifted sums, one image apart
// from the next. Gives [N,C,h,w]; zeros where every patch is touched by a hole.
torch::Tensor contextual_attention(const torch::Tensor& x, const torch::Tensor& hole,
                                   CaConvention convention);

}  // namespace fido
