#include "core/explain/run_common.h"

#include <algorithm>
#include <cmath>

#include "core/image/resample.h"
#include "core/model/score.h"
#include "core/model/torch_version.h"

namespace fido {

void RunInput::begin_infillers() const {
  infiller->begin(infiller_input(spec.seed));
  preview_infiller->begin(infiller_input(~spec.seed));
}

torch::Tensor compose(const torch::Tensor& image, const torch::Tensor& keep,
                      const torch::Tensor& fill) {
  return torch::where(keep > 0.5, image, fill).contiguous(torch::MemoryFormat::ChannelsLast);
}

Expected<torch::Tensor> finite_logits(Classifier& classifier, const torch::Tensor& input) {
  auto logits = classifier.logits(input).contiguous();
  if (torch::isfinite(logits).all().item<bool>()) return logits;
  return run_error(
      "the classifier returned NaN or infinite values for the infilled photo; try another infiller "
      "or seed");
}

Expected<BatchScores> score_batch(Classifier& classifier, const RunInput& input,
                                  const torch::Tensor& images) {
  const auto logits = finite_logits(classifier, images);
  if (!logits) return tl::unexpected(logits.error());
  const int classes = static_cast<int>(logits->size(1));
  BatchScores out;
  for (std::int64_t i = 0; i < logits->size(0); ++i) {
    const float* row = logits->data_ptr<float>() + i * classes;
    out.scores.push_back(score(row, classes, input.target));
    out.probabilities.push_back(probability(row, classes, input.target));
    out.predicted_class.push_back(static_cast<int>(std::max_element(row, row + classes) - row));
    if (!input.contrast) continue;
    out.scores.back() -= score(row, classes, *input.contrast);
    out.contrast_probabilities.push_back(probability(row, classes, *input.contrast));
  }
  return out;
}

Expected<BatchScores> score_masked(Classifier& classifier, const RunInput& input,
                                   const torch::Tensor& keep) {
  auto scores =
      score_batch(classifier, input, compose(input.image, keep, input.infiller->fill(keep)));
  if (scores) scores->dropped = 1 - keep.mean().item<double>();
  return scores;
}

Expected<Counterfactual> make_counterfactual(Classifier& classifier, const RunInput& input,
                                             const Plane& mask) {
  const torch::NoGradGuard no_grad;
  const auto keep =
      torch::from_blob(const_cast<float*>(mask.values.data()), {1, 1, mask.height, mask.width})
          .to(input.image.device());
  Counterfactual out;
  out.input = compose(input.image, keep, input.preview_infiller->fill(keep));
  const auto logits = finite_logits(classifier, out.input);
  if (!logits) return tl::unexpected(logits.error());
  const int classes = static_cast<int>(logits->size(1));
  out.probability = probability(logits->data_ptr<float>(), classes, input.target);
  out.score = score(logits->data_ptr<float>(), classes, input.target);
  return out;
}

RunResult result_from_history(const RunInput& input, const std::vector<Step>& history) {
  constexpr std::size_t kFinalSteps = 10;  // loss_final is their mean
  RunResult out = input.result_base;
  out.spec = input.spec;
  out.target = input.target;
  out.target_label = input.labels[input.target];
  out.contrast = input.contrast;
  if (out.contrast) out.contrast_label = input.labels[*out.contrast];
  out.iterations_done = static_cast<int>(history.size());
  out.history = history;
  out.seconds_run = history.empty() ? 0 : history.back().seconds;
  const std::size_t last = std::min(kFinalSteps, history.size());
  for (std::size_t i = history.size() - last; i < history.size(); ++i)
    out.loss_final += history[i].loss / static_cast<double>(last);
  return out;
}

Expected<void> add_outcome(Classifier& classifier, const RunInput& input, RunResult& result,
                           Plane map, Plane mask) {
  // The counterfactual of a stochastic infiller depends on the seed alone, not on the number of
  // previews.
  input.preview_infiller->begin(input.infiller_input(~input.spec.seed));
  result.area = area_over_half(map);
  result.map = std::move(map);
  result.mask = std::move(mask);
  const auto outcome = make_counterfactual(classifier, input, result.mask);
  if (!outcome) return tl::unexpected(outcome.error());
  result.counterfactual = classifier.to_image(outcome->input);
  result.input = classifier.to_image(input.image);
  result.probability_counterfactual = outcome->probability;
  result.score_counterfactual = outcome->score;
  if (classifier.max_batch_size())
    result.notes.push_back("out of memory: batches were split into " +
                           std::to_string(*classifier.max_batch_size()) + " images");
  return {};
}

Expected<void> check_finite(double score, double gradient_sum, int step) {
  if (std::isfinite(score) && std::isfinite(gradient_sum)) return {};
  return run_error("step " + std::to_string(step) + ": the classifier returned NaN or infinite " +
                   (std::isfinite(score) ? "gradients" : "values") +
                   "; try another infiller, or --precision fp32");
}

Error step_error(const std::exception& e, int step) {
  if (is_out_of_memory(e))
    return {ErrorCode::failed,
            "out of memory, with the classifier's batch split as far as it goes; close other "
            "programs, use fewer --samples or a smaller classifier, or use --device cpu"};
  return {ErrorCode::failed, "step " + std::to_string(step) + " failed: " + first_line(e)};
}

}  // namespace fido
