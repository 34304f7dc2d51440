#include "core/infill/adapter.h"

#include <ATen/CPUGeneratorImpl.h>

#include "core/infill/padding.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

// Resizes bilinearly, averaging the kept pixels only: the pixels under a hole must not leak into
// the picture at its rim.
torch::Tensor resize_kept(const torch::Tensor& x, const torch::Tensor& keep, std::int64_t height,
                          std::int64_t width) {
  const auto weight = at::upsample_bilinear2d(keep, {height, width}, false);
  const auto kept_mean =
      at::upsample_bilinear2d(x * keep, {height, width}, false) / weight.clamp_min(1e-6);
  return torch::where(weight > 1e-6, kept_mean, at::upsample_bilinear2d(x, {height, width}, false));
}

class AdapterInfiller : public Infiller {
 public:
  explicit AdapterInfiller(std::shared_ptr<const Adapter> adapter) : adapter_(std::move(adapter)) {}

  void begin(const InfillerInput& input) override {
    converter_ = RgbConverter(input);
    image_ = input.image;
    random_ = at::detail::createCPUGenerator(input.seed);
    if (adapter_->card().base == "push-pull") {
      base_ = make_push_pull();
      base_->begin(input);
    }
  }

  torch::Tensor fill(const torch::Tensor& keep) override { return run_adapter(keep, false); }
  torch::Tensor fill_preview(const torch::Tensor& keep) override { return run_adapter(keep, true); }

 private:
  torch::Tensor run_adapter(const torch::Tensor& keep, bool as_preview) {
    const auto rgb = converter_.to_rgb(base_ ? base_->fill(keep) : image_)
                         .expand({keep.size(0), 3, keep.size(2), keep.size(3)});
    const auto out = adapter_->run(rgb, keep, random_, as_preview);
    // Unlikely: a TorchScript module has already run on a test picture when it was loaded.
    if (!out) throw std::runtime_error(out.error().message);
    return torch::where(keep > 0.5, image_, converter_.from_rgb(out->clamp(0, 1)))
        .contiguous(torch::MemoryFormat::ChannelsLast);
  }

  std::shared_ptr<const Adapter> adapter_;
  std::unique_ptr<Infiller> base_;
  RgbConverter converter_;
  torch::Tensor image_;
  at::Generator random_;
};

}  // namespace

Expected<torch::Tensor> Adapter::run(const torch::Tensor& image, const torch::Tensor& keep,
                                     at::Generator& random, bool as_preview) const {
  const torch::NoGradGuard no_grad;
  const auto height = image.size(2), width = image.size(3);
  auto x = image, mask = keep;
  if (card_.height > 0) {
    if (card_.height != height || card_.width != width) {
      x = resize_kept(image, keep, card_.height, card_.width);
      mask = at::upsample_nearest2d(keep, {card_.height, card_.width});
    }
  } else {
    const auto padded = pad_to_multiple(image, keep, card_.multiple_of);
    x = padded.picture;
    mask = padded.keep;
  }
  const auto [black, white] = card_.value_range;
  if (card_.color_order == "BGR") x = x.flip(1);
  const Forward& forward = as_preview && preview_ ? preview_ : forward_;
  const auto out = forward(x * (white - black) + black, mask, random);
  if (!out) return out;
  auto y = out->to(torch::kFloat32);
  if (y.dim() != 4 || y.size(0) != x.size(0) || y.size(1) != 3 || y.size(2) != x.size(2) ||
      y.size(3) != x.size(3))
    return input_error(card_.card_path.string() + ": the module returns " + format_shape(y) +
                       ", expected [" + std::to_string(x.size(0)) + ", 3, " +
                       std::to_string(x.size(2)) + ", " + std::to_string(x.size(3)) +
                       "]; correct \"output_index\" or \"input_size\", or export a module that "
                       "returns the filled picture");
  const auto [out_black, out_white] = card_.output_range;
  y = (y - out_black) / (out_white - out_black);
  if (card_.color_order == "BGR") y = y.flip(1);
  if (card_.height > 0)
    return card_.height == height && card_.width == width
               ? y
               : at::upsample_bilinear2d(y, {height, width}, false);
  return y.slice(2, 0, height).slice(3, 0, width);
}

InfillerFactory make_adapter_factory(std::shared_ptr<const Adapter> adapter) {
  return [adapter] { return std::make_unique<AdapterInfiller>(adapter); };
}

}  // namespace fido
