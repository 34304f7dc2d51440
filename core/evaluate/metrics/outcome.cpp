// What the run itself says: confidence before and after, the objective, the region's area.
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
  // Where masks were drawn, the log-odds of the mean probability (Eq. 1); of one mask its score,
  // which no rounding of p limits.
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
      {"probability", "of the class, untouched", 0},
      {"probability_after",
       "of the class under the map's masks (drawn where the method draws, else the likeliest)", 0},
      {"inflation",
       "evidence inflation: the log-odds of probability_after less the score of the untouched "
       "photo",
       0},
      {"loss", "the objective at the end, of methods that minimise one", 0},
      {"area", "share of the map over 1/2", 0}};
  group.measure = measure;
  return group;
}

}  // namespace fido
