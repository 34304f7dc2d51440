// The list of metrics: description, cost, and the function that measures each. Metrics that result
// from one computation form a group: one file in metrics/ and one line of metrics.def.
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

// The map of one photo by one method, with everything that a metric may need.
struct MeasuredMap {
  const ClassifierCard& classifier;
  const DatasetPhoto& photo;
  Plane map;  // of the classifier's input size
  // The run that made the map; null for a baseline.
  std::shared_ptr<const RunResult> result;
  RunSpec spec;       // of that run
  std::string judge;  // the infiller that fills what metrics remove, the same for all maps
  std::uint64_t judge_seed = 0;
  EvaluationEngine& engine;  // has loaded `classifier`
  // Returns a separate engine for runs with another classifier, created at the first call: loading
  // a network takes longer than some methods.
  std::function<EvaluationEngine&()> second_engine;

  bool is_baseline() const { return result == nullptr; }
  // Returns p and score of the true class under a mask (classifier's input size, 1 = kept) that is
  // infilled by the judge. Errors: those of the engine.
  Expected<Prediction> predict_under_mask(const Plane& mask) const;
};

// Values by the name of the metric. A value that does not exist for a map, such as the share of an
// empty region, is absent.
using MetricValues = std::map<std::string, double>;

struct MetricInfo {
  const char* name;         // "iou"
  const char* description;  // one phrase
  int direction;            // 1: larger is better, -1: smaller is better, 0: neither
};

enum class MetricCost {
  none,                 // uses existing numbers only
  forward_passes,       // needs some forward passes of the classifier
  many_forward_passes,  // needs a hundred or so
  runs,                 // makes every map again
};

struct MetricGroup {
  std::string name;         // "wsl"; empty for the group that is always measured
  std::string label;        // "Localisation"
  std::string description;  // one phrase
  MetricCost cost = MetricCost::none;
  std::vector<MetricInfo> metrics;  // in the order of their columns
  // Measures the group's metrics and adds their values. Errors: those of the engine.
  Expected<void> (*measure)(const MeasuredMap& map, MetricValues& values) = nullptr;

  // Returns whether the group is measured by default: all groups are, except those that take as
  // long as making the maps.
  bool is_default() const { return cost == MetricCost::none || cost == MetricCost::forward_passes; }
};

// Returns all groups in the order of their columns.
const std::vector<MetricGroup>& metric_groups();
// Returns the metrics of all groups in the same order.
const std::vector<MetricInfo>& metrics();

}  // namespace fido
