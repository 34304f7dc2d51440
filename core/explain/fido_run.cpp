#include "core/explain/fido_run.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/image/region_map.h"
#include "core/image/resample.h"
#include "core/model/score.h"

namespace fido {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;  // Adam's default constants

// The masks of the marginal confidence are drawn at iteration numbers that no run reaches, so they
// share no random number with the optimisation. The same holds for the masks of the complement,
// which are drawn independently: on average they give the result of the exact complements.
constexpr std::uint32_t kMarginalIterations = 0x80000000U;
constexpr std::uint32_t kComplementIterations = 0x40000000U;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

SamplingOptions sampling_options(const RunSpec& spec, bool relaxed, int samples) {
  SamplingOptions options;
  options.samples = samples;
  options.temperature = static_cast<float>(spec.temperature);
  options.stratified = spec.stratified;
  options.relaxed = relaxed;
  options.seed = spec.seed;
  options.block = spec.noise_block;
  options.hard_blend = relaxed && searches_evidence(spec);
  return options;
}

std::unique_ptr<PixelStep> make_step(const torch::Tensor& image, int grid,
                                     const SamplingOptions& options, bool use_aten) {
  return image.is_cpu() && !use_aten ? make_fused_step(image, grid, options)
                                     : make_aten_step(image, grid, options);
}

// Returns the mean of the last quarter of the values.
double mean_of_last_quarter(const std::vector<double>& values) {
  const auto count = static_cast<std::ptrdiff_t>((values.size() + 3) / 4);
  return std::accumulate(values.end() - count, values.end(), 0.0) / static_cast<double>(count);
}

}  // namespace

FidoRun::FidoRun(Classifier& classifier, RunInput input, bool use_aten)
    : classifier_(classifier),
      input_(std::move(input)),
      method_(*find_method(input_.spec.method)),
      upsampler_(input_.spec.grid, input_.spec.grid, static_cast<int>(input_.image.size(3)),
                 static_cast<int>(input_.image.size(2))),
      start_time_(std::chrono::steady_clock::now()) {
  const RunSpec& spec = input_.spec;
  input_.begin_infillers();
  const auto options = sampling_options(spec, method_.samples_masks, spec.samples);
  pixels_ = make_step(input_.image, spec.grid, options, use_aten);
  if (method_.is_joint) complement_ = make_step(input_.image, spec.grid, options, use_aten);
  const std::size_t size = static_cast<std::size_t>(spec.grid) * spec.grid;
  parameters_.assign(size, method_.samples_masks ? 0.0 : 1.0);  // theta = 1/2, or all kept
  gradient_.resize(size);
  first_moment_.resize(size);
  second_moment_.resize(size);
  history_.reserve(spec.iterations);
  if (!input_.mask.empty()) apply_mask();
  if (searches_evidence(spec)) start_evidence_search();
}

// The search works on the probability of belonging to the region: of being kept (SSR) or dropped
// (SDR). The parameters are the logits of being dropped.
void FidoRun::start_evidence_search() {
  const RunSpec& spec = input_.spec;
  std::vector<double> logits = parameters_;
  if (method_.keeps_important)
    for (double& logit : logits) logit = -logit;
  EvidenceSearch::Options options{spec.iterations, spec.warmup, spec.learning_rate};
  // Dropping nearly all of the photo destroys any class, but explains nothing.
  if (!method_.keeps_important) options.max_share = 0.5;
  search_.emplace(options, upsampler_.cell_areas(), std::move(logits), frozen_);
}

void FidoRun::apply_mask() {
  // The initial drop probability leaves Adam room to revert it. The frozen logit is so large that
  // no draw of any run contradicts it.
  constexpr double kInitialDrop = 0.9, kFrozenLogit = 14;
  const std::string& role = input_.spec.mask_role;
  const auto set_parameter = [&](std::size_t i, double drop, double logit) {
    parameters_[i] = method_.samples_masks ? logit : 1 - drop;
  };
  if (role != "start") frozen_.resize(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const double kept = static_cast<double>(input_.mask.values[i]);
    if (role == "start") {
      const double drop = kInitialDrop + (1 - 2 * kInitialDrop) * kept;
      set_parameter(i, drop, std::log(drop / (1 - drop)));
    } else if (role == "keep" && kept >= 0.5) {
      set_parameter(i, 0, -kFrozenLogit);
      frozen_[i] = 1;
    } else if (role == "drop" && kept < 0.5) {
      set_parameter(i, 1, kFrozenLogit);
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
    const auto keep = pixels.draw_masks(drop, iteration);
    blended = pixels.blend(input_.infiller->fill(keep));
  }
  auto scored = classifier_.score_gradient(blended, input_.target, input_.contrast);
  return {std::move(scored.scores), std::move(scored.probabilities),
          pixels.backward(scored.input_gradient)};
}

FidoRun::StepGradient FidoRun::evaluate_step(const std::vector<float>& drop) {
  BatchGradient batch = evaluate_batch(*pixels_, drop, static_cast<std::uint32_t>(iteration_));
  StepGradient out;
  out.score = mean_of(batch.scores);
  out.probability = mean_of(batch.probabilities);
  out.d_score_d_theta = std::move(batch.d_score_d_theta);
  if (!complement_) return out;
  std::vector<float> complement_drop(drop.size());
  std::transform(drop.begin(), drop.end(), complement_drop.begin(), [](float p) { return 1 - p; });
  const BatchGradient complement =
      evaluate_batch(*complement_, complement_drop,
                     kComplementIterations + static_cast<std::uint32_t>(iteration_));
  out.complement_score = mean_of(complement.scores);
  // The complement's score enters with the opposite sign, and d(1 - p)/dp = -1, so the two cancel.
  for (std::size_t i = 0; i < complement_drop.size(); ++i)
    out.d_score_d_theta[i] += complement.d_score_d_theta[i];
  return out;
}

Expected<Step> FidoRun::step() {
  if (iteration_ == 0) start_time_ = std::chrono::steady_clock::now();
  const auto drop = theta();
  StepGradient at;
  try {
    at = evaluate_step(drop);
  } catch (const std::exception& e) {
    return tl::unexpected(step_error(e, iteration_ + 1));
  }
  if (auto ok =
          check_finite(at.score + at.complement_score,
                       std::accumulate(at.d_score_d_theta.begin(), at.d_score_d_theta.end(), 0.0),
                       iteration_ + 1);
      !ok)
    return tl::unexpected(ok.error());

  const auto& area = upsampler_.cell_areas();
  double dropped = 0;
  for (std::size_t i = 0; i < drop.size(); ++i) dropped += area[i] * static_cast<double>(drop[i]);
  Step out;
  out.loss = search_ ? evidence_step(at) : penalty_step(at, drop, dropped);
  out.iteration = iteration_++;
  out.score = at.score;
  out.probability = at.probability;
  out.expected_drop = dropped / std::accumulate(area.begin(), area.end(), 0.0);
  if (search_) {
    out.score_target = method_.keeps_important ? input_.target_to_keep : input_.target_to_destroy;
    out.pixel_price = search_->price();
  }
  out.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_time_).count();
  history_.push_back(out);
  return out;
}

// The penalty is analytic and, except for TV, linear in theta: sum(p) = <area, theta>. SSR pays for
// kept pixels, SDR and BBMP pay for dropped ones.
double FidoRun::penalty_step(const StepGradient& at, const std::vector<float>& drop,
                             double dropped) {
  const RunSpec& spec = input_.spec;
  const double sign = method_.keeps_important ? -1 : 1;
  const double weight =
      spec.warmup > 0 ? std::min(1.0, static_cast<double>(iteration_) / spec.warmup) : 1.0;
  const auto& area = upsampler_.cell_areas();
  const double pixels = std::accumulate(area.begin(), area.end(), 0.0);
  for (std::size_t i = 0; i < drop.size(); ++i)
    gradient_[i] = sign * static_cast<double>(at.d_score_d_theta[i]) +
                   weight * input_.lambda_per_pixel * sign * area[i];
  double loss =
      sign * (at.score - at.complement_score) +
      weight * input_.lambda_per_pixel * (method_.keeps_important ? pixels - dropped : dropped);
  if (spec.tv > 0) {
    std::vector<double> tv_gradient(drop.size());
    loss += weight * spec.tv * total_variation(drop, tv_gradient);
    for (std::size_t i = 0; i < tv_gradient.size(); ++i)
      gradient_[i] += weight * spec.tv * tv_gradient[i];
  }
  for (std::size_t i = 0; i < drop.size(); ++i) {
    const double theta = static_cast<double>(drop[i]);
    gradient_[i] *= method_.samples_masks ? theta * (1 - theta) : -1;
  }
  adam_step(spec.learning_rate * (1 - static_cast<double>(iteration_) / spec.iterations));
  return loss;
}

double FidoRun::evidence_step(const StepGradient& at) {
  const double to_keep = at.score - input_.target_to_keep;
  double slack = method_.keeps_important ? to_keep : input_.target_to_destroy - at.score;
  if (complement_) slack = std::min(to_keep, input_.target_to_destroy - at.complement_score);
  // More of the region means less dropped for SSR, and more dropped with the opposite sign of the
  // score for SDR: the gain has the same derivative in both.
  std::transform(at.d_score_d_theta.begin(), at.d_score_d_theta.end(), gradient_.begin(),
                 [](float g) { return -static_cast<double>(g); });
  if (complement_) complement_scores_.push_back(at.complement_score);
  const double area = search_->area();
  search_->step(slack / input_.score_range, gradient_);
  parameters_ = search_->logits();
  if (method_.keeps_important)
    for (double& logit : parameters_) logit = -logit;
  return area;
}

void FidoRun::adam_step(double learning_rate) {
  const int t = iteration_ + 1;
  const double correction1 = 1 - std::pow(kBeta1, t), correction2 = 1 - std::pow(kBeta2, t);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!frozen_.empty() && frozen_[i]) continue;
    const double g = gradient_[i];
    first_moment_[i] = kBeta1 * first_moment_[i] + (1 - kBeta1) * g;
    second_moment_[i] = kBeta2 * second_moment_[i] + (1 - kBeta2) * g * g;
    parameters_[i] -= learning_rate * (first_moment_[i] / correction1) /
                      (std::sqrt(second_moment_[i] / correction2) + kEpsilon);
    if (!method_.samples_masks) parameters_[i] = std::clamp(parameters_[i], 0.0, 1.0);
  }
}

// Returns the sum of squared differences between neighbours of p at full resolution, and sets
// `gradient` to its gradient at the grid.
double FidoRun::total_variation(const std::vector<float>& drop,
                                std::vector<double>& gradient) const {
  const std::int64_t height = input_.image.size(2), width = input_.image.size(3);
  std::vector<float> p(height * width), d_tv_d_p(p.size());
  upsampler_.upsample(drop.data(), p.data());
  double sum = 0;
  const auto add_pair = [&](std::int64_t a, std::int64_t b) {
    const float difference = p[b] - p[a];
    sum += static_cast<double>(difference) * static_cast<double>(difference);
    d_tv_d_p[b] += 2 * difference;
    d_tv_d_p[a] -= 2 * difference;
  };
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      if (x + 1 < width) add_pair(y * width + x, y * width + x + 1);
      if (y + 1 < height) add_pair(y * width + x, (y + 1) * width + x);
    }
  std::vector<float> d_tv_d_theta(drop.size());
  upsampler_.upsample_backward(d_tv_d_p.data(), d_tv_d_theta.data());
  std::copy(d_tv_d_theta.begin(), d_tv_d_theta.end(), gradient.begin());
  return sum;
}

Plane FidoRun::drop() const {
  Plane plane(input_.spec.grid, input_.spec.grid);
  plane.values = theta();
  if (!search_) return plane;
  const auto q = search_->mean_probabilities();
  std::transform(q.begin(), q.end(), plane.values.begin(), [&](double value) {
    return static_cast<float>(method_.keeps_important ? 1 - value : value);
  });
  return plane;
}

Plane FidoRun::full_drop() const {
  const bool logits = input_.spec.map_upsampling == "logits" && method_.samples_masks;
  return upsample_drop_probability(drop(), static_cast<int>(input_.image.size(3)),
                                   static_cast<int>(input_.image.size(2)), logits);
}

Plane FidoRun::importance() const {
  if (search_) {
    Plane probability = drop();
    if (method_.keeps_important)
      for (float& p : probability.values) p = 1 - p;
    return region_map(probability, static_cast<int>(input_.image.size(3)),
                      static_cast<int>(input_.image.size(2)));
  }
  Plane map = full_drop();
  if (method_.keeps_important)
    for (float& v : map.values) v = 1 - v;
  return map;
}

// The most likely mask; with keep_evidence the region.
Plane FidoRun::mask_of(const Plane& map) const {
  return search_ ? mask_from_saliency(map, method_.keeps_important)
                 : map_estimate_mask(full_drop());
}

Expected<Snapshot> FidoRun::snapshot(bool with_counterfactual) {
  Snapshot out;
  out.iteration = iteration_;
  out.drop = drop();
  out.map = importance();
  if (auto ok = preview_.add_counterfactual(out, with_counterfactual, classifier_, input_,
                                            [&] { return mask_of(out.map); });
      !ok)
    return tl::unexpected(ok.error());
  return out;
}

// Eq. 1: draws masks from the final theta (a rounded concrete sample is a Bernoulli sample), fills
// each anew and averages p(c).
Expected<Interval> FidoRun::marginal_confidence(const std::function<bool()>& should_continue) {
  const torch::NoGradGuard no_grad;
  const int count = input_.spec.marginal_samples, batch = std::min(8, count);
  const auto sampler =
      make_step(input_.image, input_.spec.grid,
                sampling_options(input_.spec, method_.samples_masks, batch), false);
  const auto theta = drop().values;
  std::vector<double> values;
  for (std::uint32_t i = 0; static_cast<int>(values.size()) < count && should_continue(); ++i) {
    const auto keep = sampler->draw_masks(theta, kMarginalIterations + i);
    const auto fill = input_.preview_infiller->fill(keep);
    const auto logits = finite_logits(classifier_, compose(input_.image, keep, fill));
    if (!logits) return tl::unexpected(logits.error());
    const int classes = static_cast<int>(logits->size(1));
    for (int s = 0; s < batch && static_cast<int>(values.size()) < count; ++s)
      values.push_back(
          probability(logits->data_ptr<float>() + s * classes, classes, input_.target));
  }
  return student_t_interval(values);
}

void FidoRun::add_evidence(RunResult& result) const {
  result.lambda_per_pixel = search_->price();
  const bool keeps = method_.keeps_important;
  result.score_target = keeps ? input_.target_to_keep : input_.target_to_destroy;
  if (history_.empty()) return;
  std::vector<double> scores;
  for (const Step& step : history_) scores.push_back(step.score);
  result.score_under_masks = mean_of_last_quarter(scores);
  double missing = keeps ? input_.target_to_keep - *result.score_under_masks
                         : *result.score_under_masks - input_.target_to_destroy;
  bool is_kept_side = keeps;
  if (!complement_scores_.empty()) {
    const double missing_loss = mean_of_last_quarter(complement_scores_) - input_.target_to_destroy;
    if (missing_loss > missing) {
      missing = missing_loss;
      is_kept_side = false;
    }
  }
  if (const auto& infilled = result.score_infilled;
      infilled && input_.original_score - *infilled < input_.score_range)
    result.notes.push_back(
        "the score hardly falls when everything is infilled, so there is little evidence to keep; "
        "use another target or infiller");
  const double wanted = input_.spec.keep_evidence;
  result.evidence_reached = wanted - missing / input_.score_range;
  if (!done() || wanted - *result.evidence_reached <= kEvidenceTolerance) return;
  const auto percent = [](double share) {
    return std::to_string(std::lround(100 * std::max(0.0, share))) + " %";
  };
  result.notes.push_back(std::string("the masks ") + (is_kept_side ? "keep " : "take away ") +
                         percent(*result.evidence_reached) + " of the evidence, not " +
                         percent(wanted) +
                         "; use more steps, another infiller or a smaller --keep-evidence");
}

Expected<RunResult> FidoRun::result(const std::function<bool()>& should_continue) {
  RunResult out = result_from_history(input_, history_);
  out.drop = drop();
  out.stopped = !done();
  if (search_) add_evidence(out);
  Plane map = importance();
  Plane mask = mask_of(map);
  if (auto ok = add_outcome(classifier_, input_, out, std::move(map), std::move(mask)); !ok)
    return tl::unexpected(ok.error());
  // If neither masks nor fills are random, all samples are the same number.
  const bool is_random = method_.samples_masks || input_.infill_is_stochastic;
  if (input_.spec.marginal_samples > 0 && is_random) {
    const auto marginal = marginal_confidence(should_continue);
    if (!marginal) return tl::unexpected(marginal.error());
    out.marginal = *marginal;
  }
  return out;
}

}  // namespace fido
