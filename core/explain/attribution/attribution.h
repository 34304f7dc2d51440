// A method that looks at a photo a fixed number of times and adds up what it sees. One file each,
// beside this one. Internal: tensors.
#pragma once

#include <memory>

#include "core/explain/outcome.h"

namespace fido {

class Attribution {
 public:
  virtual ~Attribution() = default;

  // The pictures of look `index`, in order from 0 to planned_steps(). May throw the device's
  // errors.
  virtual Expected<Scored> look(int index) = 0;
  // [H,W] float32 on the CPU: how much each pixel speaks for the class (negative: against it), of
  // the looks so far, in the method's own unit.
  virtual torch::Tensor values() const = 0;
  // Whether importance is read from the least value up; otherwise what is not positive has none.
  virtual bool relative() const { return false; }
  // Whether the values lie between 0 and 1 and mean what a map's mean.
  virtual bool calibrated() const { return false; }
  // Nothing is left to look at, though fewer looks were taken than were planned.
  virtual bool finished() const { return false; }
  // What a reader of the result should know.
  virtual std::string note() const { return {}; }
};

// `input` has begun its infillers, and outlives the attribution as `classifier` does.
using MakeAttribution = Expected<std::unique_ptr<Attribution>> (*)(Classifier& classifier,
                                                                   const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_gradient(Classifier& classifier, const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_gradient_x_input(Classifier& classifier,
                                                             const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_guided_backprop(Classifier& classifier,
                                                            const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_smoothgrad(Classifier& classifier,
                                                       const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_integrated_gradients(Classifier& classifier,
                                                                 const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_grad_cam(Classifier& classifier, const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_occlusion(Classifier& classifier,
                                                      const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_pda(Classifier& classifier, const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_rise(Classifier& classifier, const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_realtime(Classifier& classifier, const RunInput& input);
Expected<std::unique_ptr<Attribution>> make_sedc(Classifier& classifier, const RunInput& input);

// Null for a method that optimises a mask.
MakeAttribution find_attribution(const std::string& method);

}  // namespace fido
