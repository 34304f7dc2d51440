// Gradient (Simonyan et al. 2014): the largest slope of the score over a pixel's colours. Gradient
// x input (Shrikumar et al. 2017): their slopes times their values, summed. Guided Backpropagation
// (Springenberg et al. 2015): the gradient with every ReLU's slope cut off where it is negative.
// All in the classifier's normalised space.
#include "core/explain/attribution/attribution.h"

namespace fido {
namespace {

enum class Kind { plain, times_input, guided };

class Gradient : public Attribution {
 public:
  Gradient(Classifier& classifier, const RunInput& input, Kind kind)
      : classifier_(classifier), input_(input), kind_(kind) {}

  Expected<Scored> look(int) override {
    ScoreGradient seen;
    if (kind_ == Kind::guided) {
      auto guided = classifier_.guided_gradient(input_.image, input_.target, input_.contrast);
      if (!guided) return tl::unexpected(guided.error());
      seen = std::move(*guided);
    } else {
      seen = classifier_.score_gradient(input_.image, input_.target, input_.contrast);
    }
    const auto slope = seen.input_gradient[0];
    values_ = (kind_ == Kind::times_input ? (slope * input_.image[0]).sum(0) : slope.abs().amax(0))
                  .to(torch::kCPU)
                  .contiguous();
    return Scored{std::move(seen.scores), std::move(seen.probabilities)};
  }
  torch::Tensor values() const override { return values_; }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  Kind kind_;
  torch::Tensor values_;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_gradient(Classifier& classifier,
                                                     const RunInput& input) {
  return std::make_unique<Gradient>(classifier, input, Kind::plain);
}
Expected<std::unique_ptr<Attribution>> make_gradient_x_input(Classifier& classifier,
                                                             const RunInput& input) {
  return std::make_unique<Gradient>(classifier, input, Kind::times_input);
}
Expected<std::unique_ptr<Attribution>> make_guided_backprop(Classifier& classifier,
                                                            const RunInput& input) {
  return std::make_unique<Gradient>(classifier, input, Kind::guided);
}

}  // namespace fido
