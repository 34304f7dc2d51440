// Prediction difference analysis (Zintgraf et al. 2017): how far the log-odds fall when a window is
// taken out and what may be there is averaged over, p(c | x without w) = mean of p(c | infilled):
// conditional with an infiller that looks at what surrounds the window, marginal with one that does
// not. A stochastic infiller gives spec.samples fills a window; of others one is all there is to
// know.
#include "core/explain/window_grid.h"
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_pda() {
  MethodInfo info;
  info.id = "pda";
  info.label = "PDA";
  info.description =
      "How far the log-odds fall when what may be under a window is averaged over (Zintgraf et al. "
      "2017).";
  info.paper = "Zintgraf et al. 2017";
  info.computes =
      "the same with the log-odds of the mean p(c) over several fills; conditional with an "
      "infiller "
      "that looks around the window, marginal with `random`; natural logarithms, and p(c) clamped "
      "to [1e-12, 1 − 1e-12] where theirs has Laplace's correction";
  info.infill_use = "in the window";
  info.group = MethodGroup::perturbation;
  info.settings = {"samples", "grid", "seed"};
  info.defaults.infill = "random";
  info.defaults.samples = 8;  // fills a window
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
    // With a contrast class there is no one probability whose mean could be taken: the mean of the
    // scores stands in.
    double after = mean_of(scores->scores);
    if (!input_.contrast && fills_ > 1) {
      constexpr double kLeast = 1e-12;
      const double p = std::clamp(mean_of(scores->probabilities), kLeast, 1 - kLeast);
      after = std::log(p) - std::log1p(-p);
    }
    windows_.add(index, input_.original_score - after);
    return scores;
  }
  torch::Tensor values() const override { return windows_.mean(); }
  float resolution() const override { return kScoreResolution; }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  Windows windows_;
  int fills_;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_pda(Classifier& classifier, RunInput input) {
  return start_attribution<Pda>(classifier, std::move(input));
}

}  // namespace fido

#endif
