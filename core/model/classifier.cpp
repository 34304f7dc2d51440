#include "core/model/classifier.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/model/score.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

using torch::indexing::Slice;

torch::Tensor interpolate(const torch::Tensor& x, int height, int width,
                          const std::string& interpolation) {
  const std::vector<int64_t> size{height, width};
  if (interpolation == "nearest") return at::upsample_nearest2d(x, size);
  if (interpolation == "area") return at::adaptive_avg_pool2d(x, size);
  // Anti-aliased, as Pillow shrinks a photo and therefore training pipelines do.
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

  // fp32 must be fp32: with cuDNN's TF32, a GPU's default, gradients differed from the CPU's by up
  // to 8 % of the largest.
  at::globalContext().setAllowTF32CuDNN(false);
  const auto dtype = precision == "bf16" ? torch::kBFloat16 : torch::kFloat32;
  auto backend = load_backend(card, {*device, dtype, randomized_layers});
  if (!backend) return tl::unexpected(backend.error());
  std::unique_ptr<Classifier> classifier(new Classifier(card, *device, dtype, std::move(*backend)));
  const auto options = torch::TensorOptions().dtype(torch::kFloat32);
  classifier->mean_ = torch::empty({1, card.channels, 1, 1}, options);
  classifier->std_ = torch::empty({1, card.channels, 1, 1}, options);
  for (int c = 0; c < card.channels; ++c) {
    classifier->mean_[0][c] = card.mean[c];
    classifier->std_[0][c] = card.std[c];
  }
  classifier->mean_ = classifier->mean_.to(*device);
  classifier->std_ = classifier->std_.to(*device);
  if (auto ok = classifier->check_against_card(); !ok) return tl::unexpected(ok.error());
  return classifier;
}

Expected<std::string> Classifier::weights_sha256() {
  if (weights_sha256_.empty()) {
    const auto hash = backend_->weights_sha256();
    if (!hash) return hash;
    weights_sha256_ = *hash;
  }
  return weights_sha256_;
}

Expected<void> Classifier::check_against_card() {
  const std::string file = card_.file.string();
  const std::string card = card_.card_path.string();
  const auto probe = torch::linspace(-1, 1, 2 * card_.channels * card_.height * card_.width)
                         .view({2, card_.channels, card_.height, card_.width})
                         .to(device_);
  const std::string input_shape = format_shape(probe);
  torch::Tensor output;
  try {
    const torch::NoGradGuard no_grad;
    output = backend_->forward(probe);
  } catch (const OutputTypeError& e) {
    return input_error(file + ": returns " + e.what() +
                       ", not one tensor; export a module that returns the [N, classes] output");
  } catch (const std::exception& e) {
    if (is_out_of_memory(e))
      return run_error(
          file +
          ": there is not enough memory for two images; use a smaller model or --device cpu");
    return input_error(file + ": rejects an input of " + input_shape + " (" +
                       script_error_message(e) + "); correct input_size in " + card);
  }
  if (output.dim() != 2 || output.size(0) != 2)
    return input_error(file + ": returns a tensor of " + format_shape(output) +
                       " for an input of " + input_shape + ", expected [2, " +
                       std::to_string(card_.num_classes) +
                       "]; export a module that takes any batch and returns [N, classes]");
  if (output.size(1) != card_.num_classes)
    return input_error(file + ": returns " + std::to_string(output.size(1)) + " values for " +
                       std::to_string(card_.num_classes) +
                       " classes; correct num_classes and labels in " + card);
  if (!torch::isfinite(output).all().item<bool>())
    return input_error(
        file +
        ": returns NaN or infinite values for an ordinary input; check its weights, mean and std");
  const auto values = output.to(torch::kFloat32);
  if (card_.output == OutputKind::probabilities &&
      (values.min().item<float>() < -1e-3F || values.max().item<float>() > 1.001F))
    return input_error(file + ": returns values outside [0, 1], but \"output\" in " + card +
                       " is \"probabilities\"; change it to \"logits\"");
  if (card_.output == OutputKind::log_probabilities && values.max().item<float>() > 1e-3F)
    return input_error(file + ": returns values above 0, but \"output\" in " + card +
                       " is \"log_probabilities\"; change it to \"logits\"");
  try {
    // This also warms up the first gradient of these shapes.
    const auto gradient =
        score_gradient(probe.contiguous(torch::MemoryFormat::ChannelsLast), 0, std::nullopt);
    if (!torch::isfinite(gradient.input_gradient).all().item<bool>())
      return input_error(
          file + ": the gradient with respect to the input is not finite; check its weights");
    if (gradient.input_gradient.abs().max().item<float>() == 0)
      return input_error(
          file +
          ": its gradient with respect to the input is zero; export it without rounding or argmax");
  } catch (const std::exception& e) {
    if (is_out_of_memory(e))
      return run_error(
          file +
          ": there is not enough memory for two images; use a smaller model or --device cpu");
    return input_error(
        file + ": gives no gradient with respect to its input (" + first_line(e) + "); " +
        (dtype_ == torch::kBFloat16 ? "try --precision fp32"
                                    : "export it without torch.no_grad and without detach()"));
  }
  return {};
}

torch::Tensor Classifier::crop_and_resize(const Image& photo) const {
  const auto bytes = torch::from_blob(const_cast<std::uint8_t*>(photo.rgb.data()),
                                      {photo.height, photo.width, 3}, torch::kUInt8);
  const Rect part = visible_part(card_, photo.width, photo.height);
  auto x = bytes.index({Slice(part.y, part.y + part.height), Slice(part.x, part.x + part.width)})
               .permute({2, 0, 1})
               .unsqueeze(0)
               .to(torch::kFloat32)
               .div(255);
  x = interpolate(x.contiguous(), card_.height, card_.width, card_.interpolation);
  if (card_.channels == 1)  // ITU-R BT.601, as in Pillow's "L"
    return (x.index({0, 0}) * 0.299F + x.index({0, 1}) * 0.587F + x.index({0, 2}) * 0.114F)
        .view({1, 1, card_.height, card_.width});
  return card_.color_order == "BGR" ? x.flip(1) : x;
}

torch::Tensor Classifier::normalize(const torch::Tensor& pixels) const {
  return ((pixels.to(device_) - mean_) / std_).contiguous(torch::MemoryFormat::ChannelsLast);
}

Image Classifier::to_image(const torch::Tensor& normalized) const {
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
  if (simulated_memory_limit_ && input.size(0) > *simulated_memory_limit_)
    throw std::runtime_error("out of memory (simulated)");
  return to_logits(backend_->forward(input));
}

torch::Tensor Classifier::to_logits(const torch::Tensor& output) const {
  const auto values = output.to(torch::kFloat32);
  return card_.output == OutputKind::probabilities ? values.clamp_min(1e-37).log() : values;
}

template <class F>
void Classifier::run_in_chunks(std::int64_t count, F chunk) {
  for (std::int64_t begin = 0; begin < count;) {
    const std::int64_t size = std::min(count - begin, max_batch_size_.value_or(count));
    try {
      chunk(begin, begin + size);
      begin += size;
    } catch (const std::exception& e) {
      if (!is_out_of_memory(e) || size == 1) throw;
      max_batch_size_ = (size + 1) / 2;
      release_cached_memory(device_);
    }
  }
}

torch::Tensor Classifier::logits(const torch::Tensor& input) {
  const torch::NoGradGuard no_grad;
  const auto count = input.size(0);
  // A pair is faster than a single image if BLAS is slow (torch_version.h).
  if (count == 1 && device_.is_cpu() && !is_single_image_fast())
    return forward(torch::cat({input, input})).slice(0, 0, 1);
  auto all = torch::empty({count, card_.num_classes});
  run_in_chunks(count, [&](std::int64_t begin, std::int64_t end) {
    all.slice(0, begin, end).copy_(forward(input.slice(0, begin, end)));
  });
  return all;
}

torch::Tensor Classifier::score_gradient_at_logits(const torch::Tensor& logits, std::int64_t count,
                                                   int target, std::optional<int> contrast,
                                                   std::vector<double>& scores,
                                                   std::vector<double>& probabilities) const {
  auto gradient = torch::zeros_like(logits);
  const int classes = card_.num_classes;
  const double weight = 1.0 / static_cast<double>(count);
  for (std::int64_t i = 0; i < logits.size(0); ++i) {
    const float* row = logits.data_ptr<float>() + i * classes;
    float* row_gradient = gradient.data_ptr<float>() + i * classes;
    scores.push_back(score(row, classes, target));
    probabilities.push_back(probability(row, classes, target));
    add_score_gradient(row, classes, target, weight, row_gradient);
    if (!contrast) continue;
    scores.back() -= score(row, classes, *contrast);
    add_score_gradient(row, classes, *contrast, -weight, row_gradient);
  }
  return gradient.to(device_);
}

ScoreGradient Classifier::score_gradient(const torch::Tensor& input, int target,
                                         std::optional<int> contrast) {
  const auto count = input.size(0);
  ScoreGradient out;
  run_in_chunks(count, [&](std::int64_t begin, std::int64_t end) {
    auto x = input.slice(0, begin, end).detach().requires_grad_(true);
    const auto y = forward(x);
    out.scores.resize(begin);  // drops those of a chunk that did not fit
    out.probabilities.resize(begin);
    const auto logit_gradient =
        score_gradient_at_logits(y.detach().to(torch::kCPU).contiguous(), count, target, contrast,
                                 out.scores, out.probabilities);
    const auto gradient = torch::autograd::grad({y}, {x}, {logit_gradient})[0];
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
  const auto y = to_logits(*output);
  ScoreGradient out;
  const auto logit_gradient = score_gradient_at_logits(
      y.detach().to(torch::kCPU).contiguous(), 1, target, contrast, out.scores, out.probabilities);
  out.input_gradient = torch::autograd::grad({y}, {x}, {logit_gradient})[0].to(torch::kFloat32);
  return out;
}

Expected<LayerFeatures> Classifier::layer_features(const torch::Tensor& input, int target,
                                                   std::optional<int> contrast) {
  const auto result =
      backend_->forward_with_layer(input.detach().requires_grad_(true), card_.feature_layer);
  if (!result) return tl::unexpected(result.error());
  LayerFeatures out;
  out.layer = result->layer;
  const auto y = to_logits(result->output);
  std::vector<double> scores, probabilities;
  const auto logit_gradient = score_gradient_at_logits(y.detach().to(torch::kCPU).contiguous(), 1,
                                                       target, contrast, scores, probabilities);
  const auto& maps = result->maps.front();
  if (maps.requires_grad())
    out.gradient = torch::autograd::grad({y}, {maps}, {logit_gradient}, {}, false, true)[0];
  if (!out.gradient.defined())
    return input_error(card_.card_path.string() +
                       ": feature_layer: the output does not depend on " + out.layer +
                       "; choose another layer, or leave feature_layer out for the last");
  out.gradient = out.gradient.to(torch::kFloat32);
  out.maps = maps.detach().to(torch::kFloat32);
  out.score = scores.front();
  out.probability = probabilities.front();
  return out;
}

Expected<MultiScaleFeatures> Classifier::multi_scale_features(const torch::Tensor& input) {
  const torch::NoGradGuard no_grad;
  const auto result = backend_->forward_with_scales(input);
  if (!result) return tl::unexpected(result.error());
  MultiScaleFeatures out;
  out.logits = to_logits(result->output);
  for (const auto& map : result->maps) out.maps.push_back(map.to(torch::kFloat32));
  return out;
}

}  // namespace fido
