// CA, the contextual-attention inpainter (Yu et al., "Generative Image Inpainting with Contextual
// Attention", CVPR 2018): a coarse network, and a refinement network with two branches, one of
// dilated convolutions and one with attention. Layers have the names of the authors' TensorFlow
// network. Width 32 is theirs; a smaller width can be trained on two cores. Internal: tensors.
#pragma once

#include "core/infill/net/attention.h"
#include "core/infill/net/conv_net.h"

namespace fido {

class CaNet : public ConvNet {
 public:
  static constexpr int kSideMultiple = 8;   // both sides must be multiples of it
  static constexpr int kAuthorsWidth = 32;  // channels of the first layer

  // `is_residual`: the input picture's holes are already filled, and the output of the last layers
  // (zero before training) is added to it, so that a few processors can train the network in an
  // hour instead of days. Skip connections bring the encoders' fine features to the decoders,
  // because what passes through 1/4 of the size only is too blurred to improve on the fill. The
  // authors' network (not residual) gets zeros in the hole and has no skip connections.
  explicit CaNet(int width = kAuthorsWidth, CaConvention convention = CaConvention::pytorch,
                 std::uint64_t seed = 0, bool is_residual = false);

  struct Output {
    torch::Tensor coarse, fine;  // [N,3,H,W] in [-1,1], also at kept pixels
  };
  // Completes a picture. `image` is [N,3,H,W] in [-1,1]; its values in the hole are ignored, unless
  // the network is residual: then they must be filled. `hole` is [N,1,H,W] of zeros and ones, 1 in
  // the hole. `activations`: if not null, every layer's output after its activation is appended by
  // name.
  Output complete(const torch::Tensor& image, const torch::Tensor& hole,
                  Weights* activations = nullptr) const;
  // Runs the coarse network only, at a third of the cost. Parameters as for complete(); returns
  // [N,3,H,W] in [-1,1].
  torch::Tensor complete_coarsely(const torch::Tensor& image, const torch::Tensor& hole,
                                  Weights* activations = nullptr) const;

 private:
  torch::Tensor run_with_activation(const std::string& name, const torch::Tensor& x,
                                    Weights* activations) const;
  torch::Tensor attend(const torch::Tensor& x, const torch::Tensor& hole) const;
  // The parts below occur in several branches; a layer's name is `prefix` followed by its number.
  struct Features {
    torch::Tensor fine, middle, deep;  // at the picture's size, 1/2 and 1/4 of it
  };
  Features encode(const std::string& prefix, const torch::Tensor& x, Weights* activations) const;
  torch::Tensor run_dilated(const std::string& prefix, torch::Tensor x, Weights* activations) const;
  // Decodes features to a picture, clipped to [-1,1]; a residual network adds it to `base` first.
  torch::Tensor decode(const std::string& prefix, const Features& features,
                       const torch::Tensor& base, Weights* activations) const;

  CaConvention convention_;
  bool is_residual_;
};

}  // namespace fido
