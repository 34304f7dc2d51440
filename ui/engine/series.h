// Several runs, one after another: the same question with other seeds, infillers, methods or
// classifiers.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <vector>

#include "ui/engine/workspace.h"

namespace fido::ui {

struct Variation {
  QString label;       // "Seed 3", "Mean", "MobileNetV2"
  RunSpec spec;        // without the question, which stays the document's
  QString classifier;  // path of a card; empty: the one that is there
};

class Series : public QObject {
  Q_OBJECT
 public:
  explicit Series(Workspace& session, QObject* parent = nullptr);

  // A series under way is dropped. Afterwards the document's settings are what they were; the last
  // run stays to be seen.
  void begin(std::vector<Variation> variations);
  void cancel();
  bool active() const { return at_ < variations_.size(); }
  const std::vector<Variation>& variations() const { return variations_; }
  std::size_t current() const { return at_; }

 signals:
  void began();
  void advanced();  // a step of the run under way
  void finishedOne(int index, std::shared_ptr<const fido::RunResult> result);
  void ended();  // all are done, or it was cancelled

 private:
  void next();
  void end();

  Workspace& workspace_;
  std::vector<Variation> variations_;
  std::size_t at_ = 0;
  int series_ = 0;  // which one this is
  RunSpec before_;
  QString classifier_before_;
  int target_ = -1;
};

}  // namespace fido::ui
