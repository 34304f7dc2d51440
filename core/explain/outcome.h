// What every method begins with and ends with: the question, and what the classifier says of the
// photo under a mask. Internal: tensors.
#pragma once

#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "core/infill/infiller.h"
#include "core/model/classifier.h"
#include "core/run/engine.h"

namespace fido {

// What a run is about, settled before its first step.
struct RunInput {
  RunSpec spec;
  torch::Tensor image;  // [1,C,H,W] normalised
  torch::Tensor mean, std;
  bool bgr = false;
  // two of spec.infill, so that looking never changes what a stochastic run draws
  std::unique_ptr<Infiller> infiller, viewer;
  int target = 0;
  std::optional<int> contrast;
  // what a kept (or dropped) pixel costs: spec.lambda, in whatever unit it is given
  double pixel_price = 0;
  std::vector<std::string> labels;
  Plane mask;        // grid, 1 = kept, as spec.mask_role has it; empty without one
  double asked = 0;  // s(target), minus s(contrast) where there is one, of the untouched photo
  // what a result says that the run itself does not know: photo, classifier, device, the untouched
  // photo's scores
  RunResult known;

  InfillerInput forInfiller(std::uint64_t seed) const { return {image, mean, std, seed, bgr}; }
  // Infiller and viewer begin with the photo.
  void begin() const;
};

// x where kept, the fill elsewhere; keep [N,1,H,W] of zeros and ones.
torch::Tensor compose(const torch::Tensor& image, const torch::Tensor& keep,
                      const torch::Tensor& fill);

// Logits without gradients, [N,K] on the CPU. Errors (failed): NaN or infinite.
Expected<torch::Tensor> finite_logits(Classifier& classifier, const torch::Tensor& input);

// s(target), minus s(contrast) where there is one, p(target), and the class that the network names,
// of every picture.
struct Scored {
  std::vector<double> scores, probabilities;
  std::vector<int> named{};
  double dropped = 0;  // share of the photo that was infilled in them, on average
};
// Of at least one value.
inline double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}
// Without gradients.
Expected<Scored> scored(Classifier& classifier, const RunInput& input,
                        const torch::Tensor& pictures);
// Of the photo with what `keep` [N,1,H,W] drops infilled.
Expected<Scored> scored_without(Classifier& classifier, const RunInput& input,
                                const torch::Tensor& keep);

struct Counterfactual {
  torch::Tensor input;  // [1,C,H,W] normalised
  double probability = 0, score = 0;
};
// The photo with what `mask` (input size, 1 = kept) drops infilled by the viewer.
Expected<Counterfactual> counterfactual(Classifier& classifier, const RunInput& input,
                                        const Plane& mask);

// The last counterfactual that was looked at in a run: one costs an infill and a forward, and may
// be some steps old.
class LastLook {
 public:
  // Puts it into `out`; a new one, of `mask()`, where `afresh` says so or there is none yet.
  template <class Mask>
  Expected<void> show(Snapshot& out, bool afresh, Classifier& classifier, const RunInput& input,
                      Mask mask) {
    if (afresh || !picture_) {
      const auto now = counterfactual(classifier, input, mask());
      if (!now) return tl::unexpected(now.error());
      picture_ = std::make_shared<Image>(classifier.picture(now->input));
      probability_ = now->probability;
    }
    out.counterfactual = picture_;
    out.probability_counterfactual = probability_;
    return {};
  }

 private:
  std::shared_ptr<const Image> picture_;
  double probability_ = 0;
};

// A result with what `history` and the question say.
RunResult begun_result(const RunInput& input, const std::vector<Step>& history);
// `map` and `mask` with the classifier's answer to it.
Expected<void> add_outcome(Classifier& classifier, const RunInput& input, RunResult& result,
                           Plane map, Plane mask);

// Of what a step threw.
Error step_error(const std::exception& e, int step);

}  // namespace fido
