// Removal (Fig. 10): pixels are dropped in order of importance and infilled by the judge.
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  std::vector<double> scores, probabilities;
  for (const double share : curve_shares()) {
    const auto answer = map.predict_under_mask(deletion_mask(map.map, share));
    if (!answer) return tl::unexpected(answer.error());
    scores.push_back(answer->score);
    probabilities.push_back(answer->probability);
  }
  values["deletion"] = area_under_curve(probabilities);
  for (const int percent : {10, 20, 30, 40})
    values["removal_" + std::to_string(percent)] = removal_share(scores, percent / 100.0);
  return {};
}

}  // namespace

MetricGroup describe_removal() {
  MetricGroup group;
  group.name = "removal";
  group.label = "Removal";
  group.description =
      "How few pixels need to be removed before the score falls (Fig. 10), and the deletion curve";
  group.cost = MetricCost::forward_passes;
  group.metrics = {
      {"removal_10",
       "smallest share of pixels whose removal lowers the score by 10 % of its range (Fig. 10)",
       -1},
      {"removal_20", "smallest share of pixels whose removal lowers the score by 20 % of its range",
       -1},
      {"removal_30", "smallest share of pixels whose removal lowers the score by 30 % of its range",
       -1},
      {"removal_40", "smallest share of pixels whose removal lowers the score by 40 % of its range",
       -1},
      {"deletion", "area under p(class) as the most important pixels are infilled first", -1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
