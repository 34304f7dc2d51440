// What happens at full resolution between theta and the classifier: draw, blend, and the gradient
// back. Two forms: one fused pass over the pixels on the CPU, and plain ATen, used on CUDA and as
// the fused form's check. Internal: tensors.
#pragma once

#include <memory>
#include <vector>

#include "core/base/torch.h"
#include "core/explain/relaxation.h"

namespace fido {

class PixelStep {
 public:
  virtual ~PixelStep() = default;

  // theta: [grid * grid] drop probabilities. Gives the hard masks round(z), [S,1,H,W]; valid until
  // the next draw.
  virtual torch::Tensor draw(const std::vector<float>& theta, std::uint32_t iteration) = 0;
  // fill: [S or 1,C,H,W], no gradient. Gives z x + (1 - z) fill, [S,C,H,W]; valid until the next
  // blend.
  virtual torch::Tensor blend(const torch::Tensor& fill) = 0;
  // gradient: of the mean score with respect to blend()'s result. Gives the one with respect to
  // theta, [grid * grid].
  virtual std::vector<float> backward(const torch::Tensor& gradient) = 0;
};

// image: [1,C,H,W] float32, channels last, on the device.
std::unique_ptr<PixelStep> make_fused_step(const torch::Tensor& image, int grid, const Draw& draw);
std::unique_ptr<PixelStep> make_aten_step(const torch::Tensor& image, int grid, const Draw& draw);

}  // namespace fido
