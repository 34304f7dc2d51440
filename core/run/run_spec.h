// A run as a value: the same fields drive the command line, the window, a spec file and
// result.json.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/error.h"

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

// The paper's constants for a method (BBMP: lambda 5e-3, one sample, no penalty in the first step
// only); with a learned infiller and a method that draws masks, lambda is read against the score
// range (docs/adr/0010). `infill` empty: the method's own, which is default_infiller() for FIDO.
RunSpec default_spec(const std::string& method = "fido-ssr", const std::string& infill = "");

// The same with lambda in another unit, at that unit's usual value for the method.
RunSpec with_lambda_unit(RunSpec spec, const std::string& unit);

// One row a field: command line, window, spec file and validation are all made from this table.
struct SpecField {
  using Member = std::variant<std::string RunSpec::*, double RunSpec::*, int RunSpec::*,
                              bool RunSpec::*, std::uint64_t RunSpec::*>;
  const char* key;     // "learning_rate"; the option is --learning-rate
  const char* symbol;  // the paper's, e.g. "λ"; may be empty
  const char* help;    // what it does to the result, one sentence
  Member member;
  double min = 0, max = 0;           // numbers only
  std::vector<std::string> choices;  // strings with a fixed set only
  bool advanced = true;              // behind "Advanced" in the window
};
const std::vector<SpecField>& spec_fields();
const SpecField* find_field(const std::string& key);
// Whether the field changes what this method finds or how fast it is: a gradient has no price of
// pixels.
bool matters(const SpecField& field, const std::string& method);
// Windows side by side of the methods that move one over a grid: each is two steps wide.
inline int windows_along(int grid) { return grid > 1 ? grid - 1 : 1; }
// Steps of a whole run: its iterations, or as many as it takes to look at every window.
int planned_steps(const RunSpec& spec);

// Of a spec that begins with its defaults, before its fields are set one by one: a lambda without a
// unit is the paper's, and a unit without a lambda takes that unit's usual one. `unit` empty: none
// was given.
void settle_lambda_unit(RunSpec& spec, bool lambda_given, const std::string& unit);

// Sets a field from text. Errors (usage) name the option, the value and the nearest valid choice or
// the range.
Expected<void> set_field(RunSpec& spec, const SpecField& field, const std::string& text);
std::string field_text(const RunSpec& spec, const SpecField& field);

// Every field in its range, method and infiller known and fit for each other. Errors (usage).
Expected<void> validate(const RunSpec& spec);

// JSON, every field. A missing key takes its default for the method; an unknown or impossible one
// is an error (input) that names `source`.
std::string to_json(const RunSpec& spec);
Expected<RunSpec> spec_from_json(const std::string& json, const std::string& source);

}  // namespace fido
