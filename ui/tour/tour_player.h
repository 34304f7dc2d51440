// Sets up the document for a step of a tour as soon as the step's photo and classifier are loaded.
#pragma once

#include <QObject>

#include "ui/engine/workspace.h"
#include "ui/tour/tour.h"

namespace fido::ui {

class TourPlayer : public QObject {
  Q_OBJECT
 public:
  explicit TourPlayer(Workspace& workspace, QObject* parent = nullptr);

  void begin(Tour tour);
  void end();
  bool isActive() const { return !tour_.steps.empty(); }
  const Tour& tour() const { return tour_; }
  int step() const { return current_step_; }  // index into tour().steps
  // Goes to a step. Does nothing if the index is out of range or the step is the current one.
  void goToStep(int step);

 signals:
  void changed();  // another step is current, or the tour has ended
  // The step is set up. `show` and `vary` are those of TourStep and may be empty.
  void ready(const QString& show, const QString& vary);

 private:
  void setUpIfReady();
  void setUp();

  Workspace& workspace_;
  Tour tour_;
  int current_step_ = 0;
  bool pending_ = false;  // the step has not been set up yet
  // The step's photo (path) and classifier (id); empty: whatever is open.
  QString photo_, classifier_;
  bool opening_photo_ = false;  // the step's photo is being read
};

}  // namespace fido::ui
