// An attribution method evaluates the photo in a fixed number of steps and accumulates a value for
// each pixel. Each method has a file of its own beside this one. Internal: tensors.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "core/explain/run_common.h"

namespace fido {

class Attribution {
 public:
  virtual ~Attribution() = default;

  // Carries out step `index`. Called in order, with 0 to planned_steps() - 1. May throw the
  // exceptions of LibTorch.
  virtual Expected<BatchScores> evaluate(int index) = 0;
  // Returns [H,W] float32 on the CPU: how strongly each pixel speaks for the class (negative:
  // against it) after the steps so far, in the method's own unit. Requires at least one step.
  virtual torch::Tensor values() const = 0;
  // Returns whether importance is measured from the smallest value up; otherwise only positive
  // values are important.
  virtual bool is_relative() const { return false; }
  // Returns whether the values already are a saliency map in [0, 1], which is shown unscaled.
  virtual bool is_calibrated() const { return false; }
  // Returns the rounding error of the values: if none is larger, the map is zero everywhere.
  virtual float rounding_error() const { return 0; }
  // Returns whether the method has ended before its planned number of steps.
  virtual bool is_finished() const { return false; }
  // Returns a sentence for the notes of the result; may be empty.
  virtual std::string note() const { return {}; }
};

// Creates an attribution. Its infillers have already begun, so it may use them. `classifier` and
// `input` outlive the attribution.
using AttributionFactory = std::function<Expected<std::unique_ptr<Attribution>>(
    Classifier& classifier, const RunInput& input)>;
// Starts a run of the attribution that `create` returns. Errors: those of `create`.
Expected<std::unique_ptr<Explanation>> start_attribution(Classifier& classifier, RunInput input,
                                                         AttributionFactory create);

// Starts a run of attribution T, whose constructor takes classifier and input and cannot fail.
template <class T>
Expected<std::unique_ptr<Explanation>> start_attribution(Classifier& classifier, RunInput input) {
  return start_attribution(
      classifier, std::move(input),
      [](Classifier& c, const RunInput& i) -> Expected<std::unique_ptr<Attribution>> {
        return std::make_unique<T>(c, i);
      });
}

}  // namespace fido
