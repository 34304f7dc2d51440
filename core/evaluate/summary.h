// What the rows of an evaluation say together: means, intervals, paired tests, and the photos with
// which a method fared best and worst.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/evaluate/rows.h"
#include "core/evaluate/statistics.h"

namespace fido {

// Names of classifiers and pairs (method, infill) in the order in which the evaluation has them.
struct EvaluationOrder {
  std::vector<std::string> classifiers;
  std::vector<std::pair<std::string, std::string>> methods;
};

// Sorts rows by classifier and photo, and by method within a photo, as one process without a break
// would have written them. What the order does not name comes last.
void sort_rows(std::vector<EvaluationRow>& rows, const EvaluationOrder& order);

// One metric of one classifier and method, over the photos.
struct EvaluationMean {
  std::string classifier, method, infill, metric;
  MeanInterval value;
  // Of a paired test against the first method of the order, on the photos that both have; 1 for
  // that method itself, NaN where they have none in common.
  double p = 1;
};

// Returns the means in the order given. Where it names no method, the first one of the rows stands
// in.
std::vector<EvaluationMean> summarize(const std::vector<EvaluationRow>& rows,
                                      const EvaluationOrder& order);

// summary.csv: its head and one of its lines, each with its line end, and the whole of it.
std::string summary_head();
std::string summary_line(const EvaluationMean& mean);
std::string summary_csv(const std::vector<EvaluationMean>& means);
std::string summary_json(const std::vector<EvaluationMean>& means);

// The photos with which a method fared best and worst, the best first, at most kExtremes of each,
// by the first of outside, sm, deletion, insertion and inflation that was measured. They point into
// `rows`, which are those of one classifier and method.
constexpr int kExtremes = 6;
struct Extremes {
  std::string metric;
  std::vector<const EvaluationRow*> best, worst;
};
Extremes extremes(const std::vector<EvaluationRow>& rows);

// The name of the file with the row's map over its photo, in a folder of such pictures.
std::string picture_name(const EvaluationRow& row);
inline constexpr const char* kPicturesFolder = "pictures";

}  // namespace fido
