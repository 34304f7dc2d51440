// Between a classifier's photo and a network that wants it of a size, range and order of its own.
// Internal: tensors.
#pragma once

#include <functional>
#include <memory>

#include "core/infill/infiller.h"

namespace fido {

class Adapter {
 public:
  // Runs the network: `x` [N,3,h,w] in the card's range and order and `keep` [N,1,h,w] give
  // [N,3,h,w] in the card's output range and the same order. All that it draws comes from `random`,
  // a generator of the CPU whatever the device, so that a seed means the same everywhere. Errors
  // (input) name a key of the card.
  using Forward = std::function<Expected<torch::Tensor>(
      const torch::Tensor& x, const torch::Tensor& keep, at::Generator& random)>;

  // `preview`: the first stage of a network that has two; may be null.
  Adapter(InfillerCard card, Forward forward, Forward preview = {})
      : card_(std::move(card)), forward_(std::move(forward)), preview_(std::move(preview)) {}

  const InfillerCard& card() const { return card_; }

  // `image` [N,3,H,W], RGB in [0,1], and `keep` [N,1,H,W] of zeros and ones give [N,3,H,W], RGB in
  // [0,1] or near it. Where the card names a size, the photo is brought to it from its kept pixels
  // alone; otherwise its edge is repeated, as a hole, up to the multiple that the card names.
  Expected<torch::Tensor> run(const torch::Tensor& image, const torch::Tensor& keep,
                              at::Generator& random, bool as_preview = false) const;

 private:
  InfillerCard card_;
  Forward forward_, preview_;
};

// Makes infillers that answer through the adapter, with kept pixels put back. Each draws from a
// generator of its own: what one is asked never changes what another draws.
MakeFromCard make_adapter_factory(std::shared_ptr<const Adapter> adapter);

}  // namespace fido
