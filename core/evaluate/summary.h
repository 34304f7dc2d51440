// Summarises the rows of an evaluation: means, intervals, paired tests, and the photos with the
// best and worst values of each method.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/evaluate/rows.h"
#include "core/evaluate/statistics.h"

namespace fido {

// The ids of classifiers and the pairs (method, infill) in the order of the evaluation.
struct EvaluationOrder {
  std::vector<std::string> classifiers;
  std::vector<std::pair<std::string, std::string>> methods;
};

// Sorts rows by classifier and photo, and by method within a photo, as one uninterrupted process
// would have written them. Rows that are not in the order come last.
void sort_rows(std::vector<EvaluationRow>& rows, const EvaluationOrder& order);

// The mean of one metric of one classifier and method over the photos.
struct EvaluationMean {
  std::string classifier, method, infill, metric;
  MeanInterval value;
  // p of a paired test against the first method of the order, on the photos that both have; 1 for
  // that method itself, NaN if they have no photo in common.
  double p = 1;
};

// Returns the means in the given order. If the order has no methods, the first one in the rows is
// the reference of the tests.
std::vector<EvaluationMean> summarize(const std::vector<EvaluationRow>& rows,
                                      const EvaluationOrder& order);

// Return the header of summary.csv, one row of it (each with its line end), and the whole file.
std::string summary_header();
std::string summary_line(const EvaluationMean& mean);
std::string summary_csv(const std::vector<EvaluationMean>& means);
std::string summary_json(const std::vector<EvaluationMean>& means);

// The photos with the best and worst values of a method, at most kMaxExtremes of each, sorted from
// best to worst.
constexpr int kMaxExtremes = 6;
struct Extremes {
  std::string metric;  // by which they are sorted; empty if none of those below was measured
  std::vector<const EvaluationRow*> best, worst;
};
// Finds the extremes by the first of outside, sm, deletion, insertion and inflation that was
// measured. `rows` belong to one classifier and method; the result points into them.
Extremes extremes(const std::vector<EvaluationRow>& rows);

// Returns the name of the file in kPicturesFolder that shows the row's map over its photo.
std::string picture_name(const EvaluationRow& row);
inline constexpr const char* kPicturesFolder = "pictures";

}  // namespace fido
