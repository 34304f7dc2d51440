// FIDO-SSR, FIDO-SDR (Alg. 2), both at once (Korsch et al. 2023) and BBMP (Alg. 1). All of them
// optimise a drop probability on a grid; they differ in the sign of the score, in what is penalised
// and in whether masks are drawn. With spec.keep_evidence there is no penalty: the smallest region
// is searched that reaches a target (evidence_search.h). Internal: tensors.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "core/explain/evidence_search.h"
#include "core/explain/pixel_step.h"
#include "core/explain/run_common.h"
#include "core/image/upsampler.h"
#include "core/run/methods.h"

namespace fido {

class FidoRun : public Explanation {
 public:
  // The input's photo, infillers and method must match; `classifier` must outlive the run.
  // `use_aten` replaces the fused pixel step by its plain ATen form, also on the CPU.
  FidoRun(Classifier& classifier, RunInput input, bool use_aten = false);

  int iterations() const override { return input_.spec.iterations; }
  bool done() const override {
    return iteration_ >= input_.spec.iterations || (search_ && search_->has_settled());
  }
  Expected<Step> step() override;
  Plane drop() const override;
  Expected<Snapshot> snapshot(bool with_counterfactual) override;
  Expected<RunResult> result(const std::function<bool()>& should_continue) override;

  // For tests: d(loss)/d(parameters) of the last step, [grid * grid].
  const std::vector<double>& gradient() const { return gradient_; }
  // For tests: the parameters, which are the logits of the drop probability (FIDO) or the kept
  // share (BBMP), [grid * grid].
  std::vector<double>& parameters() { return parameters_; }

 private:
  // The scores under one batch of masks, and d(mean score)/d(theta), [grid * grid].
  struct BatchGradient {
    std::vector<double> scores, probabilities;
    std::vector<float> d_score_d_theta;
  };
  BatchGradient evaluate_batch(PixelStep& pixels, const std::vector<float>& drop,
                               std::uint32_t iteration);
  // The mean scores of a step, under its masks and under those of the complement (0 if there is
  // none), and d(score - complement score)/d(theta).
  struct StepGradient {
    double score = 0, complement_score = 0, probability = 0;
    std::vector<float> d_score_d_theta;
  };
  StepGradient evaluate_step(const std::vector<float>& drop);
  // Moves the parameters by Adam on score and penalty. Returns the loss.
  double penalty_step(const StepGradient& at, const std::vector<float>& drop, double dropped);
  // Moves the parameters towards the smallest region that reaches the target. Returns the expected
  // share of the photo in the region.
  double evidence_step(const StepGradient& at);
  void start_evidence_search();
  std::vector<float> theta() const;
  // The drop probability at the input size, upsampled as spec.map_upsampling says.
  Plane full_drop() const;
  Plane importance() const;
  Plane mask_of(const Plane& map) const;
  Expected<Interval> marginal_confidence(const std::function<bool()>& should_continue);
  double total_variation(const std::vector<float>& theta, std::vector<double>& gradient) const;
  void apply_mask();
  void adam_step(double learning_rate);
  void add_evidence(RunResult& result) const;

  Classifier& classifier_;
  RunInput input_;
  const MethodInfo& method_;
  std::unique_ptr<PixelStep> pixels_;
  // For a joint method: draws masks that drop what the other masks keep.
  std::unique_ptr<PixelStep> complement_;
  Upsampler upsampler_;
  std::vector<double> parameters_, gradient_, first_moment_, second_moment_;
  std::vector<char> frozen_;  // entries that the hand-made mask fixes; empty if there are none
  std::optional<EvidenceSearch> search_;   // only with spec.keep_evidence
  std::vector<double> complement_scores_;  // of every step; empty without complement_
  int iteration_ = 0;
  std::chrono::steady_clock::time_point start_time_;
  std::vector<Step> history_;
  PreviewCache preview_;
};

}  // namespace fido
