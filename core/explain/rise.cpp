// RISE (Petsiuk et al. 2018): random coarse masks, enlarged smoothly and shifted; a pixel's value
// is the mean probability of the class under the masks that keep it. What is masked away is black
// in the paper; here an infiller's. With a contrast class it is the difference of the two classes'
// maps.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_rise() {
  MethodInfo info;
  info.id = "rise";
  info.label = "RISE";
  info.description =
      "How probable the class is under the random masks that keep a pixel (Petsiuk et al. 2018).";
  info.paper = "Petsiuk et al. 2018";
  info.computes =
      "mean p(c) (minus p of the contrast class) under random masks that keep a pixel: cells of a "
      "grid kept with probability 1/2, enlarged and shifted";
  info.infill_use = "under the mask";
  info.group = MethodGroup::perturbation;
  info.settings = {"iterations", "samples", "grid", "seed"};
  info.defaults.iterations = 250;
  info.defaults.samples = 16;  // masks in a step
  info.defaults.grid = 7;
  return {info};
}

}  // namespace fido

#else

#include "core/explain/attribution.h"

namespace fido {
namespace {

constexpr double kKept = 0.5;  // the authors' share of a mask's cells

class Rise : public Attribution {
 public:
  Rise(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        random_(at::make_generator<at::CPUGeneratorImpl>(input.spec.seed)),
        sum_(torch::zeros({input.image.size(2), input.image.size(3)})) {}

  Expected<BatchScores> evaluate(int) override {
    const torch::NoGradGuard no_grad;
    const auto soft = draw_masks();
    const auto keep = soft.to(input_.image.device());
    const auto fill = input_.infiller->fill(keep.ge(0.5).to(torch::kFloat32));
    const auto pictures =
        (fill + keep * (input_.image - fill)).contiguous(torch::MemoryFormat::ChannelsLast);
    auto scores = score_batch(classifier_, input_, pictures);
    if (!scores) return scores;
    scores->dropped = 1 - soft.mean().item<double>();
    auto weight = torch::tensor(scores->probabilities, torch::kFloat32);
    if (input_.contrast) weight -= torch::tensor(scores->contrast_probabilities, torch::kFloat32);
    sum_ += (soft * weight.view({-1, 1, 1, 1})).sum(at::IntArrayRef{0, 1});
    masks_ += static_cast<int>(soft.size(0));
    return scores;
  }
  torch::Tensor values() const override { return sum_ / (kKept * masks_); }
  bool is_relative() const override { return true; }
  // Of probabilities, which float32 gives to about 1e-7.
  float resolution() const override { return 1e-6F; }

 private:
  // [S,1,H,W], values in [0, 1].
  torch::Tensor draw_masks() {
    const auto height = sum_.size(0), width = sum_.size(1),
               grid = static_cast<std::int64_t>(input_.spec.grid),
               samples = static_cast<std::int64_t>(input_.spec.samples);
    const auto cell_height = (height + grid - 1) / grid, cell_width = (width + grid - 1) / grid;
    const auto cells = at::rand({samples, 1, grid, grid}, random_, torch::TensorOptions())
                           .lt(kKept)
                           .to(torch::kFloat32);
    const auto large =
        at::upsample_bilinear2d(cells, {(grid + 1) * cell_height, (grid + 1) * cell_width}, false);
    const auto shift = at::rand({samples, 2}, random_, torch::TensorOptions());
    const auto shift_of = [&](std::int64_t sample, std::int64_t axis, std::int64_t cell) {
      return static_cast<std::int64_t>(shift[sample][axis].item<double>() *
                                       static_cast<double>(cell));
    };
    auto out = torch::empty({samples, 1, height, width});
    for (std::int64_t i = 0; i < samples; ++i) {
      const auto y = shift_of(i, 0, cell_height), x = shift_of(i, 1, cell_width);
      out[i].copy_(large[i].slice(1, y, y + height).slice(2, x, x + width));
    }
    return out;
  }

  Classifier& classifier_;
  const RunInput& input_;
  at::Generator random_;
  torch::Tensor sum_;
  int masks_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_rise(Classifier& classifier, RunInput input) {
  return start_attribution<Rise>(classifier, std::move(input));
}

}  // namespace fido

#endif
