// VAE, an image-completion variational autoencoder of the shape that the paper names: the
// completion network of Iizuka et al. ("Globally and Locally Consistent Image Completion", 2017),
// with two downsampling steps and dilated convolutions at the bottom. Between encoder and decoder
// lies a Gaussian code; the encoder predicts its prior given the kept pixels, as in a conditional
// VAE. The input is (x * keep, 1 - keep); there are no normalisation layers. Internal: tensors.
#pragma once

#include "core/infill/net/conv_net.h"

namespace fido {

class VaeNet : public ConvNet {
 public:
  static constexpr int kSideMultiple = 8;  // both sides must be multiples of it
  // A residual network has one code per kCodePool x kCodePool positions of the bottom features.
  static constexpr int kCodePool = 2;
  static constexpr int kAuthorsWidth = 64;  // channels of the first layer in Iizuka et al.

  // `is_residual`: the decoder's output is added to an input picture whose holes are already
  // filled. It is zero before training, and the decoder sees the encoder's features beside the
  // code: what the code says alone is too blurred to improve on the fill, and training would never
  // leave zero.
  explicit VaeNet(int width = kAuthorsWidth, std::uint64_t seed = 0, bool is_residual = false);

  struct Code {
    // The prior of the code: [N,4 width,H/4,W/4], or [N,4 width,H/8,W/8] in a residual network.
    torch::Tensor mean, log_variance;
    // The encoder's features [N,width,H,W], [N,2 width,H/2,W/2] and [N,4 width,H/4,W/4], and the
    // picture that the network was given, [N,3,H,W]. A residual network's decoder uses them.
    torch::Tensor fine, middle, deep, base;
  };
  // Encodes the kept pixels. `image` is [N,3,H,W] in [-1,1]; its values in the hole are ignored,
  // unless the network is residual: then they must be filled. `keep` is [N,1,H,W] of zeros and
  // ones.
  Code encode(const torch::Tensor& image, const torch::Tensor& keep) const;
  // Decodes `z`, a sample of the code with the shape of code.mean, to a picture [N,3,H,W],
  // approximately in [-1,1].
  torch::Tensor decode(const Code& code, const torch::Tensor& z) const;

 private:
  bool is_residual_;
};

}  // namespace fido
