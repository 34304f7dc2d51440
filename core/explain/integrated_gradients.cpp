// Integrated Gradients (Sundararajan et al. 2017): the gradient's mean along the straight line from
// the photo with everything infilled to the photo, times their difference, summed over a pixel's
// colours. With Mean that line begins at zero.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_integrated_gradients() {
  MethodInfo info;
  info.id = "integrated-gradients";
  info.label = "Integrated Gradients";
  info.description =
      "The gradient along the way from the infilled photo to the photo (Sundararajan et al. 2017).";
  info.paper = "Sundararajan et al. 2017";
  info.computes =
      "the mean gradient at the middles of equal parts of the line from the infilled photo, times "
      "the difference, summed over a pixel's colours";
  info.infill_use = "where the line begins";
  info.group = MethodGroup::gradient;
  info.settings = {"iterations", "samples", "seed"};
  info.defaults.infill = "mean";  // the authors' baseline
  info.defaults.iterations = 8;
  info.defaults.samples = 8;  // points in a step
  return {info};
}

}  // namespace fido

#else

#include <algorithm>
#include <vector>

#include "core/explain/attribution.h"

namespace fido {
namespace {

// 0 to count - 1 in an order whose every beginning covers the range evenly: by their digits in base
// two, read backwards (van der Corput).
std::vector<int> evenly_ordered(int count) {
  const auto reversed = [](int number) {
    double value = 0, digit = 0.5;
    for (; number > 0; number /= 2, digit /= 2) value += digit * (number % 2);
    return value;
  };
  std::vector<int> by_value(static_cast<std::size_t>(count)), order(by_value.size());
  for (int i = 0; i < count; ++i) by_value[static_cast<std::size_t>(i)] = i;
  std::sort(by_value.begin(), by_value.end(),
            [&](int a, int b) { return reversed(a) < reversed(b); });
  for (int rank = 0; rank < count; ++rank)
    order[static_cast<std::size_t>(by_value[static_cast<std::size_t>(rank)])] = rank;
  return order;
}

class IntegratedGradients : public Attribution {
 public:
  IntegratedGradients(Classifier& classifier, const RunInput& input)
      : classifier_(classifier), input_(input), order_(evenly_ordered(planned_steps(input.spec))) {
    const torch::NoGradGuard no_grad;
    const auto nothing_kept =
        at::zeros({1, 1, input.image.size(2), input.image.size(3)}, input.image.options());
    start_ = input.infiller->fill(nothing_kept).clone();
  }

  // A step's points lie all along the line, so that a run that is stopped has integrated over the
  // whole of it, only more coarsely.
  Expected<BatchScores> evaluate(int index) override {
    const auto steps = static_cast<double>(order_.size()), batch = 1.0 * input_.spec.samples;
    const auto position = (torch::arange(input_.spec.samples, input_.image.options()) * steps +
                           order_[static_cast<std::size_t>(index)] + 0.5)
                              .div(steps * batch)
                              .view({-1, 1, 1, 1});
    const auto points =
        (start_ + position * (input_.image - start_)).contiguous(torch::MemoryFormat::ChannelsLast);
    auto found = classifier_.score_gradient(points, input_.target, input_.contrast);
    const auto slope = found.input_gradient.sum(0);
    sum_ = sum_.defined() ? sum_ + slope : slope;
    ++steps_;
    BatchScores scores;
    scores.scores = std::move(found.scores);
    scores.probabilities = std::move(found.probabilities);
    return scores;
  }
  torch::Tensor values() const override {
    return (sum_ / steps_ * (input_.image - start_)[0]).sum(0).to(torch::kCPU).contiguous();
  }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  std::vector<int> order_;  // of the steps' points among each part of the line
  torch::Tensor start_, sum_;
  int steps_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_integrated_gradients(Classifier& classifier,
                                                                  RunInput input) {
  return start_attribution<IntegratedGradients>(classifier, std::move(input));
}

}  // namespace fido

#endif
