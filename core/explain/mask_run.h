// FIDO-SSR, FIDO-SDR (Alg. 2), the two at once (Korsch et al. 2023) and BBMP (Alg. 1): one
// optimisation of a drop probability on a grid; they differ in the sign of the score, in what is
// penalised and in whether masks are drawn. Internal: tensors.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "core/explain/names.h"
#include "core/explain/outcome.h"
#include "core/explain/pixel_step.h"
#include "core/image/upsampler.h"

namespace fido {

class MaskRun : public Explanation {
 public:
  // Photo, infillers and method of `input` are known to fit. `classifier` outlives the run. `aten`
  // takes the plain form of the step where the fused one would be taken.
  MaskRun(Classifier& classifier, RunInput input, bool aten = false);

  int iterations() const override { return input_.spec.iterations; }
  bool done() const override { return iteration_ >= input_.spec.iterations; }
  Expected<Step> step() override;
  Plane drop() const override;
  Expected<Snapshot> snapshot(bool with_counterfactual) override;
  // Fills what the run itself knows: spec, target, map, drop, mask, counterfactual and its scores,
  // marginal, history.
  Expected<RunResult> result(const std::function<bool()>& go_on) override;

  // d(loss)/d(parameters) of the last step, for tests: [grid * grid].
  const std::vector<double>& gradient() const { return gradient_; }
  // The parameters: logits of the drop probability (FIDO), the kept share (BBMP).
  std::vector<double>& parameters() { return parameters_; }

 private:
  // The score under one batch of masks, and its slope in theta.
  struct Seen {
    std::vector<double> scores, probabilities;
    std::vector<float> slope;
  };
  Seen look(PixelStep& pixels, const std::vector<float>& drop, std::uint32_t iteration);
  std::vector<float> theta() const;
  Plane full_drop() const;  // the drop probability at the input size, as map_upsampling asks
  Plane importance() const;
  Expected<Interval> marginal(const std::function<bool()>& go_on);
  double total_variation(const std::vector<float>& theta, std::vector<double>& gradient) const;
  void applyMask();
  void adam(double learning_rate);

  Classifier& classifier_;
  RunInput input_;
  bool point_mass_, keeps_;
  std::unique_ptr<PixelStep> pixels_;
  // of a method that asks both: masks that drop what the others keep
  std::unique_ptr<PixelStep> complement_;
  Upsampler upsampler_;
  std::vector<double> parameters_, gradient_, first_moment_, second_moment_;
  std::vector<char> frozen_;  // by the mask: these stay as they are; empty: none
  int iteration_ = 0;
  std::chrono::steady_clock::time_point begun_;
  std::vector<Step> history_;
  LastLook last_look_;
};

}  // namespace fido
