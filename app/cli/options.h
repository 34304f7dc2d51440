// Options made from the table of RunSpec's fields, and what the subcommands check alike.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "core/model/card.h"
#include "core/run/run_spec.h"

namespace fido::cli {

class SpecOptions {
 public:
  // An option for each named field, or for all of them.
  void add(CLI::App& app, const std::vector<std::string>& keys = {});
  void add_file(CLI::App& app);  // --spec

  // The file first, then the options. The method, from whichever names it last, decides on the
  // defaults of the rest.
  Expected<RunSpec> resolve() const;
  // For one of several methods: its defaults with this infiller (empty: its own), and the options
  // that mean something to it.
  Expected<RunSpec> resolve(const std::string& method, const std::string& infill) const;

 private:
  std::map<std::string, std::string> values_;
  std::vector<std::pair<const SpecField*, CLI::Option*>> options_;
  std::string file_;
};

// --models, --json, --quiet
void add_common(CLI::App& app, Common& common);

// Errors (usage) unless min <= value <= max; for whole numbers that are no field of RunSpec.
Expected<int> whole_number(const std::string& option, const std::string& text, int min, int max);

// "a,b,c"
std::vector<std::string> split_list(const std::string& text);

// Errors (usage) when `text` is empty: "explain needs --out"
Expected<void> need(const CLI::App& app, const std::string& option, const std::string& text,
                    const std::string& hint);

// The card that --classifier names.
Expected<ClassifierCard> find_card(const CLI::App& app, const Common& common,
                                   const std::string& classifier);
// "top" or a class of the card's labels. Errors name `option`.
Expected<void> check_class(const ClassifierCard& card, const std::string& option,
                           const std::string& text);

}  // namespace fido::cli
