// An evaluation: methods on photos, each map measured as soon as it is there.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/cli/evaluation_entries.h"
#include "app/cli/photo_walk.h"

namespace fido::cli {

struct EvaluationState : WalkSpec {
  bool resume = false, dry_run = false;
  std::vector<Entry> entries;
  std::set<std::string> groups;  // of metrics
};

// Leaves rows, pictures and tables in state.out (docs/evaluate.md). Gives the exit code; has
// reported what single photos lacked. Errors (usage, input): nothing was measured.
Expected<int> evaluate(const EvaluationState& state, const Common& common, const EngineApi& api);

}  // namespace fido::cli
