// Gradient (Simonyan et al. 2014): the largest slope of the score over a pixel's colours. Gradient x input (Shrikumar et al. 2017):
// their slopes times their values, summed. Both in the classifier's normalised space.
#include "core/explain/attribution/attribution.h"

namespace fido {
namespace {

class Gradient : public Attribution {
 public:
  Gradient(Classifier& classifier, const RunInput& input, bool times_input) : classifier_(classifier), input_(input), times_input_(times_input) {}

  Expected<Scored> look(int) override {
    auto seen = classifier_.score_gradient(input_.image, input_.target, input_.contrast);
    const auto slope = seen.input_gradient[0];
    values_ = (times_input_ ? (slope * input_.image[0]).sum(0) : slope.abs().amax(0)).to(torch::kCPU).contiguous();
    return Scored{std::move(seen.scores), std::move(seen.probabilities)};
  }
  torch::Tensor values() const override { return values_; }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  bool times_input_;
  torch::Tensor values_;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_gradient(Classifier& classifier, const RunInput& input) { return std::make_unique<Gradient>(classifier, input, false); }
Expected<std::unique_ptr<Attribution>> make_gradient_x_input(Classifier& classifier, const RunInput& input) { return std::make_unique<Gradient>(classifier, input, true); }

}  // namespace fido
