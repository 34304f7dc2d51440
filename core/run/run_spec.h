// A run as a value. The same fields appear on the command line, in the window, in spec files and in
// result.json.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/error.h"

namespace fido {

struct RunSpec {
  std::string classifier;  // the id or the path of a card
  std::string method = "fido-ssr";
  std::string infill = "push-pull";
  std::string target = "top";  // "top", an index, or a label
  std::string contrast;        // empty, an index, or a label: maximise s(target) - s(contrast)
  // quick | standard | paper: the settings that the other fields start from (preset_spec).
  std::string preset = "paper";
  // The share of the class's evidence, from all infilled to untouched, that the smallest region
  // must keep (SSR) or take away (SDR); the price of a pixel is found in the run. 0: the price is
  // lambda, as in the paper.
  double keep_evidence = 0;
  // The price of a pixel, in the unit lambda_unit; the penalty is summed over all input pixels.
  double lambda = 1e-3;
  // pixel: lambda is the price of one pixel, as in the paper. range: lambda is the price of all
  // pixels together, in multiples of the photo's score range s(x) - s(all infilled), so that a
  // value means the same for every photo, classifier and infiller.
  std::string lambda_unit = "pixel";
  double tv = 0.0;  // weight of the squared total variation
  int iterations = 300;
  int samples = 8;              // masks drawn in a step, as one batch
  int grid = 56;                // theta has grid x grid entries
  double area = 0.1;            // share of the photo that the mask keeps, for methods that fix it
  double learning_rate = 0.05;  // initial value; Adam lowers it linearly to 0
  double temperature = 0.1;     // of the concrete distribution
  int warmup = 30;              // steps in which the penalty rises from 0 to its full weight
  bool stratified = false;      // whether u is stratified over the batch
  // The side, in input pixels, of the squares that share their u. 1 draws u per pixel, as in the
  // paper.
  int noise_block = 1;
  // What is interpolated for the result map: "probabilities" or "logits".
  std::string map_upsampling = "probabilities";
  int marginal_samples = 64;  // masks drawn for the marginal confidence (Eq. 1)
  // The path of a picture over the classifier's input, white = kept. Empty if there is no mask, or
  // if it is passed to Engine::explain.
  std::string mask;
  // none | start: theta starts from the mask | keep: what it keeps stays kept | drop: what it drops
  // stays dropped
  std::string mask_role = "none";
  std::uint64_t seed = 0;
  // The number of layers, counted from the output, whose weights are shuffled beforehand.
  int randomized_layers = 0;
  std::string device = "auto";     // auto | cpu | cuda | cuda:N
  std::string precision = "fp32";  // fp32 | bf16
  int threads = 0;                 // 0: one per core

  friend bool operator==(const RunSpec& a, const RunSpec& b);
  friend bool operator!=(const RunSpec& a, const RunSpec& b) { return !(a == b); }
};

// Returns the settings of a preset. quick and standard search the smallest region that keeps a
// share of the evidence; paper sets a price per pixel, whose unit is the score range with a learned
// infiller and a method that draws masks (docs/adr/0010). A method without presets has one set of
// settings. `infill` empty: the method's own infiller.
RunSpec preset_spec(const std::string& preset, const std::string& method,
                    const std::string& infill = "");
// Returns the settings of the preset standard.
RunSpec default_spec(const std::string& method = "fido-ssr", const std::string& infill = "");
// Returns the settings of the spec's own preset, method and infiller.
RunSpec defaults_of(const RunSpec& spec);
// Returns `spec` with every setting that distinguishes presets at the value of this one. Seed,
// mask, contrast and the machine stay.
RunSpec with_preset(RunSpec spec, const std::string& preset);

// Returns whether the run searches the smallest region that keeps (or takes away) keep_evidence.
bool searches_evidence(const RunSpec& spec);

// Returns `spec` with another unit of lambda, at that unit's default for the method. A spec that
// searches the evidence gets the preset paper.
RunSpec with_lambda_unit(RunSpec spec, const std::string& unit);

// What determines a field in an evaluation.
enum class SpecScope {
  question,  // what is explained and how: the photo and the list of methods determine it
  setting,   // a setting of the method: it may differ from method to method
  machine,   // where the run is computed: it is the same for all methods
};

// A field of RunSpec. Command line, window, spec files and validation are all generated from the
// table of fields.
struct SpecField {
  using Member = std::variant<std::string RunSpec::*, double RunSpec::*, int RunSpec::*,
                              bool RunSpec::*, std::uint64_t RunSpec::*>;
  const char* key;     // "learning_rate"; the option is --learning-rate
  const char* symbol;  // the paper's, e.g. "λ"; may be empty
  SpecScope scope;
  Member member;
  double min, max;                   // the inclusive range of a number
  std::vector<std::string> choices;  // the valid values of a string; empty: any
  bool advanced;                     // whether the window shows it under "Advanced"
  const char* help;                  // what it is and how it changes the result
};
const std::vector<SpecField>& spec_fields();
// Returns null if there is no field with that key.
const SpecField* find_field(const std::string& key);
// Returns the option of a field: "--learning-rate".
std::string option_of(const SpecField& field);

// The fields that decide between evidence and price, as far as somebody has given them.
struct FormFields {
  bool has_lambda = false;
  std::string lambda_unit;    // empty: not given
  double keep_evidence = -1;  // negative: not given
  std::string preset;         // empty: not given
};
// Returns the value of keep_evidence that set_field() reads from `text`; -1 if it is invalid.
double parse_evidence_share(const std::string& text);

// Chooses between evidence and price before the fields of a spec are set one by one. A lambda or
// its unit alone asks for the form of the preset paper, keep_evidence for that of standard;
// settings that differ from the spec's own preset stay as they are, unless a preset is named. A
// lambda without a unit is in the paper's unit, and a unit without a lambda implies that unit's
// default. keep_evidence wins over both, because a complete spec holds all of them.
void choose_form(RunSpec& spec, const FormFields& set);

// Errors (usage): the fields ask for a price and for evidence.
Expected<void> check_form(const FormFields& set);

// Checks a lambda that was given without a unit, and so is in the paper's unit. Errors (usage): it
// is so large that multiples of the photo's score range may be meant, the unit of the method's
// default.
Expected<void> check_lambda_without_unit(const RunSpec& spec);

// Sets a field from text. Errors (usage): the text is not a valid value (the message names the
// option, the value, and the range or the closest valid choice).
Expected<void> set_field(RunSpec& spec, const SpecField& field, const std::string& text);
// Returns the value of a field as text that set_field() accepts.
std::string field_text(const RunSpec& spec, const SpecField& field);

// Checks that every field is in its range, and that method, infiller, mask and contrast fit
// together. Errors (usage): they do not (the message names the option).
Expected<void> validate(const RunSpec& spec);

// Returns all fields as a JSON object.
std::string to_json(const RunSpec& spec);
// Parses such an object. Missing keys, and fields that the method does not use, get the method's
// defaults. Errors (input), which name `source`: a key is unknown or a value is invalid.
Expected<RunSpec> spec_from_json(const std::string& json, const std::string& source);

}  // namespace fido
