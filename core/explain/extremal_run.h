// Extremal Perturbations (Fong, Patrick & Vedaldi 2019), the preservation game: finds, among all
// smooth masks that keep a given share of the photo, the one under which the class scores highest.
// Internal: tensors.
//
// As in the paper: the masks are smooth (smooth_mask.h). The penalty is w |vecsort(m) - r_a|^2,
// where r_a consists of zeros and then a share a of ones. As in the authors' code, it is the mean
// over the pixels, with w = 300 growing 1.0035-fold per step. The optimiser is gradient descent
// with momentum 0.9, damped by 0.1. Everything is kept at the start.
//
// Different from the paper: The score is this program's log-odds. An infiller fills what is masked
// away; the paper uses a blur that deepens with the mask. The area is that of the photo without a
// margin. Keeping all cells gives the untouched photo. All cells move at the same pace, however
// much of their kernel lies in the photo; otherwise the border, where the penalty acts less, would
// be what is kept. No step uses the mirrored photo. w reaches the same final value in any number of
// steps.
#pragma once

#include <chrono>
#include <vector>

#include "core/explain/run_common.h"
#include "core/explain/smooth_mask.h"

namespace fido {

// Returns the mean over `mask` of (vecsort(mask) - r_a)^2, and sets `gradient` to its gradient.
// Equal mask values on either side of the step of r_a share its ones equally. `area`, the share a
// of ones, lies in (0, 1].
double area_penalty(const std::vector<float>& mask, double area, std::vector<float>& gradient);

class ExtremalRun : public Explanation {
 public:
  // The input's photo, infillers and method must match; `classifier` must outlive the run.
  ExtremalRun(Classifier& classifier, RunInput input);

  int iterations() const override { return input_.spec.iterations; }
  bool done() const override { return static_cast<int>(history_.size()) >= iterations(); }
  Expected<Step> step() override;
  // Returns 1 - mask, averaged over the pixels of each grid entry.
  Plane drop() const override;
  Expected<Snapshot> snapshot(bool with_counterfactual) override;
  // No masks are drawn, so there is no marginal confidence.
  Expected<RunResult> result(const std::function<bool()>& should_continue) override;

  // For tests: d(loss)/d(cells) of the last step, and the cells themselves.
  const std::vector<float>& gradient() const { return gradient_; }
  std::vector<float>& cells() { return cells_; }

 private:
  Plane map() const;

  Classifier& classifier_;
  RunInput input_;
  SmoothMask smooth_mask_;
  std::vector<float> cells_, velocity_, gradient_;
  std::vector<float> cell_scale_;  // the factor of each cell's gradient
  // A separate instance, so that a preview does not change the state of the next step.
  mutable SmoothMask preview_mask_;
  std::chrono::steady_clock::time_point start_time_;
  std::vector<Step> history_;
  PreviewCache preview_;
};

}  // namespace fido
