#include "app/cli/evaluation_entries.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "app/cli/console.h"
#include "core/evaluate/evaluation.h"
#include "core/evaluate/names.h"
#include "core/explain/names.h"
#include "core/infill/names.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

// What one method of an evaluation may have otherwise than the rest: what it asks, of whom and on
// what machine is the evaluation's.
bool is_own(const SpecField& field, const std::string& method) {
  for (const char* common : {"classifier", "method", "infill", "target", "mask", "mask_role",
                             "randomized_layers", "device", "precision", "threads"})
    if (std::string(field.key) == common) return false;
  return matters(field, method);
}

Expected<void> set_own(RunSpec& spec, const std::vector<std::string>& settings) {
  std::map<const SpecField*, std::string> own;
  std::vector<std::string> known;
  for (const auto& one : spec_fields())
    if (is_own(one, spec.method)) known.emplace_back(one.key);
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
  settle_lambda_unit(spec, lambda,
                     unit != own.end() ? unit->second
                     : lambda          ? spec.lambda_unit
                                       : "");
  for (const auto& [field, text] : own)
    if (auto ok = set_field(spec, *field, text); !ok) return ok;
  return validate(spec);
}

Expected<Entry> read_entry(const SpecOptions& options, const std::string& text,
                           const std::vector<std::string>& known) {
  std::vector<std::string> parts;
  std::istringstream pieces(text);
  for (std::string piece; std::getline(pieces, piece, '@');) parts.push_back(piece);
  if (parts.empty() || parts[0].empty())
    return usage_error(
        "--methods: an entry of the list is empty; name methods joined by single commas");
  const std::vector<std::string> settings(parts.begin() + 1, parts.end());
  const auto [method, infill] = read_method_text(parts[0]);
  Entry entry{method, infill, {}};
  if (std::find(known.begin(), known.end(), entry.method) == known.end())
    return usage_error("--methods: " + entry.method + " is unknown; did you mean " +
                       nearest(entry.method, known) + "? Choices: " + listed(known));
  if (!find_method(entry.method)) {
    if (!entry.infill.empty())
      return usage_error("--methods: " + text + ": " + entry.method +
                         " infills nothing; leave out \":" + entry.infill + "\"");
    if (!settings.empty())
      return usage_error("--methods: " + text + ": " + entry.method +
                         " has no settings; leave out what stands behind the @");
    return entry;
  }
  if (!entry.infill.empty())
    if (const std::string fault = infiller_fault(entry.infill, true); !fault.empty())
      return usage_error("--methods: " + entry.infill + " " + fault);
  const auto spec = options.resolve(entry.method, entry.infill);
  if (!spec) return tl::unexpected(spec.error());
  entry.spec = *spec;
  entry.infill = spec->infill;
  if (auto ok = set_own(entry.spec, settings); !ok)
    return usage_error("--methods: " + text + ": " + ok.error().message);
  for (const auto& setting : settings) entry.method += '@' + setting;
  return entry;
}

}  // namespace

Expected<std::vector<Entry>> read_entries(const std::string& list, const SpecOptions& options) {
  std::vector<Entry> out;
  std::vector<std::string> known;
  for (const auto& baseline : baselines()) known.push_back(baseline.name);
  for (const auto& info : methods()) known.push_back(info.name);
  for (const auto& text : split_list(list)) {
    auto entry = read_entry(options, text, known);
    if (!entry) return tl::unexpected(entry.error());
    for (const auto& other : out)
      if (other.method == entry->method && other.infill == entry->infill)
        return usage_error("--methods: " + text + " is named twice");
    out.push_back(std::move(*entry));
  }
  if (out.empty())
    return usage_error("evaluate needs --methods, such as fido-ssr,fido-ssr:mean,grad-cam,center");
  return out;
}

}  // namespace fido::cli
