// RISE (Petsiuk et al. 2018) draws random coarse masks, enlarged smoothly and shifted. A pixel's
// value is the mean probability of the class under the masks that keep it. The paper paints what is
// masked away black; here an infiller fills it. With a contrast class the map is the difference of
// the two classes' maps.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_rise() {
  MethodInfo info;
  info.id = "rise";
  info.label = "RISE";
  info.description =
      "The mean probability of the class under random masks that keep the pixel (Petsiuk et al. "
      "2018).";
  info.paper = "Petsiuk et al. 2018";
  info.computes =
      "the mean of p(c), minus that of the contrast class, under random masks that keep the pixel: "
      "cells of a grid, each kept with probability 1/2, enlarged and shifted";
  info.infill_use = "under the masks";
  info.group = MethodGroup::perturbation;
  info.settings = {"iterations", "samples", "grid", "seed"};
  info.defaults.iterations = 250;
  info.defaults.samples = 16;  // masks per step
  info.defaults.grid = 7;
  return {info};
}

}  // namespace fido

#else

#include "core/explain/attribution.h"

namespace fido {
namespace {

constexpr double kKeepProbability = 0.5;  // of each cell of a mask, as in the authors' code

class Rise : public Attribution {
 public:
  Rise(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        generator_(at::make_generator<at::CPUGeneratorImpl>(input.spec.seed)),
        sum_(torch::zeros({input.image.size(2), input.image.size(3)})) {}

  Expected<BatchScores> evaluate(int) override {
    const torch::NoGradGuard no_grad;
    const auto masks = draw_masks();
    const auto keep = masks.to(input_.image.device());
    const auto fill = input_.infiller->fill(keep.ge(0.5).to(torch::kFloat32));
    const auto images =
        (fill + keep * (input_.image - fill)).contiguous(torch::MemoryFormat::ChannelsLast);
    auto scores = score_batch(classifier_, input_, images);
    if (!scores) return scores;
    scores->dropped = 1 - masks.mean().item<double>();
    auto weight = torch::tensor(scores->probabilities, torch::kFloat32);
    if (input_.contrast) weight -= torch::tensor(scores->contrast_probabilities, torch::kFloat32);
    sum_ += (masks * weight.view({-1, 1, 1, 1})).sum(at::IntArrayRef{0, 1});
    mask_count_ += static_cast<int>(masks.size(0));
    return scores;
  }
  torch::Tensor values() const override { return sum_ / (kKeepProbability * mask_count_); }
  bool is_relative() const override { return true; }
  // The values are probabilities, whose float32 rounding error is about 1e-7.
  float rounding_error() const override { return 1e-6F; }

 private:
  // Returns soft masks [S,1,H,W] in [0, 1], 1 = kept.
  torch::Tensor draw_masks() {
    const auto height = sum_.size(0), width = sum_.size(1),
               grid = static_cast<std::int64_t>(input_.spec.grid),
               samples = static_cast<std::int64_t>(input_.spec.samples);
    const auto cell_height = (height + grid - 1) / grid, cell_width = (width + grid - 1) / grid;
    const auto cells = at::rand({samples, 1, grid, grid}, generator_, torch::TensorOptions())
                           .lt(kKeepProbability)
                           .to(torch::kFloat32);
    const auto enlarged =
        at::upsample_bilinear2d(cells, {(grid + 1) * cell_height, (grid + 1) * cell_width}, false);
    const auto shift = at::rand({samples, 2}, generator_, torch::TensorOptions());
    const auto shift_in_pixels = [&](std::int64_t sample, std::int64_t axis, std::int64_t cell) {
      return static_cast<std::int64_t>(shift[sample][axis].item<double>() *
                                       static_cast<double>(cell));
    };
    auto out = torch::empty({samples, 1, height, width});
    for (std::int64_t i = 0; i < samples; ++i) {
      const auto y = shift_in_pixels(i, 0, cell_height), x = shift_in_pixels(i, 1, cell_width);
      out[i].copy_(enlarged[i].slice(1, y, y + height).slice(2, x, x + width));
    }
    return out;
  }

  Classifier& classifier_;
  const RunInput& input_;
  at::Generator generator_;
  torch::Tensor sum_;
  int mask_count_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_rise(Classifier& classifier, RunInput input) {
  return start_attribution<Rise>(classifier, std::move(input));
}

}  // namespace fido

#endif
