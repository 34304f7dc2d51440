// The runs of all times, in SQLite: what is looked through in columns, each run whole in a blob.
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
  double lambda = 0;  // the price of a pixel that it came to
  double before = 0, after = 0, area = 0;
  int iterations = 0;
  quint64 seed = 0;
  QImage thumbnail;  // photo with map
};

// Any number of windows may use one file at once: SQLite's write-ahead log, and a look now and then
// for what others changed.
class RunLibrary : public QObject {
  Q_OBJECT

 public:
  explicit RunLibrary(QString file, QObject* parent = nullptr);
  ~RunLibrary() override;  // waits for what is being written

  // $XDG_DATA_HOME/fidoscope/library.sqlite
  static QString userFile();

  // In the background; changed() follows. `session` holds a run with its result.
  void add(SessionData session, const QImage& photo);
  // Newest first; every word of `words` occurs in photo, classifier, method, infill or target.
  // Errors (input): the file cannot be used, or is of a newer format.
  Expected<std::vector<LibraryEntry>> find(const QString& words) const;
  Expected<SessionData> read(qint64 id) const;
  // Hides runs, or shows them again; a deleted run can be shown again for at least an hour.
  Expected<void> setDeleted(const std::vector<qint64>& ids, bool deleted);
  // While somebody looks, other windows' changes are looked for.
  void setWatched(bool watched);

 signals:
  void changed();
  void failed(const fido::Error& error);

 private:
  void look();

  QString file_;
  QThreadPool pool_;
  QTimer watch_;
  qint64 version_ = -1;
};

}  // namespace fido::ui
