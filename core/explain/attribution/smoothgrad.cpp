// SmoothGrad (Smilkov et al. 2017): the gradient's mean over noisy copies of the photo, then the
// largest over a pixel's colours.
#include "core/explain/attribution/attribution.h"

namespace fido {
namespace {

constexpr double kNoise = 0.15;  // of the photo's range of values, the authors'

class SmoothGrad : public Attribution {
 public:
  SmoothGrad(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        noise_(at::make_generator<at::CPUGeneratorImpl>(input.spec.seed)),
        deviation_(kNoise * (input.image.max() - input.image.min()).item<double>()) {}

  Expected<Scored> look(int) override {
    auto sizes = input_.image.sizes().vec();
    sizes[0] = input_.spec.samples;
    const auto noise = at::randn(sizes, noise_, torch::TensorOptions().dtype(torch::kFloat32))
                           .to(input_.image.device());
    const auto noisy =
        (input_.image + deviation_ * noise).contiguous(torch::MemoryFormat::ChannelsLast);
    auto seen = classifier_.score_gradient(noisy, input_.target, input_.contrast);
    const auto slope = seen.input_gradient.sum(0);  // each is of its share of the mean score
    sum_ = sum_.defined() ? sum_ + slope : slope;
    ++done_;
    return Scored{std::move(seen.scores), std::move(seen.probabilities)};
  }
  torch::Tensor values() const override {
    return (sum_ / done_).abs().amax(0).to(torch::kCPU).contiguous();
  }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  at::Generator noise_;
  double deviation_;
  torch::Tensor sum_;
  int done_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_smoothgrad(Classifier& classifier,
                                                       const RunInput& input) {
  return std::make_unique<SmoothGrad>(classifier, input);
}

}  // namespace fido
