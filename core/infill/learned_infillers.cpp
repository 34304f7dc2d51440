// VAE and CA, with their weights (net/vae_net.h, net/ca_net.h).
#include "core/infill/adapter.h"
#include "core/infill/net/ca_net.h"
#include "core/infill/net/vae_net.h"

namespace fido {
namespace {

struct Loaded {
  Weights weights;
  int width = 0;  // of the first layer
};

Expected<Loaded> read(const InfillerCard& card, const std::string& first_layer, int most) {
  auto weights = load_weights(card.file);
  if (!weights) return tl::unexpected(weights.error());
  for (const auto& [name, value] : *weights) {
    if (name != first_layer || value.dim() != 4) continue;
    const auto width = value.size(0);
    if (width < 2 || width > most || width % 2 != 0) break;
    return Loaded{std::move(*weights), static_cast<int>(width)};
  }
  return input_error(card.file.string() + ": has no \"" + first_layer +
                     "\" of an even width up to " + std::to_string(most) +
                     "; these are the weights of another network");
}

template <class Net>
Expected<std::shared_ptr<const Net>> filled(std::shared_ptr<Net> net, const Loaded& loaded,
                                            const InfillerCard& card, const torch::Device& device,
                                            torch::Dtype dtype) {
  if (auto ok = assign_weights(net->weights(), loaded.weights, card.file.string()); !ok)
    return tl::unexpected(ok.error());
  net->to(device, dtype);
  return net;
}

// Our networks say themselves what they are given.
InfillerCard adapted(InfillerCard card, int multiple) {
  card.value_range = card.output_range = {-1, 1};
  card.multiple_of = multiple;
  return card;
}

}  // namespace

Expected<MakeFromCard> load_vae(const InfillerCard& card, const torch::Device& device,
                                torch::Dtype dtype) {
  const auto loaded = read(card, "in.weight", 512);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto net = filled(std::make_shared<VaeNet>(loaded->width, 0, card.base != "none"), *loaded,
                          card, device, dtype);
  if (!net) return tl::unexpected(net.error());
  const auto forward = [net = *net, samples = card.stochastic](
                           const torch::Tensor& x, const torch::Tensor& keep,
                           at::Generator& random) -> Expected<torch::Tensor> {
    const auto code = net->encode(x, keep);
    if (!samples) return net->draw(code, code.mean);
    const auto noise =
        at::randn(code.mean.sizes(), random, torch::dtype(torch::kFloat32)).to(code.mean.options());
    return net->draw(code, code.mean + noise * (0.5 * code.log_variance).exp());
  };
  return make_adapter_factory(std::make_shared<Adapter>(adapted(card, VaeNet::kMultiple), forward));
}

Expected<MakeFromCard> load_ca(const InfillerCard& card, const torch::Device& device,
                               torch::Dtype dtype) {
  const auto loaded = read(card, "conv1.weight", 256);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto convention =
      card.convention == "tensorflow" ? CaConvention::tensorflow : CaConvention::pytorch;
  const auto net =
      filled(std::make_shared<CaNet>(loaded->width, convention, 0, card.base != "none"), *loaded,
             card, device, dtype);
  if (!net) return tl::unexpected(net.error());
  const auto forward = [net = *net](const torch::Tensor& x, const torch::Tensor& keep,
                                    at::Generator&) -> Expected<torch::Tensor> {
    return net->complete(x, 1 - keep).fine;
  };
  const auto preview = [net = *net](const torch::Tensor& x, const torch::Tensor& keep,
                                    at::Generator&) -> Expected<torch::Tensor> {
    return net->coarse(x, 1 - keep);
  };
  return make_adapter_factory(
      std::make_shared<Adapter>(adapted(card, CaNet::kMultiple), forward, preview));
}

}  // namespace fido
