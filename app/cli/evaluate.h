// An evaluation from the command line: what both `evaluate` and the figures of an evaluation do.
#pragma once

#include "app/cli/command.h"
#include "core/evaluate/evaluation_run.h"

namespace fido::cli {

// Runs the job and leaves rows, pictures and tables in its folder (docs/evaluate.md). Returns the
// exit code; it has reported what single photos lacked. Errors (usage, input): nothing was
// measured.
Expected<int> evaluate(const EvaluationJob& job, const Common& common, const EngineApi& api);

}  // namespace fido::cli
