// Runs an attribution method as an Explanation.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "core/explain/attribution.h"
#include "core/image/resample.h"
#include "core/run/methods.h"

namespace fido {
namespace {

Plane plane_from_tensor(const torch::Tensor& values) {
  Plane out(static_cast<int>(values.size(1)), static_cast<int>(values.size(0)));
  const auto contiguous = values.contiguous();
  std::copy_n(contiguous.data_ptr<float>(), out.values.size(), out.values.begin());
  return out;
}

// Returns the value that is mapped to importance 1: the 99th percentile, or the largest value if
// that percentile is not positive. The largest value of a gradient often belongs to a single pixel,
// and scaled by it no other pixel would be visible.
float saturation_value(const torch::Tensor& values) {
  const auto flat = values.flatten();
  const auto rank = std::max<std::int64_t>(1, flat.numel() * 99 / 100);
  const float high = std::get<0>(flat.kthvalue(rank)).item<float>();
  return high > 0 ? high : flat.max().item<float>();
}

class AttributionRun : public Explanation {
 public:
  AttributionRun(Classifier& classifier, RunInput input)
      : classifier_(classifier),
        input_(std::move(input)),
        method_(*find_method(input_.spec.method)),
        start_time_(std::chrono::steady_clock::now()) {}

  Expected<void> begin(AttributionFactory create) {
    input_.begin_infillers();
    auto attribution = create(classifier_, input_);
    if (!attribution) return tl::unexpected(attribution.error());
    attribution_ = std::move(*attribution);
    return {};
  }

  int iterations() const override { return planned_steps(input_.spec); }
  bool done() const override {
    return static_cast<int>(history_.size()) >= iterations() || attribution_->is_finished();
  }

  Expected<Step> step() override {
    const int index = static_cast<int>(history_.size());
    if (index == 0) start_time_ = std::chrono::steady_clock::now();
    try {
      const auto scores = attribution_->evaluate(index);
      if (!scores) return tl::unexpected(scores.error());
      Step out;
      out.iteration = index;
      out.score = mean_of(scores->scores);
      out.probability = mean_of(scores->probabilities);
      out.expected_drop = scores->dropped;
      const double sum = attribution_->values().sum().item<double>();
      if (auto ok = check_finite(out.score, sum, index + 1); !ok) return tl::unexpected(ok.error());
      out.seconds =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start_time_).count();
      history_.push_back(out);
      return out;
    } catch (const std::exception& e) {
      return tl::unexpected(step_error(e, index + 1));
    }
  }

  // The method has no drop probability, so this is derived from its map, at spec.grid.
  Plane drop() const override { return drop_from_map(importance()); }

  Expected<Snapshot> snapshot(bool with_counterfactual) override {
    Snapshot out;
    out.iteration = static_cast<int>(history_.size());
    out.map = importance();
    out.drop = drop_from_map(out.map);
    const auto mask = [&] { return mask_from_saliency(out.map, method_.keeps_important); };
    if (auto ok = preview_.add_counterfactual(out, with_counterfactual, classifier_, input_, mask);
        !ok)
      return tl::unexpected(ok.error());
    return out;
  }

  // No masks are drawn, so there is no marginal confidence.
  Expected<RunResult> result(const std::function<bool()>&) override {
    RunResult out = result_from_history(input_, history_);
    out.stopped = !done();
    const Plane map = importance();
    if (!history_.empty()) out.attribution = plane_from_tensor(attribution_->values());
    if (auto ok = add_outcome(classifier_, input_, out, map,
                              mask_from_saliency(map, method_.keeps_important));
        !ok)
      return tl::unexpected(ok.error());
    if (!history_.empty())
      if (const std::string note = attribution_->note(); !note.empty()) out.notes.push_back(note);
    return out;
  }

 private:
  // Returns the map in [0, 1]: the values divided by saturation_value() and clamped. The map is
  // zero everywhere if that value does not exceed the rounding error.
  Plane importance() const {
    const Plane zero(static_cast<int>(input_.image.size(3)),
                     static_cast<int>(input_.image.size(2)));
    if (history_.empty()) return zero;
    auto values = attribution_->values();
    if (attribution_->is_calibrated()) return plane_from_tensor(values);
    if (attribution_->is_relative()) values = values - values.min();
    const float scale = saturation_value(values);
    return scale > attribution_->rounding_error() ? plane_from_tensor(values.div(scale).clamp(0, 1))
                                                  : zero;
  }

  Plane drop_from_map(const Plane& map) const {
    Plane out = resize(map, input_.spec.grid, input_.spec.grid);
    if (method_.keeps_important)
      for (float& v : out.values) v = 1 - v;
    return out;
  }

  Classifier& classifier_;
  RunInput input_;
  const MethodInfo& method_;
  std::unique_ptr<Attribution> attribution_;
  std::chrono::steady_clock::time_point start_time_;
  std::vector<Step> history_;
  PreviewCache preview_;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_attribution(Classifier& classifier, RunInput input,
                                                         AttributionFactory create) {
  auto run = std::make_unique<AttributionRun>(classifier, std::move(input));
  if (auto ok = run->begin(create); !ok) return tl::unexpected(ok.error());
  return run;
}

}  // namespace fido
