// Real time saliency (Dabkowski & Gal 2017): the mask that a network trained for this classifier
// gives in one forward.
#include "core/explain/attribution/attribution.h"
#include "core/explain/realtime/masker_card.h"
#include "core/explain/realtime/masker_net.h"
#include "core/model/score.h"

namespace fido {
namespace {

class Realtime : public Attribution {
 public:
  Realtime(Classifier& classifier, const RunInput& input, MaskerCard card,
           std::unique_ptr<Masker> masker)
      : classifier_(classifier),
        input_(input),
        card_(std::move(card)),
        masker_(std::move(masker)) {}

  bool calibrated() const override { return true; }
  Expected<Scored> look(int) override {
    const torch::NoGradGuard no_grad;
    const auto seen = classifier_.scales(input_.image);
    if (!seen) return tl::unexpected(seen.error());
    if (auto ok = fits(*seen); !ok) return tl::unexpected(ok.error());
    const auto target = torch::full({1}, input_.target, torch::kInt64).to(input_.image.device());
    values_ = at::upsample_bilinear2d(masker_->mask(seen->maps, target),
                                      {input_.image.size(2), input_.image.size(3)}, false)[0][0]
                  .to(torch::kCPU)
                  .contiguous();
    const auto logits = seen->logits.to(torch::kCPU).contiguous();
    const int classes = static_cast<int>(logits.size(1));
    Scored out{{score(logits.data_ptr<float>(), classes, input_.target)},
               {probability(logits.data_ptr<float>(), classes, input_.target)}};
    out.dropped = 1 - values_.mean().item<double>();
    return out;
  }
  torch::Tensor values() const override { return values_; }
  std::string note() const override {
    return "the mask is that of " + card_.id +
           (card_.training.empty() ? "" : ", trained on " + card_.training);
  }

 private:
  // The same file may show other feature maps to another LibTorch.
  Expected<void> fits(const Scales& seen) const {
    const auto same = [](const torch::Tensor& map, int channels) {
      return map.size(1) == channels;
    };
    if (std::equal(seen.maps.begin(), seen.maps.end(), masker_->channels.begin(),
                   masker_->channels.end(), same))
      return {};
    return input_error(card_.card_path.string() +
                       ": was trained on other feature maps than LibTorch " +
                       std::string(TORCH_VERSION) + " finds in " + classifier_.card().id +
                       "; train it again with this program");
  }

  Classifier& classifier_;
  const RunInput& input_;
  MaskerCard card_;
  std::unique_ptr<Masker> masker_;
  torch::Tensor values_;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_realtime(Classifier& classifier,
                                                     const RunInput& input) {
  if (input.contrast)
    return usage_error(
        "--contrast: a masker knows one class and not the difference of two; leave it out, or take "
        "another method");
  const auto weights_of = classifier.weights_sha256();
  if (!weights_of) return tl::unexpected(weights_of.error());
  auto card = find_masker(classifier.card().id, *weights_of);
  if (!card) return tl::unexpected(card.error());
  if (auto ok = check_model_file(card->file, card->sha256, card->card_path); !ok)
    return tl::unexpected(ok.error());
  const auto weights = load_weights(card->file);
  if (!weights) return tl::unexpected(weights.error());
  auto masker = Masker::from(*weights, card->file.string());
  if (!masker) return tl::unexpected(masker.error());
  (*masker)->to(classifier.device());
  return std::make_unique<Realtime>(classifier, input, std::move(*card), std::move(*masker));
}

}  // namespace fido
