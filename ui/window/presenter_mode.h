// Presenter mode, for teaching: full screen with little more than pictures and answer, controlled
// by a clicker.
#pragma once

#include <QByteArray>
#include <QObject>
#include <vector>

class QWidget;

namespace fido::ui {

class MainActions;
class ScrubBar;
class TourPlayer;

// Implements the presenter action and the two keys of a clicker, which step through the tour, or
// through the run if there is no tour.
class PresenterMode : public QObject {
  Q_OBJECT
 public:
  // While on, hides `hidden`, and `under_pictures` unless the current step of the tour shows it.
  PresenterMode(QWidget& window, MainActions& actions, TourPlayer& player, ScrubBar& scrub,
                std::vector<QWidget*> hidden, QWidget& under_pictures);

  bool isOn() const { return on_; }
  void setOn(bool on);
  // Returns QWidget::saveGeometry() of the window outside presenter mode, so that the next window
  // does not start in full screen.
  QByteArray windowGeometry() const;

 signals:
  // Emitted before the window changes its size.
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
