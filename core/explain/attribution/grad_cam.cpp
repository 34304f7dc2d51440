// Grad-CAM (Selvaraju et al. 2017): a layer's feature maps, each weighted by its mean slope,
// summed; what speaks against the class is cut off; enlarged bilinearly.
#include "core/explain/attribution/attribution.h"

namespace fido {
namespace {

class GradCam : public Attribution {
 public:
  GradCam(Classifier& classifier, const RunInput& input, Features features)
      : input_(input),
        named_(!classifier.card().feature_layer.empty()),
        features_(std::move(features)) {}

  Expected<Scored> look(int) override { return Scored{{features_.score}, {features_.probability}}; }
  torch::Tensor values() const override {
    const auto sum = (features_.gradient.mean(at::IntArrayRef{2, 3}, true) * features_.maps)
                         .sum(1, true)
                         .clamp_min(0);
    return at::upsample_bilinear2d(sum, {input_.image.size(2), input_.image.size(3)}, false)[0][0]
        .to(torch::kCPU)
        .contiguous();
  }
  std::string note() const override {
    return "Grad-CAM read " + features_.layer + ", " + std::to_string(features_.maps.size(1)) +
           " maps of " + std::to_string(features_.maps.size(3)) + " x " +
           std::to_string(features_.maps.size(2)) +
           (named_ ? ", which the card names" : ", the last feature maps that were found");
  }

 private:
  const RunInput& input_;
  bool named_;
  Features features_;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_grad_cam(Classifier& classifier,
                                                     const RunInput& input) {
  // Here and not in a look, so that a card's mistake is said before the run begins.
  auto features = classifier.features(input.image, input.target, input.contrast);
  if (!features) return tl::unexpected(features.error());
  return std::make_unique<GradCam>(classifier, input, std::move(*features));
}

}  // namespace fido
