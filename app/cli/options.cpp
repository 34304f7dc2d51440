#include "app/cli/options.h"

#include <algorithm>
#include <charconv>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/model/catalogue.h"
#include "core/run/methods.h"

namespace fido::cli {
namespace {

std::string type_name(const SpecField& field) {
  if (!field.choices.empty()) {
    std::string text;
    for (const auto& choice : field.choices) text += (text.empty() ? "" : "|") + choice;
    return text;
  }
  if (std::holds_alternative<bool RunSpec::*>(field.member)) return "true|false";
  if (std::holds_alternative<double RunSpec::*>(field.member)) return "NUMBER";
  const std::string key = field.key;
  if (key == "classifier") return "CARD";
  if (key == "target") return "top|INDEX|LABEL";
  if (key == "contrast") return "INDEX|LABEL";
  if (key == "mask") return "FILE";
  if (key == "device") return "auto|cpu|cuda[:N]";
  return "N";
}

bool is_one_of(const std::string& key, const std::vector<std::string>& keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// Returns the error for an option that the method does not use.
Error unused_option_error(const SpecField& field, const std::string& method) {
  std::vector<std::string> used;
  for (const auto& other : spec_fields())
    if ((other.scope == SpecScope::setting || is_one_of(other.key, {"mask"})) &&
        applies_to(other, method))
      used.push_back(option_of(other));
  return {ErrorCode::usage, option_of(field) + ": " + method + " does not use it; leave it out" +
                                (used.empty() ? "" : ". It uses " + join_with_or(used))};
}

}  // namespace

std::vector<std::string> field_keys(std::initializer_list<SpecScope> scopes) {
  std::vector<std::string> keys;
  for (const auto& field : spec_fields())
    if (std::find(scopes.begin(), scopes.end(), field.scope) != scopes.end())
      keys.emplace_back(field.key);
  return keys;
}

void SpecOptions::add(Arguments& arguments, const std::vector<std::string>& keys) {
  arguments_ = arguments;
  const RunSpec defaults = preset_spec(default_preset_, "fido-ssr");
  for (const auto& field : spec_fields()) {
    if (!keys.empty() && !is_one_of(field.key, keys)) continue;
    // Parsed as text, because set_field() has better messages than CLI11.
    arguments.add_option(option_of(field), values_[field.key], field.help,
                         {type_name(field), field_text(defaults, field), false, field.advanced});
    fields_.push_back(&field);
  }
}

void SpecOptions::add_file(Arguments& arguments) {
  arguments.add_option(
      "--spec", file_,
      "JSON file with these options, as printed by --print-spec; options override it", {"FILE"});
}

bool SpecOptions::is_given(const SpecField& field) const {
  return arguments_.is_given(option_of(field));
}

const std::string* SpecOptions::given_value(const std::string& key) const {
  for (const SpecField* field : fields_)
    if (key == field->key && is_given(*field)) return &values_.at(key);
  return nullptr;
}

Expected<void> SpecOptions::set_given_values(
    RunSpec& spec, const std::function<bool(const SpecField&)>& is_wanted) const {
  for (const SpecField* field : fields_) {
    if (!is_given(*field) || !is_wanted(*field)) continue;
    if (auto ok = set_field(spec, *field, values_.at(field->key)); !ok) return ok;
  }
  return {};
}

Expected<RunSpec> SpecOptions::resolve() const {
  RunSpec spec;
  const std::string* method = given_value("method");
  const std::string* infill = given_value("infill");
  if (auto ok = set_given_values(spec,
                                 [](const SpecField& f) {
                                   return is_one_of(f.key, {"method", "infill"});
                                 });
      !ok)
    return tl::unexpected(ok.error());
  spec = preset_spec(default_preset_, spec.method, infill ? spec.infill : "");

  bool file_sets_lambda = false;
  if (!file_.empty()) {
    const auto text = read_file(file_);
    if (!text) return tl::unexpected(text.error());
    auto file_spec = spec_from_json(*text, file_);
    if (!file_spec) return file_spec;
    Json json = Json::parse(*text);
    file_sets_lambda = json.contains("lambda") || json.contains("lambda_unit");
    if (method != nullptr || infill != nullptr) {
      if (method != nullptr) json["method"] = spec.method;
      if (infill != nullptr) json["infill"] = spec.infill;
      file_spec = spec_from_json(json.dump(), file_);
      if (!file_spec) return file_spec;
    }
    spec = *file_spec;
  }
  // A file that sets λ sets its unit as well.
  const std::string* unit = given_value("lambda_unit");
  const std::string* share = given_value("keep_evidence");
  const std::string* preset = given_value("preset");
  FormFields form;
  form.has_lambda = given_value("lambda") != nullptr;
  if (unit) form.lambda_unit = *unit;
  if (share) form.keep_evidence = parse_evidence_share(*share);
  if (preset) form.preset = *preset;
  if (auto ok = check_form(form); !ok) return tl::unexpected(ok.error());
  if (form.has_lambda && !unit && file_sets_lambda) form.lambda_unit = spec.lambda_unit;
  choose_form(spec, form);
  if (auto ok = set_given_values(spec, [](const SpecField&) { return true; }); !ok)
    return tl::unexpected(ok.error());
  for (const SpecField* field : fields_)
    if (is_given(*field) && !applies_to(*field, spec.method))
      return tl::unexpected(unused_option_error(*field, spec.method));
  if (given_value("lambda") && !unit && !file_sets_lambda)
    if (auto ok = check_lambda_without_unit(spec); !ok) return tl::unexpected(ok.error());
  if (auto ok = validate(spec); !ok) return tl::unexpected(ok.error());
  return spec;
}

FieldValues SpecOptions::common_fields() const {
  FieldValues out;
  for (const SpecField* field : fields_)
    if (is_given(*field) && field->scope != SpecScope::question)
      out[field->key] = values_.at(field->key);
  if (default_preset_ != default_spec().preset && out.count("keep_evidence") == 0)
    out.emplace("preset", default_preset_);
  return out;
}

Expected<RunSpec> SpecOptions::resolve_common() const {
  RunSpec spec = default_spec();
  const auto is_common = [](const SpecField& field) {
    return field.scope == SpecScope::machine || is_one_of(field.key, {"seed"});
  };
  if (auto ok = set_given_values(spec, is_common); !ok) return tl::unexpected(ok.error());
  return spec;
}

void add_common(Arguments& arguments, Common& common) {
  arguments.add_option("--models", common.models,
                       "folder of cards, searched before FIDOSCOPE_MODELS; may be repeated",
                       {"DIR"});
  arguments.add_flag("--json", common.json, "print one JSON document to stdout");
  arguments.add_flag("--quiet", common.quiet, "print only errors, no progress and no log");
}

Expected<int> parse_whole_number(const std::string& option, const std::string& text, int min,
                                 int max) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ptr != end || parsed.ec != std::errc{} || value < min || value > max)
    return usage_error(option + ": " + (text.empty() ? "is empty" : text + " cannot be used") +
                       "; use a whole number from " + std::to_string(min) + " to " +
                       std::to_string(max));
  return value;
}

Expected<void> require_option(const Arguments& arguments, const std::string& option,
                              const std::string& text, const std::string& hint) {
  if (!text.empty()) return {};
  return usage_error(arguments.command() + " needs " + option + "; " + hint);
}

Expected<ClassifierCard> find_card(const Arguments& arguments, const Common& common,
                                   const std::string& classifier) {
  const auto ok = require_option(arguments, "--classifier", classifier,
                                 "fidoscope-cli models lists the available ones");
  if (!ok) return tl::unexpected(ok.error());
  return Catalogue(common.folders()).classifier(classifier);
}

Expected<void> check_class(const ClassifierCard& card, const std::string& option,
                           const std::string& text) {
  if (text == "top" && option == "--target") return {};
  const auto labels = load_labels(card.labels_file, card.num_classes);
  if (!labels) return tl::unexpected(labels.error());
  const auto found = find_class(*labels, text);
  if (!found)
    return tl::unexpected(Error{found.error().code, option + ": " + found.error().message});
  return {};
}

}  // namespace fido::cli
