// Extremal Perturbations (Fong, Patrick & Vedaldi 2019). extremal_run.h lists the differences from
// the paper.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_extremal() {
  MethodInfo info;
  info.id = "extremal";
  info.label = "Extremal";
  info.description =
      "The smooth region of a given area that sustains the class best (Fong et al. 2019).";
  info.paper = "Fong et al. 2019";
  info.computes =
      "the mask under which the class scores highest, among all smooth masks of a given area";
  info.infill_use = "under the mask";
  info.group = MethodGroup::mask;
  info.settings = {"area", "iterations", "grid", "learning_rate", "seed"};
  info.defaults.infill = "blur";
  info.defaults.iterations = 800;
  info.defaults.samples = 1;
  info.defaults.grid = 32;
  info.defaults.learning_rate = 0.01;
  info.optimizes_mask = true;
  info.starts_fully_kept = true;
  return {info};
}

}  // namespace fido

#else

#include "core/explain/extremal_run.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/image/resample.h"

namespace fido {
namespace {

// The weight of the area penalty, its growth per step, and the authors' number of steps.
constexpr double kPenaltyWeight = 300, kPenaltyGrowth = 1.0035, kReferenceSteps = 800;
constexpr float kMomentum = 0.9F;
// The number of cells of the authors' grid. A finer grid spreads the same gradient over more cells.
constexpr double kReferenceCells = 32.0 * 32.0;

}  // namespace

double area_penalty(const std::vector<float>& mask, double area, std::vector<float>& gradient) {
  constexpr float kTolerance = 1e-6F;  // values closer than this differ by rounding alone
  const auto count = mask.size();
  const auto kept = std::clamp<std::size_t>(
      static_cast<std::size_t>(std::llround(area * static_cast<double>(count))), 1, count);
  std::vector<float> sorted = mask;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(count - kept),
                   sorted.end());
  const float threshold = sorted[count - kept];
  std::size_t above = 0, equal = 0;
  for (const float m : mask) {
    above += m > threshold + kTolerance;
    equal += std::abs(m - threshold) <= kTolerance;
  }
  const float share = static_cast<float>(kept - std::min(kept, above)) / static_cast<float>(equal);
  const double scale = 1 / static_cast<double>(count);
  double sum = 0;
  gradient.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const float m = mask[i];
    float r = share;
    if (m > threshold + kTolerance)
      r = 1;
    else if (m < threshold - kTolerance)
      r = 0;
    sum += static_cast<double>(r * (1 - m) * (1 - m) + (1 - r) * m * m);
    gradient[i] = static_cast<float>(2 * static_cast<double>(m - r) * scale);
  }
  return sum * scale;
}

ExtremalRun::ExtremalRun(Classifier& classifier, RunInput input)
    : classifier_(classifier),
      input_(std::move(input)),
      smooth_mask_(input_.spec.grid, static_cast<int>(input_.image.size(3)),
                   static_cast<int>(input_.image.size(2))),
      cells_(static_cast<std::size_t>(input_.spec.grid) * input_.spec.grid, 1.F),
      velocity_(cells_.size()),
      preview_mask_(smooth_mask_),
      start_time_(std::chrono::steady_clock::now()) {
  input_.begin_infillers();
  // A cell's gradient is divided by the cell's effect on the whole mask when all cells are kept,
  // which is smaller at the border.
  cell_scale_ =
      smooth_mask_.upsample_backward(std::vector<float>(smooth_mask_.upsample(cells_).size(), 1.F));
  const float mean = std::accumulate(cell_scale_.begin(), cell_scale_.end(), 0.F) /
                     static_cast<float>(cell_scale_.size());
  for (float& scale : cell_scale_) scale = scale > 0 ? mean / scale : 1;
}

Expected<Step> ExtremalRun::step() {
  const RunSpec& spec = input_.spec;
  const auto index = static_cast<int>(history_.size());
  if (index == 0) start_time_ = std::chrono::steady_clock::now();
  const auto& mask = smooth_mask_.upsample(cells_);
  ScoreGradient scored;
  torch::Tensor d_score_d_mask;
  try {
    torch::Tensor difference, blended;
    {
      const torch::NoGradGuard no_grad;
      const auto z = torch::from_blob(const_cast<float*>(mask.data()),
                                      {1, 1, input_.image.size(2), input_.image.size(3)})
                         .to(input_.image.device());
      difference = input_.image - input_.infiller->fill(z.round());
      blended = (input_.image - (1 - z) * difference).contiguous(torch::MemoryFormat::ChannelsLast);
    }
    scored = classifier_.score_gradient(blended, input_.target, input_.contrast);
    d_score_d_mask = (scored.input_gradient * difference).sum(1).to(torch::kCPU).contiguous();
  } catch (const std::exception& e) {
    return tl::unexpected(step_error(e, index + 1));
  }
  const double score = mean_of(scored.scores);
  if (auto ok = check_finite(score, d_score_d_mask.sum().item<double>(), index + 1); !ok)
    return tl::unexpected(ok.error());

  const double weight =
      kPenaltyWeight * std::pow(kPenaltyGrowth, kReferenceSteps * index / spec.iterations);
  std::vector<float> d_loss_d_mask;
  const double penalty = area_penalty(mask, spec.area, d_loss_d_mask);
  for (std::size_t i = 0; i < d_loss_d_mask.size(); ++i)
    d_loss_d_mask[i] =
        static_cast<float>(weight) * d_loss_d_mask[i] - d_score_d_mask.data_ptr<float>()[i];
  gradient_ = smooth_mask_.upsample_backward(d_loss_d_mask);

  const auto learning_rate =
      static_cast<float>(spec.learning_rate * static_cast<double>(cells_.size()) / kReferenceCells);
  double kept = 0;
  for (const float m : mask) kept += static_cast<double>(m);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const float g = cell_scale_[i] * gradient_[i];
    velocity_[i] = index == 0 ? g : kMomentum * velocity_[i] + (1 - kMomentum) * g;
    cells_[i] = std::clamp(cells_[i] - learning_rate * velocity_[i], 0.F, 1.F);
  }

  Step out;
  out.iteration = index;
  out.loss = weight * penalty - score;
  out.score = score;
  out.probability = mean_of(scored.probabilities);
  out.expected_drop = 1 - kept / static_cast<double>(mask.size());
  out.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_time_).count();
  history_.push_back(out);
  return out;
}

Plane ExtremalRun::map() const {
  Plane out(static_cast<int>(input_.image.size(3)), static_cast<int>(input_.image.size(2)));
  out.values = preview_mask_.upsample(cells_);
  return out;
}

Plane ExtremalRun::drop() const {
  Plane out = resize(map(), input_.spec.grid, input_.spec.grid);
  for (float& v : out.values) v = 1 - v;
  return out;
}

Expected<Snapshot> ExtremalRun::snapshot(bool with_counterfactual) {
  Snapshot out;
  out.iteration = static_cast<int>(history_.size());
  out.map = map();
  out.drop = drop();
  if (auto ok = preview_.add_counterfactual(out, with_counterfactual, classifier_, input_,
                                            [&] { return mask_from_saliency(out.map, true); });
      !ok)
    return tl::unexpected(ok.error());
  return out;
}

Expected<RunResult> ExtremalRun::result(const std::function<bool()>&) {
  RunResult out = result_from_history(input_, history_);
  out.stopped = !done();
  out.drop = drop();
  const Plane final_map = map();
  if (auto ok =
          add_outcome(classifier_, input_, out, final_map, mask_from_saliency(final_map, true));
      !ok)
    return tl::unexpected(ok.error());
  return out;
}

Expected<std::unique_ptr<Explanation>> start_extremal(Classifier& classifier, RunInput input) {
  return std::make_unique<ExtremalRun>(classifier, std::move(input));
}

}  // namespace fido

#endif
