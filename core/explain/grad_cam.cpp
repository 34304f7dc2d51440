// Grad-CAM (Selvaraju et al. 2017) weights each feature map of a layer by its mean gradient, sums
// them, sets negative values to zero and enlarges the result bilinearly.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_grad_cam() {
  MethodInfo info;
  info.id = "grad-cam";
  info.label = "Grad-CAM";
  info.description =
      "The last feature maps, each weighted by how much it speaks for the class (Selvaraju et al. "
      "2017).";
  info.paper = "Selvaraju et al. 2017";
  info.computes =
      "the sum of feature maps weighted by their mean gradients, cut off at 0 and enlarged; the "
      "maps are those of the card's `feature_layer`, or the last ones with more than one position "
      "(`notes` says which)";
  info.group = MethodGroup::gradient;
  info.defaults.samples = 1;
  return {info};
}

}  // namespace fido

#else

#include "core/explain/class_activation.h"

namespace fido {

Expected<std::unique_ptr<Explanation>> start_grad_cam(Classifier& classifier, RunInput input) {
  return start_class_activation(classifier, std::move(input), [](const torch::Tensor& gradient) {
    return gradient.mean(at::IntArrayRef{2, 3}, true);
  });
}

}  // namespace fido

#endif
