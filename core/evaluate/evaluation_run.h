// An evaluation: several methods on many photos. Each map is measured as soon as it is made.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/evaluate/entries.h"
#include "core/evaluate/evaluation_engine.h"
#include "core/evaluate/evaluation_folder.h"
#include "core/evaluate/summary.h"
#include "core/model/card.h"

namespace fido {

struct EvaluationJob {
  std::filesystem::path images, boxes;
  std::filesystem::path out;  // an existing folder
  int limit = 0;              // number of photos
  std::string limit_text;     // as the user typed it; empty for all photos
  int shard = 0, shards = 1;
  bool resume = false;
  std::vector<ClassifierCard> classifiers;
  std::vector<EvaluationEntry> entries;
  std::set<std::string> metrics;  // names of metric groups
  RunSpec machine;                // device, precision, threads, and the judge's seed
};

// Receives the events of a running evaluation. Any function may be empty.
struct EvaluationObserver {
  std::function<void(const std::string&)> on_message;  // one sentence
  // Called after each row with the number of rows that this process has tried, the number that it
  // has to measure, and the estimated seconds left. The estimate is negative until one photo is
  // finished, because methods differ in cost.
  std::function<void(const ClassifierCard&, std::size_t rows_done, std::size_t rows_total,
                     double seconds_left)>
      on_progress;
  std::function<void(const EvaluationFailure&, const Error&)> on_failure;
};

struct EvaluationResult {
  std::vector<EvaluationRow> rows;  // all rows of the folder, in order
  EvaluationOrder order;
  std::vector<EvaluationFailure> failures;
  ErrorCode worst_failure = ErrorCode::input;  // meaningful only if there are failures
};

struct EvaluationSize {
  std::size_t photos = 0;      // of this shard
  std::size_t all_photos = 0;  // of all shards
  std::size_t maps = 0;        // of this shard
};
// Counts the maps that the job requires, without making any.
Expected<EvaluationSize> evaluation_size(const EvaluationJob& job,
                                         const EvaluationObserver& observer);

// Measures what is missing in job.out and writes rows, failures and pictures of the extremes there
// (docs/evaluation.md). Photos and methods that fail are reported and skipped. Errors: (usage,
// input) nothing can be measured, (input) a row cannot be written, or the user has interrupted.
// Rows that have been measured are kept in every case.
Expected<EvaluationResult> run_evaluation(const EvaluationJob& job,
                                          const MakeEvaluationEngine& make_engine,
                                          const EvaluationObserver& observer);

// Returns the file names of the pictures to keep for the rows of one classifier and method.
std::set<std::string> extreme_picture_names(const std::vector<EvaluationRow>& rows);

}  // namespace fido
