// Adam with gradient clipping, whose moments are weights that a state file can hold. Internal:
// tensors.
#pragma once

#include <cmath>
#include <vector>

#include "core/infill/net/weights.h"

namespace fido {

class Adam {
 public:
  // Optimises tensors that require gradients. `prefix` tells the names of these moments from those
  // of other optimisers.
  Adam(const Weights& weights, const std::string& prefix, double beta1, double beta2)
      : weights_(weights), beta1_(beta1), beta2_(beta2) {
    for (const auto& [name, value] : weights) {
      first_moments_.emplace_back(prefix + "first." + name, torch::zeros_like(value));
      second_moments_.emplace_back(prefix + "second." + name, torch::zeros_like(value));
    }
  }

  const Weights& first_moments() const { return first_moments_; }
  const Weights& second_moments() const { return second_moments_; }

  // Makes one update and clears the gradients. `step` counts from 0. The norm of all gradients
  // together is clipped to 1. Every operation takes all tensors at once, because a GPU finishes a
  // single tensor faster than the CPU can launch the next operation.
  void step(int step, double learning_rate) {
    constexpr double kEpsilon = 1e-8, kMaxNorm = 1;
    const torch::NoGradGuard no_grad;
    auto gradients = transform(weights_, [](const torch::Tensor& value) { return value.grad(); });
    const auto norm = at::stack(at::_foreach_norm(gradients)).norm();
    // Keep the scale a tensor: reading its value would wait for the GPU.
    const auto scale = (kMaxNorm / norm).clamp_max(1);
    for (auto& gradient : gradients) gradient.mul_(scale);
    const auto identity = [](const torch::Tensor& value) { return value; };
    const auto values = transform(weights_, identity), first = transform(first_moments_, identity),
               second = transform(second_moments_, identity);
    at::_foreach_mul_(first, beta1_);
    at::_foreach_add_(first, gradients, 1 - beta1_);
    at::_foreach_mul_(second, beta2_);
    at::_foreach_addcmul_(second, gradients, gradients, 1 - beta2_);
    auto root = at::_foreach_div(second, 1 - std::pow(beta2_, step + 1));
    at::_foreach_sqrt_(root);
    at::_foreach_add_(root, kEpsilon);
    at::_foreach_addcdiv_(values, first, root, -learning_rate / (1 - std::pow(beta1_, step + 1)));
    zero_grad();
  }

  void zero_grad() {
    for (auto& [name, value] : weights_) value.mutable_grad().reset();
  }

 private:
  template <class F>
  static std::vector<torch::Tensor> transform(const Weights& weights, F function) {
    std::vector<torch::Tensor> out;
    for (const auto& [name, value] : weights) out.push_back(function(value));
    return out;
  }

  Weights weights_;  // the network's own tensors
  Weights first_moments_, second_moments_;
  double beta1_, beta2_;
};

}  // namespace fido
