// A run of a method that adds up what it sees (attribution/attribution.h), as an Explanation.
// Internal: tensors.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "core/explain/attribution/attribution.h"
#include "core/explain/names.h"

namespace fido {

class MapRun : public Explanation {
 public:
  // Method and infillers of `input` are known to fit. `classifier` outlives the run.
  MapRun(Classifier& classifier, RunInput input)
      : classifier_(classifier),
        input_(std::move(input)),
        keeps_(find_method(input_.spec.method)->keeps),
        begun_(std::chrono::steady_clock::now()) {}
  // Before anything else. Errors (input): what the method needs of the classifier is not there.
  Expected<void> begin();

  int iterations() const override { return planned_steps(input_.spec); }
  bool done() const override {
    return static_cast<int>(history_.size()) >= iterations() ||
           (attribution_ && attribution_->finished());
  }
  Expected<Step> step() override;
  // What the map leaves of a drop probability, at spec.grid.
  Plane drop() const override;
  Expected<Snapshot> snapshot(bool with_counterfactual) override;
  // Its mask keeps what the map has over 1/2, or drops it, as the method asks. No masks are drawn,
  // so there is no marginal.
  Expected<RunResult> result(const std::function<bool()>& go_on) override;

 private:
  // [0, 1]: values over their 99th percentile, cut off; zero everywhere where none is positive.
  Plane importance() const;
  Plane drop_of(const Plane& map) const;  // at spec.grid

  Classifier& classifier_;
  RunInput input_;
  bool keeps_;
  std::unique_ptr<Attribution> attribution_;
  std::chrono::steady_clock::time_point begun_;
  std::vector<Step> history_;
  LastLook last_look_;
};

}  // namespace fido
