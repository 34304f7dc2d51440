// Anybody's inpainter: a TorchScript module, and a card that says what it wants to be given.
#include <algorithm>

#include "core/infill/infiller.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

class Module {
 public:
  Module(InfillerCard card, torch::jit::Module module, torch::Device device, torch::Dtype dtype)
      : card_(std::move(card)), module_(std::move(module)), device_(device), dtype_(dtype) {}

  const InfillerCard& card() const { return card_; }

  // image [N,3,H,W], RGB in [0,1]; keep [N,1,H,W]; gives [N,3,H,W], RGB in [0,1]. Errors (input) name a key of the card.
  Expected<torch::Tensor> run(const torch::Tensor& image, const torch::Tensor& keep) {
    const torch::NoGradGuard no_grad;
    const auto height = image.size(2), width = image.size(3);
    auto x = image, seen = keep;
    if (card_.height > 0) {
      x = at::upsample_bilinear2d(x, {card_.height, card_.width}, false);
      seen = at::upsample_nearest2d(seen, {card_.height, card_.width});
    } else {
      const auto below = (card_.multiple_of - height % card_.multiple_of) % card_.multiple_of;
      const auto beside = (card_.multiple_of - width % card_.multiple_of) % card_.multiple_of;
      if (below > 0 || beside > 0) {
        x = at::replication_pad2d(x, {0, beside, 0, below});
        seen = at::replication_pad2d(seen, {0, beside, 0, below});
      }
    }
    if (card_.color_order == "BGR") x = x.flip(1);
    const auto [black, white] = card_.value_range;
    x = x * (white - black) + black;
    std::vector<torch::Tensor> parts;
    for (const std::string& name : card_.inputs) {
      torch::Tensor part = name == "image"          ? x
                           : name == "masked_image" ? x * seen
                           : name == "ones"         ? at::ones_like(seen)
                           : name == "mask"         ? (card_.mask_is_hole ? 1 - seen : seen)
                                                    : at::randn(seen.sizes(), seen.options());
      parts.push_back(part.to(dtype_).contiguous());
    }
    if (card_.concatenated) parts = {at::cat(parts, 1)};
    const std::string source = card_.card_path.string();
    c10::IValue out;
    try {
      const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
      out = module_.forward({parts.begin(), parts.end()});
    } catch (const std::exception& e) {
      std::string shapes;
      for (const auto& part : parts) shapes += (shapes.empty() ? "" : ", ") + shape_text(part);
      return input_error(source + ": the module refuses " + shapes + " (" + script_reason(e) + "); correct \"inputs\", \"passed\", \"input_size\" or \"multiple_of\"");
    }
    const auto picked = pick(out);
    if (!picked) return picked;
    auto y = picked->to(torch::kFloat32);
    if (y.dim() != 4 || y.size(0) != x.size(0) || y.size(1) != 3 || y.size(2) != x.size(2) || y.size(3) != x.size(3)) {
      return input_error(source + ": the module returns " + shape_text(y) + ", expected [" + std::to_string(x.size(0)) + ", 3, " + std::to_string(x.size(2)) + ", " +
                         std::to_string(x.size(3)) + "]; correct \"output_index\" or \"input_size\", or export a module that returns the picture");
    }
    const auto [out_black, out_white] = card_.output_range;
    y = (y - out_black) / (out_white - out_black);
    if (card_.color_order == "BGR") y = y.flip(1);
    if (card_.height > 0) return at::upsample_bilinear2d(y, {height, width}, false);
    return y.slice(2, 0, height).slice(3, 0, width);
  }

  // What a wrong card gives away on a picture that is known.
  Expected<void> check() {
    const int side = 64;
    const auto ramp = torch::linspace(0.1, 0.9, side);
    const auto image = at::stack({ramp.view({1, side}).expand({side, side}), ramp.view({side, 1}).expand({side, side}), at::full({side, side}, 0.4)})
                           .unsqueeze(0)
                           .repeat({2, 1, 1, 1})
                           .to(device_);
    auto keep = at::ones({2, 1, side, side}, image.options());
    keep.slice(2, side / 4, 3 * side / 4).slice(3, side / 4, 3 * side / 4).zero_();
    const auto out = run(image, keep);
    if (!out) return tl::unexpected(out.error());
    const std::string source = card_.card_path.string();
    if (!torch::isfinite(*out).all().item<bool>()) return input_error(source + ": the module returns NaN or infinite values for an ordinary picture; correct \"value_range\"");
    const double low = out->min().item<double>(), high = out->max().item<double>();
    const auto [black, white] = card_.output_range;
    if (low < -0.5 || high > 1.5 || high - low < 0.02)
      return input_error(source + ": the module's output goes from " + std::to_string(black + low * (white - black)) + " to " + std::to_string(black + high * (white - black)) +
                         "; correct \"output_range\" or \"value_range\"");
    const auto error = (*out - image).abs();
    const double kept = ((error * keep).sum() / (3 * keep.sum())).item<double>(), hole = ((error * (1 - keep)).sum() / (3 * (1 - keep).sum())).item<double>();
    if (hole < 0.002 && kept > 0.05) return input_error(source + ": the module fills what is kept and leaves the hole; turn \"mask_value\" round");
    return {};
  }

 private:
  Expected<torch::Tensor> pick(const c10::IValue& out) const {
    const auto wrong = [&](const std::string& got) {
      return input_error(card_.card_path.string() + ": \"output_index\" " + std::to_string(card_.output_index) + ": the module returns " + got);
    };
    if (out.isTensor()) return card_.output_index == 0 ? Expected<torch::Tensor>(out.toTensor()) : wrong("one tensor");
    const auto index = static_cast<std::size_t>(card_.output_index);
    if (out.isTensorList()) {
      const auto list = out.toTensorVector();
      return index < list.size() ? Expected<torch::Tensor>(list[index]) : wrong(std::to_string(list.size()) + " tensors");
    }
    if (!out.isTuple()) return wrong(out.tagKind() + ", which is no tensor");
    const auto& elements = out.toTupleRef().elements();
    if (index >= elements.size()) return wrong(std::to_string(elements.size()) + " values");
    return elements[index].isTensor() ? Expected<torch::Tensor>(elements[index].toTensor()) : wrong("no tensor there");
  }

  InfillerCard card_;
  torch::jit::Module module_;
  torch::Device device_;
  torch::Dtype dtype_;
};

class ModuleInfiller : public Infiller {
 public:
  explicit ModuleInfiller(std::shared_ptr<Module> module) : module_(std::move(module)) {}

  void begin(const InfillerInput& input) override {
    colors_ = Colors(input);
    image_ = input.image;
    if (module_->card().stochastic) torch::manual_seed(input.seed);
  }

  torch::Tensor fill(const torch::Tensor& keep) override {
    const auto rgb = colors_.rgb(image_).expand({keep.size(0), 3, keep.size(2), keep.size(3)});
    const auto out = module_->run(rgb, keep);
    if (!out) throw std::runtime_error(out.error().message);  // it took an ordinary picture before
    return torch::where(keep > 0.5, image_, colors_.fromRgb(out->clamp(0, 1))).contiguous(torch::MemoryFormat::ChannelsLast);
  }

 private:
  std::shared_ptr<Module> module_;
  Colors colors_;
  torch::Tensor image_;
};

}  // namespace

Expected<MakeFromCard> load_module(const InfillerCard& card, const torch::Device& device, torch::Dtype dtype) {
  torch::jit::Module module;
  try {
    module = torch::jit::load(card.file.string(), device);
    module.eval();
    for (auto parameter : module.parameters()) parameter.set_requires_grad(false);
    module.to(device, dtype);
  } catch (const std::exception&) {
    return input_error(card.file.string() + ": not a TorchScript module that LibTorch " + std::string(TORCH_VERSION) +
                       " can load; export it with torch.jit.trace or torch.jit.script and save()");
  }
  const auto loaded = std::make_shared<Module>(card, std::move(module), device, dtype);
  if (auto ok = loaded->check(); !ok) return tl::unexpected(ok.error());
  return MakeFromCard([loaded] { return std::make_unique<ModuleInfiller>(loaded); });
}

}  // namespace fido
