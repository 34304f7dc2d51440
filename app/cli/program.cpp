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

std::string unknown_option(const CLI::App& app, const std::string& given) {
  const std::string option = given.substr(0, given.find('='));
  std::vector<std::string> known;
  for (const auto* each : app.get_options())
    for (const auto& name : each->get_lnames()) known.push_back("--" + name);
  const std::string of = app.get_parent() == nullptr ? std::string(kName) : app.get_name();
  return of + " has no option " + option + "; did you mean " + nearest(option, known) + "?";
}

// One line that names what is wrong and the nearest thing that would be right. What was not
// recognised comes first: a misspelt --classifier is also a missing one.
std::string explain_parse_error(const CLI::App& program, const CLI::ParseError& error) {
  const auto parsed = program.get_subcommands();
  const CLI::App& app = parsed.empty() ? program : *parsed.front();
  const auto left = app.remaining();
  const auto is_option = [](const std::string& text) { return text.size() > 1 && text[0] == '-'; };
  if (const auto option = std::find_if(left.begin(), left.end(), is_option); option != left.end())
    return unknown_option(app, *option);
  const auto names = subcommand_names(program);
  if (parsed.empty()) {
    if (left.empty()) return "name a subcommand: " + listed(names);
    return "there is no subcommand " + left.front() + "; did you mean " +
           nearest(left.front(), names) + "? There are " + listed(names);
  }
  if (!left.empty())
    return app.get_name() + ": " + left.front() + " is one argument too many; see --help";
  const std::string what = error.what();
  const std::string help = "; see fidoscope-cli " + app.get_name() + " --help";
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return app.get_name() + ": " + what.substr(0, what.find(':')) + " needs a value" + help;
  return app.get_name() + ": " + what + help;
}

// OpenMP's library reads the environment when it is loaded, which has happened by now: where it
// lacks something, the process begins anew with it. Nothing has been written yet.
void restart_in_prepared_environment(char** argv) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!prepare_environment() || error) return;
  hold_interrupts();
  execv(self.c_str(), argv);
  catch_interrupts();  // it could not be started again: slower, but it works
}

Expected<EngineApi> open_engine(bool quiet) {
  // stdout is for results.
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
  if (interrupted()) leave(code);
  return written || code != 0 ? code : fail(written.error());
}

}  // namespace

int run_program(int argc, char** argv) {
  catch_interrupts();
  CLI::App program(
      "Asks an image classifier why: which part of a photo sustains or destroys its answer.",
      kName);
  program.set_version_flag("--version", std::string(kName) +
                                            " " FIDOSCOPE_VERSION
                                            " (LibTorch " FIDOSCOPE_LIBTORCH_VERSION ")");
  program.require_subcommand(1);
  program.get_formatter()->column_width(36);
  program.footer(
      "Exit codes: 0 done, 2 wrong usage, 3 an input cannot be used, 4 the run failed, 130 "
      "interrupted.\n"
      "fidoscope-cli SUBCOMMAND --help lists its options.");

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
      return fail({ErrorCode::usage, explain_parse_error(program, error)});
    }
    if (!common.models.empty()) {
      search_models_first(common.folders());
      refresh_infillers();  // --help has named those of the path as it was
    }
    for (const Command& command : commands)
      if (command.app->parsed()) return run_command(command, common, argv);
    return fail({ErrorCode::usage, "name a subcommand"});
  } catch (const std::exception& error) {
    return fail(to_error(error, kName));
  }
}

}  // namespace fido::cli
