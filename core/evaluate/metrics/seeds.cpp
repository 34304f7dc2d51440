// Measures whether the map depends on its random numbers (Fig. 13): repeats the run with other
// seeds.
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"
#include "core/evaluate/statistics.h"
#include "core/run/methods.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  constexpr std::uint64_t kSeeds = 3;
  // The seeds of photos differ by less: a photo's index is added to the seed.
  constexpr std::uint64_t kSeedDistance = 1'000'003;
  if (map.is_baseline() || !depends_on_seed(map.spec.method)) return {};
  std::vector<Plane> maps{map.map};
  for (std::uint64_t i = 1; i < kSeeds; ++i) {
    RunSpec spec = map.spec;
    spec.seed += i * kSeedDistance;
    const auto run = map.engine.run(spec, map.classifier, map.photo.photo);
    if (!run) return tl::unexpected(run.error());
    maps.push_back((*run)->map);
  }
  std::vector<double> correlations, overlaps;
  for (std::size_t i = 0; i < maps.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      correlations.push_back(correlation(maps[i], maps[j]));
      overlaps.push_back(iou_over_half(maps[i], maps[j]));
    }
  values["seed_correlation"] = mean(correlations);
  values["seed_iou"] = mean(overlaps);
  return {};
}

}  // namespace

MetricGroup describe_seeds() {
  MetricGroup group;
  group.name = "seeds";
  group.label = "Seeds";
  group.description = "How similar the maps of three seeds are; every map is made three times";
  group.cost = MetricCost::runs;
  group.metrics = {
      {"seed_correlation", "correlation of the maps of three seeds, mean over their pairs", 1},
      {"seed_iou", "IoU of the regions over 1/2 in the maps of three seeds, mean over their pairs",
       1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
