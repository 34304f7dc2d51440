// Gradient (Simonyan et al. 2014) is the largest absolute gradient of the score over a pixel's
// colour channels. Gradient x input (Shrikumar et al. 2017) sums the gradients times the values.
// Guided Backpropagation (Springenberg et al. 2015) is the gradient with negative gradients set to
// zero at every ReLU. All are computed in the classifier's normalised space.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_gradient() {
  MethodInfo gradient;
  gradient.id = "gradient";
  gradient.label = "Gradient";
  gradient.description = "How steeply the score changes with each pixel (Simonyan et al. 2014).";
  gradient.paper = "Simonyan et al. 2014";
  gradient.computes = "the largest absolute gradient of the score over a pixel's colour channels";
  gradient.group = MethodGroup::gradient;
  gradient.defaults.samples = 1;

  MethodInfo times_input = gradient;
  times_input.id = "gradient-x-input";
  times_input.label = "Gradient × input";
  times_input.description = "The gradient times the pixel's own value (Shrikumar et al. 2017).";
  times_input.paper = "Shrikumar et al. 2017";
  times_input.computes = "gradients times values, summed over a pixel's colour channels";

  MethodInfo guided = gradient;
  guided.id = "guided-backprop";
  guided.label = "Guided Backpropagation";
  guided.description =
      "The gradient, with negative gradients cut off at every ReLU (Springenberg et al. 2015).";
  guided.paper = "Springenberg et al. 2015";
  guided.computes =
      "the gradient, with negative gradients set to 0 at every ReLU; networks with other "
      "activations are refused";
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
    ScoreGradient scored;
    if constexpr (kind == Kind::guided) {
      auto guided = classifier_.guided_gradient(input_.image, input_.target, input_.contrast);
      if (!guided) return tl::unexpected(guided.error());
      scored = std::move(*guided);
    } else {
      scored = classifier_.score_gradient(input_.image, input_.target, input_.contrast);
    }
    const auto gradient = scored.input_gradient[0];
    const auto values =
        kind == Kind::times_input ? (gradient * input_.image[0]).sum(0) : gradient.abs().amax(0);
    values_ = values.to(torch::kCPU).contiguous();
    BatchScores scores;
    scores.scores = std::move(scored.scores);
    scores.probabilities = std::move(scored.probabilities);
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
