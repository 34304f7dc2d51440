#include "app/cli/options.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/explain/names.h"
#include "core/files.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string option_name(const SpecField& field) {
  std::string name = std::string("--") + field.key;
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

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
  if (key == "device") return "auto|cpu|cuda[:N]";
  return "N";
}

bool is_one_of(const std::string& key, const std::vector<std::string>& keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

void SpecOptions::add(CLI::App& app, const std::vector<std::string>& keys) {
  const RunSpec usual = default_spec();
  for (const auto& field : spec_fields()) {
    if (!keys.empty() && !is_one_of(field.key, keys)) continue;
    // Read as text: set_field() has the better messages.
    CLI::Option* option = app.add_option(option_name(field), values_[field.key], field.help);
    option->type_name(type_name(field))->take_last();
    if (const std::string value = field_text(usual, field); !value.empty())
      option->default_str(value);
    if (field.advanced) option->group("Advanced");
    options_.emplace_back(&field, option);
  }
}

void SpecOptions::add_file(CLI::App& app) {
  app.add_option(
         "--spec", file_,
         "a file with these options as JSON, as --print-spec writes it; options win over it")
      ->type_name("FILE")
      ->take_last();
}

Expected<RunSpec> SpecOptions::resolve() const {
  // set_field() checks what the option says before it decides on other values.
  const auto given = [&](const std::string& key) -> const std::string* {
    for (const auto& [field, option] : options_)
      if (key == field->key && option->count() > 0) return &values_.at(key);
    return nullptr;
  };
  RunSpec spec;
  const std::string* method = given("method");
  const std::string* infill = given("infill");
  for (const auto& [key, text] : {std::pair("method", method), std::pair("infill", infill)})
    if (text != nullptr)
      if (auto ok = set_field(spec, *find_field(key), *text); !ok)
        return tl::unexpected(ok.error());
  spec = default_spec(spec.method, infill ? spec.infill : "");

  if (!file_.empty()) {
    const auto text = read_file(file_);
    if (!text) return tl::unexpected(text.error());
    auto read = spec_from_json(*text, file_);
    if (!read) return read;
    if (method != nullptr || infill != nullptr) {
      Json json = Json::parse(*text);
      if (method != nullptr) json["method"] = spec.method;
      if (infill != nullptr) json["infill"] = spec.infill;
      read = spec_from_json(json.dump(), file_);
      if (!read) return read;
    }
    spec = *read;
  }
  // A file has said what its lambda is the price of.
  const std::string* unit = given("lambda_unit");
  if (unit || file_.empty())
    settle_lambda_unit(spec, given("lambda") != nullptr, unit ? *unit : "");
  for (const auto& [field, option] : options_)
    if (option->count() > 0)
      if (auto ok = set_field(spec, *field, values_.at(field->key)); !ok)
        return tl::unexpected(ok.error());
  // Of a pixel, no photo could pay it; of the range, it is an ordinary number.
  constexpr double kMostOfAPixel = 0.1;
  if (given("lambda") && !unit && file_.empty() && spec.lambda >= kMostOfAPixel &&
      default_spec(spec.method, spec.infill).lambda_unit == "range")
    return usage_error("--lambda " + *given("lambda") +
                       ": say of what: --lambda-unit range (multiples of the photo's score range) "
                       "or pixel (the paper's)");
  if (auto ok = validate(spec); !ok) return tl::unexpected(ok.error());
  return spec;
}

Expected<RunSpec> SpecOptions::resolve(const std::string& method, const std::string& infill) const {
  RunSpec spec = default_spec(method, infill);
  const auto count = [&](const char* key) {
    return std::any_of(options_.begin(), options_.end(), [&](const auto& each) {
      return std::string(key) == each.first->key && each.second->count() > 0;
    });
  };
  const MethodInfo* known = find_method(method);
  const bool optimises = known && known->optimises;
  if (optimises)
    settle_lambda_unit(spec, count("lambda"),
                       count("lambda_unit") ? values_.at("lambda_unit") : "");
  for (const auto& [field, option] : options_) {
    // What steps an optimiser would be another thing to a method that looks a fixed number of
    // times.
    if (option->count() == 0 || is_one_of(field->key, {"method", "infill"}) ||
        (!optimises && !is_one_of(field->key, {"seed", "device", "precision", "threads"})))
      continue;
    if (auto ok = set_field(spec, *field, values_.at(field->key)); !ok)
      return tl::unexpected(ok.error());
  }
  if (auto ok = validate(spec); !ok)
    return tl::unexpected(Error{ok.error().code, method + (infill.empty() ? "" : ":" + infill) +
                                                     ": " + ok.error().message});
  return spec;
}

void add_common(CLI::App& app, Common& common) {
  app.add_option("--models", common.models,
                 "a folder of cards, searched before FIDOSCOPE_MODELS; may be repeated")
      ->type_name("DIR")
      ->allow_extra_args(false);
  app.add_flag("--json", common.json, "write one JSON document to stdout");
  app.add_flag("--quiet", common.quiet, "no progress, no log; errors only");
}

Expected<int> whole_number(const std::string& option, const std::string& text, int min, int max) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ptr != end || read.ec != std::errc{} || value < min || value > max)
    return usage_error(option + ": " + (text.empty() ? "is empty" : text + " cannot be used") +
                       "; use a whole number from " + std::to_string(min) + " to " +
                       std::to_string(max));
  return value;
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream list(text);
  for (std::string part; std::getline(list, part, ',');) out.push_back(part);
  return out;
}

Expected<void> need(const CLI::App& app, const std::string& option, const std::string& text,
                    const std::string& hint) {
  if (!text.empty()) return {};
  return usage_error(app.get_name() + " needs " + option + "; " + hint);
}

Expected<ClassifierCard> find_card(const CLI::App& app, const Common& common,
                                   const std::string& classifier) {
  const auto ok = need(app, "--classifier", classifier, "fidoscope-cli models lists what there is");
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
