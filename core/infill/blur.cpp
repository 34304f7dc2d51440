// Blur: the photo blurred by a Gaussian with a standard deviation of 10 pixels, computed once per
// photo.
#include <opencv2/imgproc.hpp>

#include "core/infill/infiller.h"

namespace fido {
namespace {

constexpr double kSigma = 10.0;

class Blur : public Infiller {
 public:
  void begin(const InfillerInput& input) override {
    const auto planes = input.image.to(torch::kCPU).contiguous();
    auto blurred = torch::empty_like(planes);
    const int height = static_cast<int>(planes.size(2)), width = static_cast<int>(planes.size(3));
    for (std::int64_t c = 0; c < planes.size(1); ++c) {
      const cv::Mat source(height, width, CV_32F, planes[0][c].data_ptr<float>());
      cv::Mat target(height, width, CV_32F, blurred[0][c].data_ptr<float>());
      cv::GaussianBlur(source, target, cv::Size(), kSigma, kSigma, cv::BORDER_REFLECT_101);
    }
    blurred_ = blurred.to(input.image.device()).contiguous(torch::MemoryFormat::ChannelsLast);
  }
  torch::Tensor fill(const torch::Tensor&) override { return blurred_; }

 private:
  torch::Tensor blurred_;
};

}  // namespace

std::unique_ptr<Infiller> make_blur() { return std::make_unique<Blur>(); }

}  // namespace fido
