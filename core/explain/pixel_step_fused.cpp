#include "core/base/parallel.h"
#include "core/explain/pixel_step.h"
#include "core/image/upsampler.h"

namespace fido {
namespace {

constexpr std::int64_t kGrainSize = 4096;  // the least number of pixels per thread

class FusedStep : public PixelStep {
 public:
  FusedStep(const torch::Tensor& image, int grid, const SamplingOptions& options)
      : image_(image.contiguous(torch::MemoryFormat::ChannelsLast)),
        options_(options),
        channels_(static_cast<int>(image.size(1))),
        pixels_(image.size(2) * image.size(3)),
        upsampler_(grid, grid, static_cast<int>(image.size(3)), static_cast<int>(image.size(2))),
        grid_cells_(static_cast<std::size_t>(grid) * grid),
        p_(pixels_),
        logit_(pixels_),
        mask_gradient_(pixels_),
        z_(static_cast<std::size_t>(pixels_) * options.samples) {
    options_.width = image.size(3);
    const auto float32 = torch::TensorOptions(torch::kFloat32);
    keep_ = torch::empty({options.samples, 1, image.size(2), image.size(3)}, float32);
    blended_ = torch::empty({options.samples, channels_, image.size(2), image.size(3)},
                            float32.memory_format(torch::MemoryFormat::ChannelsLast));
  }

  torch::Tensor draw_masks(const std::vector<float>& theta, std::uint32_t iteration) override {
    options_.iteration = iteration;
    upsampler_.upsample(theta.data(), p_.data());
    float* keep = keep_.data_ptr<float>();
    parallel_for(pixels_, kGrainSize, [&](std::int64_t begin, std::int64_t end) {
      if (options_.relaxed) compute_logits(p_.data() + begin, end - begin, logit_.data() + begin);
      compute_masks(options_, p_.data(), logit_.data(), pixels_, begin, end, z_.data(), keep);
    });
    return keep_;
  }

  torch::Tensor blend(const torch::Tensor& fill) override {
    fill_ = fill.contiguous(torch::MemoryFormat::ChannelsLast);
    fill_stride_ = fill_.size(0) == 1 ? 0 : pixels_ * channels_;
    const float* photo = image_.data_ptr<float>();
    const float* infill = fill_.data_ptr<float>();
    float* out = blended_.data_ptr<float>();
    const float* shares = options_.hard_blend ? keep_.data_ptr<float>() : z_.data();
    parallel_for(pixels_, kGrainSize, [&](std::int64_t begin, std::int64_t end) {
      fido::blend(channels_, options_.samples, photo, infill, fill_stride_, shares, pixels_, begin,
                  end, out);
    });
    return blended_;
  }

  std::vector<float> backward(const torch::Tensor& image_gradient) override {
    const auto interleaved = image_gradient.contiguous(torch::MemoryFormat::ChannelsLast);
    const float* photo = image_.data_ptr<float>();
    const float* infill = fill_.data_ptr<float>();
    const float* gradient = interleaved.data_ptr<float>();
    parallel_for(pixels_, kGrainSize, [&](std::int64_t begin, std::int64_t end) {
      blend_backward(options_, channels_, photo, infill, fill_stride_, z_.data(), gradient, pixels_,
                     begin, end, mask_gradient_.data());
      if (options_.relaxed) logit_backward(p_.data(), begin, end, mask_gradient_.data());
    });
    std::vector<float> theta_gradient(grid_cells_);
    upsampler_.upsample_backward(mask_gradient_.data(), theta_gradient.data());
    return theta_gradient;
  }

 private:
  torch::Tensor image_;
  SamplingOptions options_;
  int channels_;
  std::int64_t pixels_;
  Upsampler upsampler_;
  std::size_t grid_cells_;
  std::vector<float> p_, logit_, mask_gradient_, z_;
  torch::Tensor keep_, blended_, fill_;
  std::int64_t fill_stride_ = 0;
};

}  // namespace

std::unique_ptr<PixelStep> make_fused_step(const torch::Tensor& image, int grid,
                                           const SamplingOptions& options) {
  return std::make_unique<FusedStep>(image, grid, options);
}

}  // namespace fido
