// Opens the window's file dialogs. Each starts in the folder that was last used for its purpose.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

class QFileDialog;
class QWidget;

namespace fido::ui {

enum class FolderKind { photos, models, masks, results, exports, sessions, tours };

// The dialogs are window-modal and have no event loop of their own: every function returns at once,
// and `on_chosen` is called with a path unless the dialog is cancelled.
class FileDialogs : public QObject {
  Q_OBJECT
 public:
  using OnChosen = std::function<void(const QString& path)>;

  explicit FileDialogs(QWidget& window);

  // Returns the folder that was remembered last, if it still exists, or otherwise the default one.
  QString folder(FolderKind kind) const;
  void rememberFolder(FolderKind kind, const QString& folder);

  // Remembers the folder of the chosen file. `filter` is as in QFileDialog; the dialog starts in
  // `folder` if it exists.
  void openFile(FolderKind kind, const QString& title, const QString& filter, OnChosen on_chosen,
                const QString& folder = {});
  // The caller remembers the folder once something has been written to it.
  void openFolder(FolderKind kind, const QString& title, OnChosen on_chosen);
  // Suggests `name`, which includes its ending; the ending follows the filter that the user
  // chooses. The caller remembers the folder once the file has been written.
  void saveFile(FolderKind kind, const QString& title, const QString& filter, const QString& name,
                OnChosen on_chosen);

 private:
  QFileDialog* makeDialog(const QString& title, const QString& folder, const QString& filter,
                          OnChosen on_chosen);

  QWidget& window_;
};

}  // namespace fido::ui
