#include "core/explain/saliency_net.h"

#include <algorithm>

namespace fido {
namespace {

constexpr int kWidths[] = {16, 32, 48, 64};  // of the four coarsest scales; of fewer the last ones
// evidence at which the filter is half open before training, in logits
constexpr float kUndecided = 3;

int width_of(std::size_t scale, std::size_t scales) {
  return kWidths[std::size(kWidths) - scales + scale];
}

std::string at_scale(const char* layer, std::size_t scale) { return layer + std::to_string(scale); }

}  // namespace

ClassFilter::ClassFilter(int channels, int classes, int rank, std::uint64_t seed) : ConvNet(seed) {
  conv("select", channels, rank, 1);
  conv("classes", rank, classes, 1);
}

torch::Tensor ClassFilter::evidence(const torch::Tensor& features,
                                    const torch::Tensor& classes) const {
  const auto vectors = weight("classes").index_select(0, classes);
  return (run("select", features) * vectors).sum(1, true) +
         bias("classes").index_select(0, classes).view({-1, 1, 1, 1});
}

void ClassFilter::Moments::add(const torch::Tensor& features, const torch::Tensor& logits) {
  const auto mean = features.mean(at::IntArrayRef{2, 3}).to(torch::kCPU, torch::kFloat64);
  const auto answers = logits.to(torch::kCPU, torch::kFloat64),
             centred = answers - answers.mean(1, true);
  const auto added = [&](torch::Tensor& sum, const torch::Tensor& more) {
    sum = sum.defined() ? sum + more : more;
  };
  count += static_cast<double>(mean.size(0));
  added(x, mean.sum(0));
  added(y, centred.sum(0));
  added(xx, mean.t().mm(mean));
  added(xy, mean.t().mm(centred));
}

void ClassFilter::fit(const Moments& m) {
  constexpr double kRidge = 1e-3;  // of the features' mean variance
  const torch::NoGradGuard no_grad;
  const auto x = m.x / m.count, y = m.y / m.count;
  const auto covariance = m.xx / m.count - x.unsqueeze(1) * x.unsqueeze(0);
  const auto ridge = kRidge * covariance.diagonal().mean() * torch::eye(x.size(0), torch::kFloat64);
  const auto full =
      at::linalg_solve(covariance + ridge, m.xy / m.count - x.unsqueeze(1) * y.unsqueeze(0));
  // Of all maps of this rank the one that predicts best: onto the leading directions of what is
  // predicted.
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

MaskerNet::MaskerNet(const std::vector<int>& channels, std::uint64_t seed) : ConvNet(seed) {
  const std::size_t scales = channels.size();
  conv("gate", 1, 1, 1);
  weight("gate").fill_(1);
  bias("gate").fill_(-kUndecided);
  for (std::size_t i = scales; i-- > 0;) {
    const int width = width_of(i, scales);
    conv(at_scale("from", i), channels[i], width, 1);
    if (i + 1 < scales) conv(at_scale("up", i), width_of(i + 1, scales), width, 1);
    conv(at_scale("side", i), width, width);
  }
  conv("out", width_of(0, scales), 1, 1);
}

void MaskerNet::settle(std::size_t scale, double spread) {
  const torch::NoGradGuard no_grad;
  if (spread > 0) weight(at_scale("from", scale)).div_(spread);
}

torch::Tensor MaskerNet::logits(const std::vector<torch::Tensor>& maps,
                                const torch::Tensor& evidence) const {
  const auto open = at::sigmoid(run("gate", evidence));
  torch::Tensor x;
  for (std::size_t i = maps.size(); i-- > 0;) {
    auto here = run(at_scale("from", i), maps[i]);
    if (!x.defined())
      x = at::relu(here) * open;
    else
      x = at::relu(here + run(at_scale("up", i),
                              at::upsample_bilinear2d(x, {here.size(2), here.size(3)}, false)));
    x = x + at::relu(run(at_scale("side", i), x));
  }
  return run("out", x);
}

Expected<std::unique_ptr<SaliencyNet>> SaliencyNet::from(const Weights& weights,
                                                         const std::string& source) {
  const auto side = [&](const std::string& name, std::int64_t dimension) {
    const auto at = std::find_if(weights.begin(), weights.end(),
                                 [&](const auto& w) { return w.first == name + ".weight"; });
    return at != weights.end() && at->second.dim() == 4
               ? static_cast<int>(at->second.size(dimension))
               : 0;
  };
  std::vector<int> channels;
  for (std::size_t i = 0; i < std::size(kWidths) && side(at_scale("from", i), 1) > 0; ++i)
    channels.push_back(side(at_scale("from", i), 1));
  if (channels.empty() || side("classes", 0) == 0 || side("select", 0) == 0)
    return input_error(source +
                       ": does not hold the weights of a saliency network; train it again");
  auto net = std::make_unique<SaliencyNet>(channels, side("classes", 0), side("select", 0), 0);
  if (auto ok = assign_weights(net->weights(), weights, source); !ok)
    return tl::unexpected(ok.error());
  return net;
}

}  // namespace fido
