// The library of runs and the page that shows several side by side.
#include <QAction>
#include <QFileInfo>
#include <QImageReader>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/keeping/run_library.h"
#include "ui/panels/banner.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/library_page.h"
#include "ui/panels/mask_figure.h"
#include "ui/window/edit_actions.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"

namespace fido::ui {
namespace {

// The part of the photo that the run is about, at a size for the screen. Null where the file is
// gone or is another one.
QImage photo_of(const SessionData& session) {
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
  // The size before the rotation that EXIF asks for; the image is turned already.
  if ((image.width() > image.height()) != (size.width() > size.height())) size.transpose();
  if (result.image_width > 0 && size != QSize(result.image_width, result.image_height)) return {};
  const double scale = static_cast<double>(image.width()) / size.width();
  const Rect& part = result.visible;
  return part.width > 0 ? image.copy(QRectF(part.x * scale, part.y * scale, part.width * scale,
                                            part.height * scale)
                                         .toRect())
                        : image;
}

QString label_of(const RunSpec& spec) {
  const MethodInfo* method = find_method(spec.method);
  const InfillerInfo* infiller = find_infiller(spec.infill);
  return QStringLiteral("%1, %2, %3, %4, %5 %6")
      .arg(qstr(spec.classifier), method ? core_text(method->label) : qstr(spec.method),
           infiller ? core_text(infiller->label) : qstr(spec.infill))
      .arg(price_text(spec))
      .arg(MainWindow::tr("seed"))
      .arg(spec.seed);
}

}  // namespace

void MainWindow::connectLibrary() {
  Document& document = session_->document();
  connect(session_.get(), &Session::runEnded, this, [this, &document] {
    if (document.run()->result->iterations_done == 0) return;
    SessionData session = captured();
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
          [this] { askWhereToSave(tr("Save the figure"), figure_->picture(), tr("masks")); });
  connect(library_page_, &LibraryPage::closed, this, &MainWindow::showPictures);
  connect(library_page_, &LibraryPage::refused, this,
          [this](const QString& reason) { banner_->showError(reason); });
  // What is undone must be seen.
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
    banner_->showInfo(ids.size() == 1 ? tr("The run was deleted.")
                                      : tr("%1 runs were deleted.").arg(ids.size()));
    connect(banner_->addButton(tr("Undo")), &QPushButton::clicked, this, [this, ids] {
      banner_->dismiss();
      if (const auto done = library_->bring(ids, true); !done)
        banner_->showError(qstr(done.error().message));
    });
  });
  library_page_->setPhoto({});
}

void MainWindow::showPictures() { stage_->setCurrentIndex(session_->document().photo() ? 1 : 0); }

void MainWindow::reopenRun(qint64 id) {
  auto session = library_->read(id);
  if (!session) return banner_->showError(qstr(session.error().message));
  Document& document = session_->document();
  session->view = captured().view;
  const auto& info = document.classifier();
  // On the photo that is open, masks and their history stay.
  if (document.photo() && !document.photo()->sha256.empty() &&
      document.photo()->sha256 == session->photo_sha256 && info &&
      info->card.id == session->classifier_id) {
    session->masks = document.masks().saved();
    session->edits = document.editPoints();
  }
  showPictures();
  restore(std::move(*session));
}

void MainWindow::compareRuns(const std::vector<qint64>& ids) {
  std::vector<ComparedRun> runs;
  for (const qint64 id : ids) {
    const auto session = library_->read(id);
    if (!session) return banner_->showError(qstr(session.error().message));
    if (!session->run || !session->run->result) continue;
    runs.push_back({label_of(session->run->spec), photo_of(*session), session->run->result});
  }
  compare_page_->show(std::move(runs));
  stage_->setCurrentWidget(compare_page_);
}

}  // namespace fido::ui
