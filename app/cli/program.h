// The command line as a whole.
#pragma once

namespace fido::cli {

// Reads the command line and carries it out. The engine is opened only for a command that needs it;
// the process then replaces itself once, where its environment has to be another one before
// LibTorch's libraries are loaded (core/base/environment.h). Returns the exit code; stdout and
// stderr are flushed.
int run_program(int argc, char** argv);

}  // namespace fido::cli
