#include "core/infill/net/fast_net.h"

namespace fido {
namespace {

// Channels at 1/2, 1/4 and 1/8 of the picture's size.
constexpr int kFine = 32, kMiddle = 48, kCoarse = 96;

}  // namespace

FastNet::FastNet(std::uint64_t seed) : ConvNet(seed) {
  add_conv("in", 28, kFine);
  add_conv("down1", kFine, kMiddle, 3, 2);
  add_conv("side1", kMiddle, kMiddle);
  add_conv("down2", kMiddle, kCoarse, 3, 2);
  add_conv("bottom0", kCoarse, kCoarse);
  add_conv("bottom1", kCoarse, kCoarse, 3, 1, 2);
  add_conv("bottom2", kCoarse, kCoarse, 3, 1, 4);
  add_conv("bottom3", kCoarse, kCoarse);
  add_conv("up2", kCoarse, kMiddle, 1);
  add_conv("side2", kMiddle, kMiddle);
  add_conv("up1", kMiddle, kFine, 1);
  add_conv("side3", kFine, kFine);
  add_conv("out", kFine, 12);
  weight("out").zero_();
}

torch::Tensor FastNet::residual(const torch::Tensor& fill, const torch::Tensor& keep) const {
  const auto centered = (fill - 0.5F) * 4;  // about unit variance
  const auto folded = at::pixel_unshuffle(at::cat({centered, centered * keep, keep}, 1), 2);
  return at::pixel_shuffle(
             run_folded(folded.to(dtype()).contiguous(torch::MemoryFormat::ChannelsLast)), 2) /
         4;
}

torch::Tensor FastNet::run_folded(const torch::Tensor& folded) const {
  // Without gradients, work in place: each operation then saves a pass over memory.
  const bool in_place = !at::GradMode::is_enabled();
  const auto relu = [&](torch::Tensor x) { return in_place ? x.relu_() : at::relu(x); };
  const auto add = [&](torch::Tensor x, const torch::Tensor& y) {
    return in_place ? x.add_(y) : x + y;
  };
  const auto run_residual = [&](const char* name, const torch::Tensor& x) {
    return add(relu(run_layer(name, x)), x);
  };
  const auto fine = relu(run_layer("in", folded));
  auto middle = run_residual("side1", relu(run_layer("down1", fine)));
  auto coarse = relu(run_layer("down2", middle));
  for (const char* name : {"bottom0", "bottom1", "bottom2", "bottom3"})
    coarse = run_residual(name, coarse);
  middle = run_residual("side2", relu(add(upsample_2x(run_layer("up2", coarse)), middle)));
  return run_layer("out",
                   run_residual("side3", relu(add(upsample_2x(run_layer("up1", middle)), fine))));
}

}  // namespace fido
