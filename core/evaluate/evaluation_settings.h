// The settings of an evaluation, stored as evaluation.json in its folder. Rows belong to one table
// only if their settings are the same.
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
    std::string method, infill;  // as in the rows; `infill` is empty for a baseline
    // Classifier, target and threads do not count. Default-constructed for a baseline.
    RunSpec spec;
    std::string infill_sha256;               // of a learned infiller's weights
    std::vector<std::string> saliency_nets;  // SHA-256 of each network a trained method may use
  };

  std::string version;  // of the program that began it; does not affect the rows
  std::string boxes_sha256;
  std::string limit;  // as the user typed it; empty for all photos
  std::size_t photos = 0;
  std::string photos_sha256;  // of their names in order, which decides their seeds
  std::vector<Classifier> classifiers;
  std::vector<std::string> metrics;  // names of metric groups
  std::optional<Judge> judge;        // if a metric uses one
  std::vector<Method> methods;       // in the order of --methods; tests compare with the first
};

// Returns whether rows of the two evaluations belong to one table. `version` is ignored.
bool operator==(const EvaluationSettings& a, const EvaluationSettings& b);
inline bool operator!=(const EvaluationSettings& a, const EvaluationSettings& b) {
  return !(a == b);
}
bool operator==(const EvaluationSettings::Classifier& a, const EvaluationSettings::Classifier& b);
bool operator==(const EvaluationSettings::Method& a, const EvaluationSettings::Method& b);

inline constexpr const char* kSettingsFile = "evaluation.json";

std::string to_json(const EvaluationSettings& settings);
// Errors (input): the file does not exist, is not an evaluation's, or has a newer format.
Expected<EvaluationSettings> load_evaluation_settings(const std::filesystem::path& file);

// Returns the SHA-256 of a learned infiller's weights; empty for other infillers.
std::string infiller_weights_sha256(const std::string& infill);

}  // namespace fido
