// Occlusion (Zeiler & Fergus 2014) measures how far the score falls when a window is infilled, and
// averages this over the windows that contain a pixel. The authors fill with grey; here any
// infiller does.
#include "core/explain/window_grid.h"
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_occlusion() {
  MethodInfo info;
  info.id = "occlusion";
  info.label = "Occlusion";
  info.description = "How far the score falls when a window is infilled (Zeiler & Fergus 2014).";
  info.paper = "Zeiler & Fergus 2014";
  info.computes =
      "how far the score falls when a window is infilled, averaged over the windows that contain "
      "the pixel";
  info.infill_use = "in the window";
  info.group = MethodGroup::perturbation;
  info.settings = {"samples", "grid", "seed"};
  info.defaults.samples = 16;  // windows per step
  info.defaults.grid = 28;
  info.planned_steps = [](const RunSpec& spec) {
    return (window_count(spec.grid) + spec.samples - 1) / spec.samples;
  };
  return {info};
}

}  // namespace fido

#else

#include "core/explain/attribution.h"
#include "core/explain/windows.h"

namespace fido {
namespace {

class Occlusion : public Attribution {
 public:
  Occlusion(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        windows_(static_cast<int>(input.image.size(3)), static_cast<int>(input.image.size(2)),
                 input.spec.grid) {}

  Expected<BatchScores> evaluate(int index) override {
    const torch::NoGradGuard no_grad;
    const int first = index * input_.spec.samples,
              count = std::min(input_.spec.samples, windows_.count() - first);
    auto keep = torch::ones({count, 1, input_.image.size(2), input_.image.size(3)});
    for (int i = 0; i < count; ++i) windows_.drop_window(first + i, keep[i][0]);
    auto scores = score_masked(classifier_, input_, keep.to(input_.image.device()));
    if (!scores) return scores;
    for (int i = 0; i < count; ++i)
      windows_.add(first + i, input_.original_score - scores->scores[i]);
    return scores;
  }
  torch::Tensor values() const override { return windows_.mean(); }
  float rounding_error() const override { return kScoreRoundingError; }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  WindowAccumulator windows_;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_occlusion(Classifier& classifier, RunInput input) {
  return start_attribution<Occlusion>(classifier, std::move(input));
}

}  // namespace fido

#endif
