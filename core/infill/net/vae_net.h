// VAE, an image-completion variational autoencoder of the shape that the paper names: the
// completion network of Iizuka et al.
// ("Globally and Locally Consistent Image Completion", 2017), halved twice, dilated at the bottom,
// with a Gaussian code between what has been seen and what is drawn: the prior of a conditional
// one, given the kept pixels. Input (x * keep, 1 - keep); no normalisation layers. Internal:
// tensors.
#pragma once

#include "core/infill/net/conv_net.h"

namespace fido {

class VaeNet : public ConvNet {
 public:
  static constexpr int kMultiple = 8;  // sides must be one of
  // over a picture, a code stands for so many of the bottom's positions, across and down
  static constexpr int kShare = 2;
  static constexpr int kWidth = 64;  // Iizuka et al.'s

  // `over`: for one whose drawing is added to a picture that is filled already. It begins by
  // drawing nothing, and its decoder sees the encoder's features beside the code: what a code says
  // alone is too blurred to be better than the fill, and training then never leaves nothing.
  explicit VaeNet(int width = kWidth, std::uint64_t seed = 0, bool over = false);

  struct Code {
    torch::Tensor mean, log_variance;  // [N,4 width,H/4,W/4], with `over` [N,4 width,H/8,W/8]
    // What `over` sees beside them, [N,width,H,W], [N,2 width,H/2,W/2] and [N,4 width,H/4,W/4], and
    // the picture that it draws over.
    torch::Tensor fine, middle, deep, seen;
  };
  // `image` [N,3,H,W] in [-1,1], of which nothing in the hole is looked at (unless `over`: it is
  // filled there); `keep` [N,1,H,W] of zeros and ones.
  Code encode(const torch::Tensor& image, const torch::Tensor& keep) const;
  // The picture, [N,3,H,W], near [-1,1], that `z` of the mean's shape stands for beside what was
  // seen.
  torch::Tensor draw(const Code& code, const torch::Tensor& z) const;

 private:
  bool over_;
};

}  // namespace fido
