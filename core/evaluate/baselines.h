// The rows of Table 1 that are not made by a method.
#pragma once

#include <string>
#include <vector>

#include "core/evaluate/dataset.h"

namespace fido {

struct Baseline {
  std::string name;         // "center"
  std::string label;        // "Centred box"
  std::string description;  // one sentence
  // Returns the part of the photo that the map marks as important, in pixels of the classifier's
  // input.
  Box (*region)(const DatasetPhoto& photo);
};

const std::vector<Baseline>& baselines();
// Returns null if no baseline has that name.
const Baseline* find_baseline(const std::string& name);
// Returns a map of the classifier's input size: 1 in the baseline's region and 0 elsewhere.
Plane baseline_map(const Baseline& baseline, const DatasetPhoto& photo);

}  // namespace fido
