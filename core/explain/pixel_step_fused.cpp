#include "core/base/parallel.h"
#include "core/explain/pixel_step.h"
#include "core/image/upsampler.h"

namespace fido {
namespace {

constexpr std::int64_t kGrain = 4096;  // pixels a thread takes at least

class FusedStep : public PixelStep {
 public:
  FusedStep(const torch::Tensor& image, int grid, const Draw& draw)
      : image_(image.contiguous(torch::MemoryFormat::ChannelsLast)),
        draw_(draw),
        channels_(static_cast<int>(image.size(1))),
        pixels_(image.size(2) * image.size(3)),
        upsampler_(grid, grid, static_cast<int>(image.size(3)), static_cast<int>(image.size(2))),
        grid_size_(static_cast<std::size_t>(grid) * grid),
        p_(pixels_),
        logit_(pixels_),
        slope_(pixels_),
        z_(static_cast<std::size_t>(pixels_) * draw.samples) {
    draw_.width = image.size(3);
    const auto options = torch::TensorOptions(torch::kFloat32);
    keep_ = torch::empty({draw.samples, 1, image.size(2), image.size(3)}, options);
    blended_ = torch::empty({draw.samples, channels_, image.size(2), image.size(3)},
                            options.memory_format(torch::MemoryFormat::ChannelsLast));
  }

  torch::Tensor draw(const std::vector<float>& theta, std::uint32_t iteration) override {
    draw_.iteration = iteration;
    upsampler_.up(theta.data(), p_.data());
    float* keep = keep_.data_ptr<float>();
    parallel_for(pixels_, kGrain, [&](std::int64_t begin, std::int64_t end) {
      if (draw_.relaxed) logits_of(p_.data() + begin, end - begin, logit_.data() + begin);
      relax(draw_, p_.data(), logit_.data(), pixels_, begin, end, z_.data(), keep);
    });
    return keep_;
  }

  torch::Tensor blend(const torch::Tensor& fill) override {
    fill_ = fill.contiguous(torch::MemoryFormat::ChannelsLast);
    fill_stride_ = fill_.size(0) == 1 ? 0 : pixels_ * channels_;
    const float* photo = image_.data_ptr<float>();
    const float* filled = fill_.data_ptr<float>();
    float* out = blended_.data_ptr<float>();
    parallel_for(pixels_, kGrain, [&](std::int64_t begin, std::int64_t end) {
      fido::blend(channels_, draw_.samples, photo, filled, fill_stride_, z_.data(), pixels_, begin,
                  end, out);
    });
    return blended_;
  }

  std::vector<float> backward(const torch::Tensor& gradient) override {
    const auto g = gradient.contiguous(torch::MemoryFormat::ChannelsLast);
    const float* photo = image_.data_ptr<float>();
    const float* filled = fill_.data_ptr<float>();
    const float* slopes = g.data_ptr<float>();
    parallel_for(pixels_, kGrain, [&](std::int64_t begin, std::int64_t end) {
      fido::backward(draw_, channels_, photo, filled, fill_stride_, z_.data(), slopes, pixels_,
                     begin, end, slope_.data());
      if (draw_.relaxed) through_logit(p_.data(), begin, end, slope_.data());
    });
    std::vector<float> theta(grid_size_);
    upsampler_.down(slope_.data(), theta.data());
    return theta;
  }

 private:
  torch::Tensor image_;
  Draw draw_;
  int channels_;
  std::int64_t pixels_;
  Upsampler upsampler_;
  std::size_t grid_size_;
  std::vector<float> p_, logit_, slope_, z_;
  torch::Tensor keep_, blended_, fill_;
  std::int64_t fill_stride_ = 0;
};

}  // namespace

std::unique_ptr<PixelStep> make_fused_step(const torch::Tensor& image, int grid, const Draw& draw) {
  return std::make_unique<FusedStep>(image, grid, draw);
}

}  // namespace fido
