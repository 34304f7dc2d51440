#include "ui/window/file_dialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <utility>

#include "ui/document/text.h"
#include "ui/window/resources.h"

namespace fido::ui {
namespace {

QString settings_key(FolderKind kind) {
  switch (kind) {
    case FolderKind::photos:
      return QStringLiteral("photoFolder");
    case FolderKind::models:
      return QStringLiteral("modelFolder");
    case FolderKind::masks:
      return QStringLiteral("maskFolder");
    case FolderKind::results:
      return QStringLiteral("saveFolder");
    case FolderKind::exports:
      return QStringLiteral("exportFolder");
    case FolderKind::sessions:
      return QStringLiteral("sessionFolder");
    case FolderKind::tours:
      return QStringLiteral("tourFolder");
  }
  return {};
}

QString default_folder(FolderKind kind) {
  switch (kind) {
    case FolderKind::photos:
    case FolderKind::masks:
      return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    case FolderKind::models:
      return QDir::homePath();
    case FolderKind::results:
    case FolderKind::exports:
    case FolderKind::sessions:
      return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    case FolderKind::tours:
      return resource_folder() + QStringLiteral("/tours");
  }
  return {};
}

// Returns "webp" for "Animated WebP (*.webp)".
QString suffix_of_filter(const QString& filter) {
  return filter.section(QLatin1String("*."), 1, 1).section(QLatin1Char(')'), 0, 0).trimmed();
}

}  // namespace

FileDialogs::FileDialogs(QWidget& window) : QObject(&window), window_(window) {}

// Returns only folders that exist: Qt's dialog takes the last part of any other path for a file.
QString FileDialogs::folder(FolderKind kind) const {
  for (const QString& folder :
       {QSettings().value(settings_key(kind)).toString(), default_folder(kind)})
    if (!folder.isEmpty() && QFileInfo(folder).isDir()) return folder;
  return QDir::homePath();
}

void FileDialogs::rememberFolder(FolderKind kind, const QString& folder) {
  QSettings().setValue(settings_key(kind), folder);
}

QFileDialog* FileDialogs::makeDialog(const QString& title, const QString& folder,
                                     const QString& filter, OnChosen on_chosen) {
  auto* dialog = new QFileDialog(&window_, title, folder, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::filesSelected, this,
          [on_chosen = std::move(on_chosen)](const QStringList& paths) {
            on_chosen(chosen_path(paths));
          });
  return dialog;
}

void FileDialogs::openFile(FolderKind kind, const QString& title, const QString& filter,
                           OnChosen on_chosen, const QString& folder) {
  const bool has_folder = QFileInfo(folder).isDir();
  QFileDialog* dialog =
      makeDialog(title, has_folder ? folder : this->folder(kind), filter,
                 [this, kind, on_chosen = std::move(on_chosen)](const QString& path) {
                   rememberFolder(kind, QFileInfo(path).absolutePath());
                   on_chosen(path);
                 });
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->open();
}

void FileDialogs::openFolder(FolderKind kind, const QString& title, OnChosen on_chosen) {
  QFileDialog* dialog = makeDialog(title, folder(kind), {}, std::move(on_chosen));
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  dialog->open();
}

void FileDialogs::saveFile(FolderKind kind, const QString& title, const QString& filter,
                           const QString& name, OnChosen on_chosen) {
  QFileDialog* dialog = makeDialog(title, folder(kind), filter, std::move(on_chosen));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QFileInfo(name).suffix());
  connect(dialog, &QFileDialog::filterSelected, dialog,
          [dialog](const QString& chosen) { dialog->setDefaultSuffix(suffix_of_filter(chosen)); });
  dialog->selectFile(name);
  dialog->open();
}

}  // namespace fido::ui
