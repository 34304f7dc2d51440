// The interface of the methods that fill dropped pixels. A new infiller is one file with its
// make_<function>() and one line in infillers.def. Internal: tensors.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/base/torch.h"
#include "core/model/infiller_card.h"

namespace fido {

// One photo in the classifier's normalised space.
struct InfillerInput {
  torch::Tensor image;  // [1,C,H,W] float32, channels last, on the classifier's device
  // [1,C,1,1]; image * std + mean is in [0,1], in the classifier's channel order
  torch::Tensor mean, std;
  std::uint64_t seed = 0;  // for stochastic infillers: the same seed and calls give the same fills
  bool bgr = false;        // the classifier's channel order is BGR
};

// Converts between the classifier's normalised space and RGB in [0,1], in which networks are
// trained. If the classifier takes grey photos, all three RGB channels are equal, and a conversion
// from RGB averages them.
class RgbConverter {
 public:
  RgbConverter() = default;
  explicit RgbConverter(const InfillerInput& input)
      : mean_(input.mean), std_(input.std), bgr_(input.bgr) {}

  // [N,C,H,W] normalised to [N,3,H,W].
  torch::Tensor to_rgb(const torch::Tensor& normalized) const {
    auto x = normalized * std_ + mean_;
    if (x.size(1) == 1) return x.expand({x.size(0), 3, x.size(2), x.size(3)});
    return bgr_ ? x.flip(1) : x;
  }
  // [N,3,H,W] to [N,C,H,W] normalised.
  torch::Tensor from_rgb(const torch::Tensor& rgb) const {
    return (to_classifier_channels(rgb) - mean_) / std_;
  }
  // Converts a difference of two pictures, which has no mean to subtract.
  torch::Tensor difference_from_rgb(const torch::Tensor& rgb) const {
    return to_classifier_channels(rgb) / std_;
  }

 private:
  torch::Tensor to_classifier_channels(const torch::Tensor& rgb) const {
    if (mean_.size(1) == 1) return rgb.mean(1, true);
    return bgr_ ? rgb.flip(1) : rgb;
  }
  torch::Tensor mean_, std_;
  bool bgr_ = false;
};

class Infiller {
 public:
  virtual ~Infiller() = default;

  // Prepares the infiller for a photo. Called once per photo, before fill().
  virtual void begin(const InfillerInput& input) = 0;

  // Fills the dropped pixels of the photo. `keep` is [N,1,H,W] of zeros and ones, 1 = kept. Returns
  // [N,C,H,W], or [1,C,H,W] if the result depends on neither mask nor chance: normalised, float32,
  // channels last. Values under kept pixels are blended in too (by 1 - z), as the method defines
  // them. Called without gradients.
  virtual torch::Tensor fill(const torch::Tensor& keep) = 0;

  // Returns the coarse result of a two-stage infiller (InfillerInfo::has_preview), at a fraction of
  // the cost. Other infillers return fill().
  virtual torch::Tensor fill_preview(const torch::Tensor& keep) { return fill(keep); }
};

// Local and Push-pull in plain ATen, for devices other than the CPU and to check the fused
// implementations. `image` is [1,C,H,W] or [N,C,H,W], `keep` [N,1,H,W]; returns [N,C,H,W].
torch::Tensor local_aten(const torch::Tensor& image, const torch::Tensor& keep);
torch::Tensor push_pull_aten(const torch::Tensor& image, const torch::Tensor& keep);

std::unique_ptr<Infiller> make_push_pull();

// Makes any number of infillers from a network that is loaded once.
using InfillerFactory = std::function<std::unique_ptr<Infiller>()>;

// Load the network that a card of this runtime describes, with its weights in `dtype`. Errors
// (input): the weights or the module cannot be used; the message names the file or the card's key.
Expected<InfillerFactory> load_fast_infiller(const InfillerCard& card, const torch::Device& device,
                                             torch::Dtype dtype);
Expected<InfillerFactory> load_vae_infiller(const InfillerCard& card, const torch::Device& device,
                                            torch::Dtype dtype);
Expected<InfillerFactory> load_ca_infiller(const InfillerCard& card, const torch::Device& device,
                                           torch::Dtype dtype);
Expected<InfillerFactory> load_torchscript_infiller(const InfillerCard& card,
                                                    const torch::Device& device,
                                                    torch::Dtype dtype);

// Makes the infiller with this id (or card path, see find_infiller()). A learned infiller's network
// is loaded at the first call, with its weights in `dtype`, and cached. Errors: (usage) no infiller
// has this id; (input) its card or file cannot be used.
Expected<std::unique_ptr<Infiller>> make_infiller(const std::string& id,
                                                  const torch::Device& device = torch::kCPU,
                                                  torch::Dtype dtype = torch::kFloat32);

}  // namespace fido
