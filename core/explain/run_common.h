// What every method begins and ends with: the question, settled before the first step, and what the
// classifier says of the photo under a mask. Internal: tensors.
#pragma once

#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "core/infill/infiller.h"
#include "core/model/classifier.h"
#include "core/run/engine.h"

namespace fido {

struct RunInput {
  RunSpec spec;
  torch::Tensor image;  // [1,C,H,W] normalised
  torch::Tensor mean, std;
  bool bgr = false;
  // Two of spec.infill, so that previews never change what a stochastic run draws.
  std::unique_ptr<Infiller> infiller, preview_infiller;
  bool infill_is_stochastic = false;
  int target = 0;
  std::optional<int> contrast;
  // The price of a kept (or dropped) pixel: spec.lambda, brought to one pixel whatever its unit.
  double lambda_per_pixel = 0;
  std::vector<std::string> labels;
  Plane mask;  // [grid, grid], 1 = kept, for spec.mask_role; empty without one
  // s(target), minus s(contrast) where there is one, of the untouched photo.
  double original_score = 0;
  // What a result says of photo, classifier and device, which the run itself does not know.
  RunResult result_base;

  InfillerInput infiller_input(std::uint64_t seed) const { return {image, mean, std, seed, bgr}; }
  // Gives both infillers the photo, each with a seed of its own.
  void begin_infillers() const;
};

// Starts a method: one such function in every file that methods.def lists. The input's photo and
// infillers fit the method; `classifier` outlives the run. Errors (usage, input): the method needs
// something that photo or classifier do not have.
using StartMethod = Expected<std::unique_ptr<Explanation>> (*)(Classifier& classifier,
                                                               RunInput input);
// Null: there is no method of that id.
StartMethod find_start_method(const std::string& method);

// The photo where `keep` [N,1,H,W] is 1 and `fill` where it is 0; channels last.
torch::Tensor compose(const torch::Tensor& image, const torch::Tensor& keep,
                      const torch::Tensor& fill);

// Logits without gradients, [N,K] on the CPU. Errors (failed): NaN or infinite.
Expected<torch::Tensor> finite_logits(Classifier& classifier, const torch::Tensor& input);

// What the classifier says of a batch of pictures, one entry a picture.
struct BatchScores {
  std::vector<double> scores;                  // s(target), minus s(contrast) where there is one
  std::vector<double> probabilities;           // p(target)
  std::vector<double> contrast_probabilities;  // p(contrast); empty without one
  std::vector<int> predicted_class{};          // the most probable class
  double dropped = 0;  // share of the photo that was infilled in them, on average
};
// Returns the mean of at least one value.
inline double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}
// Asks the classifier, without gradients. Errors (failed): NaN or infinite.
Expected<BatchScores> score_batch(Classifier& classifier, const RunInput& input,
                                  const torch::Tensor& pictures);
// The same for the photo with what `keep` [N,1,H,W] drops infilled.
Expected<BatchScores> score_masked(Classifier& classifier, const RunInput& input,
                                   const torch::Tensor& keep);

struct Counterfactual {
  torch::Tensor input;  // [1,C,H,W] normalised
  double probability = 0, score = 0;
};
// The photo with what `mask` (input size, 1 = kept) drops infilled by the preview infiller.
Expected<Counterfactual> counterfactual(Classifier& classifier, const RunInput& input,
                                        const Plane& mask);

// Keeps a run's last counterfactual: a new one costs an infill and a forward pass, so that a
// snapshot may show one that is some steps old.
class PreviewCache {
 public:
  // Puts the counterfactual into `out`: a new one of `mask()` where `renew` says so or there is
  // none yet, otherwise the last one.
  template <class Mask>
  Expected<void> add_counterfactual(Snapshot& out, bool renew, Classifier& classifier,
                                    const RunInput& input, Mask mask) {
    if (renew || !picture_) {
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

// The mask that a map stands for: importance over one half is kept, or dropped where the method
// drops what is important.
Plane mask_from_saliency(Plane map, bool keeps_important);

// A result with what `history` and the question say.
RunResult result_from_history(const RunInput& input, const std::vector<Step>& history);
// Adds map and mask, and the classifier's answer to the mask, to the result.
Expected<void> add_outcome(Classifier& classifier, const RunInput& input, RunResult& result,
                           Plane map, Plane mask);

// Errors (failed): the step's score, or the sum of its gradient's values, is NaN or infinite.
// `step` counts from 1.
Expected<void> check_finite(double score, double gradient_sum, int step);
// The error that an exception in a step stands for, in one line; the step counts from 1.
Error step_error(const std::exception& e, int step);

}  // namespace fido
