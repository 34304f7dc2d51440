// Keeps what is open from getting lost: a copy of the session, written a moment after every change.
// What a window that was killed left behind is found by the next one.
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

// Each window has a file of its own in `folder`, and a lock that says that it is alive. At an
// ordinary end the file becomes that of the session that is reopened at the next start.
class AutosaveManager : public QObject {
  Q_OBJECT

 public:
  // after the first change; with the writing less than two seconds
  static constexpr int kDelayMs = 1000;

  // `capture` is called on the GUI thread.
  AutosaveManager(QString folder, std::function<SessionData()> capture, QObject* parent = nullptr);
  ~AutosaveManager() override;  // waits for the file being written

  // $XDG_DATA_HOME/fidoscope/sessions
  static QString userFolder();

  // Off: nothing is written, not at the end either.
  void setOn(bool on) { on_ = on; }
  // Something changed.
  void touch();
  // There is, or was, something of this window's own to keep: only then does closing it empty
  // forget what was open last.
  void begun() { begun_ = true; }
  // The newest session whose window ended without a word; until settled, no other window finds it.
  std::optional<SessionData> lost();
  // It is not wanted: its file goes.
  void settleLost();
  // It was restored: its file goes once this window has written its own, so that a second crash
  // loses nothing.
  void takeOverLost();
  // What was open at the last ordinary end.
  std::optional<SessionData> last();
  // What could not be read and was put aside, a sentence each; told once.
  QStringList takeSetAside() { return std::exchange(set_aside_, {}); }
  // An ordinary end. Errors (input): what is open could not be kept.
  Expected<void> finish();

 signals:
  void failed(const fido::Error& error);

 private:
  void write();
  void setAside(const QString& path, const Error& why);
  QString lastPath() const;

  QString folder_, path_;
  std::function<SessionData()> capture_;
  std::unique_ptr<QLockFile> lock_, lost_lock_;
  QString lost_path_;
  QTimer soon_;
  QThreadPool pool_;
  QFutureWatcher<Expected<void>> written_;
  QStringList set_aside_;
  bool on_ = true, again_ = false, took_over_ = false, complained_ = false, begun_ = false;
};

}  // namespace fido::ui
