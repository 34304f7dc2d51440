#include "core/infill/net/ca_net.h"

namespace fido {
namespace {

// Concatenates picture, ones (which tell the border from the padding) and hole to [N,5,H,W].
torch::Tensor make_input(const torch::Tensor& picture, const torch::Tensor& hole,
                         torch::Dtype dtype) {
  return at::cat({picture, at::ones_like(hole), hole}, 1)
      .to(dtype)
      .contiguous(torch::MemoryFormat::ChannelsLast);
}

}  // namespace

CaNet::CaNet(int width, CaConvention convention, std::uint64_t seed, bool is_residual)
    : ConvNet(seed), convention_(convention), is_residual_(is_residual) {
  const int w = width;
  const auto add_encoder = [&](const std::string& prefix, int second, int fourth) {
    add_conv(prefix + "1", 5, w, 5);
    add_conv(prefix + "2_downsample", w, second, 3, 2);
    add_conv(prefix + "3", second, 2 * w);
    add_conv(prefix + "4_downsample", 2 * w, fourth, 3, 2);
    add_conv(prefix + "5", fourth, 4 * w);
    add_conv(prefix + "6", 4 * w, 4 * w);
  };
  const auto add_dilated = [&](const std::string& prefix) {
    for (int i = 0; i < 4; ++i)
      add_conv(prefix + std::to_string(7 + i) + "_atrous", 4 * w, 4 * w, 3, 1, 2 << i);
  };
  const auto add_decoder = [&](const std::string& prefix, int in) {
    add_conv(prefix + "11", in, 4 * w);
    add_conv(prefix + "12", 4 * w, 4 * w);
    add_conv(prefix + "13_upsample", 4 * w, 2 * w);
    add_conv(prefix + "14", 2 * w, 2 * w);
    add_conv(prefix + "15_upsample", 2 * w, w);
    add_conv(prefix + "16", w, w / 2);
    add_conv(prefix + "17", w / 2, 3);
  };
  add_encoder("conv", 2 * w, 4 * w);
  add_dilated("conv");
  add_decoder("conv", 4 * w);
  add_encoder("xconv", w, 2 * w);
  add_dilated("xconv");
  add_encoder("pmconv", w, 4 * w);
  add_conv("pmconv9", 4 * w, 4 * w);
  add_conv("pmconv10", 4 * w, 4 * w);
  add_decoder("allconv", 8 * w);
  // Initialise layers with as many outputs as inputs near the identity: without shortcuts, the
  // picture is lost within twenty layers otherwise.
  for (const auto& [name, value] : weights()) {
    if (value.dim() != 4 || value.size(0) != value.size(1)) continue;
    auto kernel_center = value.mul_(0.3).select(3, 1).select(2, 1);
    kernel_center.diagonal().add_(1);
  }
  if (is_residual_)
    for (const char* last : {"conv17", "allconv17"}) weight(last).zero_();
}

torch::Tensor CaNet::run_with_activation(const std::string& name, const torch::Tensor& x,
                                         Weights* activations) const {
  auto y = run_layer(name, x, convention_ == CaConvention::tensorflow);
  if (name == "pmconv6")
    y = at::relu(y);
  else if (name != "conv17" && name != "allconv17")
    y = elu(y);
  if (activations) activations->emplace_back(name, y);
  return y;
}

CaNet::Features CaNet::encode(const std::string& prefix, const torch::Tensor& x,
                              Weights* activations) const {
  const auto run = [&](const char* layer, const torch::Tensor& t) {
    return run_with_activation(prefix + layer, t, activations);
  };
  const auto fine = run("1", x), middle = run("3", run("2_downsample", fine));
  return {fine, middle, run("6", run("5", run("4_downsample", middle)))};
}

torch::Tensor CaNet::run_dilated(const std::string& prefix, torch::Tensor x,
                                 Weights* activations) const {
  for (const char* layer : {"7_atrous", "8_atrous", "9_atrous", "10_atrous"})
    x = run_with_activation(prefix + layer, x, activations);
  return x;
}

torch::Tensor CaNet::decode(const std::string& prefix, const Features& features,
                            const torch::Tensor& base, Weights* activations) const {
  const auto run = [&](const char* layer, const torch::Tensor& t) {
    return run_with_activation(prefix + layer, t, activations);
  };
  const auto upsample = [&](const char* layer, const torch::Tensor& t, const torch::Tensor& skip) {
    const auto y = run(layer, resize_nearest(t, 2 * t.size(2), 2 * t.size(3), convention_));
    return is_residual_ ? y + skip : y;
  };
  const auto half =
      run("14", upsample("13_upsample", run("12", run("11", features.deep)), features.middle));
  const auto x = run("17", run("16", upsample("15_upsample", half, features.fine)));
  return (is_residual_ ? base + x : x).to(torch::kFloat32).clamp(-1, 1);
}

torch::Tensor CaNet::attend(const torch::Tensor& x, const torch::Tensor& hole) const {
  // The authors shrink the hole in two steps, each of which rounds; the port does it in one.
  const auto h = x.size(2), w = x.size(3);
  const auto quarter =
      convention_ == CaConvention::tensorflow ? resize_nearest(hole, h, w, convention_) : hole;
  return contextual_attention(x, resize_nearest(quarter, h / 2, w / 2, convention_), convention_);
}

torch::Tensor CaNet::complete_coarsely(const torch::Tensor& image, const torch::Tensor& hole,
                                       Weights* activations) const {
  const auto base = is_residual_ ? image : image * (1 - hole);
  auto features = encode("conv", make_input(base, hole, dtype()), activations);
  features.deep = run_dilated("conv", features.deep, activations);
  const auto coarse = decode("conv", features, base, activations);
  if (activations) activations->emplace_back("stage1", coarse);
  return coarse;
}

CaNet::Output CaNet::complete(const torch::Tensor& image, const torch::Tensor& hole,
                              Weights* activations) const {
  const auto coarse = complete_coarsely(image, hole, activations);
  const auto base = coarse * hole + image * (1 - hole), x = make_input(base, hole, dtype());
  auto features = encode("xconv", x, activations);
  const auto dilated = run_dilated("xconv", features.deep, activations);
  auto attended = attend(encode("pmconv", x, activations).deep, hole.to(x.scalar_type()));
  if (activations) activations->emplace_back("attention", attended);
  attended = run_with_activation("pmconv10", run_with_activation("pmconv9", attended, activations),
                                 activations);
  features.deep = at::cat({dilated, attended}, 1);
  const auto fine = decode("allconv", features, base, activations);
  if (activations) activations->emplace_back("stage2", fine);
  return {coarse, fine};
}

}  // namespace fido
