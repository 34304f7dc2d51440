// A run as a value: the same fields drive the command line, the window, a spec file and
// result.json.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/error.h"

namespace fido {

struct RunSpec {
  std::string classifier;  // id or path of a card
  std::string method = "fido-ssr";
  std::string infill = "push-pull";
  std::string target = "top";  // "top", an index, or a label
  std::string contrast;        // empty, an index, or a label: maximise s(target) - s(contrast)
  // price of a pixel, summed over all pixels of the input; or what lambda_unit says
  double lambda = 1e-3;
  // pixel: lambda is the price of one pixel (the paper's). range: of all pixels together, as a
  // multiple of the photo's score range s(x) - s(all infilled), so that one number means the same
  // for every photo, classifier and infiller.
  std::string lambda_unit = "pixel";
  double tv = 0.0;  // weight of the squared total variation
  int iterations = 300;
  int samples = 8;              // masks drawn in a step, one batch
  int grid = 56;                // theta has grid x grid entries
  double area = 0.1;            // of the photo, kept by the mask of a method that is given one
  double learning_rate = 0.05;  // Adam's, falling linearly to 0
  double temperature = 0.1;     // of the concrete distribution
  int warmup = 30;              // steps over which the penalty rises from 0 to full
  bool stratified = false;      // u drawn stratified over the batch
  // side, in pixels of the input, of the squares that are dropped together; 1: the paper's
  int noise_block = 1;
  // what is interpolated for the result map: or "logits"
  std::string map_upsampling = "probabilities";
  int marginal_samples = 64;  // masks drawn for the marginal confidence (Eq. 1)
  // path of a picture, white = kept, over what the classifier sees; or handed to the engine
  std::string mask;
  // none | start: theta begins there | keep: what it keeps stays kept | drop: what it drops stays
  // dropped
  std::string mask_role = "none";
  std::uint64_t seed = 0;
  // the weights of so many layers, counted from the output, are shuffled beforehand
  int randomized_layers = 0;
  std::string device = "auto";     // auto | cpu | cuda | cuda:N
  std::string precision = "fp32";  // fp32 | bf16
  int threads = 0;                 // 0: one a core

  friend bool operator==(const RunSpec& a, const RunSpec& b);
  friend bool operator!=(const RunSpec& a, const RunSpec& b) { return !(a == b); }
};

// Returns the method's defaults (methods.h); with a learned infiller and a method that draws masks,
// lambda is read against the score range (docs/adr/0010). `infill` empty: the method's own.
RunSpec default_spec(const std::string& method = "fido-ssr", const std::string& infill = "");

// The same with lambda in another unit, at that unit's default for the method.
RunSpec with_lambda_unit(RunSpec spec, const std::string& unit);

// Who decides on a field.
enum class SpecScope {
  question,  // what is asked of what: in an evaluation the photo and the list of methods decide
  setting,   // how a method answers: may differ from method to method
  machine,   // where it runs: the same for all methods of an evaluation
};

// One row for each field: command line, window, spec file and validation are all made from this
// table.
struct SpecField {
  using Member = std::variant<std::string RunSpec::*, double RunSpec::*, int RunSpec::*,
                              bool RunSpec::*, std::uint64_t RunSpec::*>;
  const char* key;     // "learning_rate"; the option is --learning-rate
  const char* symbol;  // the paper's, e.g. "λ"; may be empty
  SpecScope scope;
  Member member;
  double min, max;                   // the range of a number
  std::vector<std::string> choices;  // of a string with a fixed set of values
  bool advanced;                     // behind "Advanced" in the window
  const char* help;                  // what it does to the result, one sentence
};
const std::vector<SpecField>& spec_fields();
// Null: there is no field of that key.
const SpecField* find_field(const std::string& key);
// "--learning-rate"
std::string option_of(const SpecField& field);

// Decides on the unit of lambda, in a spec that holds its defaults, before its fields are set one
// by one: a lambda without a unit is the paper's, and a unit without a lambda takes that unit's
// default. `unit` empty: none was given.
void resolve_lambda_unit(RunSpec& spec, bool lambda_given, const std::string& unit);

// Sets a field from text. Errors (usage) name the option, the value and the nearest valid choice or
// the range.
Expected<void> set_field(RunSpec& spec, const SpecField& field, const std::string& text);
std::string field_text(const RunSpec& spec, const SpecField& field);

// Every field in its range, method and infiller known and fit for each other. Errors (usage).
Expected<void> validate(const RunSpec& spec);

// JSON, every field. A missing key takes its default for the method, and so does a field that the
// method does not use; an unknown or impossible one is an error (input) that names `source`.
std::string to_json(const RunSpec& spec);
Expected<RunSpec> spec_from_json(const std::string& json, const std::string& source);

}  // namespace fido
