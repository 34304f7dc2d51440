#include <algorithm>
#include <cmath>

#include "core/infill/net/ca_net.h"
#include "core/train/critic.h"
#include "core/train/training_task.h"

namespace fido {
namespace {

// The authors' weights of the losses.
constexpr double kL1Weight = 1.2, kCoarseWeight = 1.2, kKeptWeight = 1.2, kAdversarialWeight = 1e-3,
                 kPenaltyWeight = 10;
// The L1 weight falls by the factor kDiscount per pixel of distance from the nearest kept pixel, up
// to kMaxDistance pixels.
constexpr double kDiscount = 0.9;
constexpr int kMaxDistance = 32;

// Returns the weight discount^(chessboard distance to the nearest kept pixel - 1) in the hole, 0
// elsewhere: pixels deep in a hole have many plausible values (Yu et al. 2018).
torch::Tensor spatial_discount(const torch::Tensor& hole) {
  auto out = hole.clone(), eroded = hole;
  for (int i = 0; i < kMaxDistance; ++i) {
    eroded = -at::max_pool2d(-eroded, 3, 1, 1);
    if (eroded.sum().item<double>() == 0) break;
    out = at::where(eroded > 0, out * kDiscount, out);
  }
  return out;
}

// The part of a picture that the local critic sees.
struct Window {
  std::int64_t y, x, side;
  torch::Tensor crop(const torch::Tensor& t) const {
    return t.slice(2, y, y + side).slice(3, x, x + side);
  }
};

// Returns the square of half the picture's side around the hole's centre of mass, moved inside the
// picture. `hole` is [1,1,S,S].
Window window_around(const torch::Tensor& hole) {
  const std::int64_t side = hole.size(3), half = side / 2;
  const auto area = hole.sum().clamp_min(1), positions = torch::arange(side, hole.options());
  const auto start = [&](const torch::Tensor& profile) {
    return std::clamp<std::int64_t>(
        static_cast<std::int64_t>((profile * positions).sum().div(area).item<double>()) - half / 2,
        0, side - half);
  };
  return {start(hole.sum({0, 1, 3})), start(hole.sum({0, 1, 2})), half};
}

// Crops one window from each picture of a batch.
torch::Tensor crop_windows(const torch::Tensor& x, const std::vector<Window>& windows) {
  std::vector<torch::Tensor> parts;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto n = static_cast<std::int64_t>(i);
    parts.push_back(windows[i].crop(x.slice(0, n, n + 1)));
  }
  return at::cat(parts);
}

class CaTask : public TrainingTask {
 public:
  CaTask(const TrainSpec& spec, const torch::Device& device)
      : is_residual_(spec.base != "none"),
        net_(spec.width, CaConvention::pytorch, spec.seed, is_residual_),
        global_critic_(4, 2 * spec.width, 4, spec.crop, spec.seed + 1),
        local_critic_(3, 2 * spec.width, 8, spec.crop / 2, spec.seed + 2),
        optimizer_(add_network(net_, "", device, spec.critics > 0 ? 0.5 : 0.9, 0.99)),
        global_optimizer_(add_network(global_critic_, "global.", device, 0.5, 0.9)),
        local_optimizer_(add_network(local_critic_, "local.", device, 0.5, 0.9)),
        first_critic_step_(static_cast<int>(std::lround((1 - spec.critics) * spec.steps))) {}

  StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step,
                  double learning_rate, std::mt19937_64& random) override {
    const auto hole = 1 - keep, real = 2 * photo - 1;
    const auto output = net_.complete(network_input(photo, keep, is_residual_), hole);
    const auto fine_loss = hole_loss(output.fine, real, keep);
    // A residual network's output at kept pixels is not used, and its pixels deep in a hole count
    // as much as the others: the discount is for a network that critics teach to invent them.
    auto loss = is_residual_
                    ? kL1Weight * (kCoarseWeight * hole_loss(output.coarse, real, keep).total() +
                                   fine_loss.total())
                    : authors_loss(output, real, keep);
    const bool uses_critics = step >= first_critic_step_;
    if (uses_critics) {
      const auto fake = output.fine * hole + real * keep;
      loss =
          loss - kAdversarialWeight * train_critics(real, fake, hole, step, learning_rate, random);
    }
    loss.backward();
    optimizer_.step(step, learning_rate);
    if (uses_critics) {  // discard the gradients of the network's loss
      global_optimizer_.zero_grad();
      local_optimizer_.zero_grad();
    }
    // Half, because the pictures are in [-1,1] here and the metric is for colours in [0,1].
    return {loss.item<double>(), fine_loss.l1.item<double>() / 2};
  }

  torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor& keep) const override {
    return (net_.complete(network_input(photo, keep, is_residual_), 1 - keep).fine + 1) / 2;
  }

  void describe(InfillerCard& card) const override {
    card.name = "CA";
    card.description =
        "Contextual attention: a coarse guess, refined with content found elsewhere in the photo; "
        "trained on photos.";
    card.convention = "pytorch";
  }

  const Weights& weights() const override { return net_.weights(); }

 private:
  // The L1 losses of the authors' code: in the hole with the spatial discount, and
  // at kept pixels, both for the coarse and the fine output.
  static torch::Tensor authors_loss(const CaNet::Output& output, const torch::Tensor& real,
                                    const torch::Tensor& keep) {
    const auto weighted_l1 = [&](const torch::Tensor& weight) {
      return kCoarseWeight * mean_over_hole(weight, (output.coarse - real).abs() * weight) +
             mean_over_hole(weight, (output.fine - real).abs() * weight);
    };
    return kL1Weight * weighted_l1(spatial_discount(1 - keep)) + kKeptWeight * weighted_l1(keep);
  }

  // Updates both critics once (WGAN-GP). Returns the sum of the updated critics' mean values of
  // `fake`, through which the network's gradients flow.
  torch::Tensor train_critics(const torch::Tensor& real, const torch::Tensor& fake,
                              const torch::Tensor& hole, int step, double learning_rate,
                              std::mt19937_64& random) {
    std::vector<Window> windows;
    const auto cpu_hole = hole.to(torch::kCPU);
    for (std::int64_t i = 0; i < hole.size(0); ++i)
      windows.push_back(window_around(cpu_hole.slice(0, i, i + 1)));
    const auto local_real = crop_windows(real, windows), local_hole = crop_windows(hole, windows),
               local_fake = crop_windows(fake, windows);
    const auto global = [&](const torch::Tensor& x) {
      return global_critic_.forward(at::cat({x, hole}, 1));
    };
    const auto local = [&](const torch::Tensor& x) { return local_critic_.forward(x); };
    auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
    const auto epsilon =
        at::rand({real.size(0), 1, 1, 1}, generator, torch::TensorOptions().dtype(torch::kFloat32))
            .to(real.device());
    const auto critic_loss =
        global(fake.detach()).mean() - global(real).mean() + local(local_fake.detach()).mean() -
        local(local_real).mean() +
        kPenaltyWeight * (gradient_penalty(global, real, fake, hole, epsilon) +
                          gradient_penalty(local, local_real, local_fake, local_hole, epsilon));
    critic_loss.backward();
    global_optimizer_.step(step - first_critic_step_, learning_rate);
    local_optimizer_.step(step - first_critic_step_, learning_rate);
    return global(fake).mean() + local(local_fake).mean();
  }

  bool is_residual_;
  CaNet net_;
  Critic global_critic_, local_critic_;
  Adam &optimizer_, &global_optimizer_, &local_optimizer_;
  int first_critic_step_;
};

}  // namespace

Expected<std::unique_ptr<TrainingTask>> make_ca_task(const TrainSpec& spec,
                                                     const torch::Device& device) {
  return std::make_unique<CaTask>(spec, device);
}

}  // namespace fido
