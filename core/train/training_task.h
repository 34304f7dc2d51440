// A network in training: its optimisation step, and the pictures that show its progress. Internal:
// tensors.
#pragma once

#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "core/infill/infiller.h"
#include "core/infill/net/conv_net.h"
#include "core/model/infiller_card.h"
#include "core/train/adam.h"
#include "core/train/photos.h"
#include "core/train/train.h"

namespace fido {

struct StepLosses {
  double total = 0;   // the loss that the step minimises
  double metric = 0;  // see TrainingTask::metric_name()
};

class TrainingTask {
 public:
  virtual ~TrainingTask() = default;

  // Prepares a training that is not resumed, before its first step. `on_progress` gets the number
  // of photos processed so far and returns whether to continue.
  virtual Expected<void> prepare(const PhotoSet&, const std::function<bool(std::int64_t)>&) {
    return {};
  }
  // Updates the weights once and returns the losses before the update. `photo` is [N,3,S,S], RGB in
  // [0,1]; `keep` is [N,1,S,S] of zeros and ones, undefined unless is_infiller(). Every random
  // number comes from `random`.
  virtual StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step,
                          double learning_rate, std::mt19937_64& random) = 0;
  // Fills the holes of a photo. Returns [N,3,S,S], RGB; values at kept pixels are meaningless.
  virtual torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor&) const {
    return photo;
  }

  // Returns the columns of a sample sheet, which has one row per photo: pictures [N,3,S,S], RGB in
  // [0,1].
  virtual std::vector<torch::Tensor> sheet_columns(const torch::Tensor& photo,
                                                   const torch::Tensor& keep) const {
    return {photo * keep + 0.5F * (1 - keep), push_pull_aten(photo, keep),
            torch::where(keep > 0.5, photo, fill(photo, keep)), photo};
  }
  // Returns true if the network fills holes: it is trained with masks and saved with the card of an
  // infiller. Otherwise it is a saliency network.
  virtual bool is_infiller() const { return true; }
  // Names StepLosses::metric in the log: "l1", the mean absolute difference in the holes for
  // colours in [0,1], or "area", the mask's area.
  virtual const char* metric_name() const { return "l1"; }

  // Writes the network's name, description and conventions to its card.
  virtual void describe(InfillerCard&) const {}

  // Returns cards for other uses of the same weights.
  virtual std::vector<InfillerCard> card_variants(const InfillerCard&) const { return {}; }

  // Returns the weights that are saved at the end of the training.
  virtual const Weights& weights() const = 0;
  // Returns the tensors themselves, not copies, of everything that resuming needs: the weights of
  // all networks, auxiliary ones included, and the moments of their optimisers.
  Weights state() const {
    Weights all;
    for (const auto& [prefix, weights, optimizer] : parts_) {
      for (const auto& [name, value] : weights) all.emplace_back(prefix + name, value);
      if (!optimizer) continue;
      const auto &first = optimizer->first_moments(), &second = optimizer->second_moments();
      all.insert(all.end(), first.begin(), first.end());
      all.insert(all.end(), second.begin(), second.end());
    }
    return all;
  }

 protected:
  // Moves `net` to `device`, lets it require gradients and returns an optimiser for it. `prefix`
  // tells its tensors in the state from those of other networks.
  Adam& add_network(ConvNet& net, const std::string& prefix, const torch::Device& device,
                    double beta1, double beta2) {
    net.to(device, torch::kFloat32);
    for (const auto& [name, value] : net.weights()) {
      auto leaf = value;
      leaf.set_requires_grad(true);
    }
    parts_.push_back(
        {prefix, net.weights(), std::make_unique<Adam>(net.weights(), prefix, beta1, beta2)});
    return *parts_.back().optimizer;
  }

  // Adds weights that steps do not change to the state.
  void add_fixed_weights(const Weights& weights) { parts_.push_back({"", weights, nullptr}); }

 private:
  struct Part {
    std::string prefix;
    Weights weights;
    std::unique_ptr<Adam> optimizer;  // null: the weights are fixed
  };
  std::vector<Part> parts_;
};

// Returns the mean of `values` [N,3,H,W] over the hole: their sum divided by three times the sum of
// `hole` [N,1,H,W] for each sample, averaged over the batch. `values` must be zero outside the
// hole.
inline torch::Tensor mean_over_hole(const torch::Tensor& hole, const torch::Tensor& values) {
  return (values.sum({1, 2, 3}) / (3 * hole.sum({1, 2, 3})).clamp_min(1)).mean();
}

// Returns the input of VAE and CA in [-1,1]. `is_residual`: the holes are filled by Push-pull.
inline torch::Tensor network_input(const torch::Tensor& photo, const torch::Tensor& keep,
                                   bool is_residual) {
  return 2 * (is_residual ? push_pull_aten(photo, keep) : photo) - 1;
}

struct HoleLoss {
  torch::Tensor l1, gradient_l1;
  torch::Tensor total() const { return l1 + gradient_l1; }
};
// Returns the L1 distance in the hole and half the L1 distance of the differences between
// neighbours there; without the second one, the network blurs what it cannot predict.
inline HoleLoss hole_loss(const torch::Tensor& out, const torch::Tensor& photo,
                          const torch::Tensor& keep) {
  const auto hole = 1 - keep, error = (out - photo) * hole;
  return {mean_over_hole(hole, error.abs()), 0.5F * (mean_over_hole(hole, error.diff(1, 2).abs()) +
                                                     mean_over_hole(hole, error.diff(1, 3).abs()))};
}

// Make the tasks that train the infillers Fast, VAE and CA.
Expected<std::unique_ptr<TrainingTask>> make_fast_task(const TrainSpec& spec,
                                                       const torch::Device& device);
Expected<std::unique_ptr<TrainingTask>> make_vae_task(const TrainSpec& spec,
                                                      const torch::Device& device);
Expected<std::unique_ptr<TrainingTask>> make_ca_task(const TrainSpec& spec,
                                                     const torch::Device& device);
// Makes the task that trains the saliency network of the method `realtime` for spec.classifier.
// Errors (input): the classifier cannot be used, or has no feature maps or only one class.
Expected<std::unique_ptr<TrainingTask>> make_saliency_task(const TrainSpec& spec,
                                                           const torch::Device& device);

}  // namespace fido
