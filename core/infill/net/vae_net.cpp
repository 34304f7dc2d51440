#include "core/infill/net/vae_net.h"

namespace fido {

VaeNet::VaeNet(int width, std::uint64_t seed, bool over) : ConvNet(seed), over_(over) {
  const int w = width;
  conv("in", 4, w, 5);
  conv("down1", w, 2 * w, 3, 2);
  conv("side1", 2 * w, 2 * w);
  conv("down2", 2 * w, 4 * w, 3, 2);
  conv("side2", 4 * w, 4 * w);
  for (int i = 0; i < 4; ++i) conv("dilated" + std::to_string(i), 4 * w, 4 * w, 3, 1, 2 << i);
  conv("mean", 4 * w, 4 * w, 1);
  conv("log_variance", 4 * w, 4 * w, 1);
  conv("code", 4 * w, 4 * w, 1);
  conv("shade", 4 * w, 3, 1);
  conv("bottom", 4 * w, 4 * w);
  conv("up1", 4 * w, 2 * w);
  conv("side3", 2 * w, 2 * w);
  conv("up2", 2 * w, w);
  conv("side4", w, w / 2);
  conv("out", w / 2, 3);
  if (over)
    for (const char* last : {"out", "shade"}) weight(last).zero_();
  weight("log_variance").mul_(0.1);  // near a standard normal at first
}

VaeNet::Code VaeNet::encode(const torch::Tensor& image, const torch::Tensor& keep) const {
  const auto seen = over_ ? image : image * keep;
  auto x = at::cat({seen, 1 - keep}, 1).to(dtype()).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto fine = elu(run("in", x)), middle = elu(run("side1", elu(run("down1", fine))));
  x = elu(run("side2", elu(run("down2", middle))));
  for (const char* name : {"dilated0", "dilated1", "dilated2", "dilated3"})
    x = x + elu(run(name, x));
  const auto y = over_ ? at::avg_pool2d(x, kShare) : x;
  return {run("mean", y), run("log_variance", y).clamp(-12, 4), fine, middle, x, seen};
}

torch::Tensor VaeNet::draw(const Code& code, const torch::Tensor& z) const {
  const auto spread = [](const torch::Tensor& t, const torch::Tensor& to) {
    return at::upsample_bilinear2d(t, {to.size(2), to.size(3)}, false);
  };
  auto x = elu(run("code", z));
  if (over_) x = spread(x, code.deep) + code.deep;
  x = x + elu(run("bottom", x));
  const auto up = [&](const char* name, const torch::Tensor& beside) {
    const auto y = elu(run(name, twice(x)));
    return over_ ? y + beside : y;
  };
  x = elu(run("side3", up("up1", code.middle)));
  x = elu(run("side4", up("up2", code.fine)));
  const auto drawn = (run("out", x) + spread(run("shade", z), x)).to(torch::kFloat32);
  return over_ ? code.seen + drawn : drawn;
}

}  // namespace fido
