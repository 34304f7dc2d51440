// What an evaluation measures of what: evaluation.json in its folder. Rows belong into one table
// only where all of it is the same.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/run/run_spec.h"

namespace fido {

struct EvaluationSettings {
  struct Classifier {
    std::string id, sha256, fingerprint;
  };
  struct Judge {
    std::string infill, sha256;
  };
  struct Method {
    std::string method, infill;  // as a row has them; empty infill: a baseline
    RunSpec spec;               // without classifier, target and threads; a baseline's is untouched
    std::string infill_sha256;  // of a learned infiller's weights
    std::vector<std::string> maskers;  // hashes of what a trained method may have asked
  };

  std::string version;  // of the program that began it; says nothing about its rows
  std::string boxes_sha256;
  std::string limit;  // as it was typed; empty: all photos
  std::size_t photos = 0;
  std::string photos_sha256;  // of their names, in order: others would have other seeds
  std::vector<Classifier> classifiers;
  std::vector<std::string> metrics;  // names of groups
  std::optional<Judge> judge;        // where a metric asks one
  std::vector<Method> methods;  // in the order of --methods: the first is the reference of tests
};

// Whether rows of the two belong into one table; `version` does not count.
bool operator==(const EvaluationSettings& a, const EvaluationSettings& b);
inline bool operator!=(const EvaluationSettings& a, const EvaluationSettings& b) {
  return !(a == b);
}
bool operator==(const EvaluationSettings::Classifier& a, const EvaluationSettings::Classifier& b);
bool operator==(const EvaluationSettings::Method& a, const EvaluationSettings::Method& b);

inline constexpr const char* kSettingsFile = "evaluation.json";

std::string to_json(const EvaluationSettings& settings);
// Errors (input): the file is absent, is not an evaluation's, or has a newer format.
Expected<EvaluationSettings> load_evaluation_settings(const std::filesystem::path& file);

// The SHA-256 of a learned infiller's weights; empty for any other.
std::string infiller_weights_sha256(const std::string& infill);

}  // namespace fido
