// Measures whether the region is where the evidence lies: drops it, and a hundred random regions of
// the same size and shape.
#include <algorithm>
#include <cstdint>
#include <random>

#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"
#include "core/image/resample.h"

namespace fido {
namespace {

constexpr int kRandomRegions = 100;

// Returns the mask moved by (dx, dy), around the edges, and mirrored if asked.
Plane moved(const Plane& mask, int dx, int dy, bool is_mirrored) {
  Plane out(mask.width, mask.height);
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x)
      out.at((x + dx) % mask.width, (y + dy) % mask.height) =
          mask.at(is_mirrored ? mask.width - 1 - x : x, y);
  return out;
}

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  const Plane region = mask_from_saliency(map.map, true);
  const auto pixels = std::count(region.values.begin(), region.values.end(), 1.F);
  if (pixels == 0 || pixels == static_cast<std::ptrdiff_t>(region.values.size())) return {};
  const auto without = map.predict_under_mask(invert_mask(region));
  if (!without) return tl::unexpected(without.error());
  // std::mt19937_64 gives the same numbers everywhere; the standard's distributions do not.
  std::mt19937_64 random(map.judge_seed);
  int at_least_as_much = 0;
  for (int i = 0; i < kRandomRegions; ++i) {
    const auto draw = [&](int count) {
      return static_cast<int>(random() % static_cast<std::uint64_t>(count));
    };
    const int dx = draw(region.width), dy = draw(region.height);
    const auto other = map.predict_under_mask(invert_mask(moved(region, dx, dy, draw(2) == 1)));
    if (!other) return tl::unexpected(other.error());
    if (other->score <= without->score) ++at_least_as_much;
  }
  values["necessity"] = static_cast<double>(at_least_as_much) / kRandomRegions;
  return {};
}

}  // namespace

MetricGroup describe_necessity() {
  MetricGroup group;
  group.name = "necessity";
  group.label = "Necessity";
  group.description =
      "Whether dropping the region costs more than dropping random regions of its size and shape; "
      "a "
      "hundred forward passes a map";
  group.cost = MetricCost::many_forward_passes;
  group.metrics = {
      {"necessity",
       "share of 100 random regions of the same size and shape whose removal lowers the score at "
       "least as much as that of the map over 1/2",
       -1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
