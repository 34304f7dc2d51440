// How well the map agrees with the true boxes (Table 1, 2, Fig. 8; the pointing game).
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"

namespace fido {
namespace {

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  const auto box = box_over_half(map.map);
  const double iou = box ? best_iou(*box, map.photo.boxes) : 0;
  values["iou"] = iou;
  values["wsl_error"] = iou > 0.5 ? 0 : 1;
  values["outside"] = share_outside(map.map, map.photo.boxes);
  values["pointing_error"] = is_pointing_game_hit(map.map, map.photo.boxes) ? 0 : 1;
  return {};
}

}  // namespace

MetricGroup describe_localisation() {
  MetricGroup group;
  group.name = "wsl";
  group.label = "Localisation";
  group.description = "Overlap with the true boxes, share outside them, and the pointing game";
  group.metrics = {
      {"iou", "IoU of the tightest box around the map over 1/2 with the best true box", 1},
      {"wsl_error", "1 if the IoU is at most 1/2 (Table 1, 2)", -1},
      {"outside", "share of the map over 1/2 that lies outside the true boxes (Fig. 8)", -1},
      {"pointing_error", "1 if the map's largest value is more than 15 pixels from every true box",
       -1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
