#include "core/evaluate/names.h"

#include <algorithm>

namespace fido {

const std::vector<Baseline>& baselines() {
  static const std::vector<Baseline> all{
      {"max", "Whole photo", "A map that holds every pixel important (Table 1)"},
      {"center", "Centred box", "A centred box of half the area (Table 1)"},
      {"bbox", "True box", "The largest of the true boxes (Table 1)"}};
  return all;
}

const Baseline* find_baseline(const std::string& name) {
  const auto found = std::find_if(baselines().begin(), baselines().end(),
                                  [&](const Baseline& b) { return b.name == name; });
  return found == baselines().end() ? nullptr : &*found;
}

const std::vector<MetricGroup>& metric_groups() {
  static const std::vector<MetricGroup> all{
      {"wsl", "Localisation",
       "Overlap with the true boxes, the share outside them, the pointing game"},
      {"sm", "Saliency metric", "Size of the region against p(class) of its crop (Table 1, 2)"},
      {"removal", "Removal",
       "How few pixels must go until the score falls (Fig. 10), and the deletion curve"},
      {"insertion", "Insertion",
       "How soon the class is recognised as the most important pixels are shown"},
      {"seeds", "Seeds", "How alike the maps of three seeds are; every map is made three times",
       false},
      {"sanity", "Sanity check",
       "How alike the map is to that of the same network with shuffled weights (Adebayo et al. "
       "2018); every map is made twice",
       false}};
  return all;
}

}  // namespace fido
