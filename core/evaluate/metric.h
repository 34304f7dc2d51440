// The list of metrics: what each is, what it costs, and the function that measures it. A group of
// metrics that come out of one computation is one file in metrics/ and one line of metrics.def.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/evaluate/dataset.h"
#include "core/evaluate/evaluation_engine.h"
#include "core/run/engine.h"

namespace fido {

// A map of one photo by one method, with all that its metrics may ask.
struct MeasuredMap {
  const ClassifierCard& classifier;
  const DatasetPhoto& photo;
  Plane map;  // at the classifier's input
  // The run that made the map; null for a baseline, which no method made.
  std::shared_ptr<const RunResult> result;
  RunSpec spec;       // of that run
  std::string judge;  // the infiller that fills what metrics remove: the same for all maps
  std::uint64_t judge_seed = 0;
  EvaluationEngine& engine;  // with the classifier loaded
  // An engine of its own for runs with another classifier, made when it is first asked for: to load
  // a network takes longer than some methods.
  std::function<EvaluationEngine&()> second_engine;

  bool is_baseline() const { return result == nullptr; }
  // p and score of the true class under a mask (input size, 1 = kept), infilled by the judge.
  Expected<Prediction> judge_mask(const Plane& mask) const;
};

// By metric. What does not exist for a map, such as a share of nothing, is absent.
using MetricValues = std::map<std::string, double>;

struct MetricInfo {
  const char* name;   // "iou"
  const char* about;  // one sentence
  int better;         // 1: larger is better, -1: smaller is, 0: neither
};

enum class MetricCost {
  none,            // of numbers that are there
  forward_passes,  // asks the classifier some times
  runs,            // makes every map again
};

struct MetricGroup {
  std::string name;   // "wsl"; empty: always measured
  std::string label;  // "Localisation"
  std::string about;  // one sentence
  MetricCost cost = MetricCost::none;
  std::vector<MetricInfo> metrics;  // in the order of their columns
  // Adds its values. Errors: those of the engine.
  Expected<void> (*measure)(const MeasuredMap& map, MetricValues& values) = nullptr;

  // Whether it is measured where nobody chooses: all but those that make every map again.
  bool is_default() const { return cost != MetricCost::runs; }
};

// In the order of their columns.
const std::vector<MetricGroup>& metric_groups();
// The metrics of all groups.
const std::vector<MetricInfo>& metrics();

}  // namespace fido
