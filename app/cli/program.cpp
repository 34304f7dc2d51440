#include "app/cli/program.h"

#include <algorithm>
#include <exception>
#include <iostream>

#include "app/cli/console.h"
#include "core/infill/names.h"
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

int run_command(const Command& command, const EngineApi* api,
                const std::function<Error()>& start_engine) {
  if (auto ok = command.check(); !ok) return fail(ok.error());
  if (api == nullptr && command.needs_engine()) return fail(start_engine());
  const int code = command.run(api != nullptr ? *api : EngineApi{});
  const auto written = flush_output();
  return written || code != 0 ? code : fail(written.error());
}

}  // namespace

bool wants_quiet(int argc, char** argv) {
  return std::find(argv + 1, argv + argc, std::string("--quiet")) != argv + argc;
}

int run_program(int argc, char** argv, const EngineApi* api,
                const std::function<Error()>& start_engine) {
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
      if (command.app->parsed()) return run_command(command, api, start_engine);
    return fail({ErrorCode::usage, "name a subcommand"});
  } catch (const std::bad_alloc&) {
    return fail(
        {ErrorCode::failed,
         "there is not enough memory; close other programs or take a smaller picture or model"});
  } catch (const std::exception& error) {
    return fail({ErrorCode::failed, error.what()});
  }
}

}  // namespace fido::cli
