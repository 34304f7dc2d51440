// SmoothGrad (Smilkov et al. 2017) averages the gradient over noisy copies of the photo and takes
// the largest absolute value over a pixel's colour channels.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_smoothgrad() {
  MethodInfo info;
  info.id = "smoothgrad";
  info.label = "SmoothGrad";
  info.description = "The gradient, averaged over noisy copies of the photo (Smilkov et al. 2017).";
  info.paper = "Smilkov et al. 2017";
  info.computes =
      "the gradient averaged over noisy copies of the photo (Gaussian, standard deviation 0.15 of "
      "its range of values): the largest absolute value over a pixel's colour channels";
  info.group = MethodGroup::gradient;
  info.settings = {"iterations", "samples", "seed"};
  info.defaults.iterations = 8;
  info.defaults.samples = 8;  // copies per step
  return {info};
}

}  // namespace fido

#else

#include "core/explain/attribution.h"

namespace fido {
namespace {

// The noise's standard deviation as a share of the photo's range of values, as in the paper.
constexpr double kNoiseLevel = 0.15;

class SmoothGrad : public Attribution {
 public:
  SmoothGrad(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        generator_(at::make_generator<at::CPUGeneratorImpl>(input.spec.seed)),
        noise_std_(kNoiseLevel * (input.image.max() - input.image.min()).item<double>()) {}

  Expected<BatchScores> evaluate(int) override {
    auto sizes = input_.image.sizes().vec();
    sizes[0] = input_.spec.samples;
    const auto noise = at::randn(sizes, generator_, torch::TensorOptions().dtype(torch::kFloat32))
                           .to(input_.image.device());
    const auto noisy =
        (input_.image + noise_std_ * noise).contiguous(torch::MemoryFormat::ChannelsLast);
    auto scored = classifier_.score_gradient(noisy, input_.target, input_.contrast);
    // These are the gradients of the batch's mean score, so their sum is the mean gradient.
    const auto gradient = scored.input_gradient.sum(0);
    sum_ = sum_.defined() ? sum_ + gradient : gradient;
    ++steps_;
    BatchScores scores;
    scores.scores = std::move(scored.scores);
    scores.probabilities = std::move(scored.probabilities);
    return scores;
  }
  torch::Tensor values() const override {
    return (sum_ / steps_).abs().amax(0).to(torch::kCPU).contiguous();
  }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  at::Generator generator_;
  double noise_std_;
  torch::Tensor sum_;
  int steps_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_smoothgrad(Classifier& classifier, RunInput input) {
  return start_attribution<SmoothGrad>(classifier, std::move(input));
}

}  // namespace fido

#endif
