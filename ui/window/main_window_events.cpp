// What comes from outside the window: files, the clipboard, dialogs, and what the session reports.
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <QSaveFile>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>

#include "core/files.h"
#include "ui/canvas/image_canvas.h"
#include "ui/canvas/painting.h"
#include "ui/document/text.h"
#include "ui/keeping/keeper.h"
#include "ui/keeping/session_file.h"
#include "ui/panels/banner.h"
#include "ui/panels/model_sheet.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/model_chooser.h"
#include "ui/window/top_bar.h"

namespace fido::ui {
namespace {

const QString kPhotoFolder = QStringLiteral("photoFolder"),
              kModelFolder = QStringLiteral("modelFolder"),
              kSaveFolder = QStringLiteral("saveFolder"),
              kMaskFolder = QStringLiteral("maskFolder");

// Always a folder that is there: given another, Qt's dialog takes its last part for a chosen file.
QString remembered(const QString& key, QStandardPaths::StandardLocation otherwise) {
  for (const QString& folder :
       {QSettings().value(key).toString(), QStandardPaths::writableLocation(otherwise)})
    if (!folder.isEmpty() && QFileInfo(folder).isDir()) return folder;
  return QDir::homePath();
}

QStringList local_files(const QMimeData* data) {
  QStringList paths;
  for (const QUrl& url : data->urls())
    if (url.isLocalFile()) paths << url.toLocalFile();
  return paths;
}

// Window-modal without an event loop of its own: nothing waits for it.
QFileDialog* file_dialog(QWidget* parent, const QString& title, const QString& folder,
                         const QString& filter) {
  auto* dialog = new QFileDialog(parent, title, folder, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(filter.isEmpty() ? QFileDialog::Directory : QFileDialog::ExistingFile);
  if (filter.isEmpty()) dialog->setOption(QFileDialog::ShowDirsOnly);
  return dialog;
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
    openSession(path);
  } else if (path.endsWith(QLatin1String(".card.json"), Qt::CaseInsensitive)) {
    session_->chooseCard(QFileInfo(path).absoluteFilePath());
  } else if (QFileInfo(path).isDir() || path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
    openFolder(path);
  } else if (is_model(path)) {
    const QFileInfo file(path);
    const QString card = file.absolutePath() + QLatin1Char('/') + file.completeBaseName() +
                         QStringLiteral(".card.json");
    if (QFileInfo::exists(card))
      session_->chooseCard(card);
    else
      openSheet(path);
  } else {
    session_->openPhoto(path);
  }
}

void MainWindow::askForPhoto() {
  auto* dialog = file_dialog(this, tr("Open a photo"),
                             remembered(kPhotoFolder, QStandardPaths::PicturesLocation),
                             tr("Pictures and sessions (*.jpg *.jpeg *.png *.webp *.bmp *.tif "
                                "*.tiff *.fidoscope);;All files (*)"));
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
    const QString path = chosen_path(paths);
    QSettings().setValue(kPhotoFolder, QFileInfo(path).absolutePath());
    openPath(path);
  });
  dialog->open();
}

void MainWindow::askForModel() {
  auto* dialog =
      file_dialog(this, tr("Add a model"), remembered(kModelFolder, QStandardPaths::HomeLocation),
                  tr("TorchScript models and cards (*.pt *.pth *.torchscript *.ts "
                     "*.card.json);;All files (*)"));
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
    const QString path = chosen_path(paths);
    QSettings().setValue(kModelFolder, QFileInfo(path).absolutePath());
    // Chosen as a model: whatever it is called, it is none of the photos.
    if (path.endsWith(QLatin1String(".card.json"), Qt::CaseInsensitive) || is_model(path))
      openPath(path);
    else
      openSheet(path);
  });
  dialog->open();
}

void MainWindow::askForFolder() {
  if (!session_->canSave()) return;
  auto* dialog = file_dialog(this, tr("Save the results in a new folder inside…"),
                             remembered(kSaveFolder, QStandardPaths::DocumentsLocation), {});
  connect(dialog, &QFileDialog::filesSelected, this,
          [this](const QStringList& paths) { saveTo(chosen_path(paths)); });
  dialog->open();
}

void MainWindow::askForMask() {
  auto* dialog = file_dialog(
      this, tr("Load a mask"), remembered(kMaskFolder, QStandardPaths::PicturesLocation),
      tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
    const QString path = chosen_path(paths);
    QSettings().setValue(kMaskFolder, QFileInfo(path).absolutePath());
    loadMask(path);
  });
  dialog->open();
}

void MainWindow::askForMaskFile() {
  if (const NamedMask* mask = session_->document().masks().mask())
    askWhereToSave(tr("Save the mask"), mask->pixels, mask->name);
}

void MainWindow::askWhereToSave(const QString& title, const QImage& picture, const QString& name) {
  if (picture.isNull()) return;
  auto* dialog =
      new QFileDialog(this, title, remembered(kMaskFolder, QStandardPaths::PicturesLocation),
                      tr("PNG picture (*.png)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("png"));
  dialog->selectFile(name + QStringLiteral(".png"));
  connect(dialog, &QFileDialog::filesSelected, this, [this, picture](const QStringList& paths) {
    const QString path = chosen_path(paths);
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG") && file.commit())
      banner_->showInfo(tr("Saved as %1").arg(path));
    else
      banner_->showError(
          tr("%1 could not be written: %2. Choose another folder.").arg(path, file.errorString()));
  });
  dialog->open();
}

void MainWindow::saveTo(const QString& folder) {
  QSettings().setValue(kSaveFolder, folder);
  session_->save(folder);
}

void MainWindow::pastePicture() {
  const QMimeData* held = QApplication::clipboard()->mimeData();
  const QStringList files = held ? local_files(held) : QStringList();
  if (!files.isEmpty())
    openPath(files.first());
  else if (const QImage picture =
               held && held->hasImage() ? qvariant_cast<QImage>(held->imageData()) : QImage();
           !picture.isNull())
    session_->takePhoto(picture, tr("Pasted picture"));
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
    session_->takePhoto(qvariant_cast<QImage>(event->mimeData()->imageData()),
                        tr("Dropped picture"));
  event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  // The next window does not begin in presenter mode, and so not on the full screen either.
  QSettings().setValue(QStringLiteral("geometry"),
                       presenting_ ? geometry_before_presenting_ : saveGeometry());
  closeSheet(false);
  const auto kept = close_anyway_ ? Expected<void>() : keeper_->finish();
  event->setAccepted(kept.has_value());
  if (kept) return;
  banner_->showError(
      tr("What is open cannot be kept for the next start: %1").arg(qstr(kept.error().message)));
  connect(banner_->addButton(tr("Save the session…")), &QPushButton::clicked, this,
          &MainWindow::askForSessionFile);
  connect(banner_->addButton(tr("Close all the same")), &QPushButton::clicked, this, [this] {
    close_anyway_ = true;
    close();
  });
}

void MainWindow::openSheet(const QString& model_file) {
  closeSheet(false);
  sheet_->openFor(model_file);
  side_->setCurrentIndex(1);
  refreshSide();
}

void MainWindow::closeSheet(bool loaded) {
  // A card that never led to a model would only be found again as a broken one. One that is being
  // loaded may yet lead to one.
  if (!loaded && !sheet_card_.isEmpty() && !session_->loadingClassifier())
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
  const auto way_out = [this](const QString& text, auto slot) {
    connect(banner_->addButton(text), &QPushButton::clicked, this, slot);
  };
  switch (task) {
    case Task::photo:
      way_out(tr("Open another…"), &MainWindow::askForPhoto);
      break;
    case Task::models:
      way_out(tr("Add a model…"), &MainWindow::askForModel);
      break;
    case Task::classifier:
      if (!sheet_open) way_out(tr("Add a model…"), &MainWindow::askForModel);
      break;
    case Task::save:
      way_out(tr("Another folder…"), &MainWindow::askForFolder);
      break;
    default:
      break;
  }
  const auto& info = session_->document().classifier();
  top_->models()->setCurrent(info ? qstr(info->card.card_path) : QString());
  refreshQuestion();
}

void MainWindow::showAbout() {
  banner_->showInfo(
      tr("Fidoscope %1: ask an image classifier why.").arg(QCoreApplication::applicationVersion()),
      tr("Explanations by counterfactual generation: Chang, Creager, Goldenberg and Duvenaud, "
         "\"Explaining Image Classifiers by Counterfactual Generation\", ICLR 2019.\n"
         "Free software under the GNU General Public License, version 3 or later."));
}

void MainWindow::onSaved(const QString& folder) {
  banner_->showInfo(tr("Saved in %1").arg(folder));
  connect(banner_->addButton(tr("Show in folder")), &QPushButton::clicked, this,
          [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
}

}  // namespace fido::ui
