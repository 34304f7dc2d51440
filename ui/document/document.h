// The open document: a photo, a classifier's predictions for it, the question, and the run that
// answers it. Contains no widgets and no threads.
#pragma once

#include <QObject>
#include <QRectF>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/run/engine.h"
#include "core/run/runner.h"
#include "ui/document/masks.h"
#include "ui/document/photo.h"

namespace fido::ui {

// A run: the question it was started with, and its results so far.
struct Run {
  RunSpec spec;
  PhotoPtr photo;
  bool keeps_important = true;  // importance is the probability of being kept (SSR)
  Prediction target;            // on the untouched photo
  std::optional<Prediction> contrast;
  std::vector<Step> steps;
  std::vector<KeyFrame> frames;
  std::shared_ptr<const Snapshot> snapshot;  // the newest
  std::shared_ptr<const RunResult> result;   // null until the run has ended

  // Returns the median duration of the latest steps (at most 21), so that a pause does not count.
  // 0 while it is not known.
  double secondsPerStep() const;
};

// Which mask is derived from a map: the MAP estimate (dropped where θ > 0.5), or one sampled from
// θ, as the run samples them and as the marginal confidence counts them.
enum class MaskKind { map_estimate, sampled };

// What is on screen: the live end of the run, or one of its key frames. Everything but `drop` has
// the classifier's input size.
struct Shown {
  int iteration = 0;  // steps done
  Plane drop;         // drop probability, [grid, grid]
  Plane map;          // importance, [0, 1]
  Plane mask;         // 1 = kept
  std::shared_ptr<const Image> counterfactual;
  std::optional<double> probability;  // of the target under `mask`
  std::optional<double> score;        // s(target) under `mask`
  std::optional<Interval> marginal;
  std::vector<Prediction> predictions;  // under `mask`; may be empty
  // The share of the photo's visible part that a painted mask drops. Set for painted masks only;
  // `mask` is then empty, and the mask itself is masks().mask().
  std::optional<double> dropped_share;
};

// What the classifier answered after one edit of a painted mask.
struct EditPoint {
  QString name;            // of the edit
  double probability = 0;  // of the target
  QImage thumbnail;        // of the infilled photo
  QByteArray jpeg;         // the thumbnail as a session file stores it
};

// Returns whether both are the same network with the same card, on any device.
bool is_same_model(const ClassifierInfo& a, const ClassifierInfo& b);

// Returns `spec` for another method: fields that had the old method's default take the new method's
// default, and a changed λ keeps its ratio to the default.
RunSpec spec_for_method(const RunSpec& spec, const std::string& method);

// Returns "λ 0.001", or "λ 2 of range".
QString lambda_text(const RunSpec& spec);
// Returns a sentence if a finished run kept (or took away) clearly less of the evidence than was
// asked for, else an empty string.
QString shortfall_text(const RunResult& result);

class Document : public QObject {
  Q_OBJECT

 public:
  explicit Document(QObject* parent = nullptr);

  const PhotoPtr& photo() const { return photo_; }
  const std::shared_ptr<const ClassifierInfo>& classifier() const { return classifier_; }
  const RunSpec& spec() const { return spec_; }
  // All classes, most probable first. Empty until the classifier has classified the photo.
  const std::vector<Prediction>& predictions() const { return predictions_; }
  // Returns the prediction for a class index, or null.
  const Prediction* prediction(int index) const;
  // Returns the target's class index: the chosen class, else the most probable one; -1 while there
  // are no predictions.
  int target() const;
  std::optional<int> contrast() const { return contrast_; }
  // Returns spec() completed by classifier, target and contrast, without the fields that the method
  // does not use.
  RunSpec question() const;

  const Run* run() const { return run_ ? &*run_ : nullptr; }
  // Returns whether the question has changed since the run was started.
  bool isOutdated() const;
  const Shown& shown() const { return byHand() ? painted_shown_ : shown_; }
  int frame() const { return frame_; }  // index into run()->frames; -1 at the live end
  bool isLive() const { return frame_ < 0; }
  // Map and mask at the classifier's input size.
  struct FrameMaps {
    Plane map, mask;
  };
  // Returns map and mask of a key frame of run(), as shown() has them.
  FrameMaps frameMaps(const KeyFrame& frame, MaskKind kind) const;
  // Returns the kind of mask that is shown. A method that samples no masks always shows the MAP
  // estimate.
  MaskKind maskKind() const;

  // The masks that the user paints. While one of them is current (byHand()), shown() answers for it
  // under the current question; map and curves stay those of the run.
  Masks& masks() { return masks_; }
  const Masks& masks() const { return masks_; }
  bool byHand() const { return masks_.current() >= 0; }
  // Returns the part of the photo that the classifier sees, in fractions of the photo.
  QRectF visiblePart() const;
  // Returns a painted mask as the engine expects it: over visiblePart(), values in [0, 1], 1 =
  // kept.
  Plane visibleMask(const NamedMask& mask) const;
  // Returns visibleMask() of the current mask; empty if none is current.
  Plane paintedMask() const;
  // Returns whether the current mask has values between kept and dropped (feathered edges).
  bool isPaintedMaskSoft() const;
  // Returns the visibleMask() that a run is given (RunSpec's mask_role). Null if the role is "none"
  // or no mask has been painted.
  std::shared_ptr<const Plane> maskForRun() const;
  // The key is the number of steps of masks().history() that had been done. A point disappears with
  // its step when a new edit replaces that step.
  const std::map<int, EditPoint>& editPoints() const { return edit_points_; }
  // Adds the MAP estimate of what is shown as a mask to paint on.
  void addMaskFromRun();
  // Returns a mask of the whole photo made from the map that is shown: pixels with an importance of
  // at least `threshold` are kept (SSR) or dropped (SDR). Null without a map.
  QImage maskFromMap(double threshold) const;

  void setPhoto(PhotoPtr photo);
  void setClassifier(std::shared_ptr<const ClassifierInfo> info);
  void setPredictions(std::vector<Prediction> predictions);
  void setTarget(int index);
  void setContrast(std::optional<int> index);
  void setSpec(const RunSpec& spec);
  void setMethod(const std::string& method);

  // Begins a run. The previous one is kept until the new one has a step to show.
  void beginRun() { beginRun(question()); }
  void beginRun(const RunSpec& spec);
  void advanceRun(std::vector<Step> steps, std::vector<KeyFrame> frames,
                  std::shared_ptr<const Snapshot> snapshot);
  void finishRun(std::shared_ptr<const RunResult> result);
  // Restores the previous run if the new one ended before its first step.
  void abandonRun();
  void clearRun();
  // Takes over a stored run about the open photo and the current classifier.
  void adoptRun(Run run);
  void restoreEdits(std::map<int, EditPoint> points);
  void setFrame(int frame);  // -1: live
  // Shows the key frame that is nearest to `iteration` steps done.
  void setNearestFrame(int iteration);
  void setMaskKind(MaskKind kind);
  // Sets the engine's answer about the mask of what is shown.
  void setAnswer(const MaskAnswer& answer);
  // Sets the engine's answer about the current painted mask. `sample_mean` is the mean over the
  // samples drawn so far; `is_current` says that the mask has not changed since the question was
  // put.
  void setPaintedAnswer(const MaskAnswer& answer, const Interval& sample_mean, bool is_current);

 signals:
  void photoChanged();
  void classifierChanged();  // another classifier, or the same on another device
  void predictionsChanged();
  void questionChanged();  // target, contrast or spec
  void runChanged();       // a run began, ended or was cleared
  void stepsAdded(const std::vector<fido::Step>& steps);
  void framesChanged();
  void frameChanged();
  void maskKindChanged();
  void shownChanged();
  void editPointsChanged();

 private:
  void replaceRun(std::optional<Run> run);
  void showLive();
  void showFrame(const KeyFrame& frame);
  void clearPredictions();
  void refreshShown();
  void emitShownChanged();
  void recordEditPoint();
  void clearEditPoints();
  QImage expandMask(const Plane& visible) const;
  Plane upsampleDrop(const Plane& grid, int width, int height) const;
  // Returns the mask and the map of a drop probability, at any size.
  Plane maskFromDrop(const Plane& grid, int width, int height, MaskKind kind) const;
  Plane mapFromDrop(const Plane& grid, int width, int height) const;

  PhotoPtr photo_;
  std::shared_ptr<const ClassifierInfo> classifier_;
  std::vector<Prediction> predictions_;
  std::optional<int> target_, contrast_;
  RunSpec spec_;
  std::optional<Run> run_, previous_;
  Masks masks_;
  std::map<int, EditPoint> edit_points_;
  Shown shown_, painted_shown_;
  // painted_shown_ is about the current mask and the current question.
  bool is_painted_answer_current_ = false;
  int frame_ = -1;
  MaskKind mask_kind_ = MaskKind::sampled;
};

}  // namespace fido::ui
