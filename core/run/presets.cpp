// The two forms of a FIDO run: with a price per pixel, or with a share of the evidence to keep.
#include <utility>

#include "core/run/methods.h"
#include "core/run/run_spec.h"

namespace fido {
namespace {

// With this lambda, in score ranges, FIDO finds the smallest region that still sustains the class
// (docs/adr/0010).
constexpr double kDefaultRangeLambda = 1;
// The defaults of a run with keep_evidence (docs/adr/0022).
constexpr int kEvidenceSteps = 40, kEvidenceWarmup = 3;
constexpr double kEvidenceLearningRate = 0.15;

// Returns `paper` with the settings that suit a run with keep_evidence.
RunSpec evidence_settings(RunSpec paper) {
  paper.iterations = kEvidenceSteps;
  paper.learning_rate = kEvidenceLearningRate;
  paper.warmup = kEvidenceWarmup;
  paper.stratified = true;
  return paper;
}

// Replaces those of these settings that are still at the values of `from` by the values of `to`.
void exchange_settings(RunSpec& spec, const RunSpec& from, const RunSpec& to) {
  const auto exchange = [&](auto member) {
    if (spec.*member == from.*member) spec.*member = to.*member;
  };
  exchange(&RunSpec::iterations);
  exchange(&RunSpec::learning_rate);
  exchange(&RunSpec::warmup);
  exchange(&RunSpec::stratified);
}

}  // namespace

RunSpec with_lambda_unit(RunSpec spec, const std::string& unit) {
  const MethodInfo* info = find_method(spec.method);
  spec = without_evidence(std::move(spec));
  spec.lambda_unit = unit;
  if (unit == "range")
    spec.lambda = kDefaultRangeLambda;
  else
    spec.lambda = info ? info->defaults.lambda : RunSpec().lambda;
  return spec;
}

RunSpec with_evidence(RunSpec spec) {
  const MethodInfo* info = find_method(spec.method);
  const double share = info ? info->evidence_share : 1;
  return with_evidence(std::move(spec), share);
}

RunSpec with_evidence(RunSpec spec, double share) {
  if (spec.keep_evidence <= 0) {
    const RunSpec paper = default_spec(spec.method, spec.infill);
    exchange_settings(spec, paper, evidence_settings(paper));
    spec.tv = 0;
    spec.map_upsampling = paper.map_upsampling;
  }
  spec.keep_evidence = share;
  return spec;
}

RunSpec without_evidence(RunSpec spec) {
  if (spec.keep_evidence > 0) {
    const RunSpec paper = default_spec(spec.method, spec.infill);
    exchange_settings(spec, evidence_settings(paper), paper);
  }
  spec.keep_evidence = 0;
  return spec;
}

RunSpec defaults_of_form(const RunSpec& spec) {
  const RunSpec defaults = default_spec(spec.method, spec.infill);
  return spec.keep_evidence > 0 ? with_evidence(defaults) : defaults;
}

double parse_evidence_share(const std::string& text) {
  RunSpec probe;
  return set_field(probe, *find_field("keep_evidence"), text) ? probe.keep_evidence : -1;
}

void resolve_price(RunSpec& spec, const PriceFields& set) {
  const bool leaves_evidence =
      spec.keep_evidence > 0 && (set.has_lambda || !set.lambda_unit.empty());
  if (!set.lambda_unit.empty() && (set.lambda_unit != spec.lambda_unit || leaves_evidence))
    spec = with_lambda_unit(spec, set.lambda_unit);
  else if (set.lambda_unit.empty() && set.has_lambda)
    spec = with_lambda_unit(spec, "pixel");
  if (set.keep_evidence > 0 && applies_to(*find_field("keep_evidence"), spec.method))
    spec = with_evidence(spec, set.keep_evidence);
  else if (set.keep_evidence == 0)
    spec = without_evidence(spec);
}

Expected<void> check_price_or_evidence(const PriceFields& set) {
  if (set.keep_evidence <= 0 || (!set.has_lambda && set.lambda_unit.empty())) return {};
  return usage_error(std::string(set.has_lambda ? "--lambda" : "--lambda-unit") +
                     ": a run with --keep-evidence finds the price; leave one of them out");
}

Expected<void> check_lambda_without_unit(const RunSpec& spec) {
  constexpr double kMaxLambdaPerPixel = 0.1;
  if (spec.lambda < kMaxLambdaPerPixel ||
      default_spec(spec.method, spec.infill).lambda_unit != "range")
    return {};
  return usage_error("--lambda " + field_text(spec, *find_field("lambda")) +
                     ": its unit is ambiguous; add --lambda-unit range (multiples of the photo's "
                     "score range) or --lambda-unit pixel (as in the paper)");
}

}  // namespace fido
