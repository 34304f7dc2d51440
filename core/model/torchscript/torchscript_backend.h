// A TorchScript module as a classifier: weights frozen, batch norm folded, input gradients kept.
// torchscript_backend.cpp loads and runs it, feature_maps.cpp looks between its layers.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/model/classifier_backend.h"

namespace fido {

class TorchScriptBackend : public ClassifierBackend {
 public:
  static Expected<std::unique_ptr<ClassifierBackend>> load(const ClassifierCard& card,
                                                           const BackendOptions& options);

  torch::Tensor forward(const torch::Tensor& input) override;
  Expected<torch::Tensor> forward_guided(const torch::Tensor& input) override;
  Expected<FeatureMaps> forward_with_layer(const torch::Tensor& input,
                                           const std::string& layer) override;
  Expected<FeatureMaps> forward_with_scales(const torch::Tensor& input) override;
  Expected<std::string> weights_sha256() override;

 private:
  TorchScriptBackend(ClassifierCard card, const BackendOptions& options)
      : card_(std::move(card)), device_(options.device), dtype_(options.dtype) {}
  // Why `layer` cannot be read and what can: `map_count` values of the frozen graph, and the
  // modules of the file.
  tl::unexpected<Error> no_such_layer(const torch::Tensor& input, const std::string& layer,
                                      std::size_t map_count) const;

  ClassifierCard card_;
  torch::Device device_;
  torch::Dtype dtype_;
  torch::jit::Module module_;
  // The frozen graph before it was simplified: its maps are what a saliency network learned to
  // read.
  std::shared_ptr<torch::jit::Graph> exported_;
  // Answers (output, what the module at the card's feature_layer returns), where that is a module.
  std::optional<torch::jit::Module> with_layer_;
  // Answers (output, the maps of forward_with_scales); null before the first of those calls.
  std::shared_ptr<torch::jit::Graph> with_scales_;
};

}  // namespace fido
