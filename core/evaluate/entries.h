// The rows of an evaluation's table, as --methods names them.
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
  std::string method;  // "fido-ssr@grid=28", with the settings of its own
  std::string infill;  // empty: a baseline
  RunSpec spec;        // untouched for a baseline

  bool is_baseline() const { return infill.empty(); }
};

// "fido-ssr:mean@grid=28", as --methods and failed.csv write the method "fido-ssr@grid=28" with the
// infiller "mean"; a baseline has no infiller.
std::string method_text(const std::string& method, const std::string& infill);
// The other way round; the infiller is empty where none is named.
std::pair<std::string, std::string> read_method_text(const std::string& text);
// "fido-ssr" of "fido-ssr@grid=28".
std::string without_settings(const std::string& method);

// Reads "fido-ssr,fido-ssr:mean@grid=28@tv=0.01,center": methods with :infill or their own, the
// fields that all of them take (`common`), and behind an @ what holds for one alone; max, center
// and bbox are baselines. Errors (usage): an unknown name or setting, a method named twice, a
// common setting that no method takes.
Expected<std::vector<EvaluationEntry>> read_entries(const std::string& list,
                                                    const FieldValues& common);
// Reads one of them.
Expected<EvaluationEntry> read_entry(const std::string& text, const FieldValues& common);

}  // namespace fido
