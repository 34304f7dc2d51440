#include "core/infill/net/ca_net.h"

namespace fido {
namespace {

// Picture, ones (which tell the border from the padding) and hole.
torch::Tensor input(const torch::Tensor& picture, const torch::Tensor& hole, torch::Dtype type) {
  return at::cat({picture, at::ones_like(hole), hole}, 1)
      .to(type)
      .contiguous(torch::MemoryFormat::ChannelsLast);
}

}  // namespace

CaNet::CaNet(int width, CaConvention convention, std::uint64_t seed, bool over)
    : ConvNet(seed), convention_(convention), over_(over) {
  const int w = width;
  const auto encoder = [&](const std::string& prefix, int second, int fourth) {
    conv(prefix + "1", 5, w, 5);
    conv(prefix + "2_downsample", w, second, 3, 2);
    conv(prefix + "3", second, 2 * w);
    conv(prefix + "4_downsample", 2 * w, fourth, 3, 2);
    conv(prefix + "5", fourth, 4 * w);
    conv(prefix + "6", 4 * w, 4 * w);
  };
  const auto dilated = [&](const std::string& prefix) {
    for (int i = 0; i < 4; ++i)
      conv(prefix + std::to_string(7 + i) + "_atrous", 4 * w, 4 * w, 3, 1, 2 << i);
  };
  const auto decoder = [&](const std::string& prefix, int in) {
    conv(prefix + "11", in, 4 * w);
    conv(prefix + "12", 4 * w, 4 * w);
    conv(prefix + "13_upsample", 4 * w, 2 * w);
    conv(prefix + "14", 2 * w, 2 * w);
    conv(prefix + "15_upsample", 2 * w, w);
    conv(prefix + "16", w, w / 2);
    conv(prefix + "17", w / 2, 3);
  };
  encoder("conv", 2 * w, 4 * w);
  dilated("conv");
  decoder("conv", 4 * w);
  encoder("xconv", w, 2 * w);
  dilated("xconv");
  encoder("pmconv", w, 4 * w);
  conv("pmconv9", 4 * w, 4 * w);
  conv("pmconv10", 4 * w, 4 * w);
  decoder("allconv", 8 * w);
  // Where widths agree, what comes in goes on, and a little of everything else with it: twenty
  // layers without a shortcut lose sight of the picture otherwise.
  for (const auto& [name, value] : weights()) {
    if (value.dim() != 4 || value.size(0) != value.size(1)) continue;
    auto middle = value.mul_(0.3).select(3, 1).select(2, 1);
    middle.diagonal().add_(1);
  }
  if (over_)
    for (const char* last : {"conv17", "allconv17"}) weight(last).zero_();
}

torch::Tensor CaNet::step(const std::string& name, const torch::Tensor& x, Weights* stages) const {
  auto y = run(name, x, convention_ == CaConvention::tensorflow);
  if (name == "pmconv6")
    y = at::relu(y);
  else if (name != "conv17" && name != "allconv17")
    y = elu(y);
  if (stages) stages->emplace_back(name, y);
  return y;
}

CaNet::Features CaNet::encoded(const std::string& prefix, const torch::Tensor& x,
                               Weights* stages) const {
  const auto on = [&](const char* layer, const torch::Tensor& t) {
    return step(prefix + layer, t, stages);
  };
  const auto fine = on("1", x), middle = on("3", on("2_downsample", fine));
  return {fine, middle, on("6", on("5", on("4_downsample", middle)))};
}

torch::Tensor CaNet::dilated(const std::string& prefix, torch::Tensor x, Weights* stages) const {
  for (const char* layer : {"7_atrous", "8_atrous", "9_atrous", "10_atrous"})
    x = step(prefix + layer, x, stages);
  return x;
}

torch::Tensor CaNet::drawn(const std::string& prefix, const Features& features,
                           const torch::Tensor& seen, Weights* stages) const {
  const auto on = [&](const char* layer, const torch::Tensor& x) {
    return step(prefix + layer, x, stages);
  };
  const auto up = [&](const char* layer, const torch::Tensor& x, const torch::Tensor& beside) {
    const auto y = on(layer, resize_nearest(x, 2 * x.size(2), 2 * x.size(3), convention_));
    return over_ ? y + beside : y;
  };
  const auto half = on("14", up("13_upsample", on("12", on("11", features.deep)), features.middle));
  const auto x = on("17", on("16", up("15_upsample", half, features.fine)));
  return (over_ ? seen + x : x).to(torch::kFloat32).clamp(-1, 1);
}

torch::Tensor CaNet::attended(const torch::Tensor& x, const torch::Tensor& hole) const {
  // The authors go down in two steps and each one rounds; the port in one.
  const auto h = x.size(2), w = x.size(3);
  const auto quarter =
      convention_ == CaConvention::tensorflow ? resize_nearest(hole, h, w, convention_) : hole;
  return contextual_attention(x, resize_nearest(quarter, h / 2, w / 2, convention_), convention_);
}

torch::Tensor CaNet::coarse(const torch::Tensor& image, const torch::Tensor& hole,
                            Weights* stages) const {
  const auto seen = over_ ? image : image * (1 - hole);
  auto features = encoded("conv", input(seen, hole, dtype()), stages);
  features.deep = dilated("conv", features.deep, stages);
  const auto x = drawn("conv", features, seen, stages);
  if (stages) stages->emplace_back("stage1", x);
  return x;
}

CaNet::Answer CaNet::complete(const torch::Tensor& image, const torch::Tensor& hole,
                              Weights* stages) const {
  const auto first = coarse(image, hole, stages);
  const auto seen = first * hole + image * (1 - hole), now = input(seen, hole, dtype());
  auto features = encoded("xconv", now, stages);
  const auto imagined = dilated("xconv", features.deep, stages);
  auto found = attended(encoded("pmconv", now, stages).deep, hole.to(now.scalar_type()));
  if (stages) stages->emplace_back("attention", found);
  found = step("pmconv10", step("pmconv9", found, stages), stages);
  features.deep = at::cat({imagined, found}, 1);
  const auto x = drawn("allconv", features, seen, stages);
  if (stages) stages->emplace_back("stage2", x);
  return {first, x};
}

}  // namespace fido
