// The interface that runs a classifier's file. Each format of model files has one implementation,
// which a card selects with "runtime". Classifier (classifier.h) does what is the same for all of
// them: photos and colours, logits, scores, and batches that do not fit into memory. Internal:
// tensors.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/torch.h"
#include "core/model/card.h"

namespace fido {

// The output of a classifier's file, with intermediate feature maps.
struct FeatureMaps {
  torch::Tensor output;             // [N,K], as the file returns it: the card's output kind
  std::vector<torch::Tensor> maps;  // each [N,C,h,w]
  std::string layer;                // the name of the layer, if a layer was requested
};

// Thrown by forward() if the file returns anything but one tensor; what() names the type.
struct OutputTypeError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Inputs are normalised, [N,C,H,W] float32 on the device, and outputs can be differentiated with
// respect to them. Exceptions of the library underneath, such as out of memory, are passed on.
class ClassifierBackend {
 public:
  virtual ~ClassifierBackend() = default;

  // Returns [N,K], the file's own output.
  virtual torch::Tensor forward(const torch::Tensor& input) = 0;

  // Returns the same, with the gradient at every ReLU set to 0 where it is negative (Guided
  // Backpropagation). Errors (input): the network has no ReLU, or has other activations.
  virtual Expected<torch::Tensor> forward_guided(const torch::Tensor& input) = 0;

  // Returns the output and the feature maps of one layer, through which the output is computed.
  // `layer`: as in a card's feature_layer; empty for the last that has more than one position.
  // Errors (input): the network has no feature maps, or no such layer (the message lists the
  // existing ones).
  virtual Expected<FeatureMaps> forward_with_layer(const torch::Tensor& input,
                                                   const std::string& layer) = 0;

  // Returns the output and the last feature maps of each size, the finest first: the four smallest
  // sizes among those of at most a quarter of the input's side. If a network has no maps that
  // small, its last maps are returned. Errors (input): there are no feature maps.
  virtual Expected<FeatureMaps> forward_with_scales(const torch::Tensor& input) = 0;

  // Returns the SHA-256 over the names, shapes and values of the file's weights, before any are
  // shuffled. Two exports of one network differ in the bytes of their files, which contain where
  // they were made, but agree in this hash.
  virtual Expected<std::string> weights_sha256() = 0;
};

struct BackendOptions {
  torch::Device device = torch::kCPU;
  torch::Dtype dtype = torch::kFloat32;
  // The number of layers, counted from the output, whose weights are shuffled, each within itself
  // and always in the same way (Adebayo et al., 2018).
  int randomized_layers = 0;
};

// Loads the backend for the card's runtime. The caller has checked the file's hash. Errors (input):
// the file cannot be loaded or prepared.
Expected<std::unique_ptr<ClassifierBackend>> load_backend(const ClassifierCard& card,
                                                          const BackendOptions& options);

}  // namespace fido
