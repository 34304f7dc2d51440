#include "core/infill/adapter.h"

#include <ATen/CPUGeneratorImpl.h>

#include "core/infill/padding.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

// Bilinear, of the kept pixels alone: what lies under a hole must not show through its rim.
torch::Tensor resized(const torch::Tensor& x, const torch::Tensor& keep, std::int64_t height,
                      std::int64_t width) {
  const auto weight = at::upsample_bilinear2d(keep, {height, width}, false);
  const auto seen =
      at::upsample_bilinear2d(x * keep, {height, width}, false) / weight.clamp_min(1e-6);
  return torch::where(weight > 1e-6, seen, at::upsample_bilinear2d(x, {height, width}, false));
}

class Adapted : public Infiller {
 public:
  explicit Adapted(std::shared_ptr<const Adapter> adapter) : adapter_(std::move(adapter)) {}

  void begin(const InfillerInput& input) override {
    colors_ = Colors(input);
    image_ = input.image;
    random_ = at::detail::createCPUGenerator(input.seed);
    if (adapter_->card().base == "push-pull") {
      base_ = make_push_pull();
      base_->begin(input);
    }
  }

  torch::Tensor fill(const torch::Tensor& keep) override { return ask(keep, false); }
  torch::Tensor fill_preview(const torch::Tensor& keep) override { return ask(keep, true); }

 private:
  torch::Tensor ask(const torch::Tensor& keep, bool as_preview) {
    const auto rgb = colors_.rgb(base_ ? base_->fill(keep) : image_)
                         .expand({keep.size(0), 3, keep.size(2), keep.size(3)});
    const auto out = adapter_->run(rgb, keep, random_, as_preview);
    if (!out) throw std::runtime_error(out.error().message);  // it took an ordinary picture before
    return torch::where(keep > 0.5, image_, colors_.fromRgb(out->clamp(0, 1)))
        .contiguous(torch::MemoryFormat::ChannelsLast);
  }

  std::shared_ptr<const Adapter> adapter_;
  std::unique_ptr<Infiller> base_;
  Colors colors_;
  torch::Tensor image_;
  at::Generator random_;
};

}  // namespace

Expected<torch::Tensor> Adapter::run(const torch::Tensor& image, const torch::Tensor& keep,
                                     at::Generator& random, bool as_preview) const {
  const torch::NoGradGuard no_grad;
  const auto height = image.size(2), width = image.size(3);
  auto x = image, seen = keep;
  if (card_.height > 0) {
    if (card_.height != height || card_.width != width) {
      x = resized(image, keep, card_.height, card_.width);
      seen = at::upsample_nearest2d(keep, {card_.height, card_.width});
    }
  } else {
    const auto [picture, mask] = padded(image, keep, card_.multiple_of);
    x = picture;
    seen = mask;
  }
  const auto [black, white] = card_.value_range;
  if (card_.color_order == "BGR") x = x.flip(1);
  const auto out =
      (as_preview && preview_ ? preview_ : forward_)(x * (white - black) + black, seen, random);
  if (!out) return out;
  auto y = out->to(torch::kFloat32);
  if (y.dim() != 4 || y.size(0) != x.size(0) || y.size(1) != 3 || y.size(2) != x.size(2) ||
      y.size(3) != x.size(3))
    return input_error(card_.card_path.string() + ": the module returns " + shape_text(y) +
                       ", expected [" + std::to_string(x.size(0)) + ", 3, " +
                       std::to_string(x.size(2)) + ", " + std::to_string(x.size(3)) +
                       "]; correct \"output_index\" or \"input_size\", or export a module that "
                       "returns the picture");
  const auto [out_black, out_white] = card_.output_range;
  y = (y - out_black) / (out_white - out_black);
  if (card_.color_order == "BGR") y = y.flip(1);
  if (card_.height > 0)
    return card_.height == height && card_.width == width
               ? y
               : at::upsample_bilinear2d(y, {height, width}, false);
  return y.slice(2, 0, height).slice(3, 0, width);
}

MakeFromCard make_adapter_factory(std::shared_ptr<const Adapter> adapter) {
  return [adapter] { return std::make_unique<Adapted>(adapter); };
}

}  // namespace fido
