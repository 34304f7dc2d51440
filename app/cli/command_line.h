// The command line: its commands, their arguments, and what was given. Hides CLI11, which takes
// seconds to compile in every file that includes it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace CLI {
class App;
}

namespace fido::cli {

// What --help shows of an option, and how many values it takes.
struct OptionTraits {
  std::string value_name = {};     // "DIR"
  std::string default_value = {};  // shown only
  bool is_required = false;
  bool is_advanced = false;  // listed at the end
  int max_values = 1;        // after one occurrence of an option with a list of values
};

// The arguments of one command.
class Arguments {
 public:
  Arguments() = default;  // to be assigned before use
  explicit Arguments(CLI::App& app) : app_(&app) {}

  // Add an option, or a positional argument if the name has no dashes. `value` is set by
  // CommandLine::parse() and must live until then. If an option is given several times, its last
  // value counts; a list collects all values.
  void add_option(const std::string& name, std::string& value, const std::string& help,
                  const OptionTraits& traits = {});
  void add_option(const std::string& name, std::vector<std::string>& values,
                  const std::string& help, const OptionTraits& traits = {});
  void add_flag(const std::string& name, bool& value, const std::string& help);

  std::string command() const;  // "explain"
  bool is_given(const std::string& option) const;
  std::vector<std::string> given_options() const;

 private:
  CLI::App* app_ = nullptr;
};

class CommandLine {
 public:
  CommandLine();
  ~CommandLine();

  Arguments add_command(const std::string& name, const std::string& description);

  // Parses the arguments and returns the name of the command. Returns none if the user asked for
  // help or the version, which has been printed. Errors (usage): one line with the nearest valid
  // choice.
  Expected<std::optional<std::string>> parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace fido::cli
