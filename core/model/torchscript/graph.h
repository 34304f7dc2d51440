// What is done to a classifier's frozen TorchScript graph before it runs: the same function, sooner
// computed.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <memory>

#include "core/base/torch.h"

namespace fido {

// Constants take `dtype` and, with four dimensions, the order of memory that convolutions want; and
// no convolution takes TF32. Freezing turns weights into constants, which Module::to no longer
// reaches, and tracing has written into every convolution that it may use TF32.
void convert_constants(torch::jit::Graph& graph, torch::Dtype dtype);

// Paddings by nothing go, symmetric ones by zeros move into the convolution behind them, and clamp
// between constants, hardtanh and ReLU6 become an operator of our own, fidoscope::bounded, that is
// quicker backwards and has a gradient in bf16. At a bound itself the gradient is 0, as ReLU's is,
// where clamp's was 1. What other nodes write over stays as it is.
void simplify(const std::shared_ptr<torch::jit::Graph>& graph);

// Shuffles what the last `layers` convolutions and matrix products multiply with, the same way
// every time. Shuffled and not drawn anew, weights keep their size and spread, and the network its
// scale.
void shuffle_weights(torch::jit::Graph& graph, int layers);

}  // namespace fido
