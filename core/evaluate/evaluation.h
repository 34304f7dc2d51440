// What was measured of many photos by many methods: rows on disk, and what they say together.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/evaluate/metrics.h"

namespace fido {

struct MetricInfo {
  const char* name;   // "iou"
  const char* about;  // one sentence
  int better;         // 1: larger is better, -1: smaller is, 0: neither
};
// In the order of the columns.
const std::vector<MetricInfo>& metrics();

// "fido-ssr:mean@grid=28", as --methods and failed.csv write a row's "fido-ssr@grid=28" and "mean";
// a baseline has no infiller.
std::string method_text(const std::string& method, const std::string& infill);
// The row's method, with the settings of its own, and its infiller, empty where none is named.
std::pair<std::string, std::string> read_method_text(const std::string& text);
// "fido-ssr" of "fido-ssr@grid=28".
std::string without_settings(const std::string& method);

// One photo, classifier and method. A metric that was not asked for, or does not exist for this
// map, is absent.
struct EvaluationRow {
  std::string classifier, image, method, infill;
  int label = 0;
  std::map<std::string, double> values;  // finite
};

// per_image.csv: a head and a row each; numbers in the fewest digits that give them back.
std::string evaluation_head();
std::string to_line(const EvaluationRow& row);  // with its line end
// What is there of a file that a kill may have cut off in the middle of its last line, which is
// left out. Errors (input): no such file, another head, a row that is none; with the line.
Expected<std::vector<EvaluationRow>> load_evaluation(const std::filesystem::path& path);

// By classifier and method in the order given, every metric: mean and interval over the photos, and
// against the first method of that classifier the p of a paired test on the photos that both have.
struct EvaluationMean {
  std::string classifier, method, infill, metric;
  Bootstrap value;
  double p = 1;  // 1 for the first itself
};
std::vector<EvaluationMean> summarize(const std::vector<EvaluationRow>& rows);
std::string summary_head();
std::string summary_line(const EvaluationMean& mean);  // with its line end
std::string summary_csv(const std::vector<EvaluationMean>& means);
std::string summary_json(const std::vector<EvaluationMean>& means);

// The photos with which a method fared best and worst, best first, at most kExtremes of each, by
// the first that was measured of outside, sm, deletion, insertion and inflation. They point into
// `rows`, which are one classifier's and method's.
constexpr int kExtremes = 6;
struct Extremes {
  std::string metric;
  std::vector<const EvaluationRow*> best, worst;
};
Extremes extremes(const std::vector<EvaluationRow>& rows);
// The file of its map over the photo, in a folder of such pictures.
std::string picture_name(const EvaluationRow& row);

}  // namespace fido
