// Sessions on disk: saved and opened as files, kept against crashes, reopened at the next start.
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

// Autosaves every change of the document. What was lost, what was put away by another photo, and a
// photo that has moved, are offered or asked about on the banner.
class SessionPersistence : public QObject {
  Q_OBJECT
 public:
  // What is chosen in the window: zoom, page, overlays.
  using CaptureView = std::function<ViewChoices()>;

  SessionPersistence(Workspace& session, MainActions& actions, FileDialogs& dialogs, Banner& banner,
                     CaptureView capture_view, QObject* parent = nullptr);

  // Everything that is open, as a value.
  SessionData captured() const;
  // Brings a session back; one that is being restored is dropped.
  void restore(SessionData session);
  // Errors are shown on the banner.
  void open(const QString& path);
  void save(const QString& path);
  void askWhereToSave();

  // Offers what a window that was killed left behind, or else, with `reopen`, restores what was
  // open last.
  void resume(bool reopen);
  // For changes of what is kept outside the document.
  void scheduleAutosave() { autosave_.touch(); }
  // From now on nothing is written, not at the end either.
  void disable() { autosave_.setOn(false); }
  // Writes what is open for the next start. False if that failed: the banner then offers to save it
  // elsewhere, or to close all the same.
  bool finish();

 signals:
  void viewRestored(const fido::ui::ViewChoices& view);
  void closeRequested();  // "Close all the same": finish() returns true now

 private:
  void connectAutosave();
  void offerPhotoThatLeaves();
  void onPhotoMissing(const QString& path, const QString& reason, bool usable);

  Workspace& workspace_;
  FileDialogs& dialogs_;
  Banner& banner_;
  CaptureView capture_view_;
  AutosaveManager autosave_;
  Restorer restorer_;
  QMetaObject::Connection lost_restored_;
  bool close_unsaved_ = false;
};

}  // namespace fido::ui
