#include "core/run/methods.h"

#include <algorithm>
#include <cstring>

#include "core/infill/infillers.h"

namespace fido {

#define METHOD_FILE(file) std::vector<MethodInfo> describe_##file();
#include "core/run/methods.def"
#undef METHOD_FILE

namespace {

std::vector<MethodInfo> collect_methods() {
  std::vector<MethodInfo> all;
  const auto add = [&](std::vector<MethodInfo> described) {
    for (MethodInfo& info : described) {
      info.defaults.method = info.id;
      all.push_back(std::move(info));
    }
  };
#define METHOD_FILE(file) add(describe_##file());
#include "core/run/methods.def"
#undef METHOD_FILE
  return all;
}

bool has_setting(const MethodInfo& info, const char* key) {
  return std::any_of(info.settings.begin(), info.settings.end(),
                     [&](const std::string& setting) { return setting == key; });
}

// Returns whether a method uses a value that is set for several methods at once.
bool uses_common_field(const SpecField& field, const std::string& method) {
  const MethodInfo* info = find_method(method);
  if (!info || !applies_to(field, method)) return false;
  const std::string key = field.key;
  return info->optimizes_mask || (key != "iterations" && key != "samples" && key != "grid");
}

// Returns the defaults of the most important settings: "300 steps of 8, grid of 56 × 56, `blur`".
std::string defaults_text(const MethodInfo& info) {
  const RunSpec spec = default_spec(info.id);
  const int steps = planned_steps(spec);
  std::string text = steps == 1 ? "one step" : std::to_string(steps) + " steps";
  if (has_setting(info, "samples") && spec.samples > 1)
    text += " of " + std::to_string(spec.samples);
  if (has_setting(info, "grid"))
    text += ", grid of " + std::to_string(spec.grid) + " × " + std::to_string(spec.grid);
  if (!info.defaults.infill.empty()) text += ", `" + info.defaults.infill + "`";
  return text;
}

}  // namespace

const std::vector<MethodInfo>& methods() {
  static const std::vector<MethodInfo> all = collect_methods();
  return all;
}

const MethodInfo* find_method(const std::string& id) {
  for (const auto& info : methods())
    if (info.id == id) return &info;
  return nullptr;
}

bool applies_to(const SpecField& field, const std::string& method) {
  const MethodInfo* info = find_method(method);
  if (!info) return true;
  if (std::strcmp(field.key, "contrast") == 0) return info->answers_contrast;
  if (std::strcmp(field.key, "mask") == 0 || std::strcmp(field.key, "mask_role") == 0)
    return info->accepts_mask;
  // With any method, a stochastic infiller draws the counterfactual that the result shows.
  if (std::strcmp(field.key, "seed") == 0) return true;
  return field.scope != SpecScope::setting || has_setting(*info, field.key);
}

bool applies_to(const SpecField& field, const RunSpec& spec) {
  if (!applies_to(field, spec.method)) return false;
  const auto is = [&](const char* key) { return std::strcmp(field.key, key) == 0; };
  const MethodInfo* info = find_method(spec.method);
  if (!info || !has_setting(*info, "keep_evidence")) return true;
  if (is("keep_evidence")) return searches_evidence(spec);
  return !searches_evidence(spec) ||
         !(is("lambda") || is("lambda_unit") || is("tv") || is("map_upsampling"));
}

bool depends_on_seed(const std::string& method) {
  const MethodInfo* info = find_method(method);
  return !info || has_setting(*info, "seed");
}

int planned_steps(const RunSpec& spec) {
  const MethodInfo* info = find_method(spec.method);
  if (info && info->planned_steps) return info->planned_steps(spec);
  return !info || has_setting(*info, "iterations") ? spec.iterations : 1;
}

RunSpec without_unused_fields(RunSpec spec) {
  const RunSpec defaults = defaults_of(spec);
  for (const auto& field : spec_fields())
    if (!applies_to(field, spec))
      std::visit([&](auto member) { spec.*member = defaults.*member; }, field.member);
  return spec;
}

Expected<RunSpec> spec_with_common_fields(const std::string& method, const std::string& infill,
                                          const FieldValues& common) {
  RunSpec spec = default_spec(method, infill);
  const auto common_value = [&](const char* key) {
    const auto at = common.find(key);
    return at == common.end() ? nullptr : &at->second;
  };
  const auto used_value = [&](const char* key) {
    return uses_common_field(*find_field(key), method) ? common_value(key) : nullptr;
  };
  const std::string *lambda = used_value("lambda"), *unit = used_value("lambda_unit"),
                    *share = used_value("keep_evidence"), *preset = used_value("preset");
  FormFields form;
  form.has_lambda = lambda != nullptr;
  if (unit) form.lambda_unit = *unit;
  if (share) form.keep_evidence = parse_evidence_share(*share);
  if (preset) form.preset = *preset;
  choose_form(spec, form);
  for (const auto& field : spec_fields()) {
    const std::string* text = common_value(field.key);
    if (!text || field.scope == SpecScope::question || !uses_common_field(field, method)) continue;
    // Other methods of an evaluation may have a price.
    const std::string key = field.key;
    if (searches_evidence(spec) && (key == "lambda" || key == "lambda_unit")) continue;
    if (auto ok = set_field(spec, field, *text); !ok) return tl::unexpected(ok.error());
  }
  auto ok = lambda && !searches_evidence(spec) && !unit ? check_lambda_without_unit(spec)
                                                        : Expected<void>();
  if (ok) ok = validate(spec);
  if (!ok) {
    const std::string name = infill.empty() ? method : method + ":" + infill;
    return tl::unexpected(Error{ok.error().code, name + ": " + ok.error().message});
  }
  return spec;
}

Expected<void> check_fields_used(const std::vector<std::string>& methods,
                                 const FieldValues& common) {
  for (const auto& [key, text] : common) {
    const SpecField& field = *find_field(key);
    const auto uses = [&](const std::string& method) { return uses_common_field(field, method); };
    if (field.scope != SpecScope::setting || key == "seed" ||
        std::any_of(methods.begin(), methods.end(), uses))
      continue;
    // Some method may have the field as a setting of its own.
    const auto method = std::find_if(methods.begin(), methods.end(),
                                     [&](const std::string& id) { return applies_to(field, id); });
    const std::string alternative =
        method == methods.end() ? ""
                                : ", or set it for one method: " + *method + "@" + key + "=" + text;
    return usage_error(option_of(field) + ": none of these methods uses it; leave it out" +
                       alternative);
  }
  return {};
}

std::string methods_table() {
  std::string text =
      "| name | what the map holds | from | defaults | infiller | settings |\n"
      "| --- | --- | --- | --- | --- | --- |\n";
  for (const auto& info : methods()) {
    std::string settings;
    for (const auto& field : spec_fields())
      if (field.scope == SpecScope::setting && applies_to(field, info.id))
        settings += (settings.empty() ? "`" : ", `") + std::string(field.key) + "`";
    if (info.accepts_mask) settings += ", a mask";
    text += "| `" + info.id + "` | " + info.computes + " | " + info.paper + " | " +
            defaults_text(info) + " | " + (info.infill_use.empty() ? "none" : info.infill_use) +
            " | " + settings + " |\n";
  }
  return text;
}

}  // namespace fido
