#include "app/cli/program.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/base/environment.h"
#include "core/base/exceptions.h"
#include "core/base/text.h"
#include "core/engine/engine_loader.h"
#include "core/infill/infillers.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

constexpr const char* kName = "fidoscope-cli";

// Restarts the process with the environment variables that OpenMP's library needs. The library is
// already loaded, and reads them only while it is being loaded. Nothing has been written yet.
void restart_in_prepared_environment(char** argv) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!prepare_environment() || error) return;
  block_interrupts();
  execv(self.c_str(), argv);
  install_interrupt_handlers();  // execv() failed: the program works, only slower
}

Expected<EngineApi> open_engine(bool quiet) {
  // stdout is reserved for results.
  spdlog::set_default_logger(spdlog::stderr_logger_mt(kName));
  spdlog::set_pattern(std::string(kName) + ": %v");
  spdlog::set_level(quiet ? spdlog::level::err : spdlog::level::info);
  return load_engine_api();
}

int run_command(const Command& command, const Common& common, char** argv) {
  if (auto ok = command.check(); !ok) return fail(ok.error());
  EngineApi api;
  if (command.needs_engine()) {
    restart_in_prepared_environment(argv);
    const auto opened = open_engine(common.quiet);
    if (!opened) return fail(opened.error());
    api = *opened;
  }
  const int code = command.run(api);
  const auto written = flush_output();
  if (is_interrupted()) exit_immediately(code);
  return written || code != 0 ? code : fail(written.error());
}

}  // namespace

int run_program(int argc, char** argv) {
  install_interrupt_handlers();
  CommandLine program;
  Common common;
  const Command commands[] = {models_command(program, common),   classify_command(program, common),
                              infill_command(program, common),   explain_command(program, common),
                              bench_command(program, common),    figure_command(program, common),
                              evaluate_command(program, common), train_command(program, common)};
  try {
    const auto name = program.parse(argc, argv);
    if (!name) return fail(name.error());
    if (!*name) {
      const auto written = flush_output();
      return written ? 0 : fail(written.error());
    }
    if (!common.models.empty()) {
      prepend_model_folders(common.folders());
      refresh_infillers();  // the help texts were made with the previous search path
    }
    for (const Command& command : commands)
      if (command.name == **name) return run_command(command, common, argv);
    return fail({ErrorCode::usage, "give a subcommand"});
  } catch (const std::exception& error) {
    return fail(to_error(error, kName));
  }
}

}  // namespace fido::cli
