#include "core/model/classifier.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/model/score.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

using torch::indexing::Slice;

torch::Tensor resize_view(const torch::Tensor& x, int height, int width,
                          const std::string& interpolation) {
  const std::vector<int64_t> size{height, width};
  if (interpolation == "nearest") return at::upsample_nearest2d(x, size);
  if (interpolation == "area") return at::adaptive_avg_pool2d(x, size);
  // With anti-aliasing, as Pillow, and so the training pipelines, shrink a photo.
  if (interpolation == "bicubic") return at::_upsample_bicubic2d_aa(x, size, false).clamp(0, 1);
  return at::_upsample_bilinear2d_aa(x, size, false);
}

}  // namespace

Expected<std::unique_ptr<Classifier>> Classifier::load(const ClassifierCard& card,
                                                       const std::string& device_text,
                                                       const std::string& precision,
                                                       int randomized_layers) {
  const auto device = parse_device(device_text);
  if (!device) return tl::unexpected(device.error());
  if (auto ok = check_model_file(card.file, card.sha256, card.card_path); !ok)
    return tl::unexpected(ok.error());

  // fp32 means fp32: in cuDNN's shortened TF32, a GPU's default, gradients differed from a
  // processor's by up to 8 % of the largest.
  at::globalContext().setAllowTF32CuDNN(false);
  const auto dtype = precision == "bf16" ? torch::kBFloat16 : torch::kFloat32;
  auto backend = load_backend(card, {*device, dtype, randomized_layers});
  if (!backend) return tl::unexpected(backend.error());
  std::unique_ptr<Classifier> made(new Classifier(card, *device, dtype, std::move(*backend)));
  const auto options = torch::TensorOptions().dtype(torch::kFloat32);
  made->mean_ = torch::empty({1, card.channels, 1, 1}, options);
  made->std_ = torch::empty({1, card.channels, 1, 1}, options);
  for (int c = 0; c < card.channels; ++c) {
    made->mean_[0][c] = card.mean[c];
    made->std_[0][c] = card.std[c];
  }
  made->mean_ = made->mean_.to(*device);
  made->std_ = made->std_.to(*device);
  if (auto ok = made->check(); !ok) return tl::unexpected(ok.error());
  return made;
}

Expected<std::string> Classifier::weights_sha256() {
  if (weights_sha256_.empty()) {
    const auto hash = backend_->weights_sha256();
    if (!hash) return hash;
    weights_sha256_ = *hash;
  }
  return weights_sha256_;
}

Expected<void> Classifier::check() {
  const std::string file = card_.file.string();
  const std::string card = card_.card_path.string();
  const auto probe = torch::linspace(-1, 1, 2 * card_.channels * card_.height * card_.width)
                         .view({2, card_.channels, card_.height, card_.width})
                         .to(device_);
  const std::string given = shape_text(probe);
  torch::Tensor y;
  try {
    const torch::NoGradGuard no_grad;
    y = backend_->forward(probe);
  } catch (const NotATensor& e) {
    return input_error(file + ": returns " + e.what() +
                       ", not one tensor; export a module that returns the [N, classes] output");
  } catch (const std::exception& e) {
    if (is_out_of_memory(e))
      return run_error(file +
                       ": out of memory for two images; use a smaller model or --device cpu");
    return input_error(file + ": refuses an input of " + given + " (" + script_reason(e) +
                       "); correct input_size in " + card);
  }
  if (y.dim() != 2 || y.size(0) != 2)
    return input_error(file + ": returns a tensor of " + shape_text(y) + " for an input of " +
                       given + ", expected [2, " + std::to_string(card_.num_classes) +
                       "]; export a module that takes any batch and returns [N, classes]");
  if (y.size(1) != card_.num_classes)
    return input_error(file + ": returns " + std::to_string(y.size(1)) + " values for " +
                       std::to_string(card_.num_classes) +
                       " classes; correct num_classes and labels in " + card);
  if (!torch::isfinite(y).all().item<bool>())
    return input_error(
        file +
        ": returns NaN or infinite values for an ordinary input; check its weights, mean and std");
  const auto f = y.to(torch::kFloat32);
  if (card_.output == OutputKind::probabilities &&
      (f.min().item<float>() < -1e-3F || f.max().item<float>() > 1.001F))
    return input_error(file + ": returns values outside [0, 1], yet output in " + card +
                       " is \"probabilities\"; say \"logits\"");
  if (card_.output == OutputKind::log_probabilities && f.max().item<float>() > 1e-3F)
    return input_error(file + ": returns values above 0, yet output in " + card +
                       " is \"log_probabilities\"; say \"logits\"");
  try {
    // Also warms up the shapes' first gradient.
    const auto gradient =
        score_gradient(probe.contiguous(torch::MemoryFormat::ChannelsLast), 0, std::nullopt);
    if (!torch::isfinite(gradient.input_gradient).all().item<bool>())
      return input_error(file + ": the gradient with respect to the input is not finite");
    if (gradient.input_gradient.abs().max().item<float>() == 0)
      return input_error(
          file +
          ": its gradient with respect to the input is zero; export it without rounding or argmax");
  } catch (const std::exception& e) {
    if (is_out_of_memory(e))
      return run_error(file +
                       ": out of memory for two images; use a smaller model or --device cpu");
    return input_error(
        file + ": gives no gradient with respect to its input (" + first_line(e) + "); " +
        (dtype_ == torch::kBFloat16 ? "try --precision fp32"
                                    : "export it without torch.no_grad and without detach()"));
  }
  return {};
}

torch::Tensor Classifier::view(const Image& photo) const {
  const auto bytes = torch::from_blob(const_cast<std::uint8_t*>(photo.rgb.data()),
                                      {photo.height, photo.width, 3}, torch::kUInt8);
  const Rect part = visible_part(card_, photo.width, photo.height);
  auto x = bytes.index({Slice(part.y, part.y + part.height), Slice(part.x, part.x + part.width)})
               .permute({2, 0, 1})
               .unsqueeze(0)
               .to(torch::kFloat32)
               .div(255);
  x = resize_view(x.contiguous(), card_.height, card_.width, card_.interpolation);
  if (card_.channels == 1)  // ITU-R BT.601, as Pillow's "L"
    return (x.index({0, 0}) * 0.299F + x.index({0, 1}) * 0.587F + x.index({0, 2}) * 0.114F)
        .view({1, 1, card_.height, card_.width});
  return card_.color_order == "BGR" ? x.flip(1) : x;
}

torch::Tensor Classifier::normalize(const torch::Tensor& view) const {
  return ((view.to(device_) - mean_) / std_).contiguous(torch::MemoryFormat::ChannelsLast);
}

Image Classifier::picture(const torch::Tensor& normalized) const {
  auto x =
      normalized.detach().to(torch::kFloat32).view({1, card_.channels, card_.height, card_.width});
  x = (x * std_ + mean_).mul(255).round().clamp(0, 255).to(torch::kCPU).to(torch::kUInt8);
  if (card_.channels == 1) x = x.expand({1, 3, card_.height, card_.width});
  if (card_.color_order == "BGR") x = x.flip(1);
  x = x.squeeze(0).permute({1, 2, 0}).contiguous();
  Image image(card_.width, card_.height);
  std::copy_n(x.data_ptr<std::uint8_t>(), image.rgb.size(), image.rgb.begin());
  return image;
}

torch::Tensor Classifier::forward(const torch::Tensor& input) {
  if (pretend_memory_ && input.size(0) > *pretend_memory_)
    throw std::runtime_error("out of memory (pretended)");
  return logits_of(backend_->forward(input));
}

torch::Tensor Classifier::logits_of(const torch::Tensor& output) const {
  const auto y = output.to(torch::kFloat32);
  return card_.output == OutputKind::probabilities ? y.clamp_min(1e-37).log() : y;
}

template <class F>
void Classifier::in_parts(std::int64_t count, F part) {
  for (std::int64_t begin = 0; begin < count;) {
    const std::int64_t size = std::min(count - begin, split_.value_or(count));
    try {
      part(begin, begin + size);
      begin += size;
    } catch (const std::exception& e) {
      if (!is_out_of_memory(e) || size == 1) throw;
      split_ = (size + 1) / 2;
      release_cached_memory(device_);
    }
  }
}

torch::Tensor Classifier::logits(const torch::Tensor& input) {
  const torch::NoGradGuard no_grad;
  const auto count = input.size(0);
  // See torch_version.h: a pair is faster than a single image where BLAS is slow.
  if (count == 1 && device_.is_cpu() && !single_image_is_fast())
    return forward(torch::cat({input, input})).slice(0, 0, 1);
  auto all = torch::empty({count, card_.num_classes});
  in_parts(count, [&](std::int64_t begin, std::int64_t end) {
    all.slice(0, begin, end).copy_(forward(input.slice(0, begin, end)));
  });
  return all;
}

torch::Tensor Classifier::slopes(const torch::Tensor& rows, std::int64_t count, int target,
                                 std::optional<int> contrast, std::vector<double>& scores,
                                 std::vector<double>& probabilities) const {
  auto slopes = torch::zeros_like(rows);
  const int classes = card_.num_classes;
  const double weight = 1.0 / static_cast<double>(count);
  for (std::int64_t i = 0; i < rows.size(0); ++i) {
    const float* row = rows.data_ptr<float>() + i * classes;
    float* slope = slopes.data_ptr<float>() + i * classes;
    scores.push_back(score(row, classes, target));
    probabilities.push_back(probability(row, classes, target));
    add_score_gradient(row, classes, target, weight, slope);
    if (!contrast) continue;
    scores.back() -= score(row, classes, *contrast);
    add_score_gradient(row, classes, *contrast, -weight, slope);
  }
  return slopes.to(device_);
}

ScoreGradient Classifier::score_gradient(const torch::Tensor& input, int target,
                                         std::optional<int> contrast) {
  const auto count = input.size(0);
  ScoreGradient out;
  in_parts(count, [&](std::int64_t begin, std::int64_t end) {
    auto x = input.slice(0, begin, end).detach().requires_grad_(true);
    const auto y = forward(x);
    out.scores.resize(begin);  // of a part that did not fit
    out.probabilities.resize(begin);
    const auto slope = slopes(y.detach().to(torch::kCPU).contiguous(), count, target, contrast,
                              out.scores, out.probabilities);
    const auto gradient = torch::autograd::grad({y}, {x}, {slope})[0];
    if (begin == 0 && end == count) {
      out.input_gradient = gradient;
    } else {
      if (!out.input_gradient.defined()) out.input_gradient = torch::empty_like(input);
      out.input_gradient.slice(0, begin, end).copy_(gradient);
    }
  });
  out.input_gradient = out.input_gradient.contiguous(torch::MemoryFormat::ChannelsLast);
  return out;
}

Expected<ScoreGradient> Classifier::guided_gradient(const torch::Tensor& input, int target,
                                                    std::optional<int> contrast) {
  auto x = input.detach().requires_grad_(true);
  const auto output = backend_->forward_guided(x);
  if (!output) return tl::unexpected(output.error());
  const auto y = logits_of(*output);
  ScoreGradient out;
  const auto slope = slopes(y.detach().to(torch::kCPU).contiguous(), 1, target, contrast,
                            out.scores, out.probabilities);
  out.input_gradient = torch::autograd::grad({y}, {x}, {slope})[0].to(torch::kFloat32);
  return out;
}

Expected<Features> Classifier::features(const torch::Tensor& input, int target,
                                        std::optional<int> contrast) {
  const auto seen =
      backend_->forward_with_layer(input.detach().requires_grad_(true), card_.feature_layer);
  if (!seen) return tl::unexpected(seen.error());
  Features out;
  out.layer = seen->layer;
  const auto y = logits_of(seen->output);
  std::vector<double> scores, probabilities;
  const auto slope =
      slopes(y.detach().to(torch::kCPU).contiguous(), 1, target, contrast, scores, probabilities);
  const auto& maps = seen->maps.front();
  if (maps.requires_grad())
    out.gradient = torch::autograd::grad({y}, {maps}, {slope}, {}, false, true)[0];
  if (!out.gradient.defined())
    return input_error(card_.card_path.string() +
                       ": feature_layer: the answer does not depend on " + out.layer +
                       "; name another layer, or leave it out for the last");
  out.gradient = out.gradient.to(torch::kFloat32);
  out.maps = maps.detach().to(torch::kFloat32);
  out.score = scores.front();
  out.probability = probabilities.front();
  return out;
}

Expected<Scales> Classifier::scales(const torch::Tensor& input) {
  const torch::NoGradGuard no_grad;
  const auto seen = backend_->forward_with_scales(input);
  if (!seen) return tl::unexpected(seen.error());
  Scales out;
  out.logits = logits_of(seen->output);
  for (const auto& map : seen->maps) out.maps.push_back(map.to(torch::kFloat32));
  return out;
}

}  // namespace fido
