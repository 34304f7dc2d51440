#include "core/infill/net/vae_net.h"
#include "core/train/trainee.h"

namespace fido {
namespace {

// What a bit of the code costs against the distance in the hole; chosen so that samples differ in what the mask leaves open.
constexpr double kPriorWeight = 2e-4;

class VaeTrainee : public Trainee {
 public:
  VaeTrainee(const TrainSpec& spec, const torch::Device& device) : net_(spec.width, spec.seed), adam_(enter(net_, "", device, 0.9, 0.99)) {}

  // The evidence bound with a Laplace likelihood in the hole (L1, and that of the slopes) and a standard normal prior.
  StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step, double learning_rate, std::mt19937_64& random) override {
    const auto code = net_.encode(2 * photo - 1, keep);
    auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
    const auto noise = at::randn(code.mean.sizes(), generator, torch::TensorOptions().dtype(torch::kFloat32)).to(photo.device());
    const auto out = (net_.decode(code.mean + noise * (0.5 * code.log_variance).exp()) + 1) / 2;
    const auto hole = 1 - keep;
    const auto error = (out - photo) * hole;
    const auto l1 = mean_in(hole, error.abs());
    const auto slopes = mean_in(hole, error.diff(1, 2).abs()) + mean_in(hole, error.diff(1, 3).abs());
    const auto divergence = 0.5F * (code.mean.square() + code.log_variance.exp() - 1 - code.log_variance).sum(1).mean();
    const auto loss = l1 + 0.5F * slopes + kPriorWeight * divergence;
    loss.backward();
    adam_.step(step, learning_rate);
    return {loss.item<double>(), l1.item<double>()};
  }

  torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor& keep) const override {
    return (net_.decode(net_.encode(2 * photo - 1, keep).mean) + 1) / 2;
  }

  void describe(InfillerCard& card) const override {
    card.name = "VAE";
    card.description = "A variational autoencoder's mean completion; it was trained on photos.";
  }

  const Weights& weights() const override { return net_.weights(); }

 private:
  VaeNet net_;
  Adam& adam_;
};

}  // namespace

std::unique_ptr<Trainee> make_vae_trainee(const TrainSpec& spec, const torch::Device& device) {
  return std::make_unique<VaeTrainee>(spec, device);
}

}  // namespace fido
