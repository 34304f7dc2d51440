#include "core/evaluate/entries.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "core/base/text.h"
#include "core/evaluate/baselines.h"
#include "core/infill/infillers.h"

namespace fido {
namespace {

// Whether one method of an evaluation may have its own value of the field: what it asks, of whom
// and on what machine is the evaluation's.
bool is_own(const SpecField& field, const std::string& method) {
  return field.scope == SpecScope::setting && applies_to(field, method);
}

// Sets what stands behind each @, such as "grid=28".
Expected<void> set_own(RunSpec& spec, const std::vector<std::string>& settings) {
  std::map<const SpecField*, std::string> own;
  std::vector<std::string> known;
  for (const auto& field : spec_fields())
    if (is_own(field, spec.method)) known.emplace_back(field.key);
  for (const auto& setting : settings) {
    const auto equals = setting.find('=');
    std::string key = setting.substr(0, equals);
    std::replace(key.begin(), key.end(), '-', '_');
    if (equals == std::string::npos || std::find(known.begin(), known.end(), key) == known.end())
      return usage_error("@" + setting + ": is no setting of " + spec.method +
                         " with its value, such as @seed=2; did you mean " + nearest(key, known) +
                         "? Choices: " + listed(known));
    own[find_field(key)] = setting.substr(equals + 1);
  }
  // A λ alone keeps the unit that the evaluation has.
  const bool lambda = own.count(find_field("lambda")) > 0;
  const auto unit = own.find(find_field("lambda_unit"));
  resolve_lambda_unit(spec, lambda,
                      unit != own.end() ? unit->second
                      : lambda          ? spec.lambda_unit
                                        : "");
  for (const auto& [field, text] : own)
    if (auto ok = set_field(spec, *field, text); !ok) return ok;
  return validate(spec);
}

}  // namespace

std::string without_settings(const std::string& method) {
  return method.substr(0, method.find('@'));
}

std::string method_text(const std::string& method, const std::string& infill) {
  const std::string name = without_settings(method);
  return infill.empty() ? method : name + ':' + infill + method.substr(name.size());
}

std::pair<std::string, std::string> read_method_text(const std::string& text) {
  const std::string named = without_settings(text);
  const auto colon = named.find(':');
  if (colon == std::string::npos) return {text, {}};
  return {named.substr(0, colon) + text.substr(named.size()), named.substr(colon + 1)};
}

Expected<EvaluationEntry> read_entry(const std::string& text, const FieldValues& common) {
  std::vector<std::string> parts;
  std::istringstream pieces(text);
  for (std::string piece; std::getline(pieces, piece, '@');) parts.push_back(piece);
  if (parts.empty() || parts[0].empty())
    return usage_error(
        "--methods: an entry of the list is empty; name methods joined by single commas");
  const std::vector<std::string> settings(parts.begin() + 1, parts.end());
  const auto [method, infill] = read_method_text(parts[0]);
  EvaluationEntry entry{method, infill, {}};
  if (find_baseline(method)) {
    if (!infill.empty())
      return usage_error("--methods: " + text + ": " + method +
                         " infills nothing; leave out \":" + infill + "\"");
    if (!settings.empty())
      return usage_error("--methods: " + text + ": " + method +
                         " has no settings; leave out what stands behind the @");
    return entry;
  }
  if (!find_method(method)) {
    std::vector<std::string> known;
    for (const auto& baseline : baselines()) known.push_back(baseline.name);
    for (const auto& info : methods()) known.push_back(info.id);
    return usage_error("--methods: " + method + " is unknown; did you mean " +
                       nearest(method, known) + "? Choices: " + listed(known));
  }
  if (!infill.empty())
    if (const std::string wrong = infiller_error(infill, true); !wrong.empty())
      return usage_error("--methods: " + infill + " " + wrong);
  auto spec = spec_with_common_fields(method, infill, common);
  if (!spec) return tl::unexpected(spec.error());
  entry.spec = std::move(*spec);
  entry.infill = entry.spec.infill;
  if (auto ok = set_own(entry.spec, settings); !ok)
    return usage_error("--methods: " + text + ": " + ok.error().message);
  for (const auto& setting : settings) entry.method += '@' + setting;
  return entry;
}

Expected<std::vector<EvaluationEntry>> read_entries(const std::string& list,
                                                    const FieldValues& common) {
  std::vector<EvaluationEntry> out;
  std::vector<std::string> ids;
  for (const auto& text : split_list(list)) {
    auto entry = read_entry(text, common);
    if (!entry) return tl::unexpected(entry.error());
    for (const auto& other : out)
      if (other.method == entry->method && other.infill == entry->infill)
        return usage_error("--methods: " + text + " is named twice");
    if (!entry->is_baseline()) ids.push_back(entry->spec.method);
    out.push_back(std::move(*entry));
  }
  if (out.empty())
    return usage_error("evaluate needs --methods, such as fido-ssr,fido-ssr:mean,grad-cam,center");
  if (auto ok = check_fields_taken(ids, common); !ok) return tl::unexpected(ok.error());
  return out;
}

}  // namespace fido
