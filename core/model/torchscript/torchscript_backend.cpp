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
    const auto frozen = [&](const torch::jit::Module& loaded) {
      // folds batch norm into convolutions, keeps input gradients
      auto out = torch::jit::freeze(loaded);
      auto& graph = *out.get_method("forward").graph();
      convert_constants(graph, options.dtype);
      if (options.randomized_layers > 0) shuffle_weights(graph, options.randomized_layers);
      return out;
    };
    auto loaded = std::exchange(module, frozen(module));
    const auto graph = module.get_method("forward").graph();
    backend->exported_ = graph->copy();
    simplify(graph);
    // A module of its own: with a layer exposed less can be folded, and what one method reads must
    // not change what the others see.
    if (!card.feature_layer.empty() && expose(loaded, card.feature_layer)) {
      backend->with_layer_ = frozen(loaded);
      simplify(backend->with_layer_->get_method("forward").graph());
    }
  } catch (const std::exception& e) {
    return input_error(file + ": cannot be prepared: " + first_line(e));
  }
  return backend;
}

// The frozen and simplified graph, on plain autograd. TorchScript's own differentiation writes
// ReLU's gradient as a comparison and a product (6 % of a step of SqueezeNet, docs/benchmarks.md),
// specialises anew for every batch size, and in Debian 13's LibTorch 2.6 compiles fused loops with
// LLVM and does not come back. The bytes are the same.
torch::Tensor TorchScriptBackend::forward(const torch::Tensor& input) {
  const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
  const auto output = module_.forward({input.to(dtype_)});
  if (!output.isTensor()) throw NotATensor(output.tagKind());
  return output.toTensor();
}

// A frozen module has no weights left to name: the file's own hash stands for them.
Expected<std::string> TorchScriptBackend::weights_sha256() {
  std::map<std::string, torch::Tensor> all;  // in the order of their names
  try {
    const auto module = torch::jit::load(card_.file.string(), torch::kCPU);
    for (const auto& parameter : module.named_parameters()) all[parameter.name] = parameter.value;
    for (const auto& buffer : module.named_buffers()) all[buffer.name] = buffer.value;
  } catch (const std::exception& e) {
    return input_error(card_.file.string() + ": cannot be read again: " + first_line(e));
  }
  if (all.empty()) return card_.sha256;
  std::string bytes;
  for (const auto& [name, value] : all) {
    const auto whole = value.detach().contiguous();
    bytes += name + shape_text(whole) + torch::toString(whole.scalar_type());
    bytes.append(static_cast<const char*>(whole.data_ptr()), whole.nbytes());
  }
  return sha256_text(bytes);
}

}  // namespace fido
