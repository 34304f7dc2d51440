// Saves and opens sessions as files, autosaves against crashes, and reopens the last session at the
// next start.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "ui/persistence/autosave_manager.h"
#include "ui/persistence/restorer.h"
#include "ui/persistence/session_file.h"

namespace fido::ui {

class Banner;
class FileDialogs;
class MainActions;
class ModelGate;

// Autosaves every change of the document. The banner offers lost sessions and photos that another
// one has replaced, and asks for a photo that has moved.
class SessionPersistence : public QObject {
  Q_OBJECT
 public:
  // Returns what is chosen in the window: zoom, page and overlays.
  using CaptureView = std::function<ViewChoices()>;

  SessionPersistence(Workspace& workspace, MainActions& actions, FileDialogs& dialogs,
                     Banner& banner, ModelGate& gate, CaptureView capture_view,
                     QObject* parent = nullptr);

  // Returns the current session.
  SessionData captured() const;
  // Restores a session, and drops one that is being restored. Asks first if it names a model that
  // did not come from the user.
  void restore(SessionData session);
  // Errors are shown on the banner.
  void open(const QString& path);
  void save(const QString& path);
  void askWhereToSave();

  // Offers the session of a window that was killed. If there is none and `reopen` is true, restores
  // the session that was open last.
  void resume(bool reopen);
  // Schedules an autosave after a change outside the document.
  void scheduleAutosave() { autosave_.scheduleWrite(); }
  // Writes nothing from now on, not even in finish().
  void disable() { autosave_.setEnabled(false); }
  // Writes the session for the next start. Returns false if that failed; the banner then offers to
  // save it elsewhere or to close anyway.
  bool finish();

 signals:
  void viewRestored(const fido::ui::ViewChoices& view);
  void closeRequested();  // "Close anyway"; finish() returns true from now on

 private:
  void connectAutosave();
  void offerReplacedPhoto();
  void onPhotoMissing(const QString& path, const QString& reason, bool is_usable);

  Workspace& workspace_;
  FileDialogs& dialogs_;
  Banner& banner_;
  ModelGate& gate_;
  CaptureView capture_view_;
  AutosaveManager autosave_;
  Restorer restorer_;
  QMetaObject::Connection lost_restored_;
  bool close_unsaved_ = false;
};

}  // namespace fido::ui
