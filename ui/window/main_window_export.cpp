// What leaves the window: the report, the animation, the command line.
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

#include "core/infill/names.h"
#include "core/model/catalogue.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/engine/animation_exporter.h"
#include "ui/keeping/command_text.h"
#include "ui/keeping/report.h"
#include "ui/panels/banner.h"
#include "ui/panels/map_controls.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"

namespace fido::ui {
namespace {

const QString kExportFolder = QStringLiteral("exportFolder");

QString mask_folder() { return qstr(Catalogue::user_folder().parent_path() / "masks"); }

}  // namespace

void MainWindow::connectExport() {
  animation_ = new AnimationExporter(*session_, this);
  connect(actions_->copy_command, &QAction::triggered, this, &MainWindow::copyCommand);
  connect(actions_->save_report, &QAction::triggered, this, [this] {
    askForExport(tr("Save a report"), tr("PDF (*.pdf)"), QStringLiteral("pdf"),
                 [this](const QString& path) { saveReport(path); });
  });
  connect(actions_->save_animation, &QAction::triggered, this, [this] {
    askForExport(tr("Save the run as an animation"),
                 tr("Animated WebP (*.webp);;Numbered PNGs (*.png)"), QStringLiteral("webp"),
                 [this](const QString& path) { saveAnimation(path); });
  });
  connect(animation_, &AnimationExporter::progressed, this, [this](int done, int all) {
    if (done > 0 && done % 10 != 0) return;
    banner_->showInfo(tr("Drawing the animation: %1 of %2 pictures").arg(done).arg(all));
    connect(banner_->addButton(tr("Cancel")), &QPushButton::clicked, this, [this] {
      animation_->cancel();
      banner_->dismiss();
    });
  });
  connect(animation_, &AnimationExporter::finished, this, &MainWindow::onExported);
  connect(animation_, &AnimationExporter::failed, this,
          [this](const Error& error) { banner_->showError(qstr(error.message)); });
}

void MainWindow::askForExport(const QString& title, const QString& filter, const QString& suffix,
                              const std::function<void(const QString&)>& save) {
  const PhotoPtr& photo = session_->document().photo();
  if (!photo) return;
  QString folder = QSettings().value(kExportFolder).toString();
  if (!QFileInfo(folder).isDir())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  auto* dialog = new QFileDialog(this, title, folder, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(suffix);
  connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& chosen) {
    dialog->setDefaultSuffix(
        chosen.section(QLatin1String("*."), 1).section(QLatin1Char(')'), 0, 0));
  });
  dialog->selectFile(QFileInfo(photo->name).completeBaseName() + QLatin1Char('.') + suffix);
  connect(dialog, &QFileDialog::filesSelected, this,
          [save](const QStringList& paths) { save(chosen_path(paths)); });
  dialog->open();
}

void MainWindow::copyCommand() {
  const auto command = command_text(session_->document(), mask_folder());
  if (!command) return banner_->showInfo(qstr(command.error().message));
  QApplication::clipboard()->setText(*command);
  banner_->showInfo(tr("Copied: the command that gives the same in a terminal."), *command);
}

void MainWindow::saveReport(const QString& path) {
  const Document& document = session_->document();
  ReportPictures pictures;
  pictures.photo = seen_;
  if (document.byHand() || document.run()) pictures.with_map = left_->picture();
  pictures.counterfactual = counterfactual_;
  const InfillerInfo* infiller = find_infiller(
      (document.run() && !document.byHand() ? document.run()->spec : document.spec()).infill);
  pictures.map_name =
      document.byHand()
          ? tr("The mask “%1”; what is hatched is taken away").arg(document.masks().mask()->name)
      : controls_->uncertaintyShown()
          ? tr("Where the map is undecided, θ(1 − θ)")
          : tr("The map after %1 steps").arg(document.shown().iteration);
  pictures.counterfactual_name = tr("What the classifier then sees, infilled: %1")
                                     .arg(infiller ? core_text(infiller->label) : QString());
  const auto command = command_text(document, mask_folder());
  const auto done = write_report(path, document, pictures, command.value_or(QString()));
  if (done)
    onExported(path);
  else
    banner_->showError(qstr(done.error().message));
}

void MainWindow::saveAnimation(const QString& path) {
  if (session_->active())
    return banner_->showInfo(tr("The animation can be saved when the run has ended."));
  animation_->begin(path, left_->colormapName(), left_->mapOpacity());
}

void MainWindow::onExported(const QString& path) {
  // only one that can be written to
  QSettings().setValue(kExportFolder, QFileInfo(path).absolutePath());
  banner_->showInfo(tr("Saved as %1").arg(path));
  connect(banner_->addButton(tr("Show in folder")), &QPushButton::clicked, this, [path] {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
  });
}

}  // namespace fido::ui
