// What is open: a photo, a classifier's view of it, the question, and the run that answers it. No
// widgets, no threads.
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

// A run as it was asked, and what came of it so far.
struct Run {
  RunSpec spec;
  PhotoPtr photo;
  bool keeps = true;  // importance is the probability of being kept (SSR)
  Prediction target;  // on the untouched photo
  std::optional<Prediction> contrast;
  std::vector<Step> steps;
  std::vector<KeyFrame> frames;
  std::shared_ptr<const Snapshot> snapshot;  // the newest
  std::shared_ptr<const RunResult> result;   // when it has ended

  // Of one step: the median of the last ones, so that a pause does not count. 0 when not known yet.
  double secondsPerStep() const;
};

// Which mask of a map is shown: the likeliest (MAP: dropped where θ is over one half), or one drawn
// from θ, as the run draws them and as the marginal confidence counts them.
enum class MaskKind { likeliest, drawn };

// What is on screen: the live end of the run, or one of its key frames. All at the classifier's
// input size but `drop`.
struct Shown {
  int iteration = 0;  // steps done
  Plane drop;         // [grid, grid]
  Plane map;          // importance
  Plane mask;         // 1 = kept
  std::shared_ptr<const Image> counterfactual;
  std::optional<double> probability;  // of the target under `mask`
  std::optional<double> score;
  std::optional<Interval> marginal;
  std::vector<Prediction> predictions;  // under `mask`; may be empty
  // Of a mask painted by hand: how much of the photo it drops; `mask` is then empty, and the
  // picture at masks().mask().
  std::optional<double> dropped;
};

// What the classifier said after an edit of a mask painted by hand.
struct EditPoint {
  QString name;  // of the step
  double probability = 0;
  QImage thumbnail;  // of the infilled photo
  QByteArray jpeg;   // the same, as it is kept in a file
};

// Whether both are one network with one card, on whatever device.
bool same_model(const ClassifierInfo& a, const ClassifierInfo& b);

// Takes the new method's defaults where the old method's were in force; a changed λ keeps its ratio
// to the default.
RunSpec spec_for_method(const RunSpec& spec, const std::string& method);

// "λ 0.001", or "λ 2 of range".
QString price_text(const RunSpec& spec);

class Document : public QObject {
  Q_OBJECT

 public:
  explicit Document(QObject* parent = nullptr);

  const PhotoPtr& photo() const { return photo_; }
  const std::shared_ptr<const ClassifierInfo>& classifier() const { return classifier_; }
  const RunSpec& spec() const { return spec_; }
  // Every class, best first; empty until the classifier has seen the photo.
  const std::vector<Prediction>& predictions() const { return predictions_; }
  const Prediction* prediction(int index) const;
  int target() const;  // class index; the best class unless chosen; -1 when not known yet
  std::optional<int> contrast() const { return contrast_; }
  // The spec with the question in it.
  RunSpec question() const;

  const Run* run() const { return run_ ? &*run_ : nullptr; }
  // The question has changed since the run was started: its answer is to another one.
  bool outdated() const;
  const Shown& shown() const { return byHand() ? painted_shown_ : shown_; }
  int frame() const { return frame_; }  // of run()->frames; -1 at the live end
  bool live() const { return frame_ < 0; }
  // Map and mask of a key frame of run(), at the classifier's input size, as shown() has them.
  struct Frame {
    Plane map, mask;
  };
  Frame atFrame(const KeyFrame& frame, MaskKind kind) const;
  // What the run's method has: a method that draws no masks shows its likeliest.
  MaskKind maskKind() const;

  // Painted by hand. While one of them is current, shown() answers for it, with the question as it
  // is now; map and curves stay those of the run.
  Masks& masks() { return masks_; }
  const Masks& masks() const { return masks_; }
  bool byHand() const { return masks_.current() >= 0; }
  // The part of the photo that the classifier sees, in fractions of it.
  QRectF seenPart() const;
  // The current mask as the engine wants it: over seenPart(), 1 = kept.
  Plane handMask() const;
  Plane seenMask(const NamedMask& mask) const;  // the same of any
  bool handIsSoft() const;                      // feathered
  // The same of the mask that a run is given (RunSpec's mask_role); null: none is wanted, or none
  // is there.
  std::shared_ptr<const Plane> runMask() const;
  // By the step of masks().history() after which it was; a step that an edit took the place of is
  // gone.
  const std::map<int, EditPoint>& editPoints() const { return edit_points_; }
  // Makes the run's likeliest mask, of what is shown, one to paint on.
  void takeRunMask();
  // The current hand mask from the map that is shown: what the map finds important from `threshold`
  // on stays (SSR) or goes.
  QImage thresholded(double threshold) const;

  void setPhoto(PhotoPtr photo);
  void setClassifier(std::shared_ptr<const ClassifierInfo> info);
  void setPredictions(std::vector<Prediction> predictions);
  void setTarget(int index);
  void setContrast(std::optional<int> index);
  void setSpec(const RunSpec& spec);
  void setMethod(const std::string& method);

  // The run before is kept until the new one has something to show.
  void beginRun();
  void advanceRun(std::vector<Step> steps, std::vector<KeyFrame> frames,
                  std::shared_ptr<const Snapshot> snapshot);
  void finishRun(std::shared_ptr<const RunResult> result);
  // The new run ended before its first step: back to what was there.
  void abandonRun();
  void clearRun();
  // One of another time, about the photo and the classifier that are there.
  void adoptRun(Run run);
  void restoreEdits(std::map<int, EditPoint> points);
  void setFrame(int frame);  // -1: live
  // The key frame nearest to so many steps done.
  void setFrameAt(int iteration);
  void setMaskKind(MaskKind kind);
  // The engine's answer about the mask of what was shown at `iteration`.
  void setAnswer(const MaskAnswer& answer);
  // The same for the mask painted by hand; `drawn` is the mean over the samples drawn so far.
  // `settled`: the mask has not changed since it was asked about.
  void setHandAnswer(const MaskAnswer& answer, const Interval& drawn, bool settled);

 signals:
  void photoChanged();
  void classifierChanged();  // another one, or the same on another device
  void predictionsChanged();
  void questionChanged();  // target, contrast or spec
  void runChanged();       // began, ended or was put away
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
  void forgetPredictions();
  void refreshShown();
  void tellShown();
  void noteEdit();
  void forgetEdits();
  QImage wholeMask(const Plane& seen) const;
  Plane fullDrop(const Plane& grid, int width, int height) const;
  // Of a drop probability at the classifier's input size.
  Plane maskOf(const Plane& drop, MaskKind kind) const;

  PhotoPtr photo_;
  std::shared_ptr<const ClassifierInfo> classifier_;
  std::vector<Prediction> predictions_;
  std::optional<int> target_, contrast_;
  RunSpec spec_;
  std::optional<Run> run_, previous_;
  Masks masks_;
  std::map<int, EditPoint> edit_points_;
  Shown shown_, painted_shown_;
  bool hand_settled_ =
      false;  // painted_shown_ is about the current mask and question as they are now
  int frame_ = -1;
  MaskKind mask_kind_ = MaskKind::drawn;
};

}  // namespace fido::ui
