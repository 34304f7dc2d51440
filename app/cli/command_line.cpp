#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "core/base/text.h"

namespace fido::cli {
namespace {

constexpr const char* kName = "fidoscope-cli";

void apply(const OptionTraits& traits, CLI::Option& option) {
  if (!traits.value_name.empty()) option.type_name(traits.value_name);
  if (!traits.default_value.empty()) option.default_str(traits.default_value);
  if (traits.is_advanced) option.group("Advanced");
  option.required(traits.is_required);
}

bool is_option(const std::string& text) { return text.size() > 1 && text[0] == '-'; }

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
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

// Unknown arguments are reported first: a misspelt --classifier is also a missing one.
std::string parse_error_message(const CLI::App& program, const CLI::ParseError& error) {
  const auto parsed = program.get_subcommands();
  const CLI::App& app = parsed.empty() ? program : *parsed.front();
  const auto unparsed = app.remaining();
  if (const auto option = std::find_if(unparsed.begin(), unparsed.end(), is_option);
      option != unparsed.end())
    return unknown_option_message(app, *option);
  const auto names = command_names(program);
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

}  // namespace

void Arguments::add_option(const std::string& name, std::string& value, const std::string& help,
                           const OptionTraits& traits) {
  CLI::Option* option = app_->add_option(name, value, help);
  apply(traits, *option);
  if (is_option(name)) option->take_last();
}

void Arguments::add_option(const std::string& name, std::vector<std::string>& values,
                           const std::string& help, const OptionTraits& traits) {
  CLI::Option* option = app_->add_option(name, values, help);
  apply(traits, *option);
  if (!is_option(name)) return;
  if (traits.max_values > 1)
    option->expected(1, traits.max_values);
  else
    option->allow_extra_args(false);
}

void Arguments::add_flag(const std::string& name, bool& value, const std::string& help) {
  app_->add_flag(name, value, help);
}

std::string Arguments::command() const { return app_->get_name(); }

bool Arguments::is_given(const std::string& option) const { return app_->count(option) > 0; }

std::vector<std::string> Arguments::given_options() const {
  std::vector<std::string> out;
  for (const CLI::Option* option : app_->get_options())
    if (option->count() > 0) out.push_back(option->get_name());
  return out;
}

CommandLine::CommandLine()
    : app_(std::make_unique<CLI::App>("Ask an image classifier why: find the part of a photo that "
                                      "sustains or destroys a class.",
                                      kName)) {
  app_->set_version_flag("--version", std::string(kName) + " " FIDOSCOPE_VERSION
                                                           " (LibTorch " FIDOSCOPE_LIBTORCH_VERSION
                                                           ")");
  app_->require_subcommand(1);
  app_->get_formatter()->column_width(36);
  app_->footer(
      "Exit codes: 0 success, 2 wrong usage, 3 unusable input, 4 failed run, 130 interrupted.\n"
      "See 'fidoscope-cli SUBCOMMAND --help' for the options of a subcommand.");
}

CommandLine::~CommandLine() = default;

Arguments CommandLine::add_command(const std::string& name, const std::string& description) {
  return Arguments(*app_->add_subcommand(name, description));
}

Expected<std::optional<std::string>> CommandLine::parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
  } catch (const CLI::Success& help) {
    app_->exit(help, std::cout, std::cerr);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    return usage_error(parse_error_message(*app_, error));
  }
  return app_->get_subcommands().front()->get_name();
}

}  // namespace fido::cli
