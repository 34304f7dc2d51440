// The rows of Table 1 that no method makes.
#pragma once

#include <string>
#include <vector>

#include "core/evaluate/dataset.h"

namespace fido {

struct Baseline {
  std::string name;   // "center"
  std::string label;  // "Centred box"
  std::string about;  // one sentence
  // The part of the photo that the map holds important, at the classifier's input.
  Box (*region)(const DatasetPhoto& photo);
};

const std::vector<Baseline>& baselines();
// Null: there is none of that name.
const Baseline* find_baseline(const std::string& name);
// A map that is 1 in the baseline's region and 0 elsewhere.
Plane baseline_map(const Baseline& baseline, const DatasetPhoto& photo);

}  // namespace fido
