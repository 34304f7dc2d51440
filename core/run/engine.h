// The engine: one classifier on one device, and the questions it can be asked. Not thread-safe: one
// thread owns it and every tensor in it (Runner). All pictures and masks that come out are at the
// classifier's input size.
#pragma once

#include <functional>
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
  std::string blas;      // the BLAS library found in the process, for the log
  double load_seconds = 0;
};

struct Classification {
  ImagePtr input;                       // what the classifier sees, for display
  Rect visible;                         // the part of the photo that is, in its own pixels
  std::vector<Prediction> predictions;  // best first
};

// "What if this part were not there?": a mask of any size, stretched over the picture the
// classifier sees.
struct MaskQuestion {
  ImagePtr photo;
  Plane mask;  // 1 = kept
  std::string infill = "push-pull";
  std::string target = "top";
  int samples = 1;  // drawn from a stochastic infiller; one is enough for the others
  std::uint64_t seed = 0;
  int top = 5;
  // where the infiller answers in two stages (InfillerInfo::has_preview), the first one does for
  // now
  bool coarse = false;
  // a feathered mask: values between blend photo and infill, as a relaxed mask does; else cut at
  // 1/2
  bool soft = false;
};

struct MaskAnswer {
  bool coarse = false;  // a better one can be had
  Image infilled;       // the first sample
  Plane mask;           // as used: 0 or 1, unless asked about softly
  // after: mean probability over the samples, and its score
  Prediction target_before, target_after;
  std::vector<Prediction> predictions_before, predictions_after;
  Interval marginal;            // Eq. 1
  std::vector<double> samples;  // p(target) of each, for who pools several answers
};

// One step's scalars: a row of history.csv. None is ever dropped.
struct Step {
  int iteration = 0;         // from 0
  double loss = 0;           // with the warm-up weight on the penalty
  double score = 0;          // mean s over the batch (minus the contrast class's when there is one)
  double probability = 0;    // mean p(target) over the batch
  double expected_drop = 0;  // mean of p over the pixels, [0, 1]
  double seconds = 0;        // since the run's first step began
};

// What can be looked at in the middle of a run; a copy, never changed again.
struct Snapshot {
  int iteration = 0;  // steps done
  Plane drop;         // [grid, grid] drop probability
  Plane map;          // input size, importance
  // of the current MAP mask; may be some steps older than `drop`
  std::shared_ptr<const Image> counterfactual;
  double probability_counterfactual = 0;
};

struct RunResult {
  RunSpec spec;
  std::string image_path, image_sha256;
  int image_width = 0, image_height = 0;
  Rect visible;  // the part of the photo that the map lies over, in the photo's pixels
  std::string classifier_id, classifier_sha256, classifier_fingerprint;
  int target = 0;
  std::string target_label;
  std::optional<int> contrast;
  std::string contrast_label;
  std::vector<Prediction> predictions;  // five best of the untouched photo
  double probability_original = 0, score_original = 0;
  double probability_counterfactual = 0, score_counterfactual = 0;
  // with everything infilled, where lambda is read against the score range
  std::optional<double> score_infilled;
  double lambda_per_pixel = 0;  // what lambda came to, a pixel
  Interval marginal;            // masks drawn from the final theta
  double loss_final = 0;        // mean of the last ten
  double area = 0;              // share of map > 0.5
  int iterations_done = 0;
  bool stopped = false;  // before it had come to its end
  double seconds_load = 0, seconds_run = 0, seconds_total = 0;
  std::string device, precision, libtorch;
  int threads = 0;
  std::int64_t peak_memory_bytes = 0;
  std::vector<std::string> notes;  // e.g. the batch was split after an out-of-memory
  std::vector<Step> history;
  // of the mask the run was given: of its file, or of its values; empty without one
  std::string given_sha256;
  Plane given;  // that mask, grid; empty without one
  // input size; grid, empty unless the method optimises a mask; input size, 1 = kept
  Plane map, drop, mask;
  // input size: what the map was made of, signed, in the method's unit; empty where a mask was
  // optimised
  Plane attribution;
  Image input, counterfactual;  // input size
};

// A run in progress. Lives on the engine's thread and must not outlive the engine.
class Explanation {
 public:
  virtual ~Explanation() = default;
  virtual int iterations() const = 0;
  virtual bool done() const = 0;
  virtual Expected<Step> step() = 0;
  // The drop probability now, [grid, grid].
  virtual Plane drop() const = 0;
  // `with_counterfactual` costs an infill and a forward; otherwise the last one is handed out
  // again.
  virtual Expected<Snapshot> snapshot(bool with_counterfactual) = 0;
  // What is there after the steps done so far. The marginal confidence is drawn for as long as
  // `go_on`, asked before every batch of masks, says so: a person who pressed Stop does not wait
  // for it.
  virtual Expected<RunResult> result(const std::function<bool()>& go_on) = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;

  // Loads, checks and warms up a classifier. On an error the one loaded before stays. The same
  // card, device, precision and threads again cost nothing.
  virtual Expected<ClassifierInfo> load(const ClassifierCard& card, const RunSpec& spec) = 0;
  virtual Expected<Classification> classify(const Image& photo, int top) = 0;
  virtual Expected<MaskAnswer> answer(const MaskQuestion& question) = 0;
  // `mask` (1 = kept, any size, over what the classifier sees) is what spec.mask_role speaks of;
  // null: the file spec.mask.
  virtual Expected<std::unique_ptr<Explanation>> explain(const RunSpec& spec, ImagePtr photo,
                                                         std::shared_ptr<const Plane> mask) = 0;
};

// The real one, on LibTorch.
std::unique_ptr<Engine> make_engine();

}  // namespace fido
