// fidoscope-cli-engine: the same command line with LibTorch behind it. fidoscope-cli starts it;
// nobody else needs to.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "app/cli/console.h"
#include "app/cli/program.h"
#include "core/run/process.h"

int main(int argc, char** argv) {
  fido::prepare_process();
  // stdout is for results.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("fidoscope-cli"));
  spdlog::set_pattern("fidoscope-cli: %v");
  spdlog::set_level(fido::cli::wants_quiet(argc, argv) ? spdlog::level::err : spdlog::level::info);

  const fido::cli::EngineApi api{&fido::make_engine, &fido::bench, &fido::train};
  const int code = fido::cli::run_program(argc, argv, &api);
  if (fido::cli::interrupted()) fido::cli::leave(code);
  return code;
}
