// The command line as a whole: what both executables share.
#pragma once

#include "app/cli/command.h"

namespace fido::cli {

// `api` is null in fidoscope-cli: `start_engine` then puts the other executable in its place, and
// only returns if it cannot. Gives the exit code; stdout and stderr are flushed.
int run_program(int argc, char** argv, const EngineApi* api,
                const std::function<Error()>& start_engine = {});

// For fidoscope-cli-engine: was --quiet given? Known before anything runs.
bool wants_quiet(int argc, char** argv);

}  // namespace fido::cli
