#include "core/infill/net/vae_net.h"

namespace fido {

VaeNet::VaeNet(int width, std::uint64_t seed, bool is_residual)
    : ConvNet(seed), is_residual_(is_residual) {
  const int w = width;
  add_conv("in", 4, w, 5);
  add_conv("down1", w, 2 * w, 3, 2);
  add_conv("side1", 2 * w, 2 * w);
  add_conv("down2", 2 * w, 4 * w, 3, 2);
  add_conv("side2", 4 * w, 4 * w);
  for (int i = 0; i < 4; ++i) add_conv("dilated" + std::to_string(i), 4 * w, 4 * w, 3, 1, 2 << i);
  add_conv("mean", 4 * w, 4 * w, 1);
  add_conv("log_variance", 4 * w, 4 * w, 1);
  add_conv("code", 4 * w, 4 * w, 1);
  add_conv("shade", 4 * w, 3, 1);
  add_conv("bottom", 4 * w, 4 * w);
  add_conv("up1", 4 * w, 2 * w);
  add_conv("side3", 2 * w, 2 * w);
  add_conv("up2", 2 * w, w);
  add_conv("side4", w, w / 2);
  add_conv("out", w / 2, 3);
  if (is_residual)
    for (const char* last : {"out", "shade"}) weight(last).zero_();
  weight("log_variance").mul_(0.1);  // so that the prior starts near a standard normal
}

VaeNet::Code VaeNet::encode(const torch::Tensor& image, const torch::Tensor& keep) const {
  const auto base = is_residual_ ? image : image * keep;
  auto x = at::cat({base, 1 - keep}, 1).to(dtype()).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto fine = elu(run_layer("in", x)),
             middle = elu(run_layer("side1", elu(run_layer("down1", fine))));
  x = elu(run_layer("side2", elu(run_layer("down2", middle))));
  for (const char* name : {"dilated0", "dilated1", "dilated2", "dilated3"})
    x = x + elu(run_layer(name, x));
  const auto y = is_residual_ ? at::avg_pool2d(x, kCodePool) : x;
  return {run_layer("mean", y), run_layer("log_variance", y).clamp(-12, 4), fine, middle, x, base};
}

torch::Tensor VaeNet::decode(const Code& code, const torch::Tensor& z) const {
  const auto resize_like = [](const torch::Tensor& t, const torch::Tensor& reference) {
    return at::upsample_bilinear2d(t, {reference.size(2), reference.size(3)}, false);
  };
  auto x = elu(run_layer("code", z));
  if (is_residual_) x = resize_like(x, code.deep) + code.deep;
  x = x + elu(run_layer("bottom", x));
  const auto upsample = [&](const char* name, const torch::Tensor& skip) {
    const auto y = elu(run_layer(name, upsample_2x(x)));
    return is_residual_ ? y + skip : y;
  };
  x = elu(run_layer("side3", upsample("up1", code.middle)));
  x = elu(run_layer("side4", upsample("up2", code.fine)));
  const auto picture =
      (run_layer("out", x) + resize_like(run_layer("shade", z), x)).to(torch::kFloat32);
  return is_residual_ ? code.base + picture : picture;
}

}  // namespace fido
