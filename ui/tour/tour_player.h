// Sets the document up for a step of a tour as soon as the step's photo and classifier are there.
#pragma once

#include <QObject>

#include "ui/engine/workspace.h"
#include "ui/tour/tour.h"

namespace fido::ui {

class TourPlayer : public QObject {
  Q_OBJECT
 public:
  explicit TourPlayer(Workspace& session, QObject* parent = nullptr);

  void begin(Tour tour);
  void end();
  bool active() const { return !tour_.steps.empty(); }
  const Tour& tour() const { return tour_; }
  int step() const { return at_; }
  // Nothing beyond the ends.
  void go(int step);

 signals:
  void changed();  // another step, or none
  // The step stands: what to look at, and what to run side by side (both may be empty).
  void ready(const QString& show, const QString& vary);

 private:
  void setUpIfReady();
  void setUp();

  Workspace& workspace_;
  Tour tour_;
  int at_ = 0;
  bool pending_ = false;  // the step has not been set up yet
  // What the step is about; empty: whatever is open. A path and an id.
  QString photo_, classifier_;
  bool opening_photo_ = false;  // the step's photo is being read
};

}  // namespace fido::ui
