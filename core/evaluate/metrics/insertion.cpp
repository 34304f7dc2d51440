// Insertion: the most important pixels are shown first, and the judge infills the rest.
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  std::vector<double> probabilities;
  for (const double share : curve_shares()) {
    const auto answer = map.predict_under_mask(invert_mask(deletion_mask(map.map, share)));
    if (!answer) return tl::unexpected(answer.error());
    probabilities.push_back(answer->probability);
  }
  values["insertion"] = area_under_curve(probabilities);
  return {};
}

}  // namespace

MetricGroup describe_insertion() {
  MetricGroup group;
  group.name = "insertion";
  group.label = "Insertion";
  group.description =
      "How soon the class is recognised when the most important pixels are shown first";
  group.cost = MetricCost::forward_passes;
  group.metrics = {
      {"insertion", "area under p(class) as the most important pixels are shown first", 1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
