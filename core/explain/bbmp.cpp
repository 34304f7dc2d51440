// BBMP (Fong & Vedaldi 2017) under the FIDO paper's settings (Alg. 1) optimises a single mask
// instead of a distribution. The mask keeps everything at the start, and its dropped region
// destroys the class.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_bbmp() {
  MethodInfo info;
  info.id = "bbmp";
  info.label = "BBMP";
  info.description =
      "A single mask, not a distribution. Dropping its region destroys the class (Fong & Vedaldi "
      "2017).";
  info.paper = "Fong & Vedaldi 2017";
  info.computes =
      "the dropped share of each pixel in a single mask whose dropped region destroys the class";
  info.infill_use = "under the mask";
  info.group = MethodGroup::mask;
  info.settings = {"lambda", "lambda_unit",   "tv",     "iterations",       "samples",
                   "grid",   "learning_rate", "warmup", "marginal_samples", "seed"};
  info.defaults.infill = "blur";
  info.defaults.lambda = 5e-3;
  info.defaults.samples = 1;
  info.defaults.warmup = 1;  // no penalty in the first step only
  info.optimizes_mask = true;
  info.keeps_important = false;
  info.accepts_mask = true;
  info.starts_fully_kept = true;
  return {info};
}

}  // namespace fido

#else

#include "core/explain/fido_run.h"

namespace fido {

Expected<std::unique_ptr<Explanation>> start_bbmp(Classifier& classifier, RunInput input) {
  return std::make_unique<FidoRun>(classifier, std::move(input));
}

}  // namespace fido

#endif
