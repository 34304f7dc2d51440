// Removal (Fig. 10): pixels dropped in order of importance and infilled by the judge.
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  std::vector<double> scores, probabilities;
  for (const double share : curve_shares()) {
    const auto answer = map.judge_mask(without_top(map.map, share));
    if (!answer) return tl::unexpected(answer.error());
    scores.push_back(answer->score);
    probabilities.push_back(answer->probability);
  }
  values["deletion"] = area_under(probabilities);
  for (const int percent : {10, 20, 30, 40})
    values["removal_" + std::to_string(percent)] = least_share(scores, percent / 100.0);
  return {};
}

}  // namespace

MetricGroup describe_removal() {
  MetricGroup group;
  group.name = "removal";
  group.label = "Removal";
  group.about = "How few pixels must go until the score falls (Fig. 10), and the deletion curve";
  group.cost = MetricCost::forward_passes;
  group.metrics = {
      {"removal_10", "least share of pixels whose removal takes 10 % of the score (Fig. 10)", -1},
      {"removal_20", "20 %", -1},
      {"removal_30", "30 %", -1},
      {"removal_40", "40 %", -1},
      {"deletion", "area under p(class) as the most important pixels are infilled first", -1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
