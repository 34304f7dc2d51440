// Anybody's inpainter: a TorchScript module, and a card that says what it wants to be given.
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <limits>
#include <mutex>
#include <optional>

#include "core/infill/adapter.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

// Of the answer, the picture that the card points at.
Expected<torch::Tensor> pick(const InfillerCard& card, const c10::IValue& out) {
  const auto wrong = [&](const std::string& got) {
    return input_error(card.card_path.string() + ": \"output_index\" " +
                       std::to_string(card.output_index) + ": the module returns " + got);
  };
  if (out.isTensor())
    return card.output_index == 0 ? Expected<torch::Tensor>(out.toTensor()) : wrong("one tensor");
  const auto index = static_cast<std::size_t>(card.output_index);
  if (out.isTensorList()) {
    const auto list = out.toTensorVector();
    return index < list.size() ? Expected<torch::Tensor>(list[index])
                               : wrong(std::to_string(list.size()) + " tensors");
  }
  if (!out.isTuple()) return wrong(out.tagKind() + ", which is no tensor");
  const auto& elements = out.toTupleRef().elements();
  if (index >= elements.size()) return wrong(std::to_string(elements.size()) + " values");
  return elements[index].isTensor() ? Expected<torch::Tensor>(elements[index].toTensor())
                                    : wrong("no tensor there");
}

// A script draws from LibTorch's global generator: lends it the infiller's own numbers, and gives
// it back as it was.
class GlobalGeneratorLoan {
 public:
  GlobalGeneratorLoan(const torch::Device& device, at::Generator& random)
      : global_(at::globalContext().defaultGenerator(device)) {
    const auto seed =
        static_cast<std::uint64_t>(at::randint(std::numeric_limits<std::int64_t>::max(), {1},
                                               random, torch::dtype(torch::kInt64))
                                       .item<std::int64_t>());
    const std::lock_guard lock(global_.mutex());
    state_ = global_.get_state();
    global_.set_current_seed(seed);
  }
  ~GlobalGeneratorLoan() {
    const std::lock_guard lock(global_.mutex());
    global_.set_state(state_);
  }
  GlobalGeneratorLoan(const GlobalGeneratorLoan&) = delete;
  GlobalGeneratorLoan& operator=(const GlobalGeneratorLoan&) = delete;

 private:
  at::Generator global_;
  torch::Tensor state_;
};

Expected<torch::Tensor> ask(torch::jit::Module module, const InfillerCard& card, torch::Dtype dtype,
                            const torch::Tensor& x, const torch::Tensor& keep,
                            at::Generator& random) {
  std::vector<torch::Tensor> parts;
  for (const std::string& name : card.inputs) {
    torch::Tensor part =
        name == "image"          ? x
        : name == "masked_image" ? x * keep
        : name == "ones"         ? at::ones_like(keep)
        : name == "mask"
            ? (card.mask_is_hole ? 1 - keep : keep)
            : at::randn(keep.sizes(), random, torch::dtype(torch::kFloat32)).to(keep.device());
    parts.push_back(part.to(dtype).contiguous());
  }
  if (card.concatenated) parts = {at::cat(parts, 1)};
  try {
    const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
    std::optional<GlobalGeneratorLoan> loan;
    if (card.stochastic) loan.emplace(x.device(), random);
    return pick(card, module.forward({parts.begin(), parts.end()}));
  } catch (const std::exception& e) {
    std::string shapes;
    for (const auto& part : parts) shapes += (shapes.empty() ? "" : ", ") + shape_text(part);
    return input_error(card.card_path.string() + ": the module refuses " + shapes + " (" +
                       script_reason(e) +
                       "); correct \"inputs\", \"passed\", \"input_size\" or \"multiple_of\"");
  }
}

// What a wrong card gives away on a picture that is known.
Expected<void> check(const Adapter& adapter, const torch::Device& device) {
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
    return input_error(source + ": the module's output goes from " +
                       std::to_string(black + low * (white - black)) + " to " +
                       std::to_string(black + high * (white - black)) +
                       "; correct \"output_range\" or \"value_range\"");
  const auto error = (*out - image).abs();
  const double kept = ((error * keep).sum() / (3 * keep.sum())).item<double>(),
               hole = ((error * (1 - keep)).sum() / (3 * (1 - keep).sum())).item<double>();
  if (hole < 0.002 && kept > 0.05)
    return input_error(
        source + ": the module fills what is kept and leaves the hole; turn \"mask_value\" round");
  return {};
}

}  // namespace

Expected<MakeFromCard> load_module(const InfillerCard& card, const torch::Device& device,
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
        return ask(module, card, dtype, x, keep, random);
      });
  if (auto ok = check(*adapter, device); !ok) return tl::unexpected(ok.error());
  return make_adapter_factory(adapter);
}

}  // namespace fido
