// Runs an evaluation from the command line, for `evaluate` and for the figures that need one.
#pragma once

#include "app/cli/command.h"
#include "core/evaluate/evaluation_run.h"

namespace fido::cli {

// Runs the job and writes rows, pictures and tables into its folder (docs/evaluation.md). Failures
// of single photos are reported and decide the exit code, which is returned. Errors (usage, input):
// nothing was measured.
Expected<int> evaluate(const EvaluationJob& job, const Common& common, const EngineApi& api);

}  // namespace fido::cli
