#include "core/explain/pixel_step.h"

namespace fido {
namespace {

class AtenStep : public PixelStep {
 public:
  AtenStep(const torch::Tensor& image, int grid, const Draw& draw) : image_(image), grid_(grid), draw_(draw) { draw_.width = image.size(3); }

  torch::Tensor draw(const std::vector<float>& theta, std::uint32_t iteration) override {
    draw_.iteration = iteration;
    const torch::AutoGradMode with_gradients(true);
    theta_ = torch::from_blob(const_cast<float*>(theta.data()), {1, 1, grid_, grid_}, torch::kFloat32)
                 .to(image_.device(), torch::kFloat32, false, true)
                 .requires_grad_(true);
    const auto p = at::upsample_bilinear2d(theta_, {image_.size(2), image_.size(3)}, true);
    if (draw_.relaxed) {
      const auto q = p.clamp(1e-6, 1 - 1e-6);
      const auto u = uniform();
      z_ = 1 - torch::sigmoid((q.log() - (1 - q).log() + u.log() - (1 - u).log()) / draw_.temperature);
    } else {
      z_ = (1 - p).expand({draw_.samples, 1, image_.size(2), image_.size(3)});
    }
    return z_.detach().round();
  }

  torch::Tensor blend(const torch::Tensor& fill) override {
    const torch::AutoGradMode with_gradients(true);
    blended_ = z_ * image_ + (1 - z_) * fill;
    return blended_.detach().contiguous(torch::MemoryFormat::ChannelsLast);
  }

  std::vector<float> backward(const torch::Tensor& gradient) override {
    const auto g = torch::autograd::grad({blended_}, {theta_}, {gradient})[0].to(torch::kCPU).contiguous();
    return {g.data_ptr<float>(), g.data_ptr<float>() + g.numel()};
  }

 private:
  // On the CPU the very numbers of the fused form; elsewhere the device's own, stratified by the same rule.
  torch::Tensor uniform() {
    const auto h = image_.size(2), w = image_.size(3);
    if (image_.is_cpu()) {
      auto u = torch::empty({draw_.samples, 1, h, w});
      draw_uniform(draw_, h * w, 0, h * w, u.data_ptr<float>());
      return u;
    }
    if (draw_.iteration == 0) torch::manual_seed(draw_.seed);
    const auto options = torch::TensorOptions(torch::kFloat32).device(image_.device());
    const auto b = static_cast<std::int64_t>(draw_.block), rows = (h + b - 1) / b, columns = (w + b - 1) / b;
    auto u = torch::rand({draw_.samples, 1, rows, columns}, options);
    if (draw_.stratified) {
      const auto rank = torch::rand({draw_.samples, 1, rows, columns}, options).argsort(int64_t{0}).to(torch::kFloat32);
      u = (rank + u) / draw_.samples;
    }
    if (b > 1) u = u.repeat_interleave(b, 2).repeat_interleave(b, 3).slice(2, 0, h).slice(3, 0, w);
    return u.clamp(1e-7, 1 - 1e-7);
  }

  torch::Tensor image_, theta_, z_, blended_;
  int grid_;
  Draw draw_;
};

}  // namespace

std::unique_ptr<PixelStep> make_aten_step(const torch::Tensor& image, int grid, const Draw& draw) {
  return std::make_unique<AtenStep>(image, grid, draw);
}

}  // namespace fido
