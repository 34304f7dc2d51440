// What was measured of one photo by one classifier and method: a row of per_image.csv.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/evaluate/metric.h"

namespace fido {

struct EvaluationRow {
  std::string classifier, image, method, infill;  // infill empty: a baseline
  int label = 0;
  MetricValues values;  // finite; a metric that was not asked for or does not exist is absent
};

inline constexpr const char* kRowsFile = "per_image.csv";

// The table's head and one of its lines, each with its line end; numbers in the fewest digits that
// read back the same.
std::string evaluation_head();
std::string to_line(const EvaluationRow& row);

// Reads a whole table. A last line that a kill has cut off is left out. Errors (input): the file
// does not exist, its header lacks a column, or a row cannot be parsed (the message names the
// line).
Expected<std::vector<EvaluationRow>> load_evaluation(const std::filesystem::path& path);

}  // namespace fido
