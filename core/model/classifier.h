// A classifier on a device, whatever format its file has (classifier_backend.h). Internal: tensors.
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

struct Features {
  std::string layer;             // as the card names it; without that, as the backend does
  torch::Tensor maps, gradient;  // [1,K,h,w] float32, and d(score)/d(maps)
  double score = 0, probability = 0;
};

struct Scales {
  std::vector<torch::Tensor> maps;  // [N,C,h,w] float32, the finest first
  torch::Tensor logits;             // [N,K]
};

// A classifier of any format: photos and colours in, class scores and their gradients out.
class Classifier {
 public:
  // Errors (input): hash, a file that its backend cannot load, another input or output than the
  // card says, NaN, no gradient to the input. Errors (usage): a device that is not there.
  // `randomized_layers` as in BackendOptions.
  static Expected<std::unique_ptr<Classifier>> load(const ClassifierCard& card,
                                                    const std::string& device,
                                                    const std::string& precision,
                                                    int randomized_layers = 0);

  const ClassifierCard& card() const { return card_; }
  const torch::Device& device() const { return device_; }

  // Of the card, [1,C,1,1] on the device.
  const torch::Tensor& mean() const { return mean_; }
  const torch::Tensor& std() const { return std_; }

  // Resized and cropped as the card says: [1,C,H,W], values in [0,1] in the card's channel order,
  // on the CPU.
  torch::Tensor view(const Image& photo) const;
  // (x - mean) / std on the device, channels last.
  torch::Tensor normalize(const torch::Tensor& view) const;
  // [C,H,W] or [1,C,H,W] normalised back to a picture.
  Image picture(const torch::Tensor& normalized) const;

  // [N,K] float32 on the device, with gradients if the input wants them: logits, or what differs
  // from them by a constant a row, whatever the card's output kind.
  torch::Tensor forward(const torch::Tensor& input);
  // The same on the CPU, without gradients, in pieces that fit.
  torch::Tensor logits(const torch::Tensor& input);

  // Forward and backward in one go. On an out-of-memory error the batch is halved, again and again;
  // the result is that of the whole batch. Throws the device's error once single images do not fit.
  ScoreGradient score_gradient(const torch::Tensor& input, int target, std::optional<int> contrast);

  // The feature maps of the card's feature_layer, or of the last activation that has more than one
  // place; `input` [1,C,H,W]. Errors (input): there is no such layer, or the answer does not depend
  // on it.
  Expected<Features> features(const torch::Tensor& input, int target, std::optional<int> contrast);

  // ClassifierBackend::forward_with_scales and what the classifier answers; `input` [N,C,H,W], no
  // gradients. Errors (input): there are no feature maps.
  Expected<Scales> scales(const torch::Tensor& input);

  // ClassifierBackend::weights_sha256, read once.
  Expected<std::string> weights_sha256();

  // The input gradient with every ReLU's slope cut off where it is negative (Guided
  // Backpropagation); `input` [1,C,H,W]. Errors (input): the network has no ReLU, or other
  // activations beside.
  Expected<ScoreGradient> guided_gradient(const torch::Tensor& input, int target,
                                          std::optional<int> contrast);

  // Images a forward may hold; nothing until an out-of-memory error set it.
  std::optional<std::int64_t> split() const { return split_; }
  // For tests: pretends to run out of memory above so many images.
  void set_memory_for(std::int64_t images) { pretend_memory_ = images; }

 private:
  Classifier(ClassifierCard card, torch::Device device, torch::Dtype dtype,
             std::unique_ptr<ClassifierBackend> backend)
      : card_(std::move(card)), device_(device), dtype_(dtype), backend_(std::move(backend)) {}
  Expected<void> check();
  torch::Tensor logits_of(const torch::Tensor& output) const;
  // d(mean score)/d(output) for the rows of `rows` [n,K] on the CPU, out of a batch of `count`;
  // appends scores and probabilities.
  torch::Tensor slopes(const torch::Tensor& rows, std::int64_t count, int target,
                       std::optional<int> contrast, std::vector<double>& scores,
                       std::vector<double>& probabilities) const;
  // Runs `part(begin, end)` over the batch in pieces that fit.
  template <class F>
  void in_parts(std::int64_t count, F part);

  ClassifierCard card_;
  torch::Device device_;
  torch::Dtype dtype_;
  std::unique_ptr<ClassifierBackend> backend_;
  torch::Tensor mean_, std_;
  std::optional<std::int64_t> split_;
  std::optional<std::int64_t> pretend_memory_;
  std::string weights_sha256_;  // empty before it is asked for
};

}  // namespace fido
