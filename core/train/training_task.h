// A network in training: what a step does to it, and what it fills a hole with or gives for a
// photo. Internal: tensors.
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
  double total = 0, l1 = 0;  // l1: mean absolute difference in the holes, colours in [0,1]
};

class TrainingTask {
 public:
  virtual ~TrainingTask() = default;

  // Moves the weights once. `photo` [N,3,S,S], RGB in [0,1]; `keep` [N,1,S,S]; every chance comes
  // from `random`.
  virtual StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step,
                          double learning_rate, std::mt19937_64& random) = 0;
  // [N,3,S,S], RGB: what it puts into the holes; anything under kept pixels.
  virtual torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor&) const {
    return photo;
  }

  // Before the first step of a training that is not resumed. `told` hears how many photos were
  // looked at; it says whether to go on.
  virtual Expected<void> prepare(const PhotoSet&, const std::function<bool(std::int64_t)>&) {
    return {};
  }
  // Pictures of each photo, [N,3,S,S], RGB in [0,1]: a row of a sheet.
  virtual std::vector<torch::Tensor> shown(const torch::Tensor& photo,
                                           const torch::Tensor& keep) const {
    return {photo * keep + 0.5F * (1 - keep), push_pull_aten(photo, keep),
            torch::where(keep > 0.5, photo, fill(photo, keep)), photo};
  }
  // Whether it fills holes: it is given them and handed out with an infiller's card.
  virtual bool fills() const { return true; }
  // What StepLosses::l1 is.
  virtual const char* measure() const { return "l1"; }

  // What a card says of it: name, description, ranges.
  virtual void describe(InfillerCard&) const {}

  // Other uses of the same weights, each with a card of its own.
  virtual std::vector<InfillerCard> variants(const InfillerCard&) const { return {}; }

  // What is handed out at the end.
  virtual const Weights& weights() const = 0;
  // The same, whatever plays against it, and the optimisers' moments: what a state holds. The
  // tensors themselves.
  Weights state() const {
    Weights all;
    for (const auto& [prefix, weights, adam] : players_) {
      for (const auto& [name, value] : weights) all.emplace_back(prefix + name, value);
      if (!adam) continue;
      all.insert(all.end(), adam->first().begin(), adam->first().end());
      all.insert(all.end(), adam->second().begin(), adam->second().end());
    }
    return all;
  }

 protected:
  // On `device`, with gradients, and with an optimiser of its own.
  Adam& enter(ConvNet& net, const std::string& prefix, const torch::Device& device, double beta1,
              double beta2) {
    net.to(device, torch::kFloat32);
    for (const auto& [name, value] : net.weights()) {
      auto leaf = value;
      leaf.set_requires_grad(true);
    }
    players_.push_back(
        {prefix, net.weights(), std::make_unique<Adam>(net.weights(), prefix, beta1, beta2)});
    return *players_.back().adam;
  }

  // What does not move any more, a part of the state all the same.
  void keep(const Weights& weights) { players_.push_back({"", weights, nullptr}); }

 private:
  struct Player {
    std::string prefix;
    Weights weights;
    std::unique_ptr<Adam> adam;
  };
  std::vector<Player> players_;
};

// The mean over the images of what `values` come to in a hole, three colours a pixel.
inline torch::Tensor mean_in(const torch::Tensor& hole, const torch::Tensor& values) {
  return (values.sum({1, 2, 3}) / (3 * hole.sum({1, 2, 3})).clamp_min(1)).mean();
}

// What VAE and CA are given of photos: in [-1,1], and `over`, filled by Push-pull.
inline torch::Tensor given(const torch::Tensor& photo, const torch::Tensor& keep, bool over) {
  return 2 * (over ? push_pull_aten(photo, keep) : photo) - 1;
}

struct HoleLoss {
  torch::Tensor l1, slopes;
  torch::Tensor total() const { return l1 + slopes; }
};
// The L1 distance in the hole, and half that of the differences between neighbours there: without
// it, what cannot be known is smeared.
inline HoleLoss hole_loss(const torch::Tensor& out, const torch::Tensor& photo,
                          const torch::Tensor& keep) {
  const auto hole = 1 - keep, error = (out - photo) * hole;
  return {mean_in(hole, error.abs()),
          0.5F * (mean_in(hole, error.diff(1, 2).abs()) + mean_in(hole, error.diff(1, 3).abs()))};
}

Expected<std::unique_ptr<TrainingTask>> make_fast_task(const TrainSpec& spec,
                                                       const torch::Device& device);
Expected<std::unique_ptr<TrainingTask>> make_vae_task(const TrainSpec& spec,
                                                      const torch::Device& device);
Expected<std::unique_ptr<TrainingTask>> make_ca_task(const TrainSpec& spec,
                                                     const torch::Device& device);
// Of the method `realtime`, for spec.classifier. Errors (input): the classifier cannot be used, or
// has no feature maps.
Expected<std::unique_ptr<TrainingTask>> make_saliency_task(const TrainSpec& spec,
                                                           const torch::Device& device);

}  // namespace fido
