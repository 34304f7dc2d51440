// A run as an animation: at every key frame the photo with its map, the counterfactual, and the
// probability beneath.
#pragma once

#include <QImage>
#include <QObject>
#include <memory>

#include "core/image/animation.h"
#include "ui/engine/session.h"

namespace fido::ui {

class Film : public QObject {
  Q_OBJECT
 public:
  explicit Film(Session& session, QObject* parent = nullptr);

  // `path` ends in .webp: an animation; else PNGs, numbered, named after it. `colormap` as on
  // screen. The run must have ended, and what is asked of the engine waits behind a person's edits.
  void begin(const QString& path, const QString& colormap, double opacity);
  void cancel();
  bool active() const { return at_ >= 0; }

 signals:
  void advanced(int done, int all);
  void finished(const QString& path);
  void failed(const fido::Error& error);

 private:
  void askNext();
  void onAnswer(const std::shared_ptr<const MaskAnswer>& answer);
  Expected<void> keep(const QImage& picture);
  QImage drawn(const KeyFrame& frame, const Plane& map, const MaskAnswer& answer) const;
  void end(const Expected<void>& outcome);

  Session& session_;
  QString path_, colormap_;
  double opacity_ = 0.8;
  QImage photo_;
  int at_ = -1;  // key frame
  std::unique_ptr<AnimationWriter> writer_;
};

}  // namespace fido::ui
