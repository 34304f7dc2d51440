// Options made from the table of RunSpec's fields, and what the subcommands check alike.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "core/model/card.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"

namespace fido::cli {

// The keys of a run's fields of these scopes, in the order of the table.
std::vector<std::string> field_keys(std::initializer_list<SpecScope> scopes);

class SpecOptions {
 public:
  // Adds an option for each of these fields, or for all of them.
  void add(CLI::App& app, const std::vector<std::string>& keys = {});
  void add_file(CLI::App& app);  // --spec

  // For a single run: the file first, then the options. The method, from whichever names it last,
  // decides on the defaults of the rest. Errors (usage, input): a value cannot be used, or the
  // method does not use an option that was given.
  Expected<RunSpec> resolve() const;

  // For many methods at once: the options that were given, other than method and infill, as text.
  FieldValues common_fields() const;
  // The fields that are the same for all methods: SpecScope::machine, and the seed.
  Expected<RunSpec> resolve_common() const;

 private:
  const std::string* given(const std::string& key) const;  // null: the option was not given
  Expected<void> set_given(RunSpec& spec,
                           const std::function<bool(const SpecField&)>& wanted) const;

  std::map<std::string, std::string> values_;
  std::vector<std::pair<const SpecField*, CLI::Option*>> options_;
  std::string file_;
};

// --models, --json, --quiet
void add_common(CLI::App& app, Common& common);

// Errors (usage) unless min <= value <= max; for whole numbers that are no field of RunSpec.
Expected<int> whole_number(const std::string& option, const std::string& text, int min, int max);

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
