#include <algorithm>

#include "core/infill/net/vae_net.h"
#include "core/train/training_task.h"

namespace fido {
namespace {

// The weight of the code's divergence, in nats, relative to the L1 distance in the hole, both per
// position of the code. A Laplace likelihood whose scale is that distance would give .035 / 96
// (half of the 192 values are in a hole). Less than half of that lets the code describe the holes
// in more detail, which are blurred otherwise. The weight rises from zero over the first
// kPriorRampShare of the steps: with the full weight from the first step, the code collapsed before
// the decoder learned to read it.
constexpr double kPriorWeight = 1.5e-4, kPriorRampShare = 0.2;

// The recognition network, which exists only in training: it sees the pixels in the hole and
// predicts the posterior of the code.
class RecognitionNet : public ConvNet {
 public:
  RecognitionNet(int width, std::uint64_t seed, int code_pool)
      : ConvNet(seed), code_pool_(code_pool) {
    add_conv("in", 7, width, 5);
    add_conv("down1", width, 2 * width, 3, 2);
    add_conv("down2", 2 * width, 4 * width, 3, 2);
    add_conv("side", 4 * width, 4 * width);
    add_conv("shift", 4 * width, 4 * width, 1);
    add_conv("log_variance", 4 * width, 4 * width, 1);
    weight("shift").mul_(0.3);
    weight("log_variance").mul_(0.1);
    bias("log_variance").fill_(-2);  // so that the code is readable from the first step on
  }

  struct Posterior {
    torch::Tensor shift;  // of the mean from the prior's mean
    torch::Tensor log_variance;
  };
  // `photo` [N,3,S,S] in [-1,1]; `base`: VaeNet::Code::base; `keep` [N,1,S,S].
  Posterior recognize(const torch::Tensor& photo, const torch::Tensor& base,
                      const torch::Tensor& keep) const {
    auto x = at::cat({photo, base, 1 - keep}, 1).contiguous(torch::MemoryFormat::ChannelsLast);
    for (const char* name : {"in", "down1", "down2"}) x = at::elu(run_layer(name, x));
    x = at::avg_pool2d(x + at::elu(run_layer("side", x)), code_pool_);
    return {run_layer("shift", x), run_layer("log_variance", x).clamp(-12, 4)};
  }

 private:
  int code_pool_;
};

// Trains a conditional variational autoencoder (Sohn et al., "Learning Structured Output
// Representation using Deep Conditional Generative Models", 2015): VaeNet encodes the prior given
// the kept pixels. Every other photo is decoded from the prior's mean, as photos are filled later
// (their hybrid objective), and the rest from a sample of the recognition network's posterior.
class VaeTask : public TrainingTask {
 public:
  VaeTask(const TrainSpec& spec, const torch::Device& device)
      : is_residual_(spec.base != "none"),
        steps_(spec.steps),
        net_(spec.width, spec.seed, is_residual_),
        recognition_net_(spec.width, spec.seed + 1, is_residual_ ? VaeNet::kCodePool : 1),
        optimizer_(add_network(net_, "", device, 0.9, 0.99)),
        recognition_optimizer_(add_network(recognition_net_, "recogniser.", device, 0.9, 0.99)) {}

  StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step,
                  double learning_rate, std::mt19937_64& random) override {
    const auto code = net_.encode(network_input(photo, keep, is_residual_), keep);
    const auto posterior = recognition_net_.recognize(2 * photo - 1, code.base, keep);
    auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
    const auto noise =
        at::randn(code.mean.sizes(), generator, torch::TensorOptions().dtype(torch::kFloat32))
            .to(photo.device());
    // 1 for photos that are decoded from the posterior, 0 for those decoded from the prior's mean.
    const auto uses_posterior =
        (torch::arange(photo.size(0), photo.options()) + step).remainder(2).view({-1, 1, 1, 1});
    const auto z = code.mean + uses_posterior *
                                   (posterior.shift + noise * (0.5 * posterior.log_variance).exp());
    const auto loss = hole_loss((net_.decode(code, z) + 1) / 2, photo, keep);
    const auto log_ratio = posterior.log_variance - code.log_variance;
    const auto divergence =
        0.5F * (uses_posterior * (posterior.shift.square() * (-code.log_variance).exp() +
                                  log_ratio.exp() - 1 - log_ratio))
                   .sum(1)
                   .mean();
    const double prior_weight = kPriorWeight * std::min(1.0, step / (kPriorRampShare * steps_));
    const auto total = loss.total() + prior_weight * divergence;
    total.backward();
    optimizer_.step(step, learning_rate);
    recognition_optimizer_.step(step, learning_rate);
    return {total.item<double>(), loss.l1.item<double>()};
  }

  torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor& keep) const override {
    const auto code = net_.encode(network_input(photo, keep, is_residual_), keep);
    return (net_.decode(code, code.mean) + 1) / 2;
  }

  void describe(InfillerCard& card) const override {
    card.name = "VAE";
    card.description =
        "The mean completion of a variational autoencoder that was trained on photos.";
  }

  std::vector<InfillerCard> card_variants(const InfillerCard& card) const override {
    InfillerCard samples = card;
    samples.id += "-samples";
    samples.name = "VAE, samples";
    samples.description =
        "Completions sampled from a variational autoencoder that was trained on photos.";
    samples.stochastic = true;
    samples.card_path = card.card_path.parent_path() / (samples.id + ".card.json");
    return {samples};
  }

  const Weights& weights() const override { return net_.weights(); }

 private:
  bool is_residual_;
  int steps_;
  VaeNet net_;
  RecognitionNet recognition_net_;
  Adam &optimizer_, &recognition_optimizer_;
};

}  // namespace

Expected<std::unique_ptr<TrainingTask>> make_vae_task(const TrainSpec& spec,
                                                      const torch::Device& device) {
  return std::make_unique<VaeTask>(spec, device);
}

}  // namespace fido
