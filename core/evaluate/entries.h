// The rows of an evaluation's table, as --methods lists them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"

namespace fido {

// A method with its infiller and settings, or a baseline.
struct EvaluationEntry {
  std::string method;  // with its own settings: "fido-ssr@grid=28"
  std::string infill;  // empty for a baseline
  RunSpec spec;        // default-constructed for a baseline

  bool is_baseline() const { return infill.empty(); }
};

// Joins a method and its infiller in the syntax of --methods and failed.csv: "fido-ssr@grid=28" and
// "mean" become "fido-ssr:mean@grid=28". A baseline has no infiller.
std::string method_text(const std::string& method, const std::string& infill);
// The inverse of method_text(): returns method and infiller; the infiller is empty if `text` has
// none.
std::pair<std::string, std::string> parse_method_text(const std::string& text);
// Returns the method's id without its settings: "fido-ssr" for "fido-ssr@grid=28".
std::string strip_settings(const std::string& method);

// Parses a list such as "fido-ssr,fido-ssr:mean@grid=28@tv=0.01,center". A method without ":infill"
// uses its default infiller; the fields in `common` apply to all methods, and what follows an "@"
// applies to one alone; max, center and bbox are baselines. Errors (usage): a name or setting is
// unknown, a method is listed twice, or no method uses one of the common fields.
Expected<std::vector<EvaluationEntry>> parse_entries(const std::string& list,
                                                     const FieldValues& common);
// Parses one entry of such a list.
Expected<EvaluationEntry> parse_entry(const std::string& text, const FieldValues& common);

}  // namespace fido
