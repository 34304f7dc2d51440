// Keeps all runs in SQLite: the values that can be searched in columns, the complete run in a blob.
#pragma once

#include <QDateTime>
#include <QImage>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <vector>

#include "ui/persistence/session_file.h"

namespace fido::ui {

struct LibraryEntry {
  qint64 id = 0;
  QDateTime created;
  QString photo, photo_path, photo_sha256;
  QString classifier, method, infill, target;
  double lambda = 0;  // the price of a pixel at the end of the run
  double before = 0, after = 0, area = 0;
  int iterations = 0;
  quint64 seed = 0;
  QImage thumbnail;  // the photo with the map
};

// Any number of windows may use the file at once: it has SQLite's write-ahead log, and every window
// polls it for changes by the others.
class RunLibrary : public QObject {
  Q_OBJECT

 public:
  explicit RunLibrary(QString file, QObject* parent = nullptr);
  ~RunLibrary() override;  // waits for pending writes

  // Returns $XDG_DATA_HOME/fidoscope/library.sqlite.
  static QString userFile();

  // Adds a run in the background; changed() or failed() follows. `session` has a run with a result.
  void add(SessionData session, const QImage& photo);
  // Returns the runs that have every word of `words` in photo, classifier, method, infill or
  // target, newest first. Errors (input): the file cannot be used or has a newer format.
  Expected<std::vector<LibraryEntry>> find(const QString& words) const;
  Expected<SessionData> read(qint64 id) const;
  // Deletes runs or restores them. A deleted run can be restored for at least an hour.
  Expected<void> setDeleted(const std::vector<qint64>& ids, bool deleted);
  // Polls for the changes of other windows while the library is visible.
  void setWatched(bool watched);

 signals:
  void changed();
  void failed(const fido::Error& error);

 private:
  void pollChanges();

  QString file_;
  QThreadPool pool_;
  QTimer poll_timer_;
  qint64 version_ = -1;
};

}  // namespace fido::ui
