#include "core/explain/mask_run.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/image/resample.h"
#include "core/model/score.h"

namespace fido {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;  // Adam's usual constants

// The marginal's masks come from iterations no run reaches, so they share no random number with the
// optimisation.
constexpr std::uint32_t kMarginalIterations = 0x80000000U;
// And so do the complement's, whose masks are drawn by themselves: on average the answer is that of
// the very complements.
constexpr std::uint32_t kComplementIterations = 0x40000000U;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

Draw draw_of(const RunSpec& spec, bool relaxed, int samples) {
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
                                     bool aten) {
  return image.is_cpu() && !aten ? make_fused_step(image, grid, draw)
                                 : make_aten_step(image, grid, draw);
}

}  // namespace

MaskRun::MaskRun(Classifier& classifier, RunInput input, bool aten)
    : classifier_(classifier),
      input_(std::move(input)),
      point_mass_(!find_method(input_.spec.method)->draws),
      keeps_(find_method(input_.spec.method)->keeps),
      upsampler_(input_.spec.grid, input_.spec.grid, static_cast<int>(input_.image.size(3)),
                 static_cast<int>(input_.image.size(2))),
      begun_(std::chrono::steady_clock::now()) {
  const RunSpec& spec = input_.spec;
  input_.begin();
  pixels_ = make_step(input_.image, spec.grid, draw_of(spec, !point_mass_, spec.samples), aten);
  if (find_method(spec.method)->both)
    complement_ = make_step(input_.image, spec.grid, draw_of(spec, true, spec.samples), aten);
  const std::size_t size = static_cast<std::size_t>(spec.grid) * spec.grid;
  parameters_.assign(size, point_mass_ ? 1.0 : 0.0);  // all kept; theta = 1/2
  gradient_.resize(size);
  first_moment_.resize(size);
  second_moment_.resize(size);
  history_.reserve(spec.iterations);
  if (!input_.mask.empty()) applyMask();
}

void MaskRun::applyMask() {
  // Drop probabilities that leave Adam room to change its mind, and ones that no draw contradicts
  // in any run.
  constexpr double kLikely = 0.9, kFrozenLogit = 14;
  const std::string& role = input_.spec.mask_role;
  const auto put = [&](std::size_t i, double drop, double logit) {
    parameters_[i] = point_mass_ ? 1 - drop : logit;
  };
  if (role != "start") frozen_.resize(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const double kept = static_cast<double>(input_.mask.values[i]);
    if (role == "start") {
      const double drop = kLikely + (1 - 2 * kLikely) * kept;
      put(i, drop, std::log(drop / (1 - drop)));
    } else if (role == "keep" && kept >= 0.5) {
      put(i, 0, -kFrozenLogit);
      frozen_[i] = 1;
    } else if (role == "drop" && kept < 0.5) {
      put(i, 1, kFrozenLogit);
      frozen_[i] = 1;
    }
  }
}

std::vector<float> MaskRun::theta() const {
  std::vector<float> out(parameters_.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<float>(point_mass_ ? 1 - parameters_[i] : sigmoid(parameters_[i]));
  return out;
}

MaskRun::Seen MaskRun::look(PixelStep& pixels, const std::vector<float>& drop,
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

Expected<Step> MaskRun::step() {
  const RunSpec& spec = input_.spec;
  if (iteration_ == 0) begun_ = std::chrono::steady_clock::now();
  const auto drop = theta();

  Seen seen;
  double without = 0;  // the complement's score
  try {
    seen = look(*pixels_, drop, static_cast<std::uint32_t>(iteration_));
    if (complement_) {
      std::vector<float> rest(drop.size());
      std::transform(drop.begin(), drop.end(), rest.begin(), [](float p) { return 1 - p; });
      const Seen other =
          look(*complement_, rest, kComplementIterations + static_cast<std::uint32_t>(iteration_));
      without = mean_of(other.scores);
      // its sign is turned twice
      for (std::size_t i = 0; i < rest.size(); ++i) seen.slope[i] += other.slope[i];
    }
  } catch (const std::exception& e) {
    return tl::unexpected(step_error(e, iteration_ + 1));
  }

  const double score = mean_of(seen.scores);
  if (!std::isfinite(score) || !std::isfinite(without))
    return run_error("step " + std::to_string(iteration_ + 1) +
                     ": the classifier returned NaN or infinite values");

  // The penalty is analytic and, but for TV, linear in theta: sum(p) = <area, theta>.
  const double sign = keeps_ ? -1 : 1;
  const double weight =
      spec.warmup > 0 ? std::min(1.0, static_cast<double>(iteration_) / spec.warmup) : 1.0;
  const auto& area = upsampler_.area();
  const double pixels = std::accumulate(area.begin(), area.end(), 0.0);
  double dropped = 0;
  for (std::size_t i = 0; i < drop.size(); ++i) dropped += area[i] * static_cast<double>(drop[i]);
  // SSR pays for kept pixels, SDR and BBMP for dropped ones.
  for (std::size_t i = 0; i < drop.size(); ++i)
    gradient_[i] =
        sign * static_cast<double>(seen.slope[i]) + weight * input_.pixel_price * sign * area[i];
  double loss = sign * (score - without) +
                weight * input_.pixel_price * (keeps_ ? pixels - dropped : dropped);
  if (spec.tv > 0) {
    std::vector<double> slope(drop.size());
    loss += weight * spec.tv * total_variation(drop, slope);
    for (std::size_t i = 0; i < slope.size(); ++i) gradient_[i] += weight * spec.tv * slope[i];
  }
  for (std::size_t i = 0; i < drop.size(); ++i) {
    const double theta = static_cast<double>(drop[i]);
    gradient_[i] *= point_mass_ ? -1 : theta * (1 - theta);
  }
  adam(spec.learning_rate * (1 - static_cast<double>(iteration_) / spec.iterations));

  Step out;
  out.iteration = iteration_++;
  out.loss = loss;
  out.score = score;
  out.probability = mean_of(seen.probabilities);
  out.expected_drop = dropped / pixels;
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  history_.push_back(out);
  return out;
}

void MaskRun::adam(double learning_rate) {
  const int t = iteration_ + 1;
  const double correct1 = 1 - std::pow(kBeta1, t), correct2 = 1 - std::pow(kBeta2, t);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!frozen_.empty() && frozen_[i]) continue;
    const double g = gradient_[i];
    first_moment_[i] = kBeta1 * first_moment_[i] + (1 - kBeta1) * g;
    second_moment_[i] = kBeta2 * second_moment_[i] + (1 - kBeta2) * g * g;
    parameters_[i] -= learning_rate * (first_moment_[i] / correct1) /
                      (std::sqrt(second_moment_[i] / correct2) + kEpsilon);
    if (point_mass_) parameters_[i] = std::clamp(parameters_[i], 0.0, 1.0);
  }
}

// Sum of squared differences between neighbours of p at full resolution, and its gradient at the
// grid.
double MaskRun::total_variation(const std::vector<float>& drop,
                                std::vector<double>& gradient) const {
  const std::int64_t height = input_.image.size(2), width = input_.image.size(3);
  std::vector<float> p(height * width), slope(p.size());
  upsampler_.up(drop.data(), p.data());
  double sum = 0;
  const auto couple = [&](std::int64_t a, std::int64_t b) {
    const float d = p[b] - p[a];
    sum += static_cast<double>(d) * static_cast<double>(d);
    slope[b] += 2 * d;
    slope[a] -= 2 * d;
  };
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      if (x + 1 < width) couple(y * width + x, y * width + x + 1);
      if (y + 1 < height) couple(y * width + x, (y + 1) * width + x);
    }
  std::vector<float> down(drop.size());
  upsampler_.down(slope.data(), down.data());
  std::copy(down.begin(), down.end(), gradient.begin());
  return sum;
}

Plane MaskRun::drop() const {
  Plane plane(input_.spec.grid, input_.spec.grid);
  plane.values = theta();
  return plane;
}

Plane MaskRun::full_drop() const {
  const bool logits = input_.spec.map_upsampling == "logits" && !point_mass_;
  return upsample_drop(drop(), static_cast<int>(input_.image.size(3)),
                       static_cast<int>(input_.image.size(2)), logits);
}

Plane MaskRun::importance() const {
  Plane map = full_drop();
  if (keeps_)
    for (float& v : map.values) v = 1 - v;
  return map;
}

Expected<Snapshot> MaskRun::snapshot(bool with_counterfactual) {
  Snapshot out;
  out.iteration = iteration_;
  out.drop = drop();
  out.map = importance();
  if (auto ok = last_look_.show(out, with_counterfactual, classifier_, input_,
                                [&] { return map_mask(full_drop()); });
      !ok)
    return tl::unexpected(ok.error());
  return out;
}

// Eq. 1: masks from the final theta (a hard concrete sample is a Bernoulli one), holes filled
// afresh, p(c) averaged.
Expected<Interval> MaskRun::marginal(const std::function<bool()>& go_on) {
  const torch::NoGradGuard no_grad;
  const int batch = std::min(8, input_.spec.marginal_samples);
  const auto sampler =
      make_step(input_.image, input_.spec.grid, draw_of(input_.spec, !point_mass_, batch), false);
  const auto drop = theta();
  std::vector<double> values;
  for (std::uint32_t i = 0;
       static_cast<int>(values.size()) < input_.spec.marginal_samples && go_on(); ++i) {
    const auto keep = sampler->draw(drop, kMarginalIterations + i);
    const auto fill = input_.viewer->fill(keep);
    const auto logits = finite_logits(classifier_, compose(input_.image, keep, fill));
    if (!logits) return tl::unexpected(logits.error());
    const int classes = static_cast<int>(logits->size(1));
    for (int s = 0; s < batch && static_cast<int>(values.size()) < input_.spec.marginal_samples;
         ++s)
      values.push_back(
          probability(logits->data_ptr<float>() + s * classes, classes, input_.target));
  }
  return interval_of(values);
}

Expected<RunResult> MaskRun::result(const std::function<bool()>& go_on) {
  RunResult out = begun_result(input_, history_);
  out.drop = drop();
  out.stopped = !done();
  if (auto ok = add_outcome(classifier_, input_, out, importance(), map_mask(full_drop())); !ok)
    return tl::unexpected(ok.error());
  if (input_.spec.marginal_samples > 0) {
    const auto drawn = marginal(go_on);
    if (!drawn) return tl::unexpected(drawn.error());
    out.marginal = *drawn;
  }
  return out;
}

}  // namespace fido
