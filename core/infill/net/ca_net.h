// CA, the contextual-attention inpainter (Yu et al., "Generative Image Inpainting with Contextual
// Attention", CVPR 2018): a coarse network, and a refinement of two branches, one of dilated
// convolutions and one with attention. Layers bear the names of the authors' TensorFlow network. At
// width 32 it is theirs; a smaller one is for two cores. Internal: tensors.
#pragma once

#include "core/infill/net/attention.h"
#include "core/infill/net/conv_net.h"

namespace fido {

class CaNet : public ConvNet {
 public:
  static constexpr int kMultiple = 8;  // sides must be one of
  static constexpr int kWidth = 32;    // the authors'

  // `over`: the network is given a picture whose holes are filled already, and what its last layers
  // say (nothing, before training) is added to that: on few processors it learns in an hour what
  // else takes days. Its decoders see the encoders' first features too: what comes through 1/4 of
  // the size alone is too blurred to be better than the fill. The authors' is given zeros in the
  // hole and has no such shortcuts.
  explicit CaNet(int width = kWidth, CaConvention convention = CaConvention::pytorch,
                 std::uint64_t seed = 0, bool over = false);

  struct Answer {
    torch::Tensor coarse, fine;  // [N,3,H,W] in [-1,1], also where pixels are kept
  };
  // `image` [N,3,H,W] in [-1,1], of which nothing in the hole is looked at (unless `over`: it is
  // filled there); `hole` [N,1,H,W] of zeros and ones. `stages`: where given, what every layer says
  // after its activation, by name.
  Answer complete(const torch::Tensor& image, const torch::Tensor& hole,
                  Weights* stages = nullptr) const;
  // The first of the two alone, at a third of the cost.
  torch::Tensor coarse(const torch::Tensor& image, const torch::Tensor& hole,
                       Weights* stages = nullptr) const;

 private:
  torch::Tensor step(const std::string& name, const torch::Tensor& x, Weights* stages) const;
  torch::Tensor attended(const torch::Tensor& x, const torch::Tensor& hole) const;
  // The parts that the networks share; a layer's name is `prefix` and its number.
  struct Features {
    torch::Tensor fine, middle, deep;  // at the picture's size, 1/2 and 1/4
  };
  Features encoded(const std::string& prefix, const torch::Tensor& x, Weights* stages) const;
  torch::Tensor dilated(const std::string& prefix, torch::Tensor x, Weights* stages) const;
  // The picture that the features stand for, over `seen` where that is asked for, clipped.
  torch::Tensor drawn(const std::string& prefix, const Features& features,
                      const torch::Tensor& seen, Weights* stages) const;

  CaConvention convention_;
  bool over_;
};

}  // namespace fido
