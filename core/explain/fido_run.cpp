#include "core/explain/fido_run.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/image/resample.h"
#include "core/model/score.h"

namespace fido {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;  // Adam's customary constants

// The marginal's masks come from iterations that no run reaches, so that they share no random
// number with the optimisation. The same goes for the complement's masks, which are drawn by
// themselves: on average the answer is that of the exact complements.
constexpr std::uint32_t kMarginalIterations = 0x80000000U;
constexpr std::uint32_t kComplementIterations = 0x40000000U;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

Draw make_draw(const RunSpec& spec, bool relaxed, int samples) {
  Draw draw;
  draw.samples = samples;
  draw.temperature = static_cast<float>(spec.temperature);
  draw.stratified = spec.stratified;
  draw.relaxed = relaxed;
  draw.seed = spec.seed;
  draw.block = spec.noise_block;
  return draw;
}

std::unique_ptr<PixelStep> make_step(const torch::Tensor& image, int grid, const Draw& draw,
                                     bool use_aten) {
  return image.is_cpu() && !use_aten ? make_fused_step(image, grid, draw)
                                     : make_aten_step(image, grid, draw);
}

}  // namespace

FidoRun::FidoRun(Classifier& classifier, RunInput input, bool use_aten)
    : classifier_(classifier),
      input_(std::move(input)),
      method_(*find_method(input_.spec.method)),
      upsampler_(input_.spec.grid, input_.spec.grid, static_cast<int>(input_.image.size(3)),
                 static_cast<int>(input_.image.size(2))),
      begin_(std::chrono::steady_clock::now()) {
  const RunSpec& spec = input_.spec;
  input_.begin_infillers();
  const Draw draw = make_draw(spec, method_.samples_masks, spec.samples);
  pixels_ = make_step(input_.image, spec.grid, draw, use_aten);
  if (method_.is_joint) complement_ = make_step(input_.image, spec.grid, draw, use_aten);
  const std::size_t size = static_cast<std::size_t>(spec.grid) * spec.grid;
  parameters_.assign(size, method_.samples_masks ? 0.0 : 1.0);  // theta = 1/2, or all kept
  gradient_.resize(size);
  first_moment_.resize(size);
  second_moment_.resize(size);
  history_.reserve(spec.iterations);
  if (!input_.mask.empty()) apply_mask();
}

void FidoRun::apply_mask() {
  // Drop probabilities that leave Adam room to change its mind, and logits that no draw contradicts
  // in any run.
  constexpr double kLikely = 0.9, kFrozenLogit = 14;
  const std::string& role = input_.spec.mask_role;
  const auto set = [&](std::size_t i, double drop, double logit) {
    parameters_[i] = method_.samples_masks ? logit : 1 - drop;
  };
  if (role != "start") frozen_.resize(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const double kept = static_cast<double>(input_.mask.values[i]);
    if (role == "start") {
      const double drop = kLikely + (1 - 2 * kLikely) * kept;
      set(i, drop, std::log(drop / (1 - drop)));
    } else if (role == "keep" && kept >= 0.5) {
      set(i, 0, -kFrozenLogit);
      frozen_[i] = 1;
    } else if (role == "drop" && kept < 0.5) {
      set(i, 1, kFrozenLogit);
      frozen_[i] = 1;
    }
  }
}

std::vector<float> FidoRun::theta() const {
  std::vector<float> out(parameters_.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] =
        static_cast<float>(method_.samples_masks ? sigmoid(parameters_[i]) : 1 - parameters_[i]);
  return out;
}

FidoRun::BatchGradient FidoRun::evaluate_batch(PixelStep& pixels, const std::vector<float>& drop,
                                               std::uint32_t iteration) {
  torch::Tensor blended;
  {
    const torch::NoGradGuard no_grad;
    const auto keep = pixels.draw(drop, iteration);
    blended = pixels.blend(input_.infiller->fill(keep));
  }
  auto scored = classifier_.score_gradient(blended, input_.target, input_.contrast);
  return {std::move(scored.scores), std::move(scored.probabilities),
          pixels.backward(scored.input_gradient)};
}

Expected<Step> FidoRun::step() {
  const RunSpec& spec = input_.spec;
  if (iteration_ == 0) begin_ = std::chrono::steady_clock::now();
  const auto drop = theta();

  BatchGradient batch;
  double complement_score = 0;
  try {
    batch = evaluate_batch(*pixels_, drop, static_cast<std::uint32_t>(iteration_));
    if (complement_) {
      std::vector<float> rest(drop.size());
      std::transform(drop.begin(), drop.end(), rest.begin(), [](float p) { return 1 - p; });
      const BatchGradient other = evaluate_batch(
          *complement_, rest, kComplementIterations + static_cast<std::uint32_t>(iteration_));
      complement_score = mean_of(other.scores);
      // The complement's score enters with the opposite sign, and d(1 - p)/dp = -1, so the two
      // cancel.
      for (std::size_t i = 0; i < rest.size(); ++i)
        batch.d_score_d_theta[i] += other.d_score_d_theta[i];
    }
  } catch (const std::exception& e) {
    return tl::unexpected(step_error(e, iteration_ + 1));
  }
  const double score = mean_of(batch.scores);
  const auto& slope = batch.d_score_d_theta;
  if (auto ok = check_finite(score + complement_score,
                             std::accumulate(slope.begin(), slope.end(), 0.0), iteration_ + 1);
      !ok)
    return tl::unexpected(ok.error());

  // The penalty is analytic and, but for TV, linear in theta: sum(p) = <area, theta>. SSR pays for
  // kept pixels, SDR and BBMP for dropped ones.
  const double sign = method_.keeps_important ? -1 : 1;
  const double weight =
      spec.warmup > 0 ? std::min(1.0, static_cast<double>(iteration_) / spec.warmup) : 1.0;
  const auto& area = upsampler_.area();
  const double pixels = std::accumulate(area.begin(), area.end(), 0.0);
  double dropped = 0;
  for (std::size_t i = 0; i < drop.size(); ++i) dropped += area[i] * static_cast<double>(drop[i]);
  for (std::size_t i = 0; i < drop.size(); ++i)
    gradient_[i] =
        sign * static_cast<double>(slope[i]) + weight * input_.lambda_per_pixel * sign * area[i];
  double loss =
      sign * (score - complement_score) +
      weight * input_.lambda_per_pixel * (method_.keeps_important ? pixels - dropped : dropped);
  if (spec.tv > 0) {
    std::vector<double> tv_slope(drop.size());
    loss += weight * spec.tv * total_variation(drop, tv_slope);
    for (std::size_t i = 0; i < tv_slope.size(); ++i)
      gradient_[i] += weight * spec.tv * tv_slope[i];
  }
  for (std::size_t i = 0; i < drop.size(); ++i) {
    const double theta = static_cast<double>(drop[i]);
    gradient_[i] *= method_.samples_masks ? theta * (1 - theta) : -1;
  }
  adam_step(spec.learning_rate * (1 - static_cast<double>(iteration_) / spec.iterations));

  Step out;
  out.iteration = iteration_++;
  out.loss = loss;
  out.score = score;
  out.probability = mean_of(batch.probabilities);
  out.expected_drop = dropped / pixels;
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  history_.push_back(out);
  return out;
}

void FidoRun::adam_step(double learning_rate) {
  const int t = iteration_ + 1;
  const double correct1 = 1 - std::pow(kBeta1, t), correct2 = 1 - std::pow(kBeta2, t);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!frozen_.empty() && frozen_[i]) continue;
    const double g = gradient_[i];
    first_moment_[i] = kBeta1 * first_moment_[i] + (1 - kBeta1) * g;
    second_moment_[i] = kBeta2 * second_moment_[i] + (1 - kBeta2) * g * g;
    parameters_[i] -= learning_rate * (first_moment_[i] / correct1) /
                      (std::sqrt(second_moment_[i] / correct2) + kEpsilon);
    if (!method_.samples_masks) parameters_[i] = std::clamp(parameters_[i], 0.0, 1.0);
  }
}

// The sum of squared differences between neighbours of p at full resolution, and its gradient at
// the grid.
double FidoRun::total_variation(const std::vector<float>& drop,
                                std::vector<double>& gradient) const {
  const std::int64_t height = input_.image.size(2), width = input_.image.size(3);
  std::vector<float> p(height * width), slope(p.size());
  upsampler_.up(drop.data(), p.data());
  double sum = 0;
  const auto add_pair = [&](std::int64_t a, std::int64_t b) {
    const float d = p[b] - p[a];
    sum += static_cast<double>(d) * static_cast<double>(d);
    slope[b] += 2 * d;
    slope[a] -= 2 * d;
  };
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      if (x + 1 < width) add_pair(y * width + x, y * width + x + 1);
      if (y + 1 < height) add_pair(y * width + x, (y + 1) * width + x);
    }
  std::vector<float> down(drop.size());
  upsampler_.down(slope.data(), down.data());
  std::copy(down.begin(), down.end(), gradient.begin());
  return sum;
}

Plane FidoRun::drop() const {
  Plane plane(input_.spec.grid, input_.spec.grid);
  plane.values = theta();
  return plane;
}

Plane FidoRun::full_drop() const {
  const bool logits = input_.spec.map_upsampling == "logits" && method_.samples_masks;
  return upsample_drop(drop(), static_cast<int>(input_.image.size(3)),
                       static_cast<int>(input_.image.size(2)), logits);
}

Plane FidoRun::importance() const {
  Plane map = full_drop();
  if (method_.keeps_important)
    for (float& v : map.values) v = 1 - v;
  return map;
}

Expected<Snapshot> FidoRun::snapshot(bool with_counterfactual) {
  Snapshot out;
  out.iteration = iteration_;
  out.drop = drop();
  out.map = importance();
  if (auto ok = preview_.add_counterfactual(out, with_counterfactual, classifier_, input_,
                                            [&] { return map_estimate_mask(full_drop()); });
      !ok)
    return tl::unexpected(ok.error());
  return out;
}

// Eq. 1: masks from the final theta (a hard concrete sample is a Bernoulli one), holes filled
// afresh, p(c) averaged.
Expected<Interval> FidoRun::marginal(const std::function<bool()>& go_on) {
  const torch::NoGradGuard no_grad;
  const int wanted = input_.spec.marginal_samples, batch = std::min(8, wanted);
  const auto sampler = make_step(input_.image, input_.spec.grid,
                                 make_draw(input_.spec, method_.samples_masks, batch), false);
  const auto drop = theta();
  std::vector<double> values;
  for (std::uint32_t i = 0; static_cast<int>(values.size()) < wanted && go_on(); ++i) {
    const auto keep = sampler->draw(drop, kMarginalIterations + i);
    const auto fill = input_.preview_infiller->fill(keep);
    const auto logits = finite_logits(classifier_, compose(input_.image, keep, fill));
    if (!logits) return tl::unexpected(logits.error());
    const int classes = static_cast<int>(logits->size(1));
    for (int s = 0; s < batch && static_cast<int>(values.size()) < wanted; ++s)
      values.push_back(
          probability(logits->data_ptr<float>() + s * classes, classes, input_.target));
  }
  return interval_of(values);
}

Expected<RunResult> FidoRun::result(const std::function<bool()>& go_on) {
  RunResult out = result_from_history(input_, history_);
  out.drop = drop();
  out.stopped = !done();
  if (auto ok = add_outcome(classifier_, input_, out, importance(), map_estimate_mask(full_drop()));
      !ok)
    return tl::unexpected(ok.error());
  // Where neither masks nor fills are drawn, every sample would be the same number.
  const bool draws = method_.samples_masks || input_.infill_is_stochastic;
  if (input_.spec.marginal_samples > 0 && draws) {
    const auto drawn = marginal(go_on);
    if (!drawn) return tl::unexpected(drawn.error());
    out.marginal = *drawn;
  }
  return out;
}

}  // namespace fido
