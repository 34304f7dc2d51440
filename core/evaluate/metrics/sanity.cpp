// Measures whether the map depends on what the network has learned (Adebayo et al. 2018): repeats
// the run on the network with shuffled weights.
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  if (map.is_baseline()) return {};
  RunSpec spec = map.spec;
  spec.randomized_layers = static_cast<int>(find_field("randomized_layers")->max);
  const auto run = map.second_engine().run(spec, map.classifier, map.photo.photo);
  if (!run) return tl::unexpected(run.error());
  values["sanity"] = rank_correlation(map.map, (*run)->map);
  return {};
}

}  // namespace

MetricGroup describe_sanity() {
  MetricGroup group;
  group.name = "sanity";
  group.label = "Sanity check";
  group.description =
      "How similar the map is to that of the same network with shuffled weights (Adebayo et al. "
      "2018); every map is made twice";
  group.cost = MetricCost::runs;
  group.metrics = {
      {"sanity",
       "rank correlation with the map of the same network with shuffled weights; the closer to 0 "
       "the better",
       -1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
