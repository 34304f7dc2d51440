// SmoothGrad (Smilkov et al. 2017): the gradient's mean over noisy copies of the photo, then the
// largest over a pixel's colours.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_smoothgrad() {
  MethodInfo info;
  info.id = "smoothgrad";
  info.label = "SmoothGrad";
  info.description = "The gradient, averaged over noisy copies of the photo (Smilkov et al. 2017).";
  info.paper = "Smilkov et al. 2017";
  info.computes = "the gradient's mean over copies with noise of 0.15 of the photo's range";
  info.group = MethodGroup::gradient;
  info.settings = {"iterations", "samples", "seed"};
  info.defaults.iterations = 8;
  info.defaults.samples = 8;  // copies in a step
  return {info};
}

}  // namespace fido

#else

#include "core/explain/attribution.h"

namespace fido {
namespace {

constexpr double kNoise = 0.15;  // the authors' share of the photo's range of values

class SmoothGrad : public Attribution {
 public:
  SmoothGrad(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        noise_(at::make_generator<at::CPUGeneratorImpl>(input.spec.seed)),
        deviation_(kNoise * (input.image.max() - input.image.min()).item<double>()) {}

  Expected<BatchScores> evaluate(int) override {
    auto sizes = input_.image.sizes().vec();
    sizes[0] = input_.spec.samples;
    const auto noise = at::randn(sizes, noise_, torch::TensorOptions().dtype(torch::kFloat32))
                           .to(input_.image.device());
    const auto noisy =
        (input_.image + deviation_ * noise).contiguous(torch::MemoryFormat::ChannelsLast);
    auto found = classifier_.score_gradient(noisy, input_.target, input_.contrast);
    // Each is the gradient of its share of the mean score.
    const auto slope = found.input_gradient.sum(0);
    sum_ = sum_.defined() ? sum_ + slope : slope;
    ++steps_;
    BatchScores scores;
    scores.scores = std::move(found.scores);
    scores.probabilities = std::move(found.probabilities);
    return scores;
  }
  torch::Tensor values() const override {
    return (sum_ / steps_).abs().amax(0).to(torch::kCPU).contiguous();
  }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  at::Generator noise_;
  double deviation_;
  torch::Tensor sum_;
  int steps_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_smoothgrad(Classifier& classifier, RunInput input) {
  return start_attribution<SmoothGrad>(classifier, std::move(input));
}

}  // namespace fido

#endif
