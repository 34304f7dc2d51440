#include "ui/window/presenter_mode.h"

#include <QWidget>
#include <utility>

#include "ui/panels/scrub_bar.h"
#include "ui/tour/tour_player.h"
#include "ui/window/main_actions.h"

namespace fido::ui {
namespace {

constexpr int kFramesPerStep = 10;  // key frames of the run per press of the clicker

}  // namespace

PresenterMode::PresenterMode(QWidget& window, MainActions& actions, TourPlayer& player,
                             ScrubBar& scrub, std::vector<QWidget*> hidden, QWidget& under_pictures)
    : QObject(&window),
      window_(window),
      actions_(actions),
      player_(player),
      scrub_(scrub),
      hidden_(std::move(hidden)),
      under_pictures_(under_pictures) {
  connect(actions_.presenter, &QAction::toggled, this, &PresenterMode::setOn);
  connect(actions_.forward, &QAction::triggered, this, [this] { step(1); });
  connect(actions_.backward, &QAction::triggered, this, [this] { step(-1); });
  connect(&player_, &TourPlayer::changed, this, &PresenterMode::refreshSteps);
  connect(&player_, &TourPlayer::ready, this, &PresenterMode::refreshSteps);
  refreshSteps();
}

void PresenterMode::setOn(bool on) {
  if (on == on_) return;
  on_ = on;
  actions_.presenter->setChecked(on);
  if (on) {
    was_maximized_ = window_.isMaximized();
    geometry_before_ = window_.saveGeometry();
  }
  for (QWidget* widget : hidden_) widget->setVisible(!on);
  refreshSteps();
  emit toggled(on);
  if (on)
    window_.showFullScreen();
  else if (was_maximized_)
    window_.showMaximized();
  else
    window_.showNormal();
}

QByteArray PresenterMode::windowGeometry() const {
  return on_ ? geometry_before_ : window_.saveGeometry();
}

void PresenterMode::step(int by) {
  if (player_.isActive())
    player_.goToStep(player_.step() + by);
  else
    for (int i = 0; i < kFramesPerStep; ++i) scrub_.stepBy(by);
}

void PresenterMode::refreshSteps() {
  const bool in_tour = player_.isActive();
  for (QAction* action : {actions_.forward, actions_.backward}) action->setEnabled(in_tour || on_);
  const bool tour_shows_it =
      in_tour && !player_.tour().steps[static_cast<std::size_t>(player_.step())].show.isEmpty();
  under_pictures_.setVisible(!on_ || tour_shows_it);
}

}  // namespace fido::ui
