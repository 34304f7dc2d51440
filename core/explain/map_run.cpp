#include "core/explain/map_run.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/image/resample.h"

namespace fido {
namespace {

Plane plane_of(const torch::Tensor& t) {
  Plane out(static_cast<int>(t.size(1)), static_cast<int>(t.size(0)));
  std::copy_n(t.data_ptr<float>(), out.values.size(), out.values.begin());
  return out;
}

// The 99th percentile; the largest where that is not positive.
float full_importance(const torch::Tensor& values) {
  const auto flat = values.flatten();
  const float high =
      std::get<0>(flat.kthvalue(std::max<std::int64_t>(1, flat.numel() * 99 / 100))).item<float>();
  return high > 0 ? high : flat.max().item<float>();
}

Plane inverse(Plane map) {
  for (float& v : map.values) v = 1 - v;
  return map;
}

// What is important is what the map has over one half.
Plane mask_of(Plane map, bool keeps) {
  for (float& v : map.values) v = (v > 0.5F) == keeps ? 1.F : 0.F;
  return map;
}

}  // namespace

MakeAttribution find_attribution(const std::string& method) {
  static const std::map<std::string, MakeAttribution> all{
      {"gradient", make_gradient},
      {"gradient-x-input", make_gradient_x_input},
      {"smoothgrad", make_smoothgrad},
      {"integrated-gradients", make_integrated_gradients},
      {"guided-backprop", make_guided_backprop},
      {"sedc", make_sedc},
      {"realtime", make_realtime},
      {"grad-cam", make_grad_cam},
      {"occlusion", make_occlusion},
      {"pda", make_pda},
      {"rise", make_rise}};
  const auto at = all.find(method);
  return at == all.end() ? nullptr : at->second;
}

Expected<void> MapRun::begin() {
  input_.begin();
  auto made = find_attribution(input_.spec.method)(classifier_, input_);
  if (!made) return tl::unexpected(made.error());
  attribution_ = std::move(*made);
  return {};
}

Expected<Step> MapRun::step() {
  const int index = static_cast<int>(history_.size());
  if (index == 0) begun_ = std::chrono::steady_clock::now();
  try {
    const auto seen = attribution_->look(index);
    if (!seen) return tl::unexpected(seen.error());
    Step out;
    out.iteration = index;
    out.score = mean_of(seen->scores);
    out.probability = mean_of(seen->probabilities);
    out.expected_drop = seen->dropped;
    if (!std::isfinite(out.score))
      return run_error("step " + std::to_string(index + 1) +
                       ": the classifier returned NaN or infinite values");
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
    history_.push_back(out);
    return out;
  } catch (const std::exception& e) {
    return tl::unexpected(step_error(e, index + 1));
  }
}

Plane MapRun::importance() const {
  const auto width = static_cast<int>(input_.image.size(3)),
             height = static_cast<int>(input_.image.size(2));
  if (history_.empty()) return Plane(width, height);
  auto values = attribution_->values();
  if (attribution_->calibrated()) return plane_of(values.contiguous());
  if (attribution_->relative()) values = values - values.min();
  // The largest value of a gradient is often one pixel's alone, beside which nothing else would be
  // seen.
  const float most = full_importance(values);
  constexpr float kRounding = 1e-6F;  // of scores: what is below speaks for nothing
  return most > kRounding ? plane_of(values.div(most).clamp(0, 1).contiguous())
                          : Plane(width, height);
}

Plane MapRun::drop_of(const Plane& map) const {
  Plane out = resize(map, input_.spec.grid, input_.spec.grid);
  return keeps_ ? inverse(std::move(out)) : out;
}

Plane MapRun::drop() const { return drop_of(importance()); }

Expected<Snapshot> MapRun::snapshot(bool with_counterfactual) {
  Snapshot out;
  out.iteration = static_cast<int>(history_.size());
  out.map = importance();
  out.drop = drop_of(out.map);
  if (auto ok = last_look_.show(out, with_counterfactual, classifier_, input_,
                                [&] { return mask_of(out.map, keeps_); });
      !ok)
    return tl::unexpected(ok.error());
  return out;
}

Expected<RunResult> MapRun::result(const std::function<bool()>&) {
  RunResult out = begun_result(input_, history_);
  out.stopped = !done();
  const Plane map = importance();
  if (!history_.empty()) out.attribution = plane_of(attribution_->values().contiguous());
  if (auto ok = add_outcome(classifier_, input_, out, map, mask_of(map, keeps_)); !ok)
    return tl::unexpected(ok.error());
  if (const std::string note = attribution_->note(); !note.empty()) out.notes.push_back(note);
  return out;
}

}  // namespace fido
