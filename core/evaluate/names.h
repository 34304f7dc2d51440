// What an evaluation may have beside methods and measure beside what it always does; for menus and
// help.
#pragma once

#include <string>
#include <vector>

namespace fido {

// A row of Table 1 that no method makes.
struct Baseline {
  std::string name;   // "center"
  std::string label;  // "Centred box"
  std::string about;  // one sentence
};
const std::vector<Baseline>& baselines();
const Baseline* find_baseline(const std::string& name);

// What costs something, and so is asked for by name.
struct MetricGroup {
  std::string name, label, about;
  bool usual = true;  // measured where nobody chooses; the others make every map again
};
const std::vector<MetricGroup>& metric_groups();

}  // namespace fido
