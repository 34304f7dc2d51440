// Handles what comes from outside the window: files, the clipboard, models and failures.
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QUrl>

#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/panels/model_gate.h"
#include "ui/panels/model_sheet.h"
#include "ui/persistence/session_file.h"
#include "ui/window/export_controller.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/main_window.h"
#include "ui/window/model_chooser.h"
#include "ui/window/presenter_mode.h"
#include "ui/window/session_persistence.h"
#include "ui/window/top_bar.h"

namespace fido::ui {
namespace {

QStringList local_files(const QMimeData* data) {
  QStringList paths;
  for (const QUrl& url : data->urls())
    if (url.isLocalFile()) paths << url.toLocalFile();
  return paths;
}

bool is_model(const QString& path) {
  for (const char* ending : {".pt", ".pth", ".torchscript", ".ts"})
    if (path.endsWith(QLatin1String(ending), Qt::CaseInsensitive)) return true;
  return false;
}

}  // namespace

void MainWindow::openPath(const QString& path) {
  if (path.isEmpty()) return;
  if (path.endsWith(kSessionEnding, Qt::CaseInsensitive)) {
    persistence_->open(path);
  } else if (path.endsWith(QLatin1String(".card.json"), Qt::CaseInsensitive)) {
    gate_->allow(path);
    workspace_->chooseCard(QFileInfo(path).absoluteFilePath());
  } else if (QFileInfo(path).isDir() || path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
    openFolder(path);
  } else if (is_model(path)) {
    const QFileInfo file(path);
    const QString card = file.absolutePath() + QLatin1Char('/') + file.completeBaseName() +
                         QStringLiteral(".card.json");
    if (QFileInfo::exists(card)) {
      gate_->allow(card);
      workspace_->chooseCard(card);
    } else {
      openSheet(path);
    }
  } else {
    workspace_->openPhoto(path);
  }
}

void MainWindow::askForPhoto() {
  dialogs_->openFile(FolderKind::photos, tr("Open a photo"),
                     tr("Pictures and sessions (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff "
                        "*.fidoscope);;All files (*)"),
                     [this](const QString& path) { openPath(path); });
}

void MainWindow::askForModel() {
  dialogs_->openFile(
      FolderKind::models, tr("Add model"),
      tr("TorchScript models and cards (*.pt *.pth *.torchscript *.ts "
         "*.card.json);;All files (*)"),
      [this](const QString& path) {
        // The user chose it as a model, so it is not a photo, whatever its name.
        if (path.endsWith(QLatin1String(".card.json"), Qt::CaseInsensitive) || is_model(path))
          openPath(path);
        else
          openSheet(path);
      });
}

void MainWindow::pastePicture() {
  const QMimeData* clipboard = QApplication::clipboard()->mimeData();
  const QStringList files = clipboard ? local_files(clipboard) : QStringList();
  if (!files.isEmpty())
    openPath(files.first());
  else if (const QImage picture = clipboard && clipboard->hasImage()
                                      ? qvariant_cast<QImage>(clipboard->imageData())
                                      : QImage();
           !picture.isNull())
    workspace_->openPicture(picture, tr("Pasted picture"));
  else
    banner_->showInfo(
        tr("There is no picture on the clipboard. Copy one, or drop a file on the window."));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->source()) return;  // a picture of this window
  if (!local_files(event->mimeData()).isEmpty() || event->mimeData()->hasImage())
    event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QStringList files = local_files(event->mimeData());
  if (!files.isEmpty())
    openPath(files.first());
  else if (event->mimeData()->hasImage())
    workspace_->openPicture(qvariant_cast<QImage>(event->mimeData()->imageData()),
                            tr("Dropped picture"));
  event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  QSettings().setValue(QStringLiteral("geometry"), presenter_->windowGeometry());
  closeSheet(false);
  event->setAccepted(persistence_->finish());
}

void MainWindow::openSheet(const QString& model_file) {
  closeSheet(false);
  sheet_->openModel(model_file);
  side_->setCurrentIndex(1);
  refreshSide();
}

void MainWindow::closeSheet(bool loaded) {
  // A card whose model was never loaded would be listed as a broken one, so it is removed, unless
  // its model is being loaded.
  if (!loaded && !sheet_card_.isEmpty() && !workspace_->isLoadingClassifier())
    QFile::remove(sheet_card_);
  sheet_card_.clear();
  sheet_->setBusy(false);
  side_->setCurrentIndex(0);
  refreshSide();
  left_->setFocus();
}

void MainWindow::onFailed(Task task, const Error& error) {
  const QString message = qstr(error.message);
  if (task == Task::models)
    banner_->showInfo(message);
  else
    banner_->showError(message);
  sheet_->setBusy(false);
  const bool sheet_open = side_->currentIndex() == 1;
  const auto offer = [this](const QString& text, auto slot) {
    connect(banner_->addButton(text), &QPushButton::clicked, this, slot);
  };
  switch (task) {
    case Task::photo:
      offer(tr("Open another…"), &MainWindow::askForPhoto);
      break;
    case Task::models:
      offer(tr("Add model…"), &MainWindow::askForModel);
      break;
    case Task::classifier:
      if (!sheet_open) offer(tr("Add model…"), &MainWindow::askForModel);
      break;
    case Task::save:
      offer(tr("Choose another folder…"), [this] { exports_->askForResultsFolder(); });
      break;
    default:
      break;
  }
  const auto& info = workspace_->document().classifier();
  top_bar_->models()->setCurrent(info ? qstr(info->card.card_path) : QString());
  refreshQuestion();
}

void MainWindow::showAbout() {
  banner_->showInfo(
      tr("Fidoscope %1: ask an image classifier why.").arg(QCoreApplication::applicationVersion()),
      tr("Explanations by counterfactual generation: Chang, Creager, Goldenberg and Duvenaud, "
         "\"Explaining Image Classifiers by Counterfactual Generation\", ICLR 2019.\n"
         "Free software under the GNU General Public License, version 3 or later."));
}

}  // namespace fido::ui
