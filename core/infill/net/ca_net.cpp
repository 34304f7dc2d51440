#include "core/infill/net/ca_net.h"

namespace fido {
namespace {

// Picture, ones (which tell the border from the padding) and hole.
torch::Tensor input(const torch::Tensor& picture, const torch::Tensor& hole, torch::Dtype type) {
  return at::cat({picture, at::ones_like(hole), hole}, 1).to(type).contiguous(torch::MemoryFormat::ChannelsLast);
}

torch::Tensor picture(const torch::Tensor& x) { return x.to(torch::kFloat32).clamp(-1, 1); }

}  // namespace

CaNet::CaNet(int width, CaConvention convention, std::uint64_t seed, bool over) : ConvNet(seed), convention_(convention), over_(over) {
  const int w = width;
  const auto dilated = [&](const std::string& prefix) {
    for (int i = 0; i < 4; ++i) conv(prefix + std::to_string(7 + i) + "_atrous", 4 * w, 4 * w, 3, 1, 2 << i);
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
  conv("conv1", 5, w, 5);
  conv("conv2_downsample", w, 2 * w, 3, 2);
  conv("conv3", 2 * w, 2 * w);
  conv("conv4_downsample", 2 * w, 4 * w, 3, 2);
  conv("conv5", 4 * w, 4 * w);
  conv("conv6", 4 * w, 4 * w);
  dilated("conv");
  decoder("conv", 4 * w);
  conv("xconv1", 5, w, 5);
  conv("xconv2_downsample", w, w, 3, 2);
  conv("xconv3", w, 2 * w);
  conv("xconv4_downsample", 2 * w, 2 * w, 3, 2);
  conv("xconv5", 2 * w, 4 * w);
  conv("xconv6", 4 * w, 4 * w);
  dilated("xconv");
  conv("pmconv1", 5, w, 5);
  conv("pmconv2_downsample", w, w, 3, 2);
  conv("pmconv3", w, 2 * w);
  conv("pmconv4_downsample", 2 * w, 4 * w, 3, 2);
  conv("pmconv5", 4 * w, 4 * w);
  conv("pmconv6", 4 * w, 4 * w);
  conv("pmconv9", 4 * w, 4 * w);
  conv("pmconv10", 4 * w, 4 * w);
  decoder("allconv", 8 * w);
  // Where widths agree, what comes in goes on, and a little of everything else with it: twenty layers without a shortcut lose
  // sight of the picture otherwise.
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
    y = at::elu(y);
  if (stages) stages->emplace_back(name, y);
  return y;
}

torch::Tensor CaNet::up(const torch::Tensor& x) const { return resize_nearest(x, 2 * x.size(2), 2 * x.size(3), convention_); }

torch::Tensor CaNet::attended(const torch::Tensor& x, const torch::Tensor& hole) const {
  // The authors go down in two steps and each one rounds; the port in one.
  const auto h = x.size(2), w = x.size(3);
  const auto quarter = convention_ == CaConvention::tensorflow ? resize_nearest(hole, h, w, convention_) : hole;
  return contextual_attention(x, resize_nearest(quarter, h / 2, w / 2, convention_), convention_);
}

torch::Tensor CaNet::coarse(const torch::Tensor& image, const torch::Tensor& hole, Weights* stages) const {
  const auto seen = over_ ? image : image * (1 - hole);
  auto x = input(seen, hole, dtype());
  for (const char* name : {"conv1", "conv2_downsample", "conv3", "conv4_downsample", "conv5", "conv6", "conv7_atrous", "conv8_atrous", "conv9_atrous", "conv10_atrous", "conv11", "conv12"})
    x = step(name, x, stages);
  x = step("conv14", step("conv13_upsample", up(x), stages), stages);
  x = step("conv16", step("conv15_upsample", up(x), stages), stages);
  x = step("conv17", x, stages);
  x = picture(over_ ? seen + x : x);
  if (stages) stages->emplace_back("stage1", x);
  return x;
}

CaNet::Answer CaNet::complete(const torch::Tensor& image, const torch::Tensor& hole, Weights* stages) const {
  const auto first = coarse(image, hole, stages);
  const auto seen = first * hole + image * (1 - hole), now = input(seen, hole, dtype());
  auto x = now;
  for (const char* name : {"xconv1", "xconv2_downsample", "xconv3", "xconv4_downsample", "xconv5", "xconv6", "xconv7_atrous", "xconv8_atrous", "xconv9_atrous", "xconv10_atrous"})
    x = step(name, x, stages);
  auto y = now;
  for (const char* name : {"pmconv1", "pmconv2_downsample", "pmconv3", "pmconv4_downsample", "pmconv5", "pmconv6"}) y = step(name, y, stages);
  y = attended(y, hole.to(y.scalar_type()));
  if (stages) stages->emplace_back("attention", y);
  y = step("pmconv10", step("pmconv9", y, stages), stages);
  x = step("allconv12", step("allconv11", at::cat({x, y}, 1), stages), stages);
  x = step("allconv14", step("allconv13_upsample", up(x), stages), stages);
  x = step("allconv16", step("allconv15_upsample", up(x), stages), stages);
  x = step("allconv17", x, stages);
  x = picture(over_ ? seen + x : x);
  if (stages) stages->emplace_back("stage2", x);
  return {first, x};
}

}  // namespace fido
