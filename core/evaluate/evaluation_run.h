// An evaluation: methods on photos, each map measured as soon as it is there.
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
  std::filesystem::path out;  // exists
  int limit = 0;              // photos
  std::string limit_text;     // as it was typed; empty: all
  int shard = 0, shards = 1;
  bool resume = false;
  std::vector<ClassifierCard> classifiers;
  std::vector<EvaluationEntry> entries;
  std::set<std::string> metrics;  // names of groups
  RunSpec machine;                // device, precision, threads, and the judge's seed
};

// What an evaluation says while it runs; any may be empty.
struct EvaluationObserver {
  std::function<void(const std::string&)> on_message;  // a sentence
  // After each row: of how many rows of this process how many have been tried, and the seconds left
  // (negative: not known yet; methods differ in what they cost, so it takes a whole photo).
  std::function<void(const ClassifierCard&, std::size_t tried, std::size_t wanted, double left)>
      on_progress;
  std::function<void(const EvaluationFailure&, const Error&)> on_failure;
};

struct EvaluationResult {
  std::vector<EvaluationRow> rows;  // all of the folder, in order
  EvaluationOrder order;
  std::vector<EvaluationFailure> failures;
  ErrorCode worst_failure = ErrorCode::input;  // where there are failures
};

// How many maps the job asks for, without making any.
struct EvaluationSize {
  std::size_t photos = 0;      // of this shard
  std::size_t all_photos = 0;  // of all shards
  std::size_t maps = 0;        // of this shard
};
Expected<EvaluationSize> evaluation_size(const EvaluationJob& job,
                                         const EvaluationObserver& observer);

// Measures what is missing in job.out and leaves there rows, failures and pictures of the extremes
// (docs/evaluation.md). Photos and methods that fail are reported and left out. Errors: (usage,
// input) nothing can be measured; (input) a row cannot be written; interrupted. What has been
// measured stays.
Expected<EvaluationResult> run_evaluation(const EvaluationJob& job,
                                          const MakeEvaluationEngine& make_engine,
                                          const EvaluationObserver& observer);

// Names of the pictures that are kept, for the rows of one classifier and method.
std::set<std::string> extreme_pictures(const std::vector<EvaluationRow>& rows);

}  // namespace fido
