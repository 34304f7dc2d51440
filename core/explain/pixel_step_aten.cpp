#include "core/base/parallel.h"
#include "core/explain/pixel_step.h"

namespace fido {
namespace {

constexpr std::int64_t kGrainSize = 1024;  // the least number of pixels per thread

class AtenStep : public PixelStep {
 public:
  AtenStep(const torch::Tensor& image, int grid, const SamplingOptions& options)
      : image_(image), grid_(grid), options_(options) {
    options_.width = image.size(3);
  }

  torch::Tensor draw_masks(const std::vector<float>& theta, std::uint32_t iteration) override {
    options_.iteration = iteration;
    const torch::AutoGradMode with_gradients(true);
    theta_ =
        torch::from_blob(const_cast<float*>(theta.data()), {1, 1, grid_, grid_}, torch::kFloat32)
            .to(image_.device(), torch::kFloat32, false, true)
            .requires_grad_(true);
    const auto p = at::upsample_bilinear2d(theta_, {image_.size(2), image_.size(3)}, true);
    if (options_.relaxed) {
      const auto q = p.clamp(1e-6, 1 - 1e-6);
      const auto u = draw_u();
      z_ = 1 - torch::sigmoid((q.log() - (1 - q).log() + u.log() - (1 - u).log()) /
                              options_.temperature);
    } else {
      z_ = (1 - p).expand({options_.samples, 1, image_.size(2), image_.size(3)});
    }
    return z_.detach().round();
  }

  torch::Tensor blend(const torch::Tensor& fill) override {
    const torch::AutoGradMode with_gradients(true);
    const auto z = options_.hard_blend ? z_ + (z_.round() - z_).detach() : z_;
    blended_ = z * image_ + (1 - z) * fill;
    return blended_.detach().contiguous(torch::MemoryFormat::ChannelsLast);
  }

  std::vector<float> backward(const torch::Tensor& image_gradient) override {
    const auto g = torch::autograd::grad({blended_}, {theta_}, {image_gradient})[0]
                       .to(torch::kCPU)
                       .contiguous();
    return {g.data_ptr<float>(), g.data_ptr<float>() + g.numel()};
  }

 private:
  // Returns [S,1,H,W], drawn on the CPU with the numbers of the fused form, so that a seed gives
  // the same masks on every device.
  torch::Tensor draw_u() {
    const auto h = image_.size(2), w = image_.size(3);
    auto u = torch::empty({options_.samples, 1, h, w});
    parallel_for(h * w, kGrainSize, [&](std::int64_t begin, std::int64_t end) {
      draw_uniform(options_, h * w, begin, end, u.data_ptr<float>());
    });
    return u.to(image_.device());
  }

  torch::Tensor image_, theta_, z_, blended_;
  int grid_;
  SamplingOptions options_;
};

}  // namespace

std::unique_ptr<PixelStep> make_aten_step(const torch::Tensor& image, int grid,
                                          const SamplingOptions& options) {
  return std::make_unique<AtenStep>(image, grid, options);
}

}  // namespace fido
