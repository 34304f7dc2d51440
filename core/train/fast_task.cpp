#include "core/infill/infiller.h"
#include "core/infill/net/fast_net.h"
#include "core/train/training_task.h"

namespace fido {
namespace {

class FastTask : public TrainingTask {
 public:
  FastTask(const TrainSpec& spec, const torch::Device& device)
      : net_(spec.seed), optimizer_(add_network(net_, "", device, 0.9, 0.99)) {}

  StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step,
                  double learning_rate, std::mt19937_64&) override {
    const auto loss = hole_loss(fill(photo, keep), photo, keep);
    const auto total = loss.total();
    total.backward();
    optimizer_.step(step, learning_rate);
    return {total.item<double>(), loss.l1.item<double>()};
  }

  torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor& keep) const override {
    const auto base = push_pull_aten(photo, keep);
    return base + net_.residual(base, keep);
  }

  void describe(InfillerCard& card) const override {
    card.name = "Fast";
    card.description = "Push-pull, refined by a small network that was trained on photos.";
  }

  const Weights& weights() const override { return net_.weights(); }

 private:
  FastNet net_;
  Adam& optimizer_;
};

}  // namespace

Expected<std::unique_ptr<TrainingTask>> make_fast_task(const TrainSpec& spec,
                                                       const torch::Device& device) {
  return std::make_unique<FastTask>(spec, device);
}

}  // namespace fido
