#include "ui/window/export_controller.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QPushButton>
#include <QSaveFile>
#include <QUrl>
#include <utility>

#include "core/model/catalogue.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/persistence/command_text.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/main_actions.h"

namespace fido::ui {
namespace {

// Returns the folder for the masks of copied commands.
QString mask_folder() { return qstr(Catalogue::user_folder().parent_path() / "masks"); }

}  // namespace

ExportController::ExportController(Workspace& workspace, MainActions& actions, FileDialogs& dialogs,
                                   Banner& banner, const ImageCanvas& map_canvas,
                                   PicturesOnScreen pictures, QObject* parent)
    : QObject(parent),
      workspace_(workspace),
      actions_(actions),
      dialogs_(dialogs),
      banner_(banner),
      map_canvas_(map_canvas),
      pictures_(std::move(pictures)),
      animation_(workspace, this) {
  connect(actions_.save, &QAction::triggered, this, &ExportController::askForResultsFolder);
  connect(actions_.copy_command, &QAction::triggered, this, &ExportController::copyCommand);
  connect(actions_.save_report, &QAction::triggered, this, [this] {
    askForFile(tr("Save report"), tr("PDF (*.pdf)"), QStringLiteral("pdf"),
               [this](const QString& path) { saveReport(path); });
  });
  connect(actions_.save_animation, &QAction::triggered, this, [this] {
    askForFile(tr("Save run as animation"), tr("Animated WebP (*.webp);;Numbered PNGs (*.png)"),
               QStringLiteral("webp"), [this](const QString& path) { saveAnimation(path); });
  });
  connect(&animation_, &AnimationExporter::progressed, this, [this](int done, int total) {
    if (done > 0 && done % 10 != 0) return;
    banner_.showInfo(tr("Rendering the animation: frame %1 of %2").arg(done).arg(total));
    connect(banner_.addButton(tr("Cancel")), &QPushButton::clicked, this, [this] {
      animation_.cancel();
      banner_.dismiss();
    });
  });
  connect(&animation_, &AnimationExporter::finished, this, &ExportController::onExported);
  connect(&animation_, &AnimationExporter::failed, this,
          [this](const Error& error) { banner_.showError(qstr(error.message)); });
  connect(&workspace_, &Workspace::saved, this,
          [this](const QString& folder) { showSaved(tr("Saved in %1").arg(folder), folder); });
  connect(&workspace_, &Workspace::stateChanged, this, &ExportController::refreshActions);
  connect(&workspace_.document(), &Document::photoChanged, this, &ExportController::refreshActions);
  connect(&workspace_.document(), &Document::runChanged, this, &ExportController::refreshActions);
  connect(&workspace_.document(), &Document::framesChanged, this,
          &ExportController::refreshActions);
  refreshActions();
}

void ExportController::refreshActions() {
  const Document& document = workspace_.document();
  const bool has_photo = document.photo() != nullptr;
  const bool has_frames = document.run() && document.run()->frames.size() > 1;
  actions_.save->setEnabled(workspace_.canSave());
  actions_.save_animation->setEnabled(has_frames && !workspace_.isRunActive());
  actions_.save_report->setEnabled(has_photo);
  actions_.copy_command->setEnabled(has_photo);
}

void ExportController::askForResultsFolder() {
  if (workspace_.canSave())
    dialogs_.openFolder(FolderKind::results, tr("Save the results in a new folder inside…"),
                        [this](const QString& folder) { saveResults(folder); });
}

void ExportController::saveResults(const QString& folder) {
  dialogs_.rememberFolder(FolderKind::results, folder);
  workspace_.save(folder);
}

void ExportController::askForFile(const QString& title, const QString& filter,
                                  const QString& suffix,
                                  const std::function<void(const QString&)>& save) {
  if (const PhotoPtr& photo = workspace_.document().photo())
    dialogs_.saveFile(FolderKind::exports, title, filter,
                      QFileInfo(photo->name).completeBaseName() + QLatin1Char('.') + suffix, save);
}

void ExportController::saveReport(const QString& path) {
  const Document& document = workspace_.document();
  const auto command = command_text(document, mask_folder());
  const auto written = write_report(path, document, pictures_(), command.value_or(QString()));
  if (written)
    onExported(path);
  else
    banner_.showError(qstr(written.error().message));
}

void ExportController::saveAnimation(const QString& path) {
  if (workspace_.isRunActive())
    return banner_.showInfo(tr("The animation can be saved when the run has ended."));
  animation_.begin(path, map_canvas_.colormapName(), map_canvas_.mapOpacity());
}

void ExportController::copyCommand() {
  const auto command = command_text(workspace_.document(), mask_folder());
  if (!command) return banner_.showInfo(qstr(command.error().message));
  QApplication::clipboard()->setText(*command);
  banner_.showInfo(tr("Copied a command that gives the same result in a terminal."), *command);
}

void ExportController::askWhereToSave(const QString& title, const QImage& picture,
                                      const QString& name) {
  if (picture.isNull()) return;
  dialogs_.saveFile(FolderKind::masks, title, tr("PNG picture (*.png)"),
                    name + QStringLiteral(".png"),
                    [this, picture](const QString& path) { savePicture(path, picture); });
}

void ExportController::savePicture(const QString& path, const QImage& picture) {
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG") && file.commit()) {
    dialogs_.rememberFolder(FolderKind::masks, QFileInfo(path).absolutePath());
    banner_.showInfo(tr("Saved as %1").arg(path));
  } else {
    banner_.showError(
        tr("%1 could not be written: %2. Choose another folder.").arg(path, file.errorString()));
  }
}

void ExportController::onExported(const QString& path) {
  const QString folder = QFileInfo(path).absolutePath();
  dialogs_.rememberFolder(FolderKind::exports, folder);
  showSaved(tr("Saved as %1").arg(path), folder);
}

void ExportController::showSaved(const QString& message, const QString& folder) {
  banner_.showInfo(message);
  connect(banner_.addButton(tr("Show in folder")), &QPushButton::clicked, this,
          [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
}

}  // namespace fido::ui
