// What all methods share: the input of a run, resolved before the first step, and the functions
// that score masked photos and assemble the result. Internal: tensors.
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

// The resolved input of a run: what to explain, with which classifier output and infiller.
struct RunInput {
  RunSpec spec;
  torch::Tensor image;      // [1,C,H,W] normalised
  torch::Tensor mean, std;  // [1,C,1,1], the classifier's normalisation
  bool bgr = false;
  // Two instances of spec.infill, so that previews never change what a stochastic run draws.
  std::unique_ptr<Infiller> infiller, preview_infiller;
  bool infill_is_stochastic = false;
  int target = 0;
  std::optional<int> contrast;
  // The price of a kept (or dropped) pixel: spec.lambda, converted from spec.lambda_unit.
  double lambda_per_pixel = 0;
  // If spec.keep_evidence is not 0: the score that masks must keep (SSR), the score to which they
  // must fall (SDR), and the score range from all infilled to untouched.
  double target_to_keep = 0, target_to_destroy = 0, score_range = 1;
  std::vector<std::string> labels;
  Plane mask;  // [grid, grid], 1 = kept, for spec.mask_role; empty if there is none
  // s(target), minus s(contrast) if there is a contrast class, of the untouched photo.
  double original_score = 0;
  // The part of the result that describes photo, classifier and device.
  RunResult result_base;

  InfillerInput infiller_input(std::uint64_t seed) const { return {image, mean, std, seed, bgr}; }
  // Passes the photo to both infillers, each with its own seed.
  void begin_infillers() const;
};

// Starts a run of a method. Every file that methods.def lists defines one such function. The
// input's photo and infillers must match the method; `classifier` must outlive the run. Errors
// (usage, input): the photo or the classifier lacks something that the method needs.
using StartMethod = Expected<std::unique_ptr<Explanation>> (*)(Classifier& classifier,
                                                               RunInput input);
// Returns null if there is no method with that id.
StartMethod find_start_method(const std::string& method);

// Returns the photo where `keep` [N,1,H,W] is 1 and `fill` where it is 0; [N,C,H,W], channels last.
torch::Tensor compose(const torch::Tensor& image, const torch::Tensor& keep,
                      const torch::Tensor& fill);

// Returns the logits without gradients, [N,K] on the CPU. Errors (failed): a logit is NaN or
// infinite.
Expected<torch::Tensor> finite_logits(Classifier& classifier, const torch::Tensor& input);

// The classifier's output for a batch of images, one entry per image.
struct BatchScores {
  std::vector<double> scores;                  // s(target), minus s(contrast) if there is one
  std::vector<double> probabilities;           // p(target)
  std::vector<double> contrast_probabilities;  // p(contrast); empty without a contrast class
  std::vector<int> predicted_class{};          // the most probable class
  double dropped = 0;                          // mean share of the photo that was infilled
};
// Returns the mean of the values, of which there must be at least one.
inline double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}
// Classifies images [N,C,H,W] without gradients. Errors (failed): a logit is NaN or infinite.
Expected<BatchScores> score_batch(Classifier& classifier, const RunInput& input,
                                  const torch::Tensor& images);
// Classifies the photo under the masks `keep` [N,1,H,W], with the dropped pixels infilled.
Expected<BatchScores> score_masked(Classifier& classifier, const RunInput& input,
                                   const torch::Tensor& keep);

struct Counterfactual {
  torch::Tensor input;  // [1,C,H,W] normalised
  double probability = 0, score = 0;
};
// Infills what `mask` (input size, 1 = kept) drops with the preview infiller, and classifies the
// result. Errors (failed): a logit is NaN or infinite.
Expected<Counterfactual> make_counterfactual(Classifier& classifier, const RunInput& input,
                                             const Plane& mask);

// Caches a run's last counterfactual. A new one costs an infill and a forward pass, so a snapshot
// may show one that is some steps old.
class PreviewCache {
 public:
  // Adds the counterfactual to `out`: a new one for `mask()` if `renew` is true or there is none
  // yet, otherwise the last one.
  template <class Mask>
  Expected<void> add_counterfactual(Snapshot& out, bool renew, Classifier& classifier,
                                    const RunInput& input, Mask mask) {
    if (renew || !image_) {
      const auto renewed = make_counterfactual(classifier, input, mask());
      if (!renewed) return tl::unexpected(renewed.error());
      image_ = std::make_shared<Image>(classifier.to_image(renewed->input));
      probability_ = renewed->probability;
    }
    out.counterfactual = image_;
    out.probability_counterfactual = probability_;
    return {};
  }

 private:
  std::shared_ptr<const Image> image_;
  double probability_ = 0;
};

// Returns a result with the fields that follow from the input and the history.
RunResult result_from_history(const RunInput& input, const std::vector<Step>& history);
// Adds map and mask to the result, and the counterfactual under the mask. Errors (failed): a logit
// is NaN or infinite.
Expected<void> add_outcome(Classifier& classifier, const RunInput& input, RunResult& result,
                           Plane map, Plane mask);

// Checks a step's score and the sum of its gradient. `step` counts from 1. Errors (failed): one of
// them is NaN or infinite.
Expected<void> check_finite(double score, double gradient_sum, int step);
// Converts an exception in a step into an error of one line. `step` counts from 1.
Error step_error(const std::exception& e, int step);

}  // namespace fido
