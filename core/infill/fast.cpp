// Fast: Push-pull, and what a small network adds to it in the holes (net/fast_net.h).
#include "core/infill/infiller.h"
#include "core/infill/net/fast_net.h"
#include "core/infill/padding.h"

namespace fido {
namespace {

class Fast : public Infiller {
 public:
  Fast(std::shared_ptr<const FastNet> net) : net_(std::move(net)), push_pull_(make_push_pull()) {}

  void begin(const InfillerInput& input) override {
    colors_ = Colors(input);
    image_ = input.image;
    push_pull_->begin(input);
    low_ = (0 - input.mean) / input.std;
    high_ = (1 - input.mean) / input.std;
  }

  torch::Tensor fill(const torch::Tensor& keep) override {
    const auto filled = push_pull_->fill(keep);
    const auto [rgb, seen] = padded(colors_.rgb(filled), keep, FastNet::kMultiple);
    const auto added = net_->residual(rgb, seen).slice(2, 0, keep.size(2)).slice(3, 0, keep.size(3)).to(torch::kFloat32);
    const auto out = at::minimum(at::maximum(filled + colors_.differenceFromRgb(added), low_), high_);
    return torch::where(keep > 0.5, image_, out).contiguous(torch::MemoryFormat::ChannelsLast);
  }

 private:
  std::shared_ptr<const FastNet> net_;
  std::unique_ptr<Infiller> push_pull_;
  Colors colors_;
  torch::Tensor image_, low_, high_;
};

}  // namespace

Expected<MakeFromCard> load_fast(const InfillerCard& card, const torch::Device& device, torch::Dtype dtype) {
  auto weights = load_weights(card.file);
  if (!weights) return tl::unexpected(weights.error());
  const auto net = std::make_shared<FastNet>();
  if (auto ok = assign_weights(net->weights(), *weights, card.file.string()); !ok) return tl::unexpected(ok.error());
  net->to(device, dtype);
  return MakeFromCard([net] { return std::make_unique<Fast>(net); });
}

}  // namespace fido
