// What fills the holes. A new infiller is one file with its make_<id>() and one line in infillers.def. Internal: tensors.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/torch.h"

namespace fido {

// One photo in the classifier's normalised space.
struct InfillerInput {
  torch::Tensor image;      // [1,C,H,W] float32, channels last, on the device
  torch::Tensor mean, std;  // [1,C,1,1]; image * std + mean is in [0,1], in the classifier's channel order
  std::uint64_t seed = 0;   // of stochastic infillers: the same seed and calls give the same fills
};

class Infiller {
 public:
  virtual ~Infiller() = default;

  // Once a photo, before fill().
  virtual void begin(const InfillerInput& input) = 0;

  // `keep` [N,1,H,W] of zeros and ones. Gives [N,C,H,W], or [1,C,H,W] where the answer depends on neither mask nor chance;
  // normalised, float32, channels last. Values under kept pixels are blended too (by 1 - z), as the method defines them.
  // Called without gradients.
  virtual torch::Tensor fill(const torch::Tensor& keep) = 0;
};

// Local and Push-pull in plain ATen, for devices other than the CPU and as a check of the fused forms.
torch::Tensor local_aten(const torch::Tensor& image, const torch::Tensor& keep);
torch::Tensor push_pull_aten(const torch::Tensor& image, const torch::Tensor& keep);

// Null when there is none of that name.
std::unique_ptr<Infiller> make_infiller(const std::string& name);

}  // namespace fido
