#include <algorithm>

#include "core/infill/net/vae_net.h"
#include "core/train/task.h"

namespace fido {
namespace {

// What a nat of the code costs against the distance in the hole, both per position of the code. A
// Laplace likelihood whose scale is that distance would make it .035 / 96 (half of the 192 values
// are in a hole); at less than half of that more is said of holes, which are smeared otherwise. It
// rises from nothing over this share of the steps: from the first step on, the code was given up
// before the decoder could read it.
constexpr double kPriorWeight = 1.5e-4, kRise = 0.2;

// What training alone has: it looks into the hole and says which code would have been right.
class Recogniser : public ConvNet {
 public:
  Recogniser(int width, std::uint64_t seed, int share) : ConvNet(seed), share_(share) {
    conv("in", 7, width, 5);
    conv("down1", width, 2 * width, 3, 2);
    conv("down2", 2 * width, 4 * width, 3, 2);
    conv("side", 4 * width, 4 * width);
    conv("shift", 4 * width, 4 * width, 1);
    conv("log_variance", 4 * width, 4 * width, 1);
    weight("shift").mul_(0.3);
    weight("log_variance").mul_(0.1);
    bias("log_variance").fill_(-2);  // a code that can be read from the first step on
  }

  struct Answer {
    torch::Tensor shift, log_variance;  // away from the prior's mean
  };
  Answer recognise(const torch::Tensor& photo, const torch::Tensor& seen,
                   const torch::Tensor& keep) const {
    auto x = at::cat({photo, seen, 1 - keep}, 1).contiguous(torch::MemoryFormat::ChannelsLast);
    for (const char* name : {"in", "down1", "down2"}) x = at::elu(run(name, x));
    x = at::avg_pool2d(x + at::elu(run("side", x)), share_);
    return {run("shift", x), run("log_variance", x).clamp(-12, 4)};
  }

 private:
  int share_;
};

// A conditional variational autoencoder (Sohn et al., "Learning Structured Output Representation
// using Deep Conditional Generative Models", 2015): what VaeNet encodes is the prior given the kept
// pixels. Every other photo is decoded from the prior's mean, as it will be filled later (their
// hybrid objective), the rest from what was recognised.
class VaeTask : public TrainingTask {
 public:
  VaeTask(const TrainSpec& spec, const torch::Device& device)
      : over_(spec.base != "none"),
        steps_(spec.steps),
        net_(spec.width, spec.seed, over_),
        recogniser_(spec.width, spec.seed + 1, over_ ? VaeNet::kShare : 1),
        adam_(enter(net_, "", device, 0.9, 0.99)),
        recogniser_adam_(enter(recogniser_, "recogniser.", device, 0.9, 0.99)) {}

  StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step,
                  double learning_rate, std::mt19937_64& random) override {
    const auto code = net_.encode(given(photo, keep, over_), keep);
    const auto right = recogniser_.recognise(2 * photo - 1, code.seen, keep);
    auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
    const auto noise =
        at::randn(code.mean.sizes(), generator, torch::TensorOptions().dtype(torch::kFloat32))
            .to(photo.device());
    const auto told =
        (torch::arange(photo.size(0), photo.options()) + step).remainder(2).view({-1, 1, 1, 1});
    const auto drawn = net_.draw(
        code, code.mean + told * (right.shift + noise * (0.5 * right.log_variance).exp()));
    const auto loss = hole_loss((drawn + 1) / 2, photo, keep);
    const auto ratio = right.log_variance - code.log_variance;
    const auto divergence =
        0.5F *
        (told * (right.shift.square() * (-code.log_variance).exp() + ratio.exp() - 1 - ratio))
            .sum(1)
            .mean();
    const auto total =
        loss.total() + kPriorWeight * std::min(1.0, step / (kRise * steps_)) * divergence;
    total.backward();
    adam_.step(step, learning_rate);
    recogniser_adam_.step(step, learning_rate);
    return {total.item<double>(), loss.l1.item<double>()};
  }

  torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor& keep) const override {
    const auto code = net_.encode(given(photo, keep, over_), keep);
    return (net_.draw(code, code.mean) + 1) / 2;
  }

  void describe(InfillerCard& card) const override {
    card.name = "VAE";
    card.description = "A variational autoencoder's mean completion; it was trained on photos.";
  }

  std::vector<InfillerCard> variants(const InfillerCard& card) const override {
    InfillerCard samples = card;
    samples.id += "-samples";
    samples.name = "VAE, samples";
    samples.description =
        "Completions that a variational autoencoder draws; it was trained on photos.";
    samples.stochastic = true;
    samples.card_path = card.card_path.parent_path() / (samples.id + ".card.json");
    return {samples};
  }

  const Weights& weights() const override { return net_.weights(); }

 private:
  bool over_;
  int steps_;
  VaeNet net_;
  Recogniser recogniser_;
  Adam &adam_, &recogniser_adam_;
};

}  // namespace

Expected<std::unique_ptr<TrainingTask>> make_vae_task(const TrainSpec& spec,
                                                      const torch::Device& device) {
  return std::make_unique<VaeTask>(spec, device);
}

}  // namespace fido
