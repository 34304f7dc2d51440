// What runs the file of a classifier. Each format of model files is one implementation, which a
// card names with "runtime"; Classifier (classifier.h) holds what is the same for all of them:
// photos and colours, logits, scores, batches that do not fit. Internal: tensors.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/torch.h"
#include "core/model/card.h"

namespace fido {

// What the file answers, and feature maps seen on the way.
struct FeatureMaps {
  torch::Tensor output;             // [N,K], as the file returns it: the card's output kind
  std::vector<torch::Tensor> maps;  // each [N,C,h,w]
  std::string layer;                // the name of the layer, where one was asked for
};

// Thrown by forward() where the file answers with something else than one tensor; what() names it.
struct NotATensor : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Inputs are normalised, [N,C,H,W] float32 on the device, and outputs have gradients with respect
// to them. Whatever the library underneath throws, such as out of memory, passes through.
class ClassifierBackend {
 public:
  virtual ~ClassifierBackend() = default;

  // [N,K], as the file returns it.
  virtual torch::Tensor forward(const torch::Tensor& input) = 0;

  // The same, with every ReLU's gradient cut off where it is negative (Guided Backpropagation).
  // Errors (input): the network has no ReLU, or other activations besides.
  virtual Expected<torch::Tensor> forward_guided(const torch::Tensor& input) = 0;

  // The output with the maps of one layer, which the output depends on; `layer` as in a card's
  // feature_layer, empty for the last that has more than one position. Errors (input): the network
  // has no feature maps, or no such layer; the message lists those it has.
  virtual Expected<FeatureMaps> forward_with_layer(const torch::Tensor& input,
                                                   const std::string& layer) = 0;

  // The output with the last feature maps of each size, the finest first: of at most a quarter of
  // the input's side, and of the four smallest sizes (of a network that never gets so small, its
  // last maps). Errors (input): there are no feature maps.
  virtual Expected<FeatureMaps> forward_with_scales(const torch::Tensor& input) = 0;

  // SHA-256 over the names, shapes and values of the weights. Two exports of one network differ in
  // the bytes of their files, which hold where they were made, and agree in this. Of the file as it
  // is, whatever has been shuffled.
  virtual Expected<std::string> weights_sha256() = 0;
};

struct BackendOptions {
  torch::Device device = torch::kCPU;
  torch::Dtype dtype = torch::kFloat32;
  // The weights of so many layers, counted from the output, are shuffled, each within itself and
  // always in the same way (Adebayo et al., 2018).
  int randomized_layers = 0;
};

// By the card's runtime. The hash of the file has been checked. Errors (input): the file cannot be
// loaded or prepared.
Expected<std::unique_ptr<ClassifierBackend>> load_backend(const ClassifierCard& card,
                                                          const BackendOptions& options);

}  // namespace fido
