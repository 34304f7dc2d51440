// A TorchScript module as a classifier: weights frozen, batch norm folded, input gradients kept.
// torchscript_backend.cpp loads and runs it, feature_maps.cpp reads its intermediate feature maps.
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
  // Loads the card's file. Errors (input): LibTorch cannot load or prepare it.
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
  // Returns the error that `layer` does not exist. It lists what can be used instead: the file's
  // modules and the `map_count` values of the frozen graph that are feature maps.
  tl::unexpected<Error> layer_error(const torch::Tensor& input, const std::string& layer,
                                    std::size_t map_count) const;

  ClassifierCard card_;
  torch::Device device_;
  torch::Dtype dtype_;
  torch::jit::Module module_;
  // The frozen graph before it was simplified. Saliency networks are trained on its feature maps.
  std::shared_ptr<torch::jit::Graph> unsimplified_graph_;
  // Returns (output, output of the module at the card's feature_layer). Empty if that is not a
  // module.
  std::optional<torch::jit::Module> module_with_layer_;
  // Returns (output, the maps of forward_with_scales()). Null until that is called for the first
  // time.
  std::shared_ptr<torch::jit::Graph> graph_with_scales_;
};

}  // namespace fido
