// Presets: complete settings by a name, and the two forms of a FIDO run, with a share of the
// evidence to keep or with a price per pixel.
#include <algorithm>
#include <utility>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"

namespace fido {
namespace {

constexpr const char* kStandard = "standard";
constexpr const char* kQuick = "quick";
constexpr const char* kPaper = "paper";

// With this lambda, in score ranges, FIDO finds the smallest region that still sustains the class
// (docs/adr/0010).
constexpr double kDefaultRangeLambda = 1;

bool has_presets(const MethodInfo* info) {
  return info && applies_to(*find_field("preset"), info->id);
}

// Returns `paper` with the settings that suit the search for the evidence (docs/adr/0022).
RunSpec evidence_settings(RunSpec paper, const std::string& preset) {
  const bool is_quick = preset == kQuick;
  paper.preset = preset;
  paper.keep_evidence = find_method(paper.method)->evidence_share;
  paper.iterations = is_quick ? 30 : 40;
  if (is_quick) paper.samples = 4;
  paper.learning_rate = is_quick ? 0.2 : 0.15;
  paper.warmup = is_quick ? 2 : 3;
  paper.temperature = 2;  // only shapes the gradient, because the masks are hard
  if (is_quick) paper.marginal_samples = 16;
  paper.stratified = true;
  return paper;
}

// What a preset sets: the question's form, and how much work is put into the answer.
const std::vector<const char*> kFormFields{"preset", "keep_evidence", "lambda", "lambda_unit",
                                           "tv",     "map_upsampling"};
const std::vector<const char*> kEffortFields{"iterations",    "samples",     "grid",
                                             "learning_rate", "temperature", "warmup",
                                             "stratified",    "noise_block", "marginal_samples"};

void copy_fields(const RunSpec& from, const std::vector<const char*>& keys, RunSpec& to) {
  for (const char* key : keys)
    std::visit([&](auto member) { to.*member = from.*member; }, find_field(key)->member);
}

// Returns `spec` in the form of another preset that nobody named: a setting that differs from its
// preset's was chosen, and stays.
RunSpec with_form(RunSpec spec, const std::string& preset) {
  if (!has_presets(find_method(spec.method))) return spec;
  const RunSpec defaults = defaults_of(spec);
  const RunSpec settings = preset_spec(preset, spec.method, spec.infill);
  copy_fields(settings, kFormFields, spec);
  for (const char* key : kEffortFields)
    if (const SpecField& field = *find_field(key);
        field_text(spec, field) == field_text(defaults, field))
      copy_fields(settings, {key}, spec);
  return spec;
}

}  // namespace

bool searches_evidence(const RunSpec& spec) { return spec.keep_evidence > 0; }

RunSpec preset_spec(const std::string& preset, const std::string& method,
                    const std::string& infill) {
  const MethodInfo* info = find_method(method);
  RunSpec spec = info ? info->defaults : RunSpec();
  spec.method = method;
  if (!infill.empty()) spec.infill = infill;
  if (spec.infill.empty()) spec.infill = default_infiller_id();
  const InfillerInfo* infiller = find_infiller(spec.infill);
  if (infiller && infiller->is_learned() && info && info->samples_masks)
    spec = with_lambda_unit(spec, "range");
  return has_presets(info) && preset != kPaper ? evidence_settings(spec, preset) : spec;
}

RunSpec default_spec(const std::string& method, const std::string& infill) {
  return preset_spec(kStandard, method, infill);
}

RunSpec defaults_of(const RunSpec& spec) {
  return preset_spec(spec.preset, spec.method, spec.infill);
}

RunSpec with_preset(RunSpec spec, const std::string& preset) {
  if (!has_presets(find_method(spec.method))) return spec;
  const RunSpec settings = preset_spec(preset, spec.method, spec.infill);
  copy_fields(settings, kFormFields, spec);
  copy_fields(settings, kEffortFields, spec);
  return spec;
}

RunSpec with_lambda_unit(RunSpec spec, const std::string& unit) {
  const MethodInfo* info = find_method(spec.method);
  if (spec.preset != kPaper) spec = with_form(std::move(spec), kPaper);
  spec.lambda_unit = unit;
  if (unit == "range")
    spec.lambda = kDefaultRangeLambda;
  else
    spec.lambda = info ? info->defaults.lambda : RunSpec().lambda;
  return spec;
}

double parse_evidence_share(const std::string& text) {
  RunSpec probe;
  return set_field(probe, *find_field("keep_evidence"), text) ? probe.keep_evidence : -1;
}

void choose_form(RunSpec& spec, const FormFields& set) {
  if (!set.preset.empty() && set.preset != spec.preset) spec = with_preset(spec, set.preset);
  const bool sets_price = set.has_lambda || !set.lambda_unit.empty();
  if (set.keep_evidence > 0 && !searches_evidence(spec)) {
    spec = with_form(spec, kStandard);
  } else if (set.keep_evidence == 0 || (set.keep_evidence < 0 && sets_price)) {
    if (searches_evidence(spec)) spec = with_form(spec, kPaper);
    const std::string unit = !set.lambda_unit.empty() ? set.lambda_unit
                             : set.has_lambda         ? "pixel"
                                                      : spec.lambda_unit;
    if (unit != spec.lambda_unit) spec = with_lambda_unit(spec, unit);
  }
}

Expected<void> check_form(const FormFields& set) {
  const bool sets_price = set.has_lambda || !set.lambda_unit.empty();
  const std::string price = set.has_lambda ? "--lambda" : "--lambda-unit";
  if (set.keep_evidence > 0 && sets_price)
    return usage_error(price +
                       ": a run with --keep-evidence finds the price; leave one of them out");
  if (set.keep_evidence > 0 && set.preset == kPaper)
    return usage_error(
        "--preset paper: sets a price and keeps no share of the evidence; leave out "
        "--keep-evidence, or use --preset standard");
  if (!set.preset.empty() && set.preset != kPaper && (sets_price || set.keep_evidence == 0))
    return usage_error((sets_price ? price : "--keep-evidence 0") + ": --preset " + set.preset +
                       " finds the price; leave one of them out, or use --preset paper");
  return {};
}

Expected<void> check_lambda_without_unit(const RunSpec& spec) {
  constexpr double kMaxLambdaPerPixel = 0.1;
  if (spec.lambda < kMaxLambdaPerPixel ||
      preset_spec(kPaper, spec.method, spec.infill).lambda_unit != "range")
    return {};
  return usage_error("--lambda " + field_text(spec, *find_field("lambda")) +
                     ": its unit is ambiguous; add --lambda-unit range (multiples of the photo's "
                     "score range) or --lambda-unit pixel (as in the paper)");
}

}  // namespace fido
