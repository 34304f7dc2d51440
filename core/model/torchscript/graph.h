// Prepares a classifier's frozen TorchScript graph before it runs, so that the same function is
// computed faster.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <memory>

#include "core/base/torch.h"

namespace fido {

// Converts floating-point constants to `dtype`, and those with four dimensions to the memory format
// that convolutions prefer (channels last), and forbids TF32 in every convolution. Freezing turns
// weights into constants, which Module::to() no longer reaches, and tracing records in every
// convolution that it may use TF32.
void convert_constants(torch::jit::Graph& graph, torch::Dtype dtype);

// Removes paddings of width 0, folds symmetric zero padding into the convolution that follows, and
// replaces clamp between constants, hardtanh and ReLU6 by our own operator fidoscope::bounded,
// whose backward pass is faster and exists in bf16. At a bound itself the gradient is 0, as ReLU's
// is; clamp's was 1. Values that other nodes overwrite are left as they are.
void simplify_graph(const std::shared_ptr<torch::jit::Graph>& graph);

// Shuffles the weights of the last `layers` convolutions and matrix products, in the same way every
// time. Because the weights are shuffled and not drawn anew, they keep their distribution, and the
// network its scale.
void shuffle_weights(torch::jit::Graph& graph, int layers);

}  // namespace fido
