// FIDO (Chang et al. 2019): the smallest sufficient region (SSR), the smallest destroying region
// (SDR), and both at once.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_fido() {
  MethodInfo ssr;
  ssr.id = "fido-ssr";
  ssr.label = "SSR: keep";
  ssr.description = "The smallest region that sustains the class when kept (FIDO, Eq. 4).";
  ssr.paper = "Chang et al. 2019";
  ssr.computes =
      "the probability that a pixel belongs to the smallest region that sustains the class when "
      "kept";
  ssr.infill_use = "under the masks";
  ssr.group = MethodGroup::mask;
  ssr.settings = {"preset",     "keep_evidence", "lambda",         "lambda_unit",
                  "tv",         "iterations",    "samples",        "grid",
                  "seed",       "learning_rate", "temperature",    "warmup",
                  "stratified", "noise_block",   "map_upsampling", "marginal_samples"};
  ssr.optimizes_mask = true;
  ssr.samples_masks = true;
  ssr.accepts_mask = true;

  MethodInfo sdr = ssr;
  sdr.id = "fido-sdr";
  sdr.label = "SDR: drop";
  sdr.description = "The smallest region that destroys the class when dropped (FIDO, Eq. 5).";
  sdr.computes =
      "the probability that a pixel belongs to the smallest region that destroys the class when "
      "dropped";
  sdr.keeps_important = false;
  sdr.evidence_share = 0.5;

  MethodInfo joint = ssr;
  joint.id = "fido-joint";
  joint.label = "SSR + SDR: both";
  joint.description =
      "The smallest region that sustains the class when kept and destroys it when dropped (Korsch "
      "et al. 2023).";
  joint.paper = "Korsch et al. 2023";
  joint.computes =
      "the probability that a pixel belongs to the smallest region that sustains the class when "
      "kept and destroys it when dropped";
  joint.is_joint = true;
  joint.evidence_share = 0.5;
  return {ssr, sdr, joint};
}

}  // namespace fido

#else

#include "core/explain/fido_run.h"

namespace fido {

Expected<std::unique_ptr<Explanation>> start_fido(Classifier& classifier, RunInput input) {
  return std::make_unique<FidoRun>(classifier, std::move(input));
}

}  // namespace fido

#endif
