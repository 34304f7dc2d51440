// RISE (Petsiuk et al. 2018): random coarse masks, enlarged smoothly and shifted; a pixel's value
// is the mean probability of the class under the masks that keep it. What is masked away is black
// in the paper; here an infiller's.
#include "core/explain/attribution/attribution.h"

namespace fido {
namespace {

constexpr double kKept = 0.5;  // the share of a mask's cells, the authors'

class Rise : public Attribution {
 public:
  Rise(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        random_(at::make_generator<at::CPUGeneratorImpl>(input.spec.seed)),
        sum_(torch::zeros({input.image.size(2), input.image.size(3)})) {}

  bool relative() const override { return true; }
  Expected<Scored> look(int) override {
    const torch::NoGradGuard no_grad;
    const auto soft = masks();
    const auto keep = soft.to(input_.image.device());
    const auto fill = input_.infiller->fill(keep.ge(0.5).to(torch::kFloat32));
    auto seen =
        scored(classifier_, input_,
               (fill + keep * (input_.image - fill)).contiguous(torch::MemoryFormat::ChannelsLast));
    if (!seen) return seen;
    seen->dropped = 1 - soft.mean().item<double>();
    const auto weight = torch::tensor(seen->probabilities, torch::kFloat32).view({-1, 1, 1, 1});
    sum_ += (soft * weight).sum(at::IntArrayRef{0, 1});
    count_ += static_cast<int>(soft.size(0));
    return seen;
  }
  torch::Tensor values() const override { return sum_ / (kKept * count_); }

 private:
  // [S,1,H,W], values in [0, 1].
  torch::Tensor masks() {
    const auto height = sum_.size(0), width = sum_.size(1),
               grid = static_cast<std::int64_t>(input_.spec.grid),
               samples = static_cast<std::int64_t>(input_.spec.samples);
    const auto down = (height + grid - 1) / grid, across = (width + grid - 1) / grid;  // a cell
    const auto cells = at::rand({samples, 1, grid, grid}, random_, torch::TensorOptions())
                           .lt(kKept)
                           .to(torch::kFloat32);
    const auto large =
        at::upsample_bilinear2d(cells, {(grid + 1) * down, (grid + 1) * across}, false);
    const auto shift = at::rand({samples, 2}, random_, torch::TensorOptions());
    auto out = torch::empty({samples, 1, height, width});
    for (std::int64_t i = 0; i < samples; ++i) {
      const auto y = static_cast<std::int64_t>(shift[i][0].item<double>() *
                                               static_cast<double>(down)),
                 x = static_cast<std::int64_t>(shift[i][1].item<double>() *
                                               static_cast<double>(across));
      out[i].copy_(large[i].slice(1, y, y + height).slice(2, x, x + width));
    }
    return out;
  }

  Classifier& classifier_;
  const RunInput& input_;
  at::Generator random_;
  torch::Tensor sum_;
  int count_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_rise(Classifier& classifier, const RunInput& input) {
  return std::make_unique<Rise>(classifier, input);
}

}  // namespace fido
