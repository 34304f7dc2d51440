// VAE, an image-completion variational autoencoder of the shape that the paper names: the completion network of Iizuka et al.
// ("Globally and Locally Consistent Image Completion", 2017), halved twice, dilated at the bottom, with a Gaussian code between
// what has been seen and what is drawn. Input (x * keep, 1 - keep); no normalisation layers. Internal: tensors.
#pragma once

#include "core/infill/net/conv_net.h"

namespace fido {

class VaeNet : public ConvNet {
 public:
  static constexpr int kMultiple = 4;  // sides must be one of
  static constexpr int kWidth = 64;    // Iizuka et al.'s

  // `over`: for one whose drawing is added to a picture that is filled already. It begins by drawing nothing, and its decoder sees
  // the encoder's first features beside the code (a conditional VAE): what a code of 1/4 of the size says alone is too blurred to
  // be better than the fill, and training then never leaves nothing.
  explicit VaeNet(int width = kWidth, std::uint64_t seed = 0, bool over = false);

  struct Code {
    torch::Tensor mean, log_variance;  // [N,4 width,H/4,W/4]
    // What `over` sees beside them, [N,width,H,W] and [N,2 width,H/2,W/2], and the picture that it draws over.
    torch::Tensor fine, middle, seen;
  };
  // `image` [N,3,H,W] in [-1,1], of which nothing in the hole is looked at (unless `over`: it is filled there); `keep` [N,1,H,W] of
  // zeros and ones.
  Code encode(const torch::Tensor& image, const torch::Tensor& keep) const;
  // The picture, [N,3,H,W], near [-1,1]: of the code's mean, or of the code that standard normal `noise` of its shape draws.
  torch::Tensor decode(const Code& code, const torch::Tensor& noise = {}) const;

 private:
  bool over_;
};

}  // namespace fido
