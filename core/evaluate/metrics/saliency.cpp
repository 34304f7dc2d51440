// The saliency metric (Dabkowski & Gal 2017; Table 1, 2): p(class) of the crop of the map's box.
#include <algorithm>
#include <cmath>

#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"
#include "core/image/resample.h"

namespace fido {
namespace {

// Adds a border of exactly the pixels that the card's own crop will cut off, so that the classifier
// sees the whole picture. Never makes the picture smaller: the card decides how it is reduced.
Image add_crop_border(const Image& picture, const ClassifierCard& card, int width, int height) {
  if (card.crop_mode == CropMode::squash) return picture;
  const double scale = std::max({1.0, static_cast<double>(picture.width) / width,
                                 static_cast<double>(picture.height) / height});
  Image out(static_cast<int>(std::ceil(scale * width / card.crop_pct)),
            static_cast<int>(std::ceil(scale * height / card.crop_pct)));
  const Rect visible = visible_part(card, out.width, out.height);
  const Image part = resize(picture, visible.width, visible.height);
  for (int y = 0; y < visible.height; ++y)
    std::copy_n(part.row(y), 3 * visible.width, out.row(visible.y + y) + 3 * visible.x);
  return out;
}

// Converts `part` from pixels of the classifier's input to pixels of the photo.
Rect to_photo_pixels(const Box& part, const MeasuredMap& map) {
  const Rect& visible = map.photo.classification.visible;
  const Image& photo = *map.photo.photo;
  const double sx = static_cast<double>(visible.width) / map.map.width,
               sy = static_cast<double>(visible.height) / map.map.height;
  Rect out{visible.x + static_cast<int>(part.x0 * sx), visible.y + static_cast<int>(part.y0 * sy),
           0, 0};
  out.width = std::max(1, static_cast<int>(std::lround((part.x1 - part.x0) * sx)));
  out.height = std::max(1, static_cast<int>(std::lround((part.y1 - part.y0) * sy)));
  out.width = std::min(out.width, photo.width - out.x);
  out.height = std::min(out.height, photo.height - out.y);
  return out;
}

Expected<void> measure(const MeasuredMap& map, MetricValues& values) {
  const double width = map.map.width, height = map.map.height;
  // An empty map crops nothing away: the box is the whole photo.
  const Box part = box_over_half(map.map).value_or(Box{0, 0, width, height});
  const auto picture =
      std::make_shared<Image>(add_crop_border(crop(*map.photo.photo, to_photo_pixels(part, map)),
                                              map.classifier, map.map.width, map.map.height));
  const auto classification =
      map.engine.classify(picture, static_cast<int>(map.photo.classification.predictions.size()));
  if (!classification) return tl::unexpected(classification.error());
  for (const auto& p : classification->predictions)
    if (p.index == map.photo.label)
      values["sm"] = saliency_metric(area(part) / (width * height), std::max(p.probability, 1e-12));
  return {};
}

}  // namespace

MetricGroup describe_saliency() {
  MetricGroup group;
  group.name = "sm";
  group.label = "Saliency metric";
  group.description = "Size of the region relative to p(class) of its crop (Table 1, 2)";
  group.cost = MetricCost::forward_passes;
  group.metrics = {
      {"sm", "saliency metric: log size of the region minus log p(class) of its crop (Table 1, 2)",
       -1}};
  group.measure = measure;
  return group;
}

}  // namespace fido
