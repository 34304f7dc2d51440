// Prediction difference analysis (Zintgraf et al. 2017) measures how far the log-odds fall when a
// window is removed and the probability is averaged over what may be there instead: p(c | x without
// w) = mean of p(c | infilled). The analysis is conditional with an infiller that reads the
// window's surroundings and marginal with one that does not. A stochastic infiller draws
// spec.samples fills per window; of any other infiller one fill is enough.
#include "core/explain/window_grid.h"
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_pda() {
  MethodInfo info;
  info.id = "pda";
  info.label = "PDA";
  info.description =
      "How far the log-odds fall when p(class) is averaged over several fills of a window "
      "(Zintgraf et al. 2017).";
  info.paper = "Zintgraf et al. 2017";
  info.computes =
      "as for `occlusion`, but from the log-odds of the mean p(c) over several fills; conditional "
      "with an infiller that reads the window's surroundings, marginal with `random`; natural "
      "logarithms, and p(c) clamped to [1e-12, 1 − 1e-12] where the authors apply Laplace's "
      "correction";
  info.infill_use = "in the window";
  info.group = MethodGroup::perturbation;
  info.settings = {"samples", "grid", "seed"};
  info.defaults.infill = "random";
  info.defaults.samples = 8;  // fills per window
  info.defaults.grid = 28;
  info.planned_steps = [](const RunSpec& spec) { return window_count(spec.grid); };
  return {info};
}

}  // namespace fido

#else

#include <algorithm>
#include <cmath>

#include "core/explain/attribution.h"
#include "core/explain/windows.h"

namespace fido {
namespace {

class Pda : public Attribution {
 public:
  Pda(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        windows_(static_cast<int>(input.image.size(3)), static_cast<int>(input.image.size(2)),
                 input.spec.grid),
        fills_(input.infill_is_stochastic ? input.spec.samples : 1) {}

  Expected<BatchScores> evaluate(int index) override {
    const torch::NoGradGuard no_grad;
    auto keep = torch::ones({1, 1, input_.image.size(2), input_.image.size(3)});
    windows_.drop_window(index, keep[0][0]);
    auto scores = score_masked(
        classifier_, input_,
        keep.to(input_.image.device()).expand({fills_, 1, keep.size(2), keep.size(3)}));
    if (!scores) return scores;
    // With a contrast class there is no single probability to average, so the scores are averaged.
    double infilled_score = mean_of(scores->scores);
    if (!input_.contrast && fills_ > 1) {
      constexpr double kMinProbability = 1e-12;
      const double p =
          std::clamp(mean_of(scores->probabilities), kMinProbability, 1 - kMinProbability);
      infilled_score = std::log(p) - std::log1p(-p);
    }
    windows_.add(index, input_.original_score - infilled_score);
    return scores;
  }
  torch::Tensor values() const override { return windows_.mean(); }
  float rounding_error() const override { return kScoreRoundingError; }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  WindowAccumulator windows_;
  int fills_;  // per window
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_pda(Classifier& classifier, RunInput input) {
  return start_attribution<Pda>(classifier, std::move(input));
}

}  // namespace fido

#endif
