// How well the map lies on the true boxes (Table 1, 2, Fig. 8; the pointing game).
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  const auto box = box_over_half(map.map);
  const double overlap = box ? best_overlap(*box, map.photo.boxes) : 0;
  values["iou"] = overlap;
  values["wsl_error"] = overlap > 0.5 ? 0 : 1;
  values["outside"] = share_outside(map.map, map.photo.boxes);
  values["pointing_error"] = points_at(map.map, map.photo.boxes) ? 0 : 1;
  return {};
}

}  // namespace

MetricGroup describe_localisation() {
  MetricGroup group;
  group.name = "wsl";
  group.label = "Localisation";
  group.about = "Overlap with the true boxes, the share outside them, the pointing game";
  group.metrics = {
      {"iou", "of the tightest box round the map over 1/2 with the best true box", 1},
      {"wsl_error", "1 where that is at most 1/2 (Table 1, 2)", -1},
      {"outside", "share of the map over 1/2 outside the true boxes (Fig. 8)", -1},
      {"pointing_error",
       "1 where the map's largest value is more than 15 pixels from every true box", -1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
