// Extremal Perturbations (Fong, Patrick & Vedaldi 2019), the preservation game: of all smooth masks
// that keep a given share of the photo, the one under which the class scores highest. Internal:
// tensors.
//
// As in the paper: the smooth masks (smooth_mask.h); the penalty w |vecsort(m) - r_a|^2, r_a =
// zeros and then a share a of ones, its mean over the pixels (the authors' code) with w = 300
// growing 1.0035-fold a step; gradient descent with momentum 0.9, damped by 0.1; all kept at the
// start. Otherwise than in the paper: the score is this program's log-odds, what is masked away is
// an infiller's and not a blur that deepens with the mask, the area is that of the photo without a
// margin, all cells kept are the untouched photo, cells move at one pace however much of their
// kernel lies in the photo (else its border, which the price reaches less, is what is kept), and no
// step looks at the mirrored photo. w grows as far in any number of steps.
#pragma once

#include <chrono>
#include <vector>

#include "core/explain/run_common.h"
#include "core/explain/smooth_mask.h"

namespace fido {

// Returns the mean over `mask` of (vecsort(mask) - r_a)^2, and sets `slope` to its gradient. Equal
// values on either side of the jump of r_a share it.
double area_penalty(const std::vector<float>& mask, double area, std::vector<float>& slope);

class ExtremalRun : public Explanation {
 public:
  // The input's photo, infillers and method fit each other; `classifier` outlives the run.
  ExtremalRun(Classifier& classifier, RunInput input);

  int iterations() const override { return input_.spec.iterations; }
  bool done() const override { return static_cast<int>(history_.size()) >= iterations(); }
  Expected<Step> step() override;
  // 1 - mask, averaged over the pixels of an entry of the grid.
  Plane drop() const override;
  Expected<Snapshot> snapshot(bool with_counterfactual) override;
  // No masks are drawn, so there is no marginal.
  Expected<RunResult> result(const std::function<bool()>& go_on) override;

  // For tests: d(loss)/d(cells) of the last step, and the cells themselves.
  const std::vector<float>& gradient() const { return gradient_; }
  std::vector<float>& cells() { return cells_; }

 private:
  Plane map() const;

  Classifier& classifier_;
  RunInput input_;
  SmoothMask smooth_;
  std::vector<float> cells_, velocity_, gradient_;
  std::vector<float> cell_scale_;  // what a cell's slope is multiplied with
  // Its own, so that a preview does not change what a step goes on from.
  mutable SmoothMask preview_mask_;
  std::chrono::steady_clock::time_point begin_;
  std::vector<Step> history_;
  PreviewCache preview_;
};

}  // namespace fido
