// The engine: one classifier on one device, which classifies photos, evaluates masks and runs
// explanations. Not thread-safe: one thread owns the engine and all its tensors (Runner). All
// returned pictures and masks have the classifier's input size.
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/interval.h"
#include "core/image/image.h"
#include "core/model/card.h"
#include "core/run/run_spec.h"

namespace fido {

struct Prediction {
  int index = 0;
  std::string label;
  double probability = 0;  // [0, 1]
  double score = 0;        // s(c) = log p_c - log(1 - p_c), Eq. 3
};

struct ClassifierInfo {
  ClassifierCard card;
  std::vector<std::string> labels;  // num_classes entries
  std::string device;               // "cpu", "cuda:0"
  std::string precision;
  int threads = 0;
  std::string libtorch;  // version
  std::string blas;      // the BLAS library in use, for the log
  double load_seconds = 0;
};

struct Classification {
  ImagePtr input;                       // the classifier's input, for display
  Rect visible;                         // the part of the photo that it shows, in photo pixels
  std::vector<Prediction> predictions;  // best first
};

// "What if this part were not there?": asks for the prediction under a mask. The mask has any size
// and is stretched over the classifier's input.
struct MaskQuestion {
  ImagePtr photo;
  Plane mask;  // 1 = kept
  std::string infill = "push-pull";
  std::string target = "top";
  int samples = 1;  // the number of fills of a stochastic infiller; any other needs only one
  std::uint64_t seed = 0;
  int top_k = 5;  // the number of predictions to return
  // Whether the first of two stages is enough for now (InfillerInfo::has_preview).
  bool wants_preview = false;
  // Whether values between 0 and 1 blend photo and infill, as in a relaxed mask. Otherwise the mask
  // is thresholded at 1/2.
  bool is_soft = false;
};

struct MaskAnswer {
  bool is_preview = false;  // only the first stage of the infiller has run
  Image infilled;           // the first sample
  Plane mask;               // as used: 0 or 1, unless the question is soft
  // The target before and after infilling: afterwards the mean probability over the samples, and
  // the score of that mean.
  Prediction target_before, target_after;
  std::vector<Prediction> predictions_before, predictions_after;
  Interval marginal;            // Eq. 1
  std::vector<double> samples;  // p(target) of each sample, so that several answers can be pooled
};

// The scalars of a step, which form a row of history.csv. No step is ever left out.
struct Step {
  int iteration = 0;  // from 0
  // With the warm-up weight on the penalty. With keep_evidence: the expected share of the photo in
  // the region, which is what is minimised.
  double loss = 0;
  double score = 0;          // mean s(target) over the batch, minus s(contrast) if there is one
  double probability = 0;    // mean p(target) over the batch
  double expected_drop = 0;  // mean of p over the pixels, [0, 1]
  double seconds = 0;        // since the start of the run's first step
  // With keep_evidence: the score that the masks should have, and the price of a pixel as found so
  // far. NaN otherwise.
  double score_target = std::numeric_limits<double>::quiet_NaN();
  double pixel_price = std::numeric_limits<double>::quiet_NaN();
};

// The intermediate result of a run: an immutable copy.
struct Snapshot {
  int iteration = 0;  // finished steps
  Plane drop;         // [grid, grid] drop probability
  Plane map;          // input size, importance
  // The counterfactual under the most likely mask; may be some steps older than `drop`.
  std::shared_ptr<const Image> counterfactual;
  double probability_counterfactual = 0;
};

inline constexpr double kEvidenceTolerance = 0.1;

struct RunResult {
  RunSpec spec;
  std::string image_path, image_sha256;
  int image_width = 0, image_height = 0;
  Rect visible;  // the part of the photo under the map, in photo pixels
  std::string classifier_id, classifier_sha256, classifier_fingerprint;
  int target = 0;
  std::string target_label;
  std::optional<int> contrast;
  std::string contrast_label;
  std::vector<Prediction> predictions;  // the five best of the untouched photo
  double probability_original = 0, score_original = 0;
  double probability_counterfactual = 0, score_counterfactual = 0;
  // The score with everything infilled; only if keep_evidence or the unit of lambda needs it.
  std::optional<double> score_infilled;
  // The price of one pixel: lambda, or with keep_evidence what the run found.
  double lambda_per_pixel = 0;
  // With keep_evidence: the score that the masks should have, and the mean score that they had in
  // the last quarter of the steps.
  std::optional<double> score_target, score_under_masks;
  // With keep_evidence: the share of the evidence that these masks kept, or took away. A shortfall
  // of up to kEvidenceTolerance is noise of the masks.
  std::optional<double> evidence_reached;
  Interval marginal;      // p(target) under masks drawn from the final theta
  double loss_final = 0;  // the mean of the last ten steps
  double area = 0;        // the share of map > 0.5
  int iterations_done = 0;
  bool stopped = false;  // whether the run was stopped before its end
  double seconds_load = 0, seconds_run = 0, seconds_total = 0;
  std::string device, precision, libtorch;
  int threads = 0;
  std::int64_t peak_memory_bytes = 0;
  std::vector<std::string> notes;  // sentences, such as that the batch was split to save memory
  std::vector<Step> history;
  // The SHA-256 of the hand-made mask, of its file or of its values; empty if there is none.
  std::string given_mask_sha256;
  Plane given_mask;  // [grid, grid], 1 = kept; empty if there is none
  Plane map;         // input size, importance
  Plane drop;        // [grid, grid]; empty unless the method optimises a mask
  Plane mask;        // input size, 1 = kept
  // Input size: the signed values that the map is made from, in the method's unit; empty if the
  // method optimises a mask.
  Plane attribution;
  Image input, counterfactual;  // input size
};

// A run in progress. It stays on the engine's thread and must not outlive the engine.
class Explanation {
 public:
  virtual ~Explanation() = default;
  virtual int iterations() const = 0;
  virtual bool done() const = 0;
  virtual Expected<Step> step() = 0;
  // Returns the current drop probability, [grid, grid].
  virtual Plane drop() const = 0;
  // Returns the state after the last step. `with_counterfactual` makes a new counterfactual, which
  // costs an infill and a forward pass; otherwise the last one is returned again.
  virtual Expected<Snapshot> snapshot(bool with_counterfactual) = 0;
  // Returns the result of the finished steps. The marginal confidence is drawn while
  // `should_continue`, called before every batch of masks, returns true, so that nobody waits for
  // it after pressing Stop.
  virtual Expected<RunResult> result(const std::function<bool()>& should_continue) = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;

  // Loads, checks and warms up a classifier, on spec.device with spec.precision, spec.threads and
  // spec.randomized_layers. Loading the same again costs nothing. On an error the classifier loaded
  // before remains.
  virtual Expected<ClassifierInfo> load(const ClassifierCard& card, const RunSpec& spec) = 0;
  // Returns the `top_k` best predictions.
  virtual Expected<Classification> classify(const Image& photo, int top_k) = 0;
  virtual Expected<MaskAnswer> answer(const MaskQuestion& question) = 0;
  // Starts a run. `mask` (1 = kept, any size, stretched over the classifier's input) is used as
  // spec.mask_role says; if null, the file spec.mask is.
  virtual Expected<std::unique_ptr<Explanation>> explain(const RunSpec& spec, ImagePtr photo,
                                                         std::shared_ptr<const Plane> mask) = 0;
};

// Returns the engine on LibTorch.
std::unique_ptr<Engine> make_engine();

}  // namespace fido
