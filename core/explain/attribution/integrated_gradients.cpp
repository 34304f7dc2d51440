// Integrated Gradients (Sundararajan et al. 2017): the gradient's mean along the straight line from
// the photo with everything infilled to the photo, times their difference, summed over a pixel's
// colours. With Mean that line begins at zero.
#include "core/explain/attribution/attribution.h"

namespace fido {
namespace {

class IntegratedGradients : public Attribution {
 public:
  IntegratedGradients(Classifier& classifier, const RunInput& input)
      : classifier_(classifier), input_(input) {
    const torch::NoGradGuard no_grad;
    start_ = input.infiller
                 ->fill(at::zeros({1, 1, input.image.size(2), input.image.size(3)},
                                  input.image.options()))
                 .clone();
  }

  Expected<Scored> look(int index) override {
    // The middles of equal parts of the line.
    const int batch = input_.spec.samples;
    const auto at = (torch::arange(batch, input_.image.options()) + index * batch + 0.5)
                        .div(static_cast<double>(planned_steps(input_.spec)) * batch)
                        .view({-1, 1, 1, 1});
    auto seen = classifier_.score_gradient(
        (start_ + at * (input_.image - start_)).contiguous(torch::MemoryFormat::ChannelsLast),
        input_.target, input_.contrast);
    const auto slope = seen.input_gradient.sum(0);
    sum_ = sum_.defined() ? sum_ + slope : slope;
    ++done_;
    return Scored{std::move(seen.scores), std::move(seen.probabilities)};
  }
  torch::Tensor values() const override {
    return (sum_ / done_ * (input_.image - start_)[0]).sum(0).to(torch::kCPU).contiguous();
  }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  torch::Tensor start_, sum_;
  int done_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_integrated_gradients(Classifier& classifier,
                                                                 const RunInput& input) {
  return std::make_unique<IntegratedGradients>(classifier, input);
}

}  // namespace fido
