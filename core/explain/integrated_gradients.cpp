// Integrated Gradients (Sundararajan et al. 2017) averages the gradient along the straight line
// from the photo with everything infilled to the photo, multiplies it by the difference of the two
// and sums over a pixel's colour channels. With the infiller Mean the line begins at zero.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_integrated_gradients() {
  MethodInfo info;
  info.id = "integrated-gradients";
  info.label = "Integrated Gradients";
  info.description =
      "The gradient, averaged along the line from the infilled photo to the photo (Sundararajan et "
      "al. 2017).";
  info.paper = "Sundararajan et al. 2017";
  info.computes =
      "the mean gradient along the line from the infilled photo to the photo, taken at the middles "
      "of equal parts, times the difference of the two, summed over a pixel's colour channels";
  info.infill_use = "at the start of the line";
  info.group = MethodGroup::gradient;
  info.settings = {"iterations", "samples", "seed"};
  info.defaults.infill = "mean";  // the authors' baseline
  info.defaults.iterations = 8;
  info.defaults.samples = 8;  // points per step
  return {info};
}

}  // namespace fido

#else

#include <algorithm>
#include <vector>

#include "core/explain/attribution.h"

namespace fido {
namespace {

// Returns the numbers 0 to count - 1 in an order in which every prefix covers the range evenly:
// that of the van der Corput sequence, which reads the binary digits backwards.
std::vector<int> van_der_corput_order(int count) {
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
      : classifier_(classifier),
        input_(input),
        order_(van_der_corput_order(planned_steps(input.spec))) {
    const torch::NoGradGuard no_grad;
    const auto all_dropped =
        at::zeros({1, 1, input.image.size(2), input.image.size(3)}, input.image.options());
    baseline_ = input.infiller->fill(all_dropped).clone();
  }

  // The points of each step cover the whole line, so a stopped run has integrated over all of it,
  // only more coarsely.
  Expected<BatchScores> evaluate(int index) override {
    const auto steps = static_cast<double>(order_.size()), batch = 1.0 * input_.spec.samples;
    const auto position = (torch::arange(input_.spec.samples, input_.image.options()) * steps +
                           order_[static_cast<std::size_t>(index)] + 0.5)
                              .div(steps * batch)
                              .view({-1, 1, 1, 1});
    const auto points = (baseline_ + position * (input_.image - baseline_))
                            .contiguous(torch::MemoryFormat::ChannelsLast);
    auto scored = classifier_.score_gradient(points, input_.target, input_.contrast);
    const auto gradient = scored.input_gradient.sum(0);
    sum_ = sum_.defined() ? sum_ + gradient : gradient;
    ++steps_;
    BatchScores scores;
    scores.scores = std::move(scored.scores);
    scores.probabilities = std::move(scored.probabilities);
    return scores;
  }
  torch::Tensor values() const override {
    return (sum_ / steps_ * (input_.image - baseline_)[0]).sum(0).to(torch::kCPU).contiguous();
  }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  std::vector<int> order_;  // the position of each step's points within every part of the line
  torch::Tensor baseline_, sum_;
  int steps_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_integrated_gradients(Classifier& classifier,
                                                                  RunInput input) {
  return start_attribution<IntegratedGradients>(classifier, std::move(input));
}

}  // namespace fido

#endif
