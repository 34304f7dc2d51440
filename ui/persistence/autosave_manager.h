// Writes a copy of the session a moment after every change, so that nothing gets lost. The next
// window finds the copy of a window that was killed.
#pragma once

#include <QFutureWatcher>
#include <QLockFile>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "ui/persistence/session_file.h"

namespace fido::ui {

// Each window has its own file in `folder`, and a lock that shows that the window is alive. When
// the window closes normally, the session moves to the file that is reopened at the next start.
class AutosaveManager : public QObject {
  Q_OBJECT

 public:
  // From the first change to the write. A change is on disk in less than two seconds.
  static constexpr int kDelayMs = 1000;

  // `capture` is called on the GUI thread.
  AutosaveManager(QString folder, std::function<SessionData()> capture, QObject* parent = nullptr);
  ~AutosaveManager() override;  // waits for the file being written

  // Returns $XDG_DATA_HOME/fidoscope/sessions.
  static QString userFolder();

  // While disabled, writes nothing, not even in finish().
  void setEnabled(bool enabled) { enabled_ = enabled; }
  // Schedules a write after a change.
  void scheduleWrite();
  // Notes that this window has had a photo of its own. Only then does closing an empty window
  // delete the session that was open last.
  void markUsed() { used_ = true; }
  // Returns the newest session of a window that did not close normally. No other window finds it
  // until discardLost() or replaceLost() is called.
  std::optional<SessionData> findLost();
  // Deletes the file of the lost session.
  void discardLost();
  // Deletes the file of the lost session, which has been restored, as soon as this window has
  // written its own file, so that a second crash loses nothing.
  void replaceLost();
  // Returns the session that was open when a window last closed normally.
  std::optional<SessionData> readLast();
  // Returns, and forgets, one sentence for every file that could not be read and was moved aside.
  QStringList takeUnreadable() { return std::exchange(unreadable_, {}); }
  // Writes the session at a normal close. Errors (input): it could not be written.
  Expected<void> finish();

 signals:
  void failed(const fido::Error& error);

 private:
  void write();
  void moveAside(const QString& path, const Error& error);
  QString lastPath() const;

  QString folder_, path_;
  std::function<SessionData()> capture_;
  std::unique_ptr<QLockFile> lock_, lost_lock_;
  QString lost_path_;
  QTimer write_timer_;
  QThreadPool pool_;
  QFutureWatcher<Expected<void>> written_;
  QStringList unreadable_;
  bool enabled_ = true, write_again_ = false, replaces_lost_ = false, has_reported_ = false,
       used_ = false;
};

}  // namespace fido::ui
