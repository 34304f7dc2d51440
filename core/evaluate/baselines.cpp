#include "core/evaluate/baselines.h"

#include <algorithm>
#include <cmath>

namespace fido {
namespace {

Box whole_photo(const DatasetPhoto& photo) {
  const Image& input = *photo.classification.input;
  return {0, 0, static_cast<double>(input.width), static_cast<double>(input.height)};
}

Box centred_box(const DatasetPhoto& photo) {
  const Box whole = whole_photo(photo);
  const double side = std::sqrt(0.5);
  return {whole.x1 * (1 - side) / 2, whole.y1 * (1 - side) / 2, whole.x1 * (1 + side) / 2,
          whole.y1 * (1 + side) / 2};
}

Box true_box(const DatasetPhoto& photo) {
  const Rect box = photo.largest_box();
  return {static_cast<double>(box.x), static_cast<double>(box.y),
          static_cast<double>(box.x + box.width), static_cast<double>(box.y + box.height)};
}

}  // namespace

const std::vector<Baseline>& baselines() {
  static const std::vector<Baseline> all{
      {"max", "Whole photo", "Every pixel marked as important (Table 1)", whole_photo},
      {"center", "Centred box", "A centred box of half the area (Table 1)", centred_box},
      {"bbox", "True box", "The largest of the true boxes (Table 1)", true_box}};
  return all;
}

const Baseline* find_baseline(const std::string& name) {
  const auto found = std::find_if(baselines().begin(), baselines().end(),
                                  [&](const Baseline& b) { return b.name == name; });
  return found == baselines().end() ? nullptr : &*found;
}

Plane baseline_map(const Baseline& baseline, const DatasetPhoto& photo) {
  const Image& input = *photo.classification.input;
  const Box region = baseline.region(photo);
  Plane map(input.width, input.height);
  for (int y = 0; y < input.height; ++y)
    for (int x = 0; x < input.width; ++x) map.at(x, y) = contains(region, x, y) ? 1.F : 0.F;
  return map;
}

}  // namespace fido
