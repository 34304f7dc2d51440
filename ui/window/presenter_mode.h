// In front of a class: full screen with little else than pictures and answer, led by a clicker.
#pragma once

#include <QByteArray>
#include <QObject>
#include <vector>

class QWidget;

namespace fido::ui {

class MainActions;
class ScrubBar;
class TourPlayer;

// Owns the presenter action and the two steps of a clicker, which lead through the tour, or,
// without one, through the run.
class PresenterMode : public QObject {
  Q_OBJECT
 public:
  // Hides `hidden` while it is on, and `under_pictures` unless the tour speaks of what it shows.
  PresenterMode(QWidget& window, MainActions& actions, TourPlayer& player, ScrubBar& scrub,
                std::vector<QWidget*> hidden, QWidget& under_pictures);

  bool isOn() const { return on_; }
  void setOn(bool on);
  // QWidget::saveGeometry() of the window outside presenter mode: the next window does not begin on
  // the full screen.
  QByteArray windowGeometry() const;

 signals:
  // Before the window changes its size.
  void toggled(bool on);

 private:
  void step(int by);
  void refreshSteps();

  QWidget& window_;
  MainActions& actions_;
  TourPlayer& player_;
  ScrubBar& scrub_;
  std::vector<QWidget*> hidden_;
  QWidget& under_pictures_;
  bool on_ = false, was_maximized_ = false;
  QByteArray geometry_before_;
};

}  // namespace fido::ui
