// Gradient (Simonyan et al. 2014): the largest slope of the score over a pixel's colours. Gradient
// x input (Shrikumar et al. 2017): the slopes times the values, summed. Guided Backpropagation
// (Springenberg et al. 2015): the gradient with every ReLU's slope cut off where it is negative.
// All in the classifier's normalised space.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_gradient() {
  MethodInfo gradient;
  gradient.id = "gradient";
  gradient.label = "Gradient";
  gradient.description = "How steeply the score changes with each pixel (Simonyan et al. 2014).";
  gradient.paper = "Simonyan et al. 2014";
  gradient.computes = "the largest slope of the score over a pixel's colours";
  gradient.group = MethodGroup::gradient;
  gradient.defaults.samples = 1;

  MethodInfo times_input = gradient;
  times_input.id = "gradient-x-input";
  times_input.label = "Gradient × input";
  times_input.description = "The slope times the pixel's own value (Shrikumar et al. 2017).";
  times_input.paper = "Shrikumar et al. 2017";
  times_input.computes = "slopes times values, summed over a pixel's colours";

  MethodInfo guided = gradient;
  guided.id = "guided-backprop";
  guided.label = "Guided Backpropagation";
  guided.description =
      "The gradient, with what speaks against a unit cut off at every ReLU (Springenberg et al. "
      "2015).";
  guided.paper = "Springenberg et al. 2015";
  guided.computes =
      "the gradient, with the slope cut off at 0 in front of every ReLU; a network with other "
      "activations is refused";
  return {gradient, times_input, guided};
}

}  // namespace fido

#else

#include "core/explain/attribution.h"

namespace fido {
namespace {

enum class Kind { plain, times_input, guided };

template <Kind kind>
class Gradient : public Attribution {
 public:
  Gradient(Classifier& classifier, const RunInput& input)
      : classifier_(classifier), input_(input) {}

  Expected<BatchScores> evaluate(int) override {
    ScoreGradient found;
    if constexpr (kind == Kind::guided) {
      auto guided = classifier_.guided_gradient(input_.image, input_.target, input_.contrast);
      if (!guided) return tl::unexpected(guided.error());
      found = std::move(*guided);
    } else {
      found = classifier_.score_gradient(input_.image, input_.target, input_.contrast);
    }
    const auto slope = found.input_gradient[0];
    const auto values =
        kind == Kind::times_input ? (slope * input_.image[0]).sum(0) : slope.abs().amax(0);
    values_ = values.to(torch::kCPU).contiguous();
    BatchScores scores;
    scores.scores = std::move(found.scores);
    scores.probabilities = std::move(found.probabilities);
    return scores;
  }
  torch::Tensor values() const override { return values_; }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  torch::Tensor values_;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_gradient(Classifier& classifier, RunInput input) {
  const std::string method = input.spec.method;
  if (method == "gradient-x-input")
    return start_attribution<Gradient<Kind::times_input>>(classifier, std::move(input));
  if (method == "guided-backprop")
    return start_attribution<Gradient<Kind::guided>>(classifier, std::move(input));
  return start_attribution<Gradient<Kind::plain>>(classifier, std::move(input));
}

}  // namespace fido

#endif
