#include "core/explain/class_activation.h"

#include "core/run/methods.h"

namespace fido {
namespace {

class ClassActivationMap : public Attribution {
 public:
  ClassActivationMap(const RunInput& input, LayerFeatures features, FeatureMapWeights weights,
                     bool card_names_layer)
      : input_(input),
        features_(std::move(features)),
        weights_(weights),
        card_names_layer_(card_names_layer) {}

  Expected<BatchScores> evaluate(int) override {
    BatchScores scores;
    scores.scores = {features_.score};
    scores.probabilities = {features_.probability};
    return scores;
  }
  torch::Tensor values() const override {
    const auto sum = (weights_(features_.gradient) * features_.maps).sum(1, true).clamp_min(0);
    return at::upsample_bilinear2d(sum, {input_.image.size(2), input_.image.size(3)}, false)[0][0]
        .to(torch::kCPU)
        .contiguous();
  }
  std::string note() const override {
    return find_method(input_.spec.method)->label + " read " + features_.layer + ", " +
           std::to_string(features_.maps.size(1)) + " maps of " +
           std::to_string(features_.maps.size(3)) + " x " + std::to_string(features_.maps.size(2)) +
           (card_names_layer_ ? ", which the card names"
                              : ", the last feature maps of the network");
  }

 private:
  const RunInput& input_;
  LayerFeatures features_;
  FeatureMapWeights weights_;
  bool card_names_layer_;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_class_activation(Classifier& classifier,
                                                              RunInput input,
                                                              FeatureMapWeights weights) {
  return start_attribution(
      classifier, std::move(input),
      [weights](Classifier& c, const RunInput& i) -> Expected<std::unique_ptr<Attribution>> {
        // Read here and not in a step, so that a mistake in the card is reported before the run
        // begins.
        auto features = c.layer_features(i.image, i.target, i.contrast);
        if (!features) return tl::unexpected(features.error());
        return std::make_unique<ClassActivationMap>(i, std::move(*features), weights,
                                                    !c.card().feature_layer.empty());
      });
}

}  // namespace fido
