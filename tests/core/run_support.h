// Runs of the tests' small classifiers on golden_photo().
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/explain/run_common.h"
#include "core/infill/infillers.h"
#include "core/model/classifier.h"
#include "tests/core/support.h"

namespace fido::test {

inline ClassifierCard load_test_card(const std::string& id) {
  auto card =
      load_classifier_card(std::string(FIDOSCOPE_TEST_DATA) + "/models/" + id + ".card.json");
  if (!card) qFatal("%s", card.error().message.c_str());
  return std::move(*card);
}

inline std::unique_ptr<Classifier> load_test_classifier(const std::string& id) {
  auto classifier = Classifier::load(load_test_card(id), "cpu", "fp32");
  if (!classifier) qFatal("%s", classifier.error().message.c_str());
  return std::move(*classifier);
}

inline RunInput make_run_input(Classifier& classifier, RunSpec spec, int target = 3) {
  RunInput in;
  in.spec = std::move(spec);
  in.image = classifier.normalize(classifier.crop_and_resize(golden_photo()));
  in.mean = classifier.mean();
  in.std = classifier.std();
  in.infiller = make_infiller(in.spec.infill).value();
  in.preview_infiller = make_infiller(in.spec.infill).value();
  in.infill_is_stochastic = find_infiller(in.spec.infill)->stochastic;
  in.target = target;
  in.lambda_per_pixel = in.spec.lambda;
  in.labels.assign(static_cast<std::size_t>(classifier.card().num_classes), "class");
  return in;
}

inline RunSpec small_spec(const std::string& method = "fido-ssr") {
  auto spec = preset_spec("paper", method);
  spec.grid = 6;
  spec.iterations = 20;
  spec.warmup = 3;
  spec.seed = 42;
  spec.infill = "mean";
  return spec;
}

// For Explanation::result(): nobody stops the run.
inline bool always() { return true; }

inline double max_abs(const std::vector<double>& a) {
  double out = 0;
  for (const double v : a) out = std::max(out, std::abs(v));
  return out;
}

inline double max_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double out = a.size() == b.size() ? 0 : 1e9;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    out = std::max(out, std::abs(a[i] - b[i]));
  return out;
}

}  // namespace fido::test
