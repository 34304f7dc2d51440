// LayerCAM (Jiang et al. 2021) weights every value of a layer's feature maps by its own positive
// gradient, where Grad-CAM weights a whole map by its mean gradient. Maps of early layers, which
// have more positions, therefore stay sharp. Select them with `feature_layer` in the card.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_layer_cam() {
  MethodInfo info;
  info.id = "layer-cam";
  info.label = "LayerCAM";
  info.description =
      "The last feature maps, each value weighted by how much it speaks for the class (Jiang et "
      "al. 2021).";
  info.paper = "Jiang et al. 2021";
  info.computes =
      "the sum of feature maps weighted at each position by their positive gradients, cut off at 0 "
      "and enlarged; it reads the same maps as `grad-cam`";
  info.group = MethodGroup::gradient;
  info.defaults.samples = 1;
  return {info};
}

}  // namespace fido

#else

#include "core/explain/class_activation.h"

namespace fido {

Expected<std::unique_ptr<Explanation>> start_layer_cam(Classifier& classifier, RunInput input) {
  return start_class_activation(classifier, std::move(input), [](const torch::Tensor& gradient) {
    return gradient.clamp_min(0);
  });
}

}  // namespace fido

#endif
