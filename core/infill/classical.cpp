// OpenCV's Telea (fast marching) and Navier-Stokes inpainting, for hand-made masks: both are far
// too slow to be called at every step of a run.
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include "core/infill/infiller.h"

namespace fido {
namespace {

constexpr double kRadius = 5.0;  // pixels: the neighbourhood that each filled pixel depends on

class OpenCvInpainting : public Infiller {
 public:
  explicit OpenCvInpainting(int method) : method_(method) {}

  void begin(const InfillerInput& input) override {
    input_ = input;
    const auto bytes = (input.image * input.std + input.mean)
                           .mul(255)
                           .round()
                           .clamp(0, 255)
                           .to(torch::kCPU)
                           .to(torch::kUInt8);
    bytes_ = bytes.squeeze(0).permute({1, 2, 0}).contiguous();
  }

  torch::Tensor fill(const torch::Tensor& keep) override {
    const int height = static_cast<int>(bytes_.size(0)), width = static_cast<int>(bytes_.size(1));
    const int type = bytes_.size(2) == 3 ? CV_8UC3 : CV_8UC1;
    const cv::Mat photo(height, width, type, bytes_.data_ptr<std::uint8_t>());
    const auto holes = keep.to(torch::kCPU).lt(0.5).to(torch::kUInt8).mul_(255).contiguous();
    auto filled = torch::empty({keep.size(0), height, width, bytes_.size(2)}, torch::kUInt8);
    for (std::int64_t n = 0; n < keep.size(0); ++n) {
      const cv::Mat hole(height, width, CV_8U, holes[n].data_ptr<std::uint8_t>());
      cv::Mat out(height, width, type, filled[n].data_ptr<std::uint8_t>());
      cv::inpaint(photo, hole, out, kRadius, method_);
    }
    const auto device = input_.image.device();
    const auto values = filled.permute({0, 3, 1, 2}).to(device).to(torch::kFloat32).div_(255);
    const auto normalized = (values - input_.mean) / input_.std;
    // Restore kept pixels from the photo: the 8-bit picture has rounded them.
    return torch::where(keep > 0.5, input_.image, normalized)
        .contiguous(torch::MemoryFormat::ChannelsLast);
  }

 private:
  int method_;
  InfillerInput input_;
  torch::Tensor bytes_;
};

}  // namespace

std::unique_ptr<Infiller> make_telea() {
  return std::make_unique<OpenCvInpainting>(cv::INPAINT_TELEA);
}
std::unique_ptr<Infiller> make_navier_stokes() {
  return std::make_unique<OpenCvInpainting>(cv::INPAINT_NS);
}

}  // namespace fido
