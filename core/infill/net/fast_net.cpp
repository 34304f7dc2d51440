#include "core/infill/net/fast_net.h"

namespace fido {
namespace {

constexpr int kFine = 32, kMiddle = 48, kCoarse = 96;

}  // namespace

FastNet::FastNet(std::uint64_t seed) : ConvNet(seed) {
  conv("in", 28, kFine);
  conv("down1", kFine, kMiddle, 3, 2);
  conv("side1", kMiddle, kMiddle);
  conv("down2", kMiddle, kCoarse, 3, 2);
  conv("bottom0", kCoarse, kCoarse);
  conv("bottom1", kCoarse, kCoarse, 3, 1, 2);
  conv("bottom2", kCoarse, kCoarse, 3, 1, 4);
  conv("bottom3", kCoarse, kCoarse);
  conv("up2", kCoarse, kMiddle, 1);
  conv("side2", kMiddle, kMiddle);
  conv("up1", kMiddle, kFine, 1);
  conv("side3", kFine, kFine);
  conv("out", kFine, 12);
  weight("out").zero_();
}

torch::Tensor FastNet::residual(const torch::Tensor& fill, const torch::Tensor& keep) const {
  const auto centred = (fill - 0.5F) * 4;  // of about unit variance
  const auto folded = at::pixel_unshuffle(at::cat({centred, centred * keep, keep}, 1), 2);
  return at::pixel_shuffle(
             run_folded(folded.to(dtype()).contiguous(torch::MemoryFormat::ChannelsLast)), 2) /
         4;
}

torch::Tensor FastNet::run_folded(const torch::Tensor& folded) const {
  // A pass over memory less each, where no gradient looks back.
  const bool in_place = !at::GradMode::is_enabled();
  const auto relu = [&](torch::Tensor x) { return in_place ? x.relu_() : at::relu(x); };
  const auto plus = [&](torch::Tensor x, const torch::Tensor& y) {
    return in_place ? x.add_(y) : x + y;
  };
  const auto beside = [&](const char* name, const torch::Tensor& x) {
    return plus(relu(run(name, x)), x);
  };
  const auto fine = relu(run("in", folded));
  auto middle = beside("side1", relu(run("down1", fine)));
  auto coarse = relu(run("down2", middle));
  for (const char* name : {"bottom0", "bottom1", "bottom2", "bottom3"})
    coarse = beside(name, coarse);
  middle = beside("side2", relu(plus(twice(run("up2", coarse)), middle)));
  return run("out", beside("side3", relu(plus(twice(run("up1", middle)), fine))));
}

}  // namespace fido
