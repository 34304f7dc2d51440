// Exports a run as an animation. Every key frame shows the photo with its map, the counterfactual,
// and the probability beneath.
#pragma once

#include <QImage>
#include <QObject>
#include <memory>

#include "core/image/animation.h"
#include "ui/engine/workspace.h"

namespace fido::ui {

class AnimationExporter : public QObject {
  Q_OBJECT
 public:
  explicit AnimationExporter(Workspace& workspace, QObject* parent = nullptr);

  // Starts an export and cancels the one under way. `path` ends in .webp for an animation, or in
  // .png for numbered pictures in a folder named after it. `colormap` and `opacity` (in [0, 1]) are
  // those of the map on screen. Does nothing unless the run has ended. The exporter's questions to
  // the engine wait behind the user's edits.
  void begin(const QString& path, const QString& colormap, double opacity);
  void cancel();
  bool isActive() const { return frame_ >= 0; }

 signals:
  void progressed(int done, int total);  // frames
  void finished(const QString& path);
  // Also emitted when another run or another classifier makes the remaining frames impossible.
  void failed(const fido::Error& error);

 private:
  void askAboutFrame();
  void addFrame(const MaskAnswer& answer);
  Expected<void> write(const QImage& picture);
  QImage draw(const KeyFrame& frame, const Plane& map, const MaskAnswer& answer) const;
  void end(const Expected<void>& outcome);
  void onRunChanged();

  Workspace& workspace_;
  MaskRequestChannel channel_;
  MaskRequest request_;
  QString path_, colormap_;
  double opacity_ = 0.8;
  MaskKind mask_kind_ = MaskKind::sampled;
  QImage photo_;
  int frame_ = -1;  // index of the key frame being asked about; -1: no export under way
  std::unique_ptr<AnimationWriter> writer_;
};

}  // namespace fido::ui
