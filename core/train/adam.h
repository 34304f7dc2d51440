// Adam with clipped gradients, and its moments as weights that a state file can hold. Internal: tensors.
#pragma once

#include <cmath>

#include "core/infill/net/weights.h"

namespace fido {

class Adam {
 public:
  // Of tensors that require gradients. `name` sets its moments apart from another's.
  Adam(const Weights& weights, const std::string& name, double beta1, double beta2) : weights_(weights), beta1_(beta1), beta2_(beta2) {
    for (const auto& [layer, value] : weights) {
      first_.emplace_back(name + "first." + layer, torch::zeros_like(value));
      second_.emplace_back(name + "second." + layer, torch::zeros_like(value));
    }
  }

  const Weights& first() const { return first_; }
  const Weights& second() const { return second_; }

  // `step` counts from 0. Clears the gradients.
  void step(int step, double learning_rate) {
    constexpr double kEpsilon = 1e-8, kMostGradient = 1;
    const torch::NoGradGuard no_grad;
    auto squares = torch::zeros({}, weights_.front().second.options());
    for (const auto& [name, value] : weights_) squares += value.grad().square().sum();
    const double norm = std::sqrt(squares.item<double>());
    const double scale = norm > kMostGradient ? kMostGradient / norm : 1;
    const double correct1 = 1 - std::pow(beta1_, step + 1), correct2 = 1 - std::pow(beta2_, step + 1);
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      auto& value = weights_[i].second;
      const auto gradient = value.grad() * scale;
      first_[i].second.mul_(beta1_).add_(gradient, 1 - beta1_);
      second_[i].second.mul_(beta2_).addcmul_(gradient, gradient, 1 - beta2_);
      value.addcdiv_(first_[i].second, (second_[i].second / correct2).sqrt_().add_(kEpsilon), -learning_rate / correct1);
    }
    clear();
  }

  void clear() {
    for (auto& [name, value] : weights_)
      if (value.grad().defined()) value.mutable_grad().zero_();
  }

 private:
  Weights weights_, first_, second_;  // the first are the network's own tensors
  double beta1_, beta2_;
};

}  // namespace fido
