// How much an iteration costs over the classifier that it asks: both in one run, interleaved.
#pragma once

#include "core/base/error.h"
#include "core/image/image.h"
#include "core/model/card.h"
#include "core/run/run_spec.h"

namespace fido {

struct BenchResult {
  double seconds_iteration = 0;  // median over the rounds of a round's mean
  // forward + gradient to the input of the same batch, nothing else; likewise
  double seconds_classifier = 0;
  double ratio = 0;         // median of the rounds' ratios
  double seconds_edit = 0;  // one hand-made mask infilled and classified, batch 1
  int rounds = 0, batch = 0, threads = 0;
  std::string device, precision, libtorch, blas;
};

// `rounds` times: ten iterations of the run, ten passes of the classifier, ten edits.
Expected<BenchResult> bench(const ClassifierCard& card, const RunSpec& spec, const ImagePtr& photo,
                            int rounds);

}  // namespace fido
