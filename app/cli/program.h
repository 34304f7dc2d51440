// The command-line program.
#pragma once

namespace fido::cli {

// Parses the command line and runs the command. The engine is loaded only for commands that need
// it; before that, the process restarts itself once if LibTorch's libraries need other environment
// variables (core/base/environment.h). Flushes stdout and stderr and returns the exit code.
int run_program(int argc, char** argv);

}  // namespace fido::cli
