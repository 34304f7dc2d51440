// The part of a step between theta and the classifier's input, at full resolution: draws masks,
// blends photo and fill, and computes the gradient with respect to theta. There are two forms: one
// fused pass over the pixels on the CPU, and plain ATen, which runs on CUDA and checks the fused
// form. Internal: tensors.
#pragma once

#include <memory>
#include <vector>

#include "core/base/torch.h"
#include "core/explain/relaxation.h"

namespace fido {

class PixelStep {
 public:
  virtual ~PixelStep() = default;

  // Draws the masks z. theta: [grid * grid] drop probabilities. Returns the hard masks round(z),
  // [S,1,H,W], 1 = kept; valid until the next draw.
  virtual torch::Tensor draw_masks(const std::vector<float>& theta, std::uint32_t iteration) = 0;
  // Returns z x + (1 - z) fill, [S,C,H,W], for the masks drawn last, with round(z) for z if
  // options.hard_blend; valid until the next blend.
  // fill: [S or 1,C,H,W], no gradient flows through it.
  virtual torch::Tensor blend(const torch::Tensor& fill) = 0;
  // image_gradient: [S,C,H,W], the gradient of the mean score with respect to the result of
  // blend(). Returns the gradient with respect to theta, [grid * grid].
  virtual std::vector<float> backward(const torch::Tensor& image_gradient) = 0;
};

// image: [1,C,H,W] float32, channels last, on the device.
std::unique_ptr<PixelStep> make_fused_step(const torch::Tensor& image, int grid,
                                           const SamplingOptions& options);
std::unique_ptr<PixelStep> make_aten_step(const torch::Tensor& image, int grid,
                                          const SamplingOptions& options);

}  // namespace fido
