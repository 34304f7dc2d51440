// The outcome of the run itself: confidence before and after, the objective, the region's area.
#include <algorithm>
#include <cmath>

#include "core/evaluate/metric.h"
#include "core/image/resample.h"
#include "core/run/methods.h"
#include "core/run/results.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  values["probability"] = map.photo.target.probability;
  values["area"] = area_over_half(map.map);
  if (map.is_baseline()) return {};
  const RunResult& result = *map.result;
  const double after = std::clamp(probability_after(result), 1e-12, 1 - 1e-12);
  values["probability_after"] = after;
  // For drawn masks: the log-odds of the mean probability (Eq. 1). For a single mask: its score,
  // whose precision is not limited by the rounding of p.
  const double score_after = result.marginal.samples > 0 ? std::log(after) - std::log1p(-after)
                                                         : result.score_counterfactual;
  values["inflation"] = score_after - map.photo.target.score;
  if (find_method(map.spec.method)->optimizes_mask) values["loss"] = result.loss_final;
  return {};
}

}  // namespace

MetricGroup describe_outcome() {
  MetricGroup group;
  group.metrics = {
      {"probability", "p(class) of the untouched photo", 0},
      {"probability_after",
       "p(class) under the map's masks: drawn masks if the method draws them, otherwise the "
       "most likely mask",
       0},
      {"inflation",
       "evidence inflation: the log-odds of probability_after minus the score of the untouched "
       "photo",
       0},
      {"loss", "final objective, for methods that minimise one", 0},
      {"area", "share of the map over 1/2", 0}};
  group.measure = measure;
  return group;
}

}  // namespace fido
