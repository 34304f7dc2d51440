// Any inpainting network: a TorchScript module and a card that describes its inputs and outputs.
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <limits>
#include <mutex>
#include <optional>

#include "core/infill/adapter.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

// Returns the picture among the module's outputs that the card's "output_index" selects.
Expected<torch::Tensor> select_output(const InfillerCard& card, const c10::IValue& output) {
  const auto wrong_index = [&](const std::string& returned) {
    return input_error(card.card_path.string() + ": \"output_index\" is " +
                       std::to_string(card.output_index) + ", but the module returns " + returned);
  };
  const auto index = static_cast<std::size_t>(card.output_index);
  if (output.isTensor()) {
    if (index != 0) return wrong_index("one tensor");
    return output.toTensor();
  }
  if (output.isTensorList()) {
    const auto list = output.toTensorVector();
    if (index >= list.size()) return wrong_index(std::to_string(list.size()) + " tensors");
    return list[index];
  }
  if (!output.isTuple()) return wrong_index("a value of type " + output.tagKind());
  const auto& elements = output.toTupleRef().elements();
  if (index >= elements.size()) return wrong_index(std::to_string(elements.size()) + " values");
  if (!elements[index].isTensor()) return wrong_index("no tensor at that index");
  return elements[index].toTensor();
}

// Seeds LibTorch's global generator, from which a script draws, with a number from the infiller's
// own generator, and restores its state at the end of the scope.
class GlobalSeedScope {
 public:
  GlobalSeedScope(const torch::Device& device, at::Generator& random)
      : global_(at::globalContext().defaultGenerator(device)) {
    const auto seed =
        static_cast<std::uint64_t>(at::randint(std::numeric_limits<std::int64_t>::max(), {1},
                                               random, torch::dtype(torch::kInt64))
                                       .item<std::int64_t>());
    const std::lock_guard lock(global_.mutex());
    state_ = global_.get_state();
    global_.set_current_seed(seed);
  }
  ~GlobalSeedScope() {
    const std::lock_guard lock(global_.mutex());
    global_.set_state(state_);
  }
  GlobalSeedScope(const GlobalSeedScope&) = delete;
  GlobalSeedScope& operator=(const GlobalSeedScope&) = delete;

 private:
  at::Generator global_;
  torch::Tensor state_;
};

// Makes the input that the card's "inputs" names: image, masked_image, ones, mask or noise.
torch::Tensor make_module_input(const std::string& name, const InfillerCard& card,
                                const torch::Tensor& x, const torch::Tensor& keep,
                                at::Generator& random) {
  if (name == "image") return x;
  if (name == "masked_image") return x * keep;
  if (name == "ones") return at::ones_like(keep);
  if (name == "mask") return card.mask_is_hole ? 1 - keep : keep;
  return at::randn(keep.sizes(), random, torch::dtype(torch::kFloat32)).to(keep.device());
}

Expected<torch::Tensor> run_module(torch::jit::Module module, const InfillerCard& card,
                                   torch::Dtype dtype, const torch::Tensor& x,
                                   const torch::Tensor& keep, at::Generator& random) {
  std::vector<torch::Tensor> inputs;
  for (const std::string& name : card.inputs)
    inputs.push_back(make_module_input(name, card, x, keep, random).to(dtype).contiguous());
  if (card.concatenates_inputs) inputs = {at::cat(inputs, 1)};
  try {
    const torch::jit::GraphOptimizerEnabledGuard no_optimization(false);
    std::optional<GlobalSeedScope> seed_scope;
    if (card.stochastic) seed_scope.emplace(x.device(), random);
    return select_output(card, module.forward({inputs.begin(), inputs.end()}));
  } catch (const std::exception& e) {
    std::string shapes;
    for (const auto& input : inputs) shapes += (shapes.empty() ? "" : ", ") + format_shape(input);
    return input_error(card.card_path.string() + ": the module refuses inputs of shape " + shapes +
                       " (" + script_error_message(e) +
                       "); correct \"inputs\", \"passed\", \"input_size\" or \"multiple_of\"");
  }
}

// Runs the module on a test picture, 64 x 64 with a centred hole, to detect a wrong card. Errors
// (input): the fill is not finite, its range is implausible, or the mask is inverted.
Expected<void> check_on_test_picture(const Adapter& adapter, const torch::Device& device) {
  const int side = 64;
  const auto ramp = torch::linspace(0.1, 0.9, side);
  const auto image =
      at::stack({ramp.view({1, side}).expand({side, side}),
                 ramp.view({side, 1}).expand({side, side}), at::full({side, side}, 0.4)})
          .unsqueeze(0)
          .repeat({2, 1, 1, 1})
          .to(device);
  auto keep = at::ones({2, 1, side, side}, image.options());
  keep.slice(2, side / 4, 3 * side / 4).slice(3, side / 4, 3 * side / 4).zero_();
  auto random = at::detail::createCPUGenerator(0);
  const auto out = adapter.run(image, keep, random);
  if (!out) return tl::unexpected(out.error());
  const std::string source = adapter.card().card_path.string();
  if (!torch::isfinite(*out).all().item<bool>())
    return input_error(source +
                       ": the module returns NaN or infinite values for an ordinary picture; "
                       "correct \"value_range\"");
  const double low = out->min().item<double>(), high = out->max().item<double>();
  const auto [black, white] = adapter.card().output_range;
  if (low < -0.5 || high > 1.5 || high - low < 0.02)
    return input_error(source + ": the module's output ranges from " +
                       std::to_string(black + low * (white - black)) + " to " +
                       std::to_string(black + high * (white - black)) +
                       "; correct \"output_range\" or \"value_range\"");
  const auto error = (*out - image).abs();
  const double kept_error = ((error * keep).sum() / (3 * keep.sum())).item<double>(),
               hole_error = ((error * (1 - keep)).sum() / (3 * (1 - keep).sum())).item<double>();
  if (hole_error < 0.002 && kept_error > 0.05)
    return input_error(source +
                       ": the module fills kept pixels and leaves the hole unchanged; set "
                       "\"mask_value\" to the opposite");
  return {};
}

}  // namespace

Expected<InfillerFactory> load_torchscript_infiller(const InfillerCard& card,
                                                    const torch::Device& device,
                                                    torch::Dtype dtype) {
  torch::jit::Module module;
  try {
    module = torch::jit::load(card.file.string(), device);
    module.eval();
    for (auto parameter : module.parameters()) parameter.set_requires_grad(false);
    module.to(device, dtype);
  } catch (const std::exception&) {
    return input_error(card.file.string() + ": not a TorchScript module that LibTorch " +
                       std::string(TORCH_VERSION) +
                       " can load; export it with torch.jit.trace or torch.jit.script and save()");
  }
  const auto adapter = std::make_shared<Adapter>(
      card, [=](const torch::Tensor& x, const torch::Tensor& keep, at::Generator& random) {
        return run_module(module, card, dtype, x, keep, random);
      });
  if (auto ok = check_on_test_picture(*adapter, device); !ok) return tl::unexpected(ok.error());
  return make_adapter_factory(adapter);
}

}  // namespace fido
