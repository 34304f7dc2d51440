// A run of an attribution, as an Explanation.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "core/explain/attribution.h"
#include "core/image/resample.h"
#include "core/run/methods.h"

namespace fido {
namespace {

Plane plane_of(const torch::Tensor& values) {
  Plane out(static_cast<int>(values.size(1)), static_cast<int>(values.size(0)));
  const auto contiguous = values.contiguous();
  std::copy_n(contiguous.data_ptr<float>(), out.values.size(), out.values.begin());
  return out;
}

// The value that counts as full importance: the 99th percentile, or the largest value where that is
// not positive. The largest value of a gradient is often one pixel's alone, beside which nothing
// else would be seen.
float full_importance(const torch::Tensor& values) {
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
        begin_(std::chrono::steady_clock::now()) {}

  Expected<void> begin(MakeAttribution make) {
    input_.begin_infillers();
    auto made = make(classifier_, input_);
    if (!made) return tl::unexpected(made.error());
    attribution_ = std::move(*made);
    return {};
  }

  int iterations() const override { return planned_steps(input_.spec); }
  bool done() const override {
    return static_cast<int>(history_.size()) >= iterations() || attribution_->finished();
  }

  Expected<Step> step() override {
    const int index = static_cast<int>(history_.size());
    if (index == 0) begin_ = std::chrono::steady_clock::now();
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
          std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
      history_.push_back(out);
      return out;
    } catch (const std::exception& e) {
      return tl::unexpected(step_error(e, index + 1));
    }
  }

  // The method has no drop probability: what its map leaves of one, at spec.grid.
  Plane drop() const override { return drop_of(importance()); }

  Expected<Snapshot> snapshot(bool with_counterfactual) override {
    Snapshot out;
    out.iteration = static_cast<int>(history_.size());
    out.map = importance();
    out.drop = drop_of(out.map);
    const auto mask = [&] { return mask_from_saliency(out.map, method_.keeps_important); };
    if (auto ok = preview_.add_counterfactual(out, with_counterfactual, classifier_, input_, mask);
        !ok)
      return tl::unexpected(ok.error());
    return out;
  }

  // No masks are drawn, so that there is no marginal.
  Expected<RunResult> result(const std::function<bool()>&) override {
    RunResult out = result_from_history(input_, history_);
    out.stopped = !done();
    const Plane map = importance();
    if (!history_.empty()) out.attribution = plane_of(attribution_->values());
    if (auto ok = add_outcome(classifier_, input_, out, map,
                              mask_from_saliency(map, method_.keeps_important));
        !ok)
      return tl::unexpected(ok.error());
    if (!history_.empty())
      if (const std::string note = attribution_->note(); !note.empty()) out.notes.push_back(note);
    return out;
  }

 private:
  // [0, 1]: the values divided by full_importance() and clamped; zero everywhere where no value is
  // more than rounding.
  Plane importance() const {
    const Plane nothing(static_cast<int>(input_.image.size(3)),
                        static_cast<int>(input_.image.size(2)));
    if (history_.empty()) return nothing;
    auto values = attribution_->values();
    if (attribution_->is_calibrated()) return plane_of(values);
    if (attribution_->is_relative()) values = values - values.min();
    const float full = full_importance(values);
    return full > attribution_->resolution() ? plane_of(values.div(full).clamp(0, 1)) : nothing;
  }

  Plane drop_of(const Plane& map) const {
    Plane out = resize(map, input_.spec.grid, input_.spec.grid);
    if (method_.keeps_important)
      for (float& v : out.values) v = 1 - v;
    return out;
  }

  Classifier& classifier_;
  RunInput input_;
  const MethodInfo& method_;
  std::unique_ptr<Attribution> attribution_;
  std::chrono::steady_clock::time_point begin_;
  std::vector<Step> history_;
  PreviewCache preview_;
};

}  // namespace

Expected<std::unique_ptr<Explanation>> start_attribution(Classifier& classifier, RunInput input,
                                                         MakeAttribution make) {
  auto run = std::make_unique<AttributionRun>(classifier, std::move(input));
  if (auto ok = run->begin(make); !ok) return tl::unexpected(ok.error());
  return run;
}

}  // namespace fido
