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

#include "core/explain/attribution.h"

namespace fido {
namespace {

class GradCam : public Attribution {
 public:
  GradCam(const RunInput& input, LayerFeatures features, bool card_names_layer)
      : input_(input), features_(std::move(features)), card_names_layer_(card_names_layer) {}

  Expected<BatchScores> evaluate(int) override {
    BatchScores scores;
    scores.scores = {features_.score};
    scores.probabilities = {features_.probability};
    return scores;
  }
  torch::Tensor values() const override {
    const auto weights = features_.gradient.mean(at::IntArrayRef{2, 3}, true);
    const auto sum = (weights * features_.maps).sum(1, true).clamp_min(0);
    return at::upsample_bilinear2d(sum, {input_.image.size(2), input_.image.size(3)}, false)[0][0]
        .to(torch::kCPU)
        .contiguous();
  }
  std::string note() const override {
    return "Grad-CAM read " + features_.layer + ", " + std::to_string(features_.maps.size(1)) +
           " maps of " + std::to_string(features_.maps.size(3)) + " x " +
           std::to_string(features_.maps.size(2)) +
           (card_names_layer_ ? ", which the card names"
                              : ", the last feature maps of the network");
  }

 private:
  const RunInput& input_;
  LayerFeatures features_;
  bool card_names_layer_;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_grad_cam(Classifier& classifier, RunInput input) {
  return start_attribution(
      classifier, std::move(input),
      [](Classifier& c, const RunInput& i) -> Expected<std::unique_ptr<Attribution>> {
        // Read here and not in a step, so that a mistake in the card is reported before the run
        // begins.
        auto features = c.layer_features(i.image, i.target, i.contrast);
        if (!features) return tl::unexpected(features.error());
        return std::make_unique<GradCam>(i, std::move(*features), !c.card().feature_layer.empty());
      });
}

}  // namespace fido

#endif
