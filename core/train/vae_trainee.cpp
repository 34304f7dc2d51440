#include <algorithm>

#include "core/infill/net/vae_net.h"
#include "core/train/trainee.h"

namespace fido {
namespace {

// What a nat of the code costs against the distance in the hole, and over which share of the steps that rises from nothing: at
// 2e-4 from the first step on, the code was given up before the decoder could read it.
constexpr double kPriorWeight = 1e-5, kRise = 0.3;

class VaeTrainee : public Trainee {
 public:
  VaeTrainee(const TrainSpec& spec, const torch::Device& device) : over_(spec.base != "none"), steps_(spec.steps), net_(spec.width, spec.seed, over_), adam_(enter(net_, "", device, 0.9, 0.99)) {}

  // The evidence bound with a Laplace likelihood in the hole (L1, and that of the slopes) and a standard normal prior.
  StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step, double learning_rate, std::mt19937_64& random) override {
    const auto code = net_.encode(given(photo, keep, over_), keep);
    auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
    const auto noise = at::randn(code.mean.sizes(), generator, torch::TensorOptions().dtype(torch::kFloat32)).to(photo.device());
    const auto drawn = hole_loss((net_.decode(code, noise) + 1) / 2, photo, keep);
    const auto divergence = 0.5F * (code.mean.square() + code.log_variance.exp() - 1 - code.log_variance).sum(1).mean();
    const auto loss = drawn.total + kPriorWeight * std::min(1.0, step / (kRise * steps_)) * divergence;
    loss.backward();
    adam_.step(step, learning_rate);
    return {loss.item<double>(), drawn.l1.item<double>()};
  }

  torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor& keep) const override {
    return (net_.decode(net_.encode(given(photo, keep, over_), keep)) + 1) / 2;
  }

  void describe(InfillerCard& card) const override {
    card.name = "VAE";
    card.description = "A variational autoencoder's mean completion; it was trained on photos.";
  }

  std::vector<InfillerCard> variants(const InfillerCard& card) const override {
    InfillerCard samples = card;
    samples.id += "-samples";
    samples.name = "VAE, samples";
    samples.description = "Completions that a variational autoencoder draws; it was trained on photos.";
    samples.stochastic = true;
    samples.card_path = card.card_path.parent_path() / (samples.id + ".card.json");
    return {samples};
  }

  const Weights& weights() const override { return net_.weights(); }

 private:
  bool over_;
  int steps_;
  VaeNet net_;
  Adam& adam_;
};

}  // namespace

std::unique_ptr<Trainee> make_vae_trainee(const TrainSpec& spec, const torch::Device& device) {
  return std::make_unique<VaeTrainee>(spec, device);
}

}  // namespace fido
