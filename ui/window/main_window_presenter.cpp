// In front of a class: full screen with little else than picture, mask and answer, and a tour that
// is led by a clicker.
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/panels/answer.h"
#include "ui/panels/banner.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/map_controls.h"
#include "ui/panels/scrub_bar.h"
#include "ui/panels/section.h"
#include "ui/theme/theme.h"
#include "ui/tools/tool_bar.h"
#include "ui/tour/tour_bar.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/resources.h"
#include "ui/window/shortcut_sheet.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"

namespace fido::ui {

void MainWindow::connectPresenter() {
  connect(actions_->presenter, &QAction::toggled, this, &MainWindow::setPresenting);
  connect(actions_->tour, &QAction::triggered, this, &MainWindow::startPaperTour);
  connect(actions_->open_tour, &QAction::triggered, this, [this] {
    auto* dialog =
        new QFileDialog(this, tr("Open a tour"), resource_folder() + QStringLiteral("/tours"),
                        tr("Tours (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::filesSelected, this,
            [this](const QStringList& paths) { startTour(chosen_path(paths)); });
    dialog->open();
  });
  connect(actions_->forward, &QAction::triggered, this, [this] { step(1); });
  connect(actions_->backward, &QAction::triggered, this, [this] { step(-1); });
  connect(actions_->shortcuts, &QAction::triggered, this,
          [this] { (new ShortcutSheet(*actions_->menu, *this, this))->show(); });
  connect(player_, &TourPlayer::changed, this, &MainWindow::refreshStepping);
  connect(player_, &TourPlayer::ready, this, [this](const QString& show, const QString& vary) {
    if (show == QLatin1String("figure"))
      actions_->show_figure->trigger();
    else
      showPictures();
    if (show == QLatin1String("run")) actions_->show_run->trigger();
    if (show == QLatin1String("infills")) actions_->show_infills->trigger();
    if (show == QLatin1String("edits")) actions_->show_edits->trigger();
    if (!vary.isEmpty()) compare_page_->vary(vary);
    refreshStepping();
  });
  refreshStepping();
}

void MainWindow::startPaperTour() {
  startTour(resource_folder() + QStringLiteral("/tours/paper.json"));
}

void MainWindow::startTour(const QString& path) {
  auto tour = read_tour(path);
  if (!tour) return banner_->showError(qstr(tour.error().message));
  banner_->dismiss();
  player_->begin(std::move(*tour));
}

// A clicker has two keys.
void MainWindow::step(int by) {
  if (player_->active())
    player_->go(player_->step() + by);
  else
    for (int i = 0; i < 10; ++i) scrub_->stepBy(by);
}

void MainWindow::refreshStepping() {
  for (QAction* action : {actions_->forward, actions_->backward})
    action->setEnabled(player_->active() || presenting_);
  // Under the pictures only what the tour speaks of.
  const bool course =
      !presenting_ ||
      (player_->active() &&
       !player_->tour().steps[static_cast<std::size_t>(player_->step())].show.isEmpty());
  rows_->widget(1)->setVisible(course);
}

void MainWindow::setPresenting(bool on) {
  if (on == presenting_) return;
  presenting_ = on;
  for (QWidget* widget : std::initializer_list<QWidget*>{top_, status_, tool_bar_, controls_})
    widget->setVisible(!on);
  for (QWidget* line : lines_) line->setVisible(!on);
  refreshSide();
  answer_->setPresenting(on);
  question_->setFont(on ? large_font() : body_font());
  refreshStepping();
  if (on) {
    was_maximized_ = isMaximized();
    geometry_before_presenting_ = saveGeometry();
    showFullScreen();
  } else if (was_maximized_) {
    showMaximized();
  } else {
    showNormal();
  }
  left_->setFocus();
}

}  // namespace fido::ui
