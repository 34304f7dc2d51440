// VAE and CA: loads their weights and adapts the networks (net/vae_net.h, net/ca_net.h).
#include "core/infill/adapter.h"
#include "core/infill/net/ca_net.h"
#include "core/infill/net/vae_net.h"

namespace fido {
namespace {

struct LoadedWeights {
  Weights weights;
  int width = 0;  // of the first layer
};

// Loads the card's weights and takes the network's width from `first_layer`. Errors (input): the
// file cannot be read, or the width is odd or not in [2, max_width].
Expected<LoadedWeights> load_with_width(const InfillerCard& card, const std::string& first_layer,
                                        int max_width) {
  auto weights = load_weights(card.file);
  if (!weights) return tl::unexpected(weights.error());
  for (const auto& [name, value] : *weights) {
    if (name != first_layer || value.dim() != 4) continue;
    const auto width = value.size(0);
    if (width < 2 || width > max_width || width % 2 != 0) break;
    return LoadedWeights{std::move(*weights), static_cast<int>(width)};
  }
  return input_error(card.file.string() + ": has no \"" + first_layer +
                     "\" of an even width up to " + std::to_string(max_width) +
                     "; these are the weights of another network");
}

// Copies the weights into `net` and moves it to `device` and `dtype`.
template <class Net>
Expected<std::shared_ptr<const Net>> with_weights(std::shared_ptr<Net> net,
                                                  const LoadedWeights& loaded,
                                                  const InfillerCard& card,
                                                  const torch::Device& device, torch::Dtype dtype) {
  if (auto ok = assign_weights(net->weights(), loaded.weights, card.file.string()); !ok)
    return tl::unexpected(ok.error());
  net->to(device, dtype);
  return net;
}

// VAE and CA fix their value range and side multiple themselves, whatever the card says.
InfillerCard with_network_input(InfillerCard card, int side_multiple) {
  card.value_range = card.output_range = {-1, 1};
  card.multiple_of = side_multiple;
  return card;
}

}  // namespace

Expected<InfillerFactory> load_vae_infiller(const InfillerCard& card, const torch::Device& device,
                                            torch::Dtype dtype) {
  const auto loaded = load_with_width(card, "in.weight", 512);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto net = with_weights(std::make_shared<VaeNet>(loaded->width, 0, card.base != "none"),
                                *loaded, card, device, dtype);
  if (!net) return tl::unexpected(net.error());
  const auto forward = [net = *net, samples_code = card.stochastic](
                           const torch::Tensor& x, const torch::Tensor& keep,
                           at::Generator& random) -> Expected<torch::Tensor> {
    const auto code = net->encode(x, keep);
    if (!samples_code) return net->decode(code, code.mean);
    const auto noise =
        at::randn(code.mean.sizes(), random, torch::dtype(torch::kFloat32)).to(code.mean.options());
    return net->decode(code, code.mean + noise * (0.5 * code.log_variance).exp());
  };
  return make_adapter_factory(
      std::make_shared<Adapter>(with_network_input(card, VaeNet::kSideMultiple), forward));
}

Expected<InfillerFactory> load_ca_infiller(const InfillerCard& card, const torch::Device& device,
                                           torch::Dtype dtype) {
  const auto loaded = load_with_width(card, "conv1.weight", 256);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto convention =
      card.convention == "tensorflow" ? CaConvention::tensorflow : CaConvention::pytorch;
  const auto net =
      with_weights(std::make_shared<CaNet>(loaded->width, convention, 0, card.base != "none"),
                   *loaded, card, device, dtype);
  if (!net) return tl::unexpected(net.error());
  const auto forward = [net = *net](const torch::Tensor& x, const torch::Tensor& keep,
                                    at::Generator&) -> Expected<torch::Tensor> {
    return net->complete(x, 1 - keep).fine;
  };
  const auto preview = [net = *net](const torch::Tensor& x, const torch::Tensor& keep,
                                    at::Generator&) -> Expected<torch::Tensor> {
    return net->complete_coarsely(x, 1 - keep);
  };
  return make_adapter_factory(
      std::make_shared<Adapter>(with_network_input(card, CaNet::kSideMultiple), forward, preview));
}

}  // namespace fido
