// fidoscope-cli: reads the command line and answers what needs no network; otherwise
// fidoscope-cli-engine goes on.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include "app/cli/console.h"
#include "app/cli/program.h"
#include "core/run/environment.h"

namespace {

// Returns only where the other program cannot be started.
fido::Error start_engine(char** argv) {
  constexpr const char* kEngine = "fidoscope-cli-engine";
  std::error_code error;
  auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) self = argv[0];  // no /proc, as in a bare chroot
  if (self.has_parent_path()) {
    const auto engine = self.parent_path() / kEngine;
    fido::prepare_environment();
    fido::cli::hold_interrupts();
    execv(engine.c_str(), argv);
    return {fido::ErrorCode::failed,
            engine.string() + ": cannot be started: " + std::strerror(errno) +
                "; it belongs beside fidoscope-cli, install or build both"};
  }
  execvp(kEngine, argv);
  return {fido::ErrorCode::failed, std::string(kEngine) +
                                       ": cannot be started: " + std::strerror(errno) +
                                       "; it belongs beside fidoscope-cli, install or build both"};
}

}  // namespace

int main(int argc, char** argv) {
  return fido::cli::run_program(argc, argv, nullptr, [argv] { return start_engine(argv); });
}
