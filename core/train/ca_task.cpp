#include <algorithm>
#include <cmath>

#include "core/infill/net/ca_net.h"
#include "core/train/critic.h"
#include "core/train/task.h"

namespace fido {
namespace {

// The authors' weights of the losses.
constexpr double kL1 = 1.2, kCoarse = 1.2, kKept = 1.2, kAdversarial = 1e-3, kPenalty = 10;
// a pixel's weight, for each pixel of distance from what is kept
constexpr double kDiscount = 0.9;
constexpr int kFarthest = 32;  // beyond which it falls no further

// discount^(chessboard distance to the nearest kept pixel - 1) in the hole, 0 elsewhere: what lies
// deep in a hole can be right in many ways.
torch::Tensor discounted(const torch::Tensor& hole) {
  auto out = hole.clone(), left = hole;
  for (int i = 0; i < kFarthest; ++i) {
    left = -at::max_pool2d(-left, 3, 1, 1);
    if (left.sum().item<double>() == 0) break;
    out = at::where(left > 0, out * kDiscount, out);
  }
  return out;
}

// The square of half the side round the middle of what is missing.
struct Window {
  std::int64_t y, x, side;
  torch::Tensor of(const torch::Tensor& t) const {
    return t.slice(2, y, y + side).slice(3, x, x + side);
  }
};

Window window_of(const torch::Tensor& hole) {
  const std::int64_t side = hole.size(3), half = side / 2;
  const auto sum = hole.sum().clamp_min(1), places = torch::arange(side, hole.options());
  const auto at = [&](const torch::Tensor& along) {
    return std::clamp<std::int64_t>(
        static_cast<std::int64_t>((along * places).sum().div(sum).item<double>()) - half / 2, 0,
        side - half);
  };
  return {at(hole.sum({0, 1, 3})), at(hole.sum({0, 1, 2})), half};
}

class CaTask : public TrainingTask {
 public:
  CaTask(const TrainSpec& spec, const torch::Device& device)
      : over_(spec.base != "none"),
        net_(spec.width, CaConvention::pytorch, spec.seed, over_),
        global_(4, 2 * spec.width, 4, spec.crop, spec.seed + 1),
        local_(3, 2 * spec.width, 8, spec.crop / 2, spec.seed + 2),
        adam_(enter(net_, "", device, spec.critics > 0 ? 0.5 : 0.9, 0.99)),
        global_adam_(enter(global_, "global.", device, 0.5, 0.9)),
        local_adam_(enter(local_, "local.", device, 0.5, 0.9)),
        critics_from_(static_cast<int>(std::lround((1 - spec.critics) * spec.steps))) {}

  StepLosses step(const torch::Tensor& photo, const torch::Tensor& keep, int step,
                  double learning_rate, std::mt19937_64& random) override {
    const auto hole = 1 - keep, real = 2 * photo - 1;
    const auto answer = net_.complete(given(photo, keep, over_), hole);
    const auto whole_loss = hole_loss(answer.fine, real, keep);
    // Over Push-pull what is drawn over kept pixels goes nowhere, and what lies deep in a hole
    // counts as much as the rest: the discount is for a network that critics teach to invent it.
    auto loss =
        over_ ? kL1 * (kCoarse * hole_loss(answer.coarse, real, keep).total() + whole_loss.total())
              : authorsLoss(answer, real, keep);
    const bool judged = step >= critics_from_;
    if (judged) {
      // One window a picture; they are cut out one by one.
      std::vector<Window> windows;
      const auto here = hole.to(torch::kCPU);
      for (std::int64_t i = 0; i < photo.size(0); ++i)
        windows.push_back(window_of(here.slice(0, i, i + 1)));
      const auto cut = [&](const torch::Tensor& t) {
        std::vector<torch::Tensor> parts;
        for (std::size_t i = 0; i < windows.size(); ++i)
          parts.push_back(windows[i].of(
              t.slice(0, static_cast<std::int64_t>(i), static_cast<std::int64_t>(i) + 1)));
        return at::cat(parts);
      };
      const auto fake = answer.fine * hole + real * keep;
      const auto real_part = cut(real), hole_part = cut(hole), fake_part = cut(fake);
      const auto whole = [&](const torch::Tensor& x) {
        return global_.judge(at::cat({x, hole}, 1));
      };
      const auto part = [&](const torch::Tensor& x) { return local_.judge(x); };
      auto generator = at::make_generator<at::CPUGeneratorImpl>(random());
      const auto between = at::rand({photo.size(0), 1, 1, 1}, generator,
                                    torch::TensorOptions().dtype(torch::kFloat32))
                               .to(photo.device());
      const auto critics =
          whole(fake.detach()).mean() - whole(real).mean() + part(fake_part.detach()).mean() -
          part(real_part).mean() +
          kPenalty * (gradient_penalty(whole, real, fake, hole, between) +
                      gradient_penalty(part, real_part, fake_part, hole_part, between));
      critics.backward();
      global_adam_.step(step - critics_from_, learning_rate);
      local_adam_.step(step - critics_from_, learning_rate);
      loss = loss - kAdversarial * (whole(fake).mean() + part(fake_part).mean());
    }
    loss.backward();
    adam_.step(step, learning_rate);
    if (judged) {  // their share of the network's loss is none of theirs
      global_adam_.clear();
      local_adam_.clear();
    }
    return {loss.item<double>(), whole_loss.l1.item<double>() / 2};
  }

  torch::Tensor fill(const torch::Tensor& photo, const torch::Tensor& keep) const override {
    return (net_.complete(given(photo, keep, over_), 1 - keep).fine + 1) / 2;
  }

  void describe(InfillerCard& card) const override {
    card.name = "CA";
    card.description =
        "Contextual attention: a coarse guess, refined with what is found elsewhere in the photo; "
        "trained on photos.";
    card.convention = "pytorch";
  }

  const Weights& weights() const override { return net_.weights(); }

 private:
  static torch::Tensor authorsLoss(const CaNet::Answer& answer, const torch::Tensor& real,
                                   const torch::Tensor& keep) {
    const auto both = [&](const torch::Tensor& where) {
      return kCoarse * mean_in(where, (answer.coarse - real).abs() * where) +
             mean_in(where, (answer.fine - real).abs() * where);
    };
    return kL1 * both(discounted(1 - keep)) + kKept * both(keep);
  }

  bool over_;
  CaNet net_;
  Critic global_, local_;
  Adam &adam_, &global_adam_, &local_adam_;
  int critics_from_;
};

}  // namespace

Expected<std::unique_ptr<TrainingTask>> make_ca_task(const TrainSpec& spec,
                                                     const torch::Device& device) {
  return std::make_unique<CaTask>(spec, device);
}

}  // namespace fido
