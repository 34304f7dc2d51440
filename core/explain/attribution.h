// A method that evaluates the photo in a fixed number of steps and sums what it finds; one file
// each, beside this one. Internal: tensors.
#pragma once

#include <memory>
#include <utility>

#include "core/explain/run_common.h"

namespace fido {

class Attribution {
 public:
  virtual ~Attribution() = default;

  // Carries out step `index`; called in order, from 0 to planned_steps(). May throw the device's
  // errors.
  virtual Expected<BatchScores> evaluate(int index) = 0;
  // [H,W] float32 on the CPU: how much each pixel speaks for the class (negative: against it) after
  // the steps so far, in the method's own unit. At least one step has been carried out.
  virtual torch::Tensor values() const = 0;
  // Whether importance counts from the least value up; otherwise only what is positive has any.
  virtual bool is_relative() const { return false; }
  // Whether the values lie in [0, 1] and mean what a map's values mean.
  virtual bool is_calibrated() const { return false; }
  // Values up to this are the classifier's rounding and count as none.
  virtual float resolution() const { return 0; }
  // Whether nothing is left to evaluate, though fewer steps were taken than planned.
  virtual bool finished() const { return false; }
  // A sentence for the reader of the result; may be empty.
  virtual std::string note() const { return {}; }
};

// Makes a run of an attribution: the infillers have begun when `make` is called, so that it may use
// them. `make` gets the run's own input, which outlives the attribution as the classifier does.
using MakeAttribution = Expected<std::unique_ptr<Attribution>> (*)(Classifier& classifier,
                                                                   const RunInput& input);
Expected<std::unique_ptr<Explanation>> start_attribution(Classifier& classifier, RunInput input,
                                                         MakeAttribution make);

// For an attribution whose constructor takes classifier and input and cannot fail.
template <class T>
Expected<std::unique_ptr<Explanation>> start_attribution(Classifier& classifier, RunInput input) {
  return start_attribution(
      classifier, std::move(input),
      [](Classifier& c, const RunInput& i) -> Expected<std::unique_ptr<Attribution>> {
        return std::make_unique<T>(c, i);
      });
}

}  // namespace fido
