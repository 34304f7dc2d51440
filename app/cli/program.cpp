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

std::vector<std::string> subcommand_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return names;
}

std::string unknown_option_message(const CLI::App& app, const std::string& argument) {
  const std::string option = argument.substr(0, argument.find('='));
  std::vector<std::string> names;
  for (const auto* known_option : app.get_options())
    for (const auto& name : known_option->get_lnames()) names.push_back("--" + name);
  const std::string command = app.get_parent() == nullptr ? std::string(kName) : app.get_name();
  return command + " has no option " + option + "; did you mean " + closest_match(option, names) +
         "?";
}

// Returns one line with the error and the nearest valid choice. Unknown arguments are reported
// first: a misspelt --classifier is also a missing one.
std::string parse_error_message(const CLI::App& program, const CLI::ParseError& error) {
  const auto parsed = program.get_subcommands();
  const CLI::App& app = parsed.empty() ? program : *parsed.front();
  const auto unparsed = app.remaining();
  const auto is_option = [](const std::string& text) { return text.size() > 1 && text[0] == '-'; };
  if (const auto option = std::find_if(unparsed.begin(), unparsed.end(), is_option);
      option != unparsed.end())
    return unknown_option_message(app, *option);
  const auto names = subcommand_names(program);
  if (parsed.empty()) {
    if (unparsed.empty()) return "give a subcommand: " + join_with_or(names);
    return "there is no subcommand " + unparsed.front() + "; did you mean " +
           closest_match(unparsed.front(), names) + "? Choices: " + join_with_or(names);
  }
  const std::string hint = "; see fidoscope-cli " + app.get_name() + " --help";
  if (!unparsed.empty()) return app.get_name() + ": unexpected argument " + unparsed.front() + hint;
  const std::string what = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return app.get_name() + ": " + what.substr(0, what.find(':')) + " needs a value" + hint;
  return app.get_name() + ": " + what + hint;
}

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
  CLI::App program(
      "Ask an image classifier why: find the part of a photo that sustains or destroys a class.",
      kName);
  program.set_version_flag("--version", std::string(kName) +
                                            " " FIDOSCOPE_VERSION
                                            " (LibTorch " FIDOSCOPE_LIBTORCH_VERSION ")");
  program.require_subcommand(1);
  program.get_formatter()->column_width(36);
  program.footer(
      "Exit codes: 0 success, 2 wrong usage, 3 unusable input, 4 failed run, 130 interrupted.\n"
      "See 'fidoscope-cli SUBCOMMAND --help' for the options of a subcommand.");

  Common common;
  const Command commands[] = {models_command(program, common),   classify_command(program, common),
                              infill_command(program, common),   explain_command(program, common),
                              bench_command(program, common),    figure_command(program, common),
                              evaluate_command(program, common), train_command(program, common)};
  try {
    try {
      program.parse(argc, argv);
    } catch (const CLI::Success& help) {
      program.exit(help, std::cout, std::cerr);
      const auto written = flush_output();
      return written ? 0 : fail(written.error());
    } catch (const CLI::ParseError& error) {
      return fail({ErrorCode::usage, parse_error_message(program, error)});
    }
    if (!common.models.empty()) {
      prepend_model_folders(common.folders());
      refresh_infillers();  // the help texts were made with the previous search path
    }
    for (const Command& command : commands)
      if (command.app->parsed()) return run_command(command, common, argv);
    return fail({ErrorCode::usage, "give a subcommand"});
  } catch (const std::exception& error) {
    return fail(to_error(error, kName));
  }
}

}  // namespace fido::cli
