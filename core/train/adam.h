// Adam with clipped gradients, and its moments as weights that a state file can hold. Internal:
// tensors.
#pragma once

#include <cmath>
#include <vector>

#include "core/infill/net/weights.h"

namespace fido {

class Adam {
 public:
  // Of tensors that require gradients. `name` sets its moments apart from another's.
  Adam(const Weights& weights, const std::string& name, double beta1, double beta2)
      : weights_(weights), beta1_(beta1), beta2_(beta2) {
    for (const auto& [layer, value] : weights) {
      first_.emplace_back(name + "first." + layer, torch::zeros_like(value));
      second_.emplace_back(name + "second." + layer, torch::zeros_like(value));
    }
  }

  const Weights& first() const { return first_; }
  const Weights& second() const { return second_; }

  // `step` counts from 0. Clears the gradients. On all tensors at once: a GPU is done with one
  // sooner than it is told of the next.
  void step(int step, double learning_rate) {
    constexpr double kEpsilon = 1e-8, kMaxGradient = 1;
    const torch::NoGradGuard no_grad;
    auto gradients = of(weights_, [](const torch::Tensor& value) { return value.grad(); });
    const auto norm = at::stack(at::_foreach_norm(gradients)).norm();
    // a tensor still, for which nobody waits
    const auto scale = (kMaxGradient / norm).clamp_max(1);
    for (auto& gradient : gradients) gradient.mul_(scale);
    const auto itself = [](const torch::Tensor& value) { return value; };
    const auto values = of(weights_, itself), first = of(first_, itself),
               second = of(second_, itself);
    at::_foreach_mul_(first, beta1_);
    at::_foreach_add_(first, gradients, 1 - beta1_);
    at::_foreach_mul_(second, beta2_);
    at::_foreach_addcmul_(second, gradients, gradients, 1 - beta2_);
    auto root = at::_foreach_div(second, 1 - std::pow(beta2_, step + 1));
    at::_foreach_sqrt_(root);
    at::_foreach_add_(root, kEpsilon);
    at::_foreach_addcdiv_(values, first, root, -learning_rate / (1 - std::pow(beta1_, step + 1)));
    clear();
  }

  void clear() {
    for (auto& [name, value] : weights_) value.mutable_grad().reset();
  }

 private:
  template <class F>
  static std::vector<torch::Tensor> of(const Weights& weights, F what) {
    std::vector<torch::Tensor> out;
    for (const auto& [name, value] : weights) out.push_back(what(value));
    return out;
  }

  Weights weights_, first_, second_;  // the first are the network's own tensors
  double beta1_, beta2_;
};

}  // namespace fido
