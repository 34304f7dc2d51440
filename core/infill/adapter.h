// Adapts a classifier's photo to a network that takes a size, value range and channel order of its
// own. Internal: tensors.
#pragma once

#include <functional>
#include <memory>

#include "core/infill/infiller.h"

namespace fido {

class Adapter {
 public:
  // Runs the network: takes `x` [N,3,h,w] in the card's value range and channel order and `keep`
  // [N,1,h,w] of zeros and ones; returns [N,3,h,w] in the card's output range and the same order.
  // Every random number comes from `random`, a generator on the CPU whatever the device, so that a
  // seed gives the same fill everywhere. Errors (input) name a key of the card.
  using Forward = std::function<Expected<torch::Tensor>(
      const torch::Tensor& x, const torch::Tensor& keep, at::Generator& random)>;

  // `preview` runs the first stage of a two-stage network; it may be null.
  Adapter(InfillerCard card, Forward forward, Forward preview = {})
      : card_(std::move(card)), forward_(std::move(forward)), preview_(std::move(preview)) {}

  const InfillerCard& card() const { return card_; }

  // Takes `image` [N,3,H,W], RGB in [0,1], and `keep` [N,1,H,W] of zeros and ones; returns
  // [N,3,H,W], RGB in [0,1] or slightly outside. If the card gives an input size, the photo is
  // resized to it using its kept pixels only; otherwise it is padded to the card's multiple_of by
  // repeating its edge, which counts as dropped. `as_preview`: runs the first stage only, if there
  // is one.
  Expected<torch::Tensor> run(const torch::Tensor& image, const torch::Tensor& keep,
                              at::Generator& random, bool as_preview = false) const;

 private:
  InfillerCard card_;
  Forward forward_, preview_;
};

// Returns a factory of infillers that fill through the adapter and restore kept pixels. Each
// infiller draws from a generator of its own, so calls to one do not change what another draws.
InfillerFactory make_adapter_factory(std::shared_ptr<const Adapter> adapter);

}  // namespace fido
