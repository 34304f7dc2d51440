// Runs the same question several times, one run after another, with other seeds, infillers, methods
// or classifiers.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <vector>

#include "ui/engine/workspace.h"

namespace fido::ui {

struct Variation {
  QString label;       // "Seed 3", "Mean", "MobileNetV2"
  RunSpec spec;        // target and contrast are those of the document
  QString classifier;  // path of a card; empty: the current one
};

class Series : public QObject {
  Q_OBJECT
 public:
  explicit Series(Workspace& workspace, QObject* parent = nullptr);

  // Starts a series and cancels the one under way. When it has ended, the document has the settings
  // that it had before, and the last run stays on screen.
  void begin(std::vector<Variation> variations);
  void cancel();
  bool isActive() const { return current_ < variations_.size(); }
  const std::vector<Variation>& variations() const { return variations_; }
  std::size_t current() const { return current_; }

 signals:
  void began();
  void advanced();  // by a step of the run under way
  void runFinished(int index, std::shared_ptr<const fido::RunResult> result);
  void ended();  // after the last run, or after cancel()

 private:
  void startNext();
  void end();  // without stopping the run under way

  Workspace& workspace_;
  std::vector<Variation> variations_;
  std::size_t current_ = 0;  // index in variations_; their number when no series is active
  int generation_ = 0;       // changes when a series begins or is cancelled
  RunSpec previous_spec_;
  QString previous_classifier_;
  int target_ = -1;
};

}  // namespace fido::ui
