// Runs of the methods with a fixed number of forward passes, and their comparison with a reference.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/run/methods.h"
#include "tests/core/run_support.h"

namespace fido::test {

inline RunInput make_input(Classifier& classifier, const std::string& method,
                           const std::string& infill = "mean") {
  RunSpec spec = default_spec(method, infill);
  spec.seed = 42;
  spec.samples = 8;
  spec.iterations = 4;
  spec.grid = 8;
  RunInput in = make_run_input(classifier, std::move(spec));
  if (method == "sedc")
    in.target = score_batch(classifier, in, in.image).value().predicted_class.front();
  in.original_score = score_batch(classifier, in, in.image).value().scores.front();
  return in;
}

inline Expected<std::unique_ptr<Explanation>> start_run(Classifier& classifier, RunInput input) {
  const std::string method = input.spec.method;
  return find_start_method(method)(classifier, std::move(input));
}

inline RunResult run_to_end(Classifier& classifier, RunInput input) {
  auto run = start_run(classifier, std::move(input));
  if (!run) qFatal("%s", run.error().message.c_str());
  while (!(*run)->done())
    if (auto step = (*run)->step(); !step) qFatal("%s", step.error().message.c_str());
  return (*run)->result([] { return true; }).value();
}

// Returns the largest absolute difference relative to the largest expected value.
inline double relative_error(const std::vector<float>& values,
                             const std::vector<double>& expected) {
  double max_error = 0, max_expected = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    max_error = std::max(max_error, std::abs(static_cast<double>(values[i]) - expected[i]));
    max_expected = std::max(max_expected, std::abs(expected[i]));
  }
  return max_error / max_expected;
}

}  // namespace fido::test
