// The page that measures many photos, and the way from one of its rows back to the pictures.
#include <QPushButton>
#include <QStackedWidget>
#include <algorithm>

#include "core/base/files.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/keeping/restorer.h"
#include "ui/panels/banner.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

namespace fido::ui {

void MainWindow::connectEvaluation() {
  connect(actions_->show_evaluate, &QAction::triggered, this,
          [this] { stage_->setCurrentWidget(evaluate_page_); });
  connect(evaluate_page_, &EvaluatePage::closed, this, &MainWindow::showPictures);
  connect(evaluate_page_, &EvaluatePage::addModelRequested, this, &MainWindow::askForModel);
  connect(evaluate_page_, &EvaluatePage::openRequested, this, &MainWindow::openEvaluated);
  const auto offer = [this](const std::vector<WayOut>& ways) {
    for (const WayOut& way : ways)
      connect(banner_->addButton(way.text), &QPushButton::clicked, evaluate_page_,
              [this, go = way.go] {
                banner_->dismiss();
                go();
              });
  };
  connect(evaluate_page_, &EvaluatePage::refused, this,
          [this, offer](const QString& reason, const QString& details,
                        const std::vector<WayOut>& ways) {
            banner_->showError(reason, details);
            offer(ways);
          });
  connect(evaluate_page_, &EvaluatePage::said, this,
          [this, offer](const QString& text, const std::vector<WayOut>& ways) {
            banner_->showInfo(text);
            offer(ways);
          });
  connect(evaluate_page_, &EvaluatePage::progressed, status_, &StatusLine::setElsewhere);
  connect(evaluate_page_, &EvaluatePage::ended, this,
          [this, offer](const QString& text, const std::vector<WayOut>& ways) {
            banner_->showInfo(text);
            offer(ways);
            if (stage_->currentWidget() != evaluate_page_)
              connect(banner_->addButton(tr("Show")), &QPushButton::clicked, this, [this] {
                banner_->dismiss();
                actions_->show_evaluate->trigger();
              });
          });
  // Classes, masks and settings of a run say nothing about many photos; the tables want their
  // place.
  connect(stage_, &QStackedWidget::currentChanged, this, &MainWindow::refreshSide);
}

// Of many photos, or their boxes: what the page is for.
void MainWindow::openFolder(const QString& path) {
  actions_->show_evaluate->trigger();
  evaluate_page_->take(path);
}

void MainWindow::refreshSide() {
  // or the sheet of a new model
  const bool wanted = stage_->currentWidget() != evaluate_page_ || side_->currentIndex() == 1;
  side_->setVisible(wanted && !presenting_);
}

// As a session is brought back: the question is complete once photo and classifier are there.
void MainWindow::openEvaluated(const EvaluatedPhoto& photo) {
  const auto hash = sha256_file(to_path(photo.photo));
  if (!hash) return banner_->showError(qstr(hash.error().message));
  SessionData session;
  session.photo_path = photo.photo;
  session.photo_sha256 = *hash;
  session.classifier = photo.card;
  session.classifier_id = photo.classifier;
  session.target = photo.label;
  session.spec = photo.explains ? photo.spec : session_->document().spec();
  session.view = captured().view;
  banner_->dismiss();
  showPictures();
  restore(std::move(session));
}

}  // namespace fido::ui
