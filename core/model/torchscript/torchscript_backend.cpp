#include "core/model/torchscript/torchscript_backend.h"

#include <torch/csrc/jit/runtime/graph_executor.h>

#include <map>
#include <utility>

#include "core/base/exceptions.h"
#include "core/base/files.h"
#include "core/model/torch_version.h"
#include "core/model/torchscript/graph.h"
#include "core/model/torchscript/layers.h"

namespace fido {

Expected<std::unique_ptr<ClassifierBackend>> TorchScriptBackend::load(
    const ClassifierCard& card, const BackendOptions& options) {
  const std::string file = card.file.string();
  std::unique_ptr<TorchScriptBackend> backend(new TorchScriptBackend(card, options));
  try {
    backend->module_ = torch::jit::load(file, options.device);
  } catch (const std::exception&) {
    return input_error(file + ": not a TorchScript module that LibTorch " +
                       std::string(TORCH_VERSION) +
                       " can load; export it with torch.jit.trace or torch.jit.script and save()");
  }
  try {
    auto& module = backend->module_;
    module.eval();  // a module saved in training mode would update its statistics silently
    for (auto parameter : module.parameters()) parameter.set_requires_grad(false);
    module.to(options.device);
    const auto freeze = [&](const torch::jit::Module& loaded) {
      // This folds batch norm into convolutions and keeps input gradients.
      auto frozen = torch::jit::freeze(loaded);
      auto& graph = *frozen.get_method("forward").graph();
      convert_constants(graph, options.dtype);
      if (options.randomized_layers > 0) shuffle_weights(graph, options.randomized_layers);
      return frozen;
    };
    auto loaded = std::exchange(module, freeze(module));
    const auto graph = module.get_method("forward").graph();
    backend->unsimplified_graph_ = graph->copy();
    simplify_graph(graph);
    // The layer gets a module of its own: less can be folded when a layer is exposed, and the layer
    // that one method reads must not change the results of the others.
    if (!card.feature_layer.empty() && expose_module_output(loaded, card.feature_layer)) {
      backend->module_with_layer_ = freeze(loaded);
      simplify_graph(backend->module_with_layer_->get_method("forward").graph());
    }
  } catch (const std::exception& e) {
    return input_error(file + ": cannot be prepared: " + first_line(e) + "; export it again");
  }
  return backend;
}

// Runs the frozen and simplified graph with plain autograd. TorchScript's own differentiation
// computes ReLU's gradient by a comparison and a product (6 % of a step of SqueezeNet,
// docs/benchmarks.md), specialises anew for every batch size, and in Debian 13's LibTorch 2.6
// compiles fused loops with LLVM and never returns. The results are identical to the bit.
torch::Tensor TorchScriptBackend::forward(const torch::Tensor& input) {
  const torch::jit::GraphOptimizerEnabledGuard no_optimization(false);
  const auto output = module_.forward({input.to(dtype_)});
  if (!output.isTensor()) throw OutputTypeError(output.tagKind());
  return output.toTensor();
}

// A file that was exported frozen has no named weights left, so its own hash is returned.
Expected<std::string> TorchScriptBackend::weights_sha256() {
  std::map<std::string, torch::Tensor> weights;  // sorted by name
  try {
    const auto module = torch::jit::load(card_.file.string(), torch::kCPU);
    for (const auto& parameter : module.named_parameters())
      weights[parameter.name] = parameter.value;
    for (const auto& buffer : module.named_buffers()) weights[buffer.name] = buffer.value;
  } catch (const std::exception& e) {
    return input_error(card_.file.string() + ": cannot be read again: " + first_line(e));
  }
  if (weights.empty()) return card_.sha256;
  std::string bytes;
  for (const auto& [name, value] : weights) {
    const auto tensor = value.detach().contiguous();
    bytes += name + format_shape(tensor) + torch::toString(tensor.scalar_type());
    bytes.append(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
  }
  return sha256_text(bytes);
}

}  // namespace fido
