#include "core/train/critic.h"

namespace fido {

Critic::Critic(int in, int width, int widening, int side, std::uint64_t seed) : ConvNet(seed) {
  conv("conv1", in, width, 5, 2);
  conv("conv2", width, 2 * width, 5, 2);
  conv("conv3", 2 * width, 4 * width, 5, 2);
  conv("conv4", 4 * width, widening * width, 5, 2);
  conv("out", widening * width * (side / 16) * (side / 16), 1, 1);
}

torch::Tensor Critic::judge(const torch::Tensor& x) const {
  auto y = x;
  for (const char* name : {"conv1", "conv2", "conv3", "conv4"})
    y = at::leaky_relu(run(name, y), 0.2);
  return run("out", y.flatten(1).unsqueeze(2).unsqueeze(3)).view({-1});
}

torch::Tensor gradient_penalty(const std::function<torch::Tensor(const torch::Tensor&)>& judge,
                               const torch::Tensor& real, const torch::Tensor& fake,
                               const torch::Tensor& hole, const torch::Tensor& between) {
  auto point = (between * real + (1 - between) * fake).detach();
  point.set_requires_grad(true);
  const auto gradient = torch::autograd::grad({judge(point).sum()}, {point}, {},
                                              /*retain_graph=*/true, /*create_graph=*/true)
                            .front();
  const auto norm = ((gradient * hole).square().sum({1, 2, 3}) + 1e-12).sqrt();
  return (norm - 1).square().mean();
}

}  // namespace fido
