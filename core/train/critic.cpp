#include "core/train/critic.h"

namespace fido {

Critic::Critic(int in, int width, int last_width_factor, int side, std::uint64_t seed)
    : ConvNet(seed) {
  const int last_width = last_width_factor * width;
  add_conv("conv1", in, width, 5, 2);
  add_conv("conv2", width, 2 * width, 5, 2);
  add_conv("conv3", 2 * width, 4 * width, 5, 2);
  add_conv("conv4", 4 * width, last_width, 5, 2);
  add_conv("out", last_width * (side / 16) * (side / 16), 1, 1);
}

torch::Tensor Critic::forward(const torch::Tensor& x) const {
  auto y = x;
  for (const char* name : {"conv1", "conv2", "conv3", "conv4"})
    y = at::leaky_relu(run_layer(name, y), 0.2);
  return run_layer("out", y.flatten(1).unsqueeze(2).unsqueeze(3)).view({-1});
}

torch::Tensor gradient_penalty(const std::function<torch::Tensor(const torch::Tensor&)>& critic,
                               const torch::Tensor& real, const torch::Tensor& fake,
                               const torch::Tensor& hole, const torch::Tensor& epsilon) {
  auto interpolated = (epsilon * real + (1 - epsilon) * fake).detach();
  interpolated.set_requires_grad(true);
  const auto gradient = torch::autograd::grad({critic(interpolated).sum()}, {interpolated}, {},
                                              /*retain_graph=*/true, /*create_graph=*/true)
                            .front();
  const auto norm = ((gradient * hole).square().sum({1, 2, 3}) + 1e-12).sqrt();
  return (norm - 1).square().mean();
}

}  // namespace fido
