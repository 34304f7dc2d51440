// Between a classifier's photo and a network that wants it of a size, range and order of its own.
// Internal: tensors.
#pragma once

#include <functional>
#include <memory>

#include "core/infill/infiller.h"

namespace fido {

class Adapter {
 public:
  // `x` [N,3,h,w] of the card's range and order, `keep` [N,1,h,w]; gives [N,3,h,w] of the card's
  // output range and the same order. Errors (input) name a key of the card.
  using Forward =
      std::function<Expected<torch::Tensor>(const torch::Tensor& x, const torch::Tensor& keep)>;

  // `coarse`: of a network in two stages, what the first one says.
  Adapter(InfillerCard card, Forward forward, Forward coarse = {})
      : card_(std::move(card)), forward_(std::move(forward)), coarse_(std::move(coarse)) {}

  const InfillerCard& card() const { return card_; }

  // `image` [N,3,H,W], RGB in [0,1]; `keep` [N,1,H,W] of zeros and ones; gives [N,3,H,W], RGB in
  // [0,1] or near it. Where the card names a size, the photo is brought to it from its kept pixels
  // alone; otherwise its edge is repeated, as a hole, up to the multiple that the card names.
  Expected<torch::Tensor> run(const torch::Tensor& image, const torch::Tensor& keep,
                              bool coarsely = false) const;

 private:
  InfillerCard card_;
  Forward forward_, coarse_;
};

// Infillers that answer through it, kept pixels put back.
MakeFromCard through(std::shared_ptr<const Adapter> adapter);

}  // namespace fido
