// Real time image saliency (Dabkowski & Gal 2017): a network trained for this classifier predicts
// the mask in one forward pass.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_realtime() {
  MethodInfo info;
  info.id = "realtime";
  info.label = "Realtime";
  info.description =
      "The mask that a network trained for this classifier predicts in one pass (Dabkowski & Gal "
      "2017).";
  info.paper = "Dabkowski & Gal 2017";
  info.computes =
      "the mask that a network trained for this very classifier predicts in one forward pass "
      "([below](#realtime-dabkowski--gal-2017)); shown as it is, not scaled to a percentile";
  info.group = MethodGroup::trained;
  info.defaults.samples = 1;
  info.answers_contrast = false;  // the network explains one class, not the difference of two
  return {info};
}

}  // namespace fido

#else

#include "core/explain/attribution.h"
#include "core/explain/saliency_net.h"
#include "core/model/saliency_net_card.h"
#include "core/model/score.h"

namespace fido {
namespace {

class Realtime : public Attribution {
 public:
  Realtime(Classifier& classifier, const RunInput& input, SaliencyNetCard card,
           std::unique_ptr<SaliencyNet> net)
      : classifier_(classifier), input_(input), card_(std::move(card)), net_(std::move(net)) {}

  Expected<BatchScores> evaluate(int) override {
    const torch::NoGradGuard no_grad;
    const auto scales = classifier_.multi_scale_features(input_.image);
    if (!scales) return tl::unexpected(scales.error());
    if (auto ok = check_channels(*scales); !ok) return tl::unexpected(ok.error());
    const auto target = torch::full({1}, input_.target, torch::kInt64).to(input_.image.device());
    values_ = at::upsample_bilinear2d(net_->mask(scales->maps, target),
                                      {input_.image.size(2), input_.image.size(3)}, false)[0][0]
                  .to(torch::kCPU)
                  .contiguous();
    const auto logits = scales->logits.to(torch::kCPU).contiguous();
    const int classes = static_cast<int>(logits.size(1));
    BatchScores out;
    out.scores = {score(logits.data_ptr<float>(), classes, input_.target)};
    out.probabilities = {probability(logits.data_ptr<float>(), classes, input_.target)};
    out.dropped = 1 - values_.mean().item<double>();
    return out;
  }
  torch::Tensor values() const override { return values_; }
  bool is_calibrated() const override { return true; }
  std::string note() const override {
    return "the mask was predicted by " + card_.id +
           (card_.training.empty() ? "" : ", trained on " + card_.training);
  }

 private:
  // Another version of LibTorch may find other feature maps in the same classifier file.
  Expected<void> check_channels(const MultiScaleFeatures& scales) const {
    const auto has_channels = [](const torch::Tensor& map, int channels) {
      return map.size(1) == channels;
    };
    if (std::equal(scales.maps.begin(), scales.maps.end(), net_->channels.begin(),
                   net_->channels.end(), has_channels))
      return {};
    return input_error(card_.card_path.string() +
                       ": was trained on other feature maps than LibTorch " +
                       std::string(TORCH_VERSION) + " finds in " + classifier_.card().id +
                       "; train it again with this program");
  }

  Classifier& classifier_;
  const RunInput& input_;
  SaliencyNetCard card_;
  std::unique_ptr<SaliencyNet> net_;
  torch::Tensor values_;
};

Expected<std::unique_ptr<Attribution>> make_realtime(Classifier& classifier,
                                                     const RunInput& input) {
  const auto classifier_weights = classifier.weights_sha256();
  if (!classifier_weights) return tl::unexpected(classifier_weights.error());
  auto card = find_saliency_net(classifier.card().id, *classifier_weights);
  if (!card) return tl::unexpected(card.error());
  if (auto ok = check_model_file(card->file, card->sha256, card->card_path); !ok)
    return tl::unexpected(ok.error());
  const auto weights = load_weights(card->file);
  if (!weights) return tl::unexpected(weights.error());
  auto net = SaliencyNet::from_weights(*weights, card->file.string());
  if (!net) return tl::unexpected(net.error());
  (*net)->to(classifier.device());
  return std::make_unique<Realtime>(classifier, input, std::move(*card), std::move(*net));
}

}  // namespace

Expected<std::unique_ptr<Explanation>> start_realtime(Classifier& classifier, RunInput input) {
  return start_attribution(classifier, std::move(input), make_realtime);
}

}  // namespace fido

#endif
