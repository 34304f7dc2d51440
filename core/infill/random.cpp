// Random: one uniform random colour per picture plus independent Gaussian noise with a standard
// deviation of 0.2 per value, clamped to [0,1], drawn anew at every call. The paper describes only
// the noise; the authors' code, which this file follows, adds the colour and the clamping.
#include <ATen/CPUGeneratorImpl.h>

#include "core/infill/infiller.h"

namespace fido {
namespace {

constexpr double kSigma = 0.2;

class Random : public Infiller {
 public:
  void begin(const InfillerInput& input) override {
    input_ = input;
    generator_ = at::detail::createCPUGenerator(input.seed);
  }

  torch::Tensor fill(const torch::Tensor& keep) override {
    // Draw on the CPU whatever the device, so that a seed gives the same fill everywhere.
    const auto n = keep.size(0), c = input_.image.size(1), h = input_.image.size(2),
               w = input_.image.size(3);
    const auto color = at::rand({n, c, 1, 1}, generator_, at::kFloat);
    auto noise = at::empty(
        {n, c, h, w}, at::TensorOptions(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
    noise.normal_(0, kSigma, generator_);
    const auto picture = noise.add_(color).clamp_(0, 1).to(input_.image.device());
    return (picture - input_.mean).div_(input_.std);
  }

 private:
  InfillerInput input_;
  at::Generator generator_;
};

}  // namespace

std::unique_ptr<Infiller> make_random() { return std::make_unique<Random>(); }

}  // namespace fido
