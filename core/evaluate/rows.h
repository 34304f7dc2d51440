// The measured values of one photo, classifier and method: a row of per_image.csv.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/evaluate/metric.h"

namespace fido {

struct EvaluationRow {
  std::string classifier, image, method, infill;  // `infill` is empty for a baseline
  int label = 0;
  MetricValues values;  // finite; a metric that was not measured or does not exist is absent
};

inline constexpr const char* kRowsFile = "per_image.csv";

// Return the table's header and one row, each with its line end. Numbers have the fewest digits
// that read back as the same value.
std::string evaluation_header();
std::string to_csv_line(const EvaluationRow& row);

// Reads a whole table and skips a last line that was cut off by a kill. Errors (input): the file
// does not exist, its header lacks a column, or a row cannot be parsed (the message names the
// line).
Expected<std::vector<EvaluationRow>> load_evaluation(const std::filesystem::path& path);

}  // namespace fido
