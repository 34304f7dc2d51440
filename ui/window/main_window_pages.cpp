// Connects the pages that cover the pictures (library, comparison, figure, evaluation) and the
// guided tours, which lead through them.
#include <QAction>
#include <QImageReader>
#include <QPushButton>
#include <QStackedWidget>
#include <algorithm>

#include "core/base/files.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/panels/banner.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/library_page.h"
#include "ui/panels/mask_figure.h"
#include "ui/panels/model_gate.h"
#include "ui/panels/regions_page.h"
#include "ui/persistence/run_library.h"
#include "ui/tour/tour_player.h"
#include "ui/window/edit_actions.h"
#include "ui/window/export_controller.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/resources.h"
#include "ui/window/session_persistence.h"
#include "ui/window/shortcut_sheet.h"
#include "ui/window/status_line.h"

namespace fido::ui {
namespace {

// Returns the part of the photo that the run explains, at screen size. Null if the file is missing
// or is another picture.
QImage load_photo(const SessionData& session) {
  const RunResult& result = *session.run->result;
  QImageReader reader(session.photo_path);
  reader.setAutoTransform(true);
  QSize size = reader.size();
  if (session.photo_path.isEmpty() || !size.isValid()) return {};
  const QSize shrunk =
      size.scaled(size.boundedTo({kDisplayEdge, kDisplayEdge}), Qt::KeepAspectRatio);
  reader.setScaledSize(shrunk);
  const QImage image = reader.read();
  if (image.isNull()) return {};
  // `size` is that before the EXIF rotation, which has been applied to the image.
  if ((image.width() > image.height()) != (size.width() > size.height())) size.transpose();
  if (result.image_width > 0 && size != QSize(result.image_width, result.image_height)) return {};
  const double scale = static_cast<double>(image.width()) / size.width();
  const Rect& part = result.visible;
  return part.width > 0 ? image.copy(QRectF(part.x * scale, part.y * scale, part.width * scale,
                                            part.height * scale)
                                         .toRect())
                        : image;
}

QString run_label(const RunSpec& spec) {
  const MethodInfo* method = find_method(spec.method);
  const InfillerInfo* infiller = find_infiller(spec.infill);
  return QStringLiteral("%1, %2, %3, %4, %5 %6")
      .arg(qstr(spec.classifier), method ? core_text(method->label) : qstr(spec.method),
           infiller ? core_text(infiller->label) : qstr(spec.infill))
      .arg(lambda_text(spec))
      .arg(MainWindow::tr("seed"))
      .arg(spec.seed);
}

}  // namespace

void MainWindow::connectLibrary() {
  Document& document = workspace_->document();
  connect(workspace_.get(), &Workspace::runEnded, this, [this, &document] {
    if (document.run()->result->iterations_done == 0) return;
    const RunResult& result = *document.run()->result;
    const QString shortfall = shortfall_text(result);
    if (!shortfall.isEmpty() && !regions_page_->search().isFurther(result))
      banner_->showInfo(shortfall);
    SessionData session = persistence_->captured();
    session.masks = {};
    session.edits.clear();
    library_->add(std::move(session), seen_);
  });
  connect(library_, &RunLibrary::failed, this,
          [this](const Error& error) { banner_->showWarning(qstr(error.message)); });
  connect(&document, &Document::photoChanged, this, [this, &document] {
    library_page_->setPhoto(document.photo() ? qstr(document.photo()->sha256) : QString());
    if (document.photo()) showPictures();
  });
  connect(actions_->show_library, &QAction::triggered, this,
          [this] { stage_->setCurrentWidget(library_page_); });
  connect(actions_->show_compare, &QAction::triggered, this,
          [this] { stage_->setCurrentWidget(compare_page_); });
  connect(actions_->show_figure, &QAction::triggered, this,
          [this] { stage_->setCurrentWidget(figure_); });
  connect(figure_, &MaskFigure::closed, this, &MainWindow::showPictures);
  connect(figure_, &MaskFigure::saveRequested, this,
          [this] { exports_->askWhereToSave(tr("Save figure"), figure_->picture(), tr("masks")); });
  connect(actions_->show_regions, &QAction::triggered, this,
          [this] { stage_->setCurrentWidget(regions_page_); });
  connect(regions_page_, &RegionsPage::closed, this, &MainWindow::showPictures);
  connect(regions_page_, &RegionsPage::refused, this,
          [this](const QString& reason) { banner_->showWarning(reason); });
  connect(regions_page_, &RegionsPage::saveRequested, this, [this] {
    exports_->askWhereToSave(tr("Save figure"), regions_page_->picture(), tr("regions"));
  });
  connect(library_page_, &LibraryPage::closed, this, &MainWindow::showPictures);
  connect(library_page_, &LibraryPage::refused, this,
          [this](const QString& reason) { banner_->showError(reason); });
  // Undo is available only where its effect is visible.
  connect(stage_, &QStackedWidget::currentChanged, this, [this](int page) {
    edits_->undo->setVisible(page <= 1);
    edits_->redo->setVisible(page <= 1);
  });
  connect(compare_page_, &ComparePage::closed, this, &MainWindow::showPictures);
  connect(compare_page_, &ComparePage::seriesRequested, this,
          [this] { stage_->setCurrentWidget(compare_page_); });
  connect(library_page_, &LibraryPage::openRequested, this, &MainWindow::reopenRun);
  connect(library_page_, &LibraryPage::compareRequested, this, &MainWindow::compareRuns);
  connect(library_page_, &LibraryPage::deleted, this, [this](const std::vector<qint64>& ids) {
    const int count = static_cast<int>(ids.size());
    banner_->showInfo(count == 1 ? tr("The run was deleted.")
                                 : tr("%n runs were deleted.", nullptr, count));
    connect(banner_->addButton(tr("Undo")), &QPushButton::clicked, this, [this, ids] {
      banner_->dismiss();
      if (const auto restored = library_->setDeleted(ids, false); !restored)
        banner_->showError(qstr(restored.error().message));
    });
  });
  library_page_->setPhoto({});
}

void MainWindow::showPictures() { stage_->setCurrentIndex(workspace_->document().photo() ? 1 : 0); }

void MainWindow::reopenRun(qint64 id) {
  auto session = library_->read(id);
  if (!session) return banner_->showError(qstr(session.error().message));
  Document& document = workspace_->document();
  session->view = viewChoices();
  const auto& info = document.classifier();
  // If the run explains the open photo, its masks and their history stay.
  if (document.photo() && !document.photo()->sha256.empty() &&
      document.photo()->sha256 == session->photo_sha256 && info &&
      info->card.id == session->classifier_id) {
    session->masks = document.masks().toHistory();
    session->edits = document.editPoints();
  }
  showPictures();
  persistence_->restore(std::move(*session));
}

void MainWindow::compareRuns(const std::vector<qint64>& ids) {
  std::vector<ComparedRun> runs;
  for (const qint64 id : ids) {
    const auto session = library_->read(id);
    if (!session) return banner_->showError(qstr(session.error().message));
    if (!session->run || !session->run->result) continue;
    runs.push_back({run_label(session->run->spec), load_photo(*session), session->run->result});
  }
  compare_page_->show(std::move(runs));
  stage_->setCurrentWidget(compare_page_);
}

void MainWindow::connectEvaluation() {
  connect(actions_->show_evaluate, &QAction::triggered, this,
          [this] { stage_->setCurrentWidget(evaluate_page_); });
  connect(evaluate_page_, &EvaluatePage::closed, this, &MainWindow::showPictures);
  connect(evaluate_page_, &EvaluatePage::addModelRequested, this, &MainWindow::askForModel);
  connect(evaluate_page_, &EvaluatePage::openRequested, this, &MainWindow::openEvaluated);
  const auto offer = [this](const std::vector<RecoveryAction>& ways) {
    for (const RecoveryAction& way : ways)
      connect(banner_->addButton(way.text), &QPushButton::clicked, evaluate_page_,
              [this, go = way.trigger] {
                banner_->dismiss();
                go();
              });
  };
  connect(evaluate_page_, &EvaluatePage::refused, this,
          [this, offer](const QString& reason, const QString& details,
                        const std::vector<RecoveryAction>& ways) {
            banner_->showError(reason, details);
            offer(ways);
          });
  connect(evaluate_page_, &EvaluatePage::messageRequested, this,
          [this, offer](const QString& text, const std::vector<RecoveryAction>& ways) {
            banner_->showInfo(text);
            offer(ways);
          });
  connect(evaluate_page_, &EvaluatePage::progressed, status_, &StatusLine::setBackgroundProgress);
  connect(evaluate_page_, &EvaluatePage::ended, this,
          [this, offer](const QString& text, const std::vector<RecoveryAction>& ways) {
            banner_->showInfo(text);
            offer(ways);
            if (stage_->currentWidget() != evaluate_page_)
              connect(banner_->addButton(tr("Show")), &QPushButton::clicked, this, [this] {
                banner_->dismiss();
                actions_->show_evaluate->trigger();
              });
          });
  // The side panels are about one photo, so the evaluation's tables take their place.
  connect(stage_, &QStackedWidget::currentChanged, this, &MainWindow::refreshSide);
}

// Shows a folder of photos, or their boxes, on the evaluation page.
void MainWindow::openFolder(const QString& path) {
  actions_->show_evaluate->trigger();
  evaluate_page_->openPath(path);
}

// Opens the photo as a session, which sets the question once photo and classifier are loaded.
void MainWindow::openEvaluated(const EvaluatedPhoto& photo) {
  const auto hash = sha256_file(to_path(photo.photo));
  if (!hash) return banner_->showError(qstr(hash.error().message));
  SessionData session;
  session.photo_path = photo.photo;
  session.photo_sha256 = *hash;
  session.classifier = photo.card;
  session.classifier_id = photo.classifier;
  session.target = photo.label;
  session.spec = photo.has_method ? photo.spec : workspace_->document().spec();
  session.view = viewChoices();
  banner_->dismiss();
  showPictures();
  persistence_->restore(std::move(session));
}

void MainWindow::connectTours() {
  connect(actions_->tour, &QAction::triggered, this, &MainWindow::startPaperTour);
  connect(actions_->open_tour, &QAction::triggered, this, [this] {
    dialogs_->openFile(FolderKind::tours, tr("Open tour"), tr("Tours (*.json)"),
                       [this](const QString& path) { startTour(path); });
  });
  connect(actions_->shortcuts, &QAction::triggered, this,
          [this] { (new ShortcutSheet(*actions_->menu, *this, this))->show(); });
  connect(player_, &TourPlayer::ready, this, [this](const QString& show, const QString& vary) {
    if (show == QLatin1String("figure"))
      actions_->show_figure->trigger();
    else
      showPictures();
    if (show == QLatin1String("run")) actions_->show_run->trigger();
    if (show == QLatin1String("infills")) actions_->show_infills->trigger();
    if (show == QLatin1String("edits")) actions_->show_edits->trigger();
    if (!vary.isEmpty()) compare_page_->vary(vary);
  });
}

void MainWindow::startPaperTour() {
  startTour(resource_folder() + QStringLiteral("/tours/paper.json"));
}

void MainWindow::startTour(const QString& path) {
  auto tour = read_tour(path);
  if (!tour) return banner_->showError(qstr(tour.error().message));
  banner_->dismiss();
  const QStringList models = referenced_models(*tour);
  gate_->check(models, tr("The tour"), tr("Cancel"),
               [this, tour = std::move(*tour)](const QStringList& refused) {
                 if (refused.isEmpty()) player_->begin(tour);
               });
}

}  // namespace fido::ui
