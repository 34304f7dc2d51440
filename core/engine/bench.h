// Measures how much more an iteration costs than the classifier's own passes. Both are measured in
// one run, interleaved.
#pragma once

#include "core/base/error.h"
#include "core/image/image.h"
#include "core/model/card.h"
#include "core/run/run_spec.h"

namespace fido {

struct BenchResult {
  // Each time is the median over the rounds of a round's mean.
  double seconds_iteration = 0;
  double seconds_classifier = 0;  // forward pass and input gradient of the same batch, nothing else
  double ratio = 0;               // median of the rounds' ratios
  double seconds_edit = 0;        // one hand-made mask infilled and classified, batch 1
  int rounds = 0, batch = 0, threads = 0;
  std::string device, precision, libtorch, blas;
};

// Runs `rounds` rounds of ten iterations, ten passes of the classifier and ten edits each, after a
// warm-up round. Errors: those of the engine.
Expected<BenchResult> bench(const ClassifierCard& card, const RunSpec& spec, const ImagePtr& photo,
                            int rounds);

}  // namespace fido
