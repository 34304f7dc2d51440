// Contextual attention (Yu et al. 2018, section 4.1): reconstructs features in the hole from
// patches of the features around it. Internal: tensors.
#pragma once

#include "core/base/torch.h"

namespace fido {

// The authors' TensorFlow network and its PyTorch port differ in padding, resizing and patch norms;
// weights only fit the convention that they were trained with.
enum class CaConvention {
  // stride 2 pads the last row and column only; nearest neighbours with aligned corners; patch
  // norms
  // are at least 1e-4
  tensorflow,
  // stride 2 pads on all sides; nearest neighbours rounded down; 1e-4 is added to each square in a
  // patch's norm
  pytorch
};

// Resizes `x` [N,C,h,w] to [N,C,height,width] with the convention's nearest neighbours.
torch::Tensor resize_nearest(const torch::Tensor& x, std::int64_t height, std::int64_t width,
                             CaConvention convention);

// Applies contextual attention. `x` is [N,C,h,w] with even sides, `hole` [N,1,h/2,w/2], 1 in the
// hole. Every 3 x 3 patch of x at half size is compared (cosine similarity) with the patches that
// no hole touches; similarities of neighbouring patches are summed along both directions (fuse, 3);
// a softmax with scale 10 turns them into weights of the 4 x 4 patches of x, which are summed where
// they overlap. All steps are batched matrix products and shifted sums; each sample is computed on
// its own. Returns [N,C,h,w], zeros if a hole touches every patch.
torch::Tensor contextual_attention(const torch::Tensor& x, const torch::Tensor& hole,
                                   CaConvention convention);

}  // namespace fido
