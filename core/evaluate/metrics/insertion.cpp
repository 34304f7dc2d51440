// Insertion: the most important pixels shown first, the rest infilled by the judge.
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  std::vector<double> probabilities;
  for (const double share : curve_shares()) {
    const auto answer = map.judge_mask(inverted(without_top(map.map, share)));
    if (!answer) return tl::unexpected(answer.error());
    probabilities.push_back(answer->probability);
  }
  values["insertion"] = area_under(probabilities);
  return {};
}

}  // namespace

MetricGroup describe_insertion() {
  MetricGroup group;
  group.name = "insertion";
  group.label = "Insertion";
  group.about = "How soon the class is recognised as the most important pixels are shown";
  group.cost = MetricCost::forward_passes;
  group.metrics = {
      {"insertion", "area under p(class) as the most important pixels are shown first", 1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
