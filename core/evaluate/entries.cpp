#include "core/evaluate/entries.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "core/base/text.h"
#include "core/evaluate/baselines.h"
#include "core/infill/infillers.h"

namespace fido {
namespace {

// Returns whether a method of an evaluation may have its own value of the field. The question and
// the machine are the same for all methods.
bool is_method_setting(const SpecField& field, const std::string& method) {
  return field.scope == SpecScope::setting && applies_to(field, method);
}

// Applies what follows each "@", such as "grid=28".
Expected<void> apply_settings(RunSpec& spec, const std::vector<std::string>& settings) {
  std::map<const SpecField*, std::string> values;
  std::vector<std::string> keys;
  for (const auto& field : spec_fields())
    if (is_method_setting(field, spec.method)) keys.emplace_back(field.key);
  for (const auto& setting : settings) {
    const auto equals = setting.find('=');
    std::string key = setting.substr(0, equals);
    std::replace(key.begin(), key.end(), '-', '_');
    if (equals == std::string::npos || std::find(keys.begin(), keys.end(), key) == keys.end())
      return usage_error("@" + setting + " is not a setting of " + spec.method +
                         " with a value, such as @seed=2; did you mean " +
                         closest_match(key, keys) + "? Choices: " + join_with_or(keys));
    values[find_field(key)] = setting.substr(equals + 1);
  }
  const auto value = [&](const char* key) -> const std::string* {
    const auto at = values.find(find_field(key));
    return at == values.end() ? nullptr : &at->second;
  };
  FormFields form;
  form.has_lambda = value("lambda") != nullptr;
  if (const auto* unit = value("lambda_unit")) form.lambda_unit = *unit;
  if (const auto* share = value("keep_evidence")) form.keep_evidence = parse_evidence_share(*share);
  if (const auto* preset = value("preset")) form.preset = *preset;
  if (auto ok = check_form(form); !ok) return ok;
  // A λ without a unit keeps the evaluation's unit.
  if (form.has_lambda && form.lambda_unit.empty()) form.lambda_unit = spec.lambda_unit;
  choose_form(spec, form);
  for (const auto& [field, text] : values)
    if (auto ok = set_field(spec, *field, text); !ok) return ok;
  return validate(spec);
}

}  // namespace

std::string strip_settings(const std::string& method) { return method.substr(0, method.find('@')); }

std::string method_text(const std::string& method, const std::string& infill) {
  const std::string name = strip_settings(method);
  return infill.empty() ? method : name + ':' + infill + method.substr(name.size());
}

std::pair<std::string, std::string> parse_method_text(const std::string& text) {
  const std::string name = strip_settings(text);
  const auto colon = name.find(':');
  if (colon == std::string::npos) return {text, {}};
  return {name.substr(0, colon) + text.substr(name.size()), name.substr(colon + 1)};
}

Expected<EvaluationEntry> parse_entry(const std::string& text, const FieldValues& common) {
  std::vector<std::string> parts;
  std::istringstream pieces(text);
  for (std::string piece; std::getline(pieces, piece, '@');) parts.push_back(piece);
  if (parts.empty() || parts[0].empty())
    return usage_error(
        "--methods: an entry of the list is empty; separate methods by single commas");
  const std::vector<std::string> settings(parts.begin() + 1, parts.end());
  const auto [method, infill] = parse_method_text(parts[0]);
  EvaluationEntry entry{method, infill, {}};
  if (find_baseline(method)) {
    if (!infill.empty())
      return usage_error("--methods: " + text + ": " + method +
                         " does not infill; leave out \":" + infill + "\"");
    if (!settings.empty())
      return usage_error("--methods: " + text + ": " + method +
                         " has no settings; leave out what follows the \"@\"");
    return entry;
  }
  if (!find_method(method)) {
    std::vector<std::string> names;
    for (const auto& baseline : baselines()) names.push_back(baseline.name);
    for (const auto& info : methods()) names.push_back(info.id);
    return usage_error("--methods: " + method + " is unknown; did you mean " +
                       closest_match(method, names) + "? Choices: " + join_with_or(names));
  }
  if (!infill.empty())
    if (const std::string reason = infiller_error(infill, true); !reason.empty())
      return usage_error("--methods: " + reason);
  auto spec = spec_with_common_fields(method, infill, common);
  if (!spec) return tl::unexpected(spec.error());
  entry.spec = std::move(*spec);
  entry.infill = entry.spec.infill;
  if (auto ok = apply_settings(entry.spec, settings); !ok)
    return usage_error("--methods: " + text + ": " + ok.error().message);
  for (const auto& setting : settings) entry.method += '@' + setting;
  return entry;
}

Expected<std::vector<EvaluationEntry>> parse_entries(const std::string& list,
                                                     const FieldValues& common) {
  std::vector<EvaluationEntry> out;
  std::vector<std::string> ids;
  for (const auto& text : split_at_commas(list)) {
    auto entry = parse_entry(text, common);
    if (!entry) return tl::unexpected(entry.error());
    for (const auto& other : out)
      if (other.method == entry->method && other.infill == entry->infill)
        return usage_error("--methods: " + text + " is listed twice");
    if (!entry->is_baseline()) ids.push_back(entry->spec.method);
    out.push_back(std::move(*entry));
  }
  if (out.empty())
    return usage_error("evaluate needs --methods, such as fido-ssr,fido-ssr:mean,grad-cam,center");
  if (auto ok = check_fields_used(ids, common); !ok) return tl::unexpected(ok.error());
  return out;
}

}  // namespace fido
