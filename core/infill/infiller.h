// What fills the holes. A new infiller is one file with its make_<id>() and one line in
// infillers.def. Internal: tensors.
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
  torch::Tensor image;  // [1,C,H,W] float32, channels last, on the device
  // [1,C,1,1]; image * std + mean is in [0,1], in the classifier's channel order
  torch::Tensor mean, std;
  std::uint64_t seed = 0;  // of stochastic infillers: the same seed and calls give the same fills
  bool bgr = false;        // the classifier's channel order
};

// Between the classifier's normalised space and RGB in [0,1], in which networks are trained. A
// classifier in grey sees the three colours alike.
class Colors {
 public:
  Colors() = default;
  explicit Colors(const InfillerInput& input)
      : mean_(input.mean), std_(input.std), bgr_(input.bgr) {}

  torch::Tensor rgb(const torch::Tensor& normalised) const {
    auto x = normalised * std_ + mean_;
    if (x.size(1) == 1) return x.expand({x.size(0), 3, x.size(2), x.size(3)});
    return bgr_ ? x.flip(1) : x;
  }
  torch::Tensor fromRgb(const torch::Tensor& rgb) const { return (ordered(rgb) - mean_) / std_; }
  // Of what is added to a picture.
  torch::Tensor differenceFromRgb(const torch::Tensor& rgb) const { return ordered(rgb) / std_; }

 private:
  torch::Tensor ordered(const torch::Tensor& rgb) const {
    if (mean_.size(1) == 1) return rgb.mean(1, true);
    return bgr_ ? rgb.flip(1) : rgb;
  }
  torch::Tensor mean_, std_;
  bool bgr_ = false;
};

class Infiller {
 public:
  virtual ~Infiller() = default;

  // Once a photo, before fill().
  virtual void begin(const InfillerInput& input) = 0;

  // `keep` [N,1,H,W] of zeros and ones. Gives [N,C,H,W], or [1,C,H,W] where the answer depends on
  // neither mask nor chance; normalised, float32, channels last. Values under kept pixels are
  // blended too (by 1 - z), as the method defines them. Called without gradients.
  virtual torch::Tensor fill(const torch::Tensor& keep) = 0;

  // Of one that answers in two stages (InfillerInfo::has_preview): the coarse answer, at a part of
  // the cost. Others: fill().
  virtual torch::Tensor fill_preview(const torch::Tensor& keep) { return fill(keep); }
};

// Local and Push-pull in plain ATen, for devices other than the CPU and as a check of the fused
// forms.
torch::Tensor local_aten(const torch::Tensor& image, const torch::Tensor& keep);
torch::Tensor push_pull_aten(const torch::Tensor& image, const torch::Tensor& keep);

std::unique_ptr<Infiller> make_push_pull();

// A network that is loaded once and makes infillers as often as they are asked for.
using MakeFromCard = std::function<std::unique_ptr<Infiller>()>;
Expected<MakeFromCard> load_fast(const InfillerCard& card, const torch::Device& device,
                                 torch::Dtype dtype);
Expected<MakeFromCard> load_vae(const InfillerCard& card, const torch::Device& device,
                                torch::Dtype dtype);
Expected<MakeFromCard> load_ca(const InfillerCard& card, const torch::Device& device,
                               torch::Dtype dtype);
Expected<MakeFromCard> load_module(const InfillerCard& card, const torch::Device& device,
                                   torch::Dtype dtype);

// By the name that find_infiller() knows. What a card names is loaded the first time it is asked
// for and kept; its weights are in `dtype`. Errors (usage): there is none of that name; (input):
// its card or file cannot be used.
Expected<std::unique_ptr<Infiller>> make_infiller(const std::string& name,
                                                  const torch::Device& device = torch::kCPU,
                                                  torch::Dtype dtype = torch::kFloat32);

}  // namespace fido
