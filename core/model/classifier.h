// A classifier on a device, independent of the format of its file (classifier_backend.h). Internal:
// tensors.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/torch.h"
#include "core/image/image.h"
#include "core/model/card.h"
#include "core/model/classifier_backend.h"

namespace fido {

struct ScoreGradient {
  std::vector<double> scores;         // [N] s(c), minus s(contrast) where there is one
  std::vector<double> probabilities;  // [N] p(c)
  torch::Tensor input_gradient;       // [N,C,H,W] float32: d(mean score)/d(input)
};

// The feature maps of one layer.
struct LayerFeatures {
  std::string layer;             // the card's name for it; otherwise the backend's
  torch::Tensor maps, gradient;  // [1,K,h,w] float32, and d(score)/d(maps)
  double score = 0, probability = 0;
};

// The last feature maps of each of the smallest sizes.
struct MultiScaleFeatures {
  std::vector<torch::Tensor> maps;  // [N,C,h,w] float32, the finest first
  torch::Tensor logits;             // [N,K]
};

// Turns photos into the classifier's input, and that into class scores and their gradients.
class Classifier {
 public:
  // Loads a classifier. `device`: as in parse_device(); `precision`: "fp32" or "bf16";
  // `randomized_layers`: as in BackendOptions. Errors (input): the file's hash is wrong, its
  // backend cannot load it, its input or output differs from what the card says, the output is NaN,
  // or it has no gradient with respect to the input. Errors (usage): the machine has no such
  // device.
  static Expected<std::unique_ptr<Classifier>> load(const ClassifierCard& card,
                                                    const std::string& device,
                                                    const std::string& precision,
                                                    int randomized_layers = 0);

  const ClassifierCard& card() const { return card_; }
  const torch::Device& device() const { return device_; }

  // The card's normalisation, [1,C,1,1] on the device.
  const torch::Tensor& mean() const { return mean_; }
  const torch::Tensor& std() const { return std_; }

  // Crops and resizes a photo as the card says. Returns [1,C,H,W] on the CPU, values in [0,1] in
  // the card's channel order.
  torch::Tensor crop_and_resize(const Image& photo) const;
  // Returns (pixels - mean) / std on the device, channels last.
  torch::Tensor normalize(const torch::Tensor& pixels) const;
  // Turns a normalised [C,H,W] or [1,C,H,W] back into a picture.
  Image to_image(const torch::Tensor& normalized) const;

  // Returns [N,K] float32 on the device, with a gradient if the input requires one: logits, or
  // values that differ from them by a constant per row, whatever the card's output kind.
  torch::Tensor forward(const torch::Tensor& input);
  // Returns the same on the CPU, without gradients. The batch is split as in score_gradient().
  torch::Tensor logits(const torch::Tensor& input);

  // Runs forward and backward. After an out-of-memory error the batch is halved, repeatedly if
  // necessary; the result is that of the whole batch. Throws the device's error if a single image
  // does not fit.
  ScoreGradient score_gradient(const torch::Tensor& input, int target, std::optional<int> contrast);

  // Returns the feature maps of the card's feature_layer, or of the last layer that has more than
  // one position; `input` is [1,C,H,W]. Errors (input): there is no such layer, or the output does
  // not depend on it.
  Expected<LayerFeatures> layer_features(const torch::Tensor& input, int target,
                                         std::optional<int> contrast);

  // Returns the feature maps of ClassifierBackend::forward_with_scales() and the logits, without
  // gradients; `input` is [N,C,H,W]. Errors (input): there are no feature maps.
  Expected<MultiScaleFeatures> multi_scale_features(const torch::Tensor& input);

  // Returns ClassifierBackend::weights_sha256(), which is computed once.
  Expected<std::string> weights_sha256();

  // Returns the input gradient of Guided Backpropagation: the gradient at every ReLU is set to 0
  // where it is negative. `input` is [1,C,H,W]. Errors (input): the network has no ReLU, or has
  // other activations.
  Expected<ScoreGradient> guided_gradient(const torch::Tensor& input, int target,
                                          std::optional<int> contrast);

  // Returns the number of images to which batches are split; empty until there was an out-of-memory
  // error.
  std::optional<std::int64_t> max_batch_size() const { return max_batch_size_; }
  // For tests: makes forward() run out of memory above so many images.
  void simulate_memory_limit(std::int64_t images) { simulated_memory_limit_ = images; }

 private:
  Classifier(ClassifierCard card, torch::Device device, torch::Dtype dtype,
             std::unique_ptr<ClassifierBackend> backend)
      : card_(std::move(card)), device_(device), dtype_(dtype), backend_(std::move(backend)) {}
  // Classifies a batch of two and compares the output and its gradient with what the card says.
  Expected<void> check_against_card();
  // Converts the file's output to logits, up to a constant per row.
  torch::Tensor to_logits(const torch::Tensor& output) const;
  // Returns d(mean score)/d(logits) for `logits` [n,K] on the CPU, which are n rows of a batch of
  // `count`; appends their scores and probabilities.
  torch::Tensor score_gradient_at_logits(const torch::Tensor& logits, std::int64_t count,
                                         int target, std::optional<int> contrast,
                                         std::vector<double>& scores,
                                         std::vector<double>& probabilities) const;
  // Calls `chunk(begin, end)` over the batch, in chunks that fit into memory.
  template <class F>
  void run_in_chunks(std::int64_t count, F chunk);

  ClassifierCard card_;
  torch::Device device_;
  torch::Dtype dtype_;
  std::unique_ptr<ClassifierBackend> backend_;
  torch::Tensor mean_, std_;
  std::optional<std::int64_t> max_batch_size_;
  std::optional<std::int64_t> simulated_memory_limit_;
  std::string weights_sha256_;  // empty until it is computed
};

}  // namespace fido
