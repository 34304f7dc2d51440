// Command-line options made from the table of RunSpec's fields, and checks that subcommands share.
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

// Returns the keys of RunSpec's fields with these scopes, in the order of the table.
std::vector<std::string> field_keys(std::initializer_list<SpecScope> scopes);

class SpecOptions {
 public:
  // Adds an option for each of these fields; for all fields if `keys` is empty.
  void add(Arguments& arguments, const std::vector<std::string>& keys = {});
  void add_file(Arguments& arguments);  // --spec
  // Sets the preset of runs without --preset and --keep-evidence. To be called before add().
  void set_default_preset(const std::string& preset) { default_preset_ = preset; }

  // Returns the spec of a single run. Options override the file of --spec. The resulting method
  // decides on the defaults of the other fields. Errors (usage, input): a value cannot be used, or
  // the method does not use an option that was given.
  Expected<RunSpec> resolve() const;

  // Returns the given options that apply to many methods at once, as text: all except those with
  // SpecScope::question.
  FieldValues common_fields() const;
  // Returns a spec with the fields that are the same for all methods: SpecScope::machine and the
  // seed. Errors (usage): a value cannot be used.
  Expected<RunSpec> resolve_common() const;

 private:
  bool is_given(const SpecField& field) const;
  const std::string* given_value(const std::string& key) const;  // null if the option was not given
  Expected<void> set_given_values(RunSpec& spec,
                                  const std::function<bool(const SpecField&)>& is_wanted) const;

  std::map<std::string, std::string> values_;
  Arguments arguments_;
  std::vector<const SpecField*> fields_;  // that have an option
  std::string file_, default_preset_ = "standard";
};

// Adds --models, --json and --quiet.
void add_common(Arguments& arguments, Common& common);

// Parses a whole number that is not a field of RunSpec. Errors (usage) unless min <= value <= max.
Expected<int> parse_whole_number(const std::string& option, const std::string& text, int min,
                                 int max);

// Errors (usage) if `text` is empty: "explain needs --out; <hint>".
Expected<void> require_option(const Arguments& arguments, const std::string& option,
                              const std::string& text, const std::string& hint);

// Returns the card that --classifier refers to. Errors (usage, input): it is missing or cannot be
// used.
Expected<ClassifierCard> find_card(const Arguments& arguments, const Common& common,
                                   const std::string& classifier);
// Checks that `text` is a class of the card, or "top" for --target. Errors name `option`.
Expected<void> check_class(const ClassifierCard& card, const std::string& option,
                           const std::string& text);

}  // namespace fido::cli
