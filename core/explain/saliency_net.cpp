#include "core/explain/saliency_net.h"

#include <algorithm>

namespace fido {
namespace {

// Channels of the decoder at each of four scales, the finest first. With fewer scales the last ones
// apply.
constexpr int kWidths[] = {16, 32, 48, 64};
// The evidence, in logits, at which the gate is half open before training.
constexpr float kInitialThreshold = 3;

int width_of(std::size_t scale, std::size_t scales) {
  return kWidths[std::size(kWidths) - scales + scale];
}

std::string layer_name(const char* layer, std::size_t scale) {
  return layer + std::to_string(scale);
}

}  // namespace

ClassFilter::ClassFilter(int channels, int classes, int rank, std::uint64_t seed) : ConvNet(seed) {
  add_conv("select", channels, rank, 1);
  add_conv("classes", rank, classes, 1);
}

torch::Tensor ClassFilter::evidence(const torch::Tensor& features,
                                    const torch::Tensor& classes) const {
  const auto vectors = weight("classes").index_select(0, classes);
  return (run_layer("select", features) * vectors).sum(1, true) +
         bias("classes").index_select(0, classes).view({-1, 1, 1, 1});
}

void ClassFilter::Moments::add(const torch::Tensor& features, const torch::Tensor& logits) {
  const auto mean = features.mean(at::IntArrayRef{2, 3}).to(torch::kCPU, torch::kFloat64);
  const auto outputs = logits.to(torch::kCPU, torch::kFloat64),
             centered = outputs - outputs.mean(1, true);
  const auto accumulate = [](torch::Tensor& sum, const torch::Tensor& value) {
    sum = sum.defined() ? sum + value : value;
  };
  count += static_cast<double>(mean.size(0));
  accumulate(x, mean.sum(0));
  accumulate(y, centered.sum(0));
  accumulate(xx, mean.t().mm(mean));
  accumulate(xy, mean.t().mm(centered));
}

void ClassFilter::fit(const Moments& m) {
  constexpr double kRidge = 1e-3;  // as a share of the features' mean variance
  const torch::NoGradGuard no_grad;
  const auto x = m.x / m.count, y = m.y / m.count;
  const auto covariance = m.xx / m.count - x.unsqueeze(1) * x.unsqueeze(0);
  // Photos that all look the same have no covariance; the floor keeps the system solvable.
  const auto ridge = (kRidge * covariance.diagonal().mean()).clamp_min(1e-12) *
                     torch::eye(x.size(0), torch::kFloat64);
  const auto full =
      at::linalg_solve(covariance + ridge, m.xy / m.count - x.unsqueeze(1) * y.unsqueeze(0));
  // The best map of this rank projects onto the leading eigenvectors of the predictions'
  // covariance.
  const auto predicted = full.t().mm(covariance).mm(full);
  const auto vectors = std::get<1>(at::linalg_eigh((predicted + predicted.t()) / 2));
  const auto rank = weight("select").size(0), leading = std::min(rank, vectors.size(1));
  const auto directions = vectors.slice(1, vectors.size(1) - leading);
  auto select = torch::zeros({rank, x.size(0)}, torch::kFloat64),
       classes = torch::zeros({y.size(0), rank}, torch::kFloat64);
  select.slice(0, 0, leading).copy_(full.mm(directions).t());
  classes.slice(1, 0, leading).copy_(directions);
  weight("select").copy_(select.view(weight("select").sizes()));
  weight("classes").copy_(classes.view(weight("classes").sizes()));
  bias("classes").copy_(y - classes.mv(select.mv(x)));
}

MaskDecoder::MaskDecoder(const std::vector<int>& channels, std::uint64_t seed) : ConvNet(seed) {
  const std::size_t scales = channels.size();
  add_conv("gate", 1, 1, 1);
  weight("gate").fill_(1);
  bias("gate").fill_(-kInitialThreshold);
  for (std::size_t i = scales; i-- > 0;) {
    const int width = width_of(i, scales);
    add_conv(layer_name("from", i), channels[i], width, 1);
    if (i + 1 < scales) add_conv(layer_name("up", i), width_of(i + 1, scales), width, 1);
    add_conv(layer_name("side", i), width, width);
  }
  add_conv("out", width_of(0, scales), 1, 1);
}

void MaskDecoder::normalize_scale(std::size_t scale, double feature_rms) {
  const torch::NoGradGuard no_grad;
  if (feature_rms > 0) weight(layer_name("from", scale)).div_(feature_rms);
}

torch::Tensor MaskDecoder::logits(const std::vector<torch::Tensor>& maps,
                                  const torch::Tensor& evidence) const {
  const auto gate = at::sigmoid(run_layer("gate", evidence));
  torch::Tensor x;
  for (std::size_t i = maps.size(); i-- > 0;) {
    auto skip = run_layer(layer_name("from", i), maps[i]);
    if (!x.defined())
      x = at::relu(skip) * gate;
    else
      x = at::relu(skip +
                   run_layer(layer_name("up", i),
                             at::upsample_bilinear2d(x, {skip.size(2), skip.size(3)}, false)));
    x = x + at::relu(run_layer(layer_name("side", i), x));
  }
  return run_layer("out", x);
}

Expected<std::unique_ptr<SaliencyNet>> SaliencyNet::from_weights(const Weights& weights,
                                                                 const std::string& source) {
  // Returns 0 if the layer is missing or no convolution.
  const auto weight_size = [&](const std::string& name, std::int64_t dimension) {
    const auto at = std::find_if(weights.begin(), weights.end(),
                                 [&](const auto& w) { return w.first == name + ".weight"; });
    return at != weights.end() && at->second.dim() == 4
               ? static_cast<int>(at->second.size(dimension))
               : 0;
  };
  std::vector<int> channels;
  for (std::size_t i = 0; i < std::size(kWidths) && weight_size(layer_name("from", i), 1) > 0; ++i)
    channels.push_back(weight_size(layer_name("from", i), 1));
  if (channels.empty() || weight_size("classes", 0) == 0 || weight_size("select", 0) == 0)
    return input_error(source +
                       ": does not hold the weights of a saliency network; train it again");
  auto net = std::make_unique<SaliencyNet>(channels, weight_size("classes", 0),
                                           weight_size("select", 0), 0);
  if (auto ok = assign_weights(net->weights(), weights, source); !ok)
    return tl::unexpected(ok.error());
  return net;
}

}  // namespace fido
