#include "ui/persistence/run_library.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <QtConcurrentRun>
#include <memory>
#include <utility>

#include "core/image/colormap.h"
#include "core/image/resample.h"
#include "core/model/catalogue.h"
#include "core/run/results.h"
#include "ui/canvas/painting.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

constexpr int kLibraryFormat = 1;
constexpr int kThumbnailEdge = 320, kPollMs = 1500, kUndoSeconds = 3600;

// A database connection of the current thread.
class Connection {
 public:
  // Waits at most `busy_timeout_ms` for another program; short by default, since the user waits
  // too.
  explicit Connection(const QString& file, int busy_timeout_ms = 250)
      : name_(QUuid::createUuid().toString()) {
    QDir().mkpath(QFileInfo(file).absolutePath());
    QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name_);
    db.setDatabaseName(file);
    db.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busy_timeout_ms));
    if (!db.open()) {
      problem_ = db.lastError().text();
      return;
    }
    QSqlQuery query(db);
    // The first window creates the table and sets the format number in one transaction.
    const bool has_format = query.exec(QStringLiteral("PRAGMA user_version")) && query.next();
    const int format = has_format ? query.value(0).toInt() : 0;
    if (!has_format) problem_ = query.lastError().text();
    if (format > kLibraryFormat)
      problem_ =
          QCoreApplication::translate(
              "RunLibrary",
              "it was made by a newer version of Fidoscope (format %1; this version reads format "
              "%2)")
              .arg(format)
              .arg(kLibraryFormat);
    if (!problem_.isEmpty() || format == kLibraryFormat) return;
    for (const char* sql :
         {"PRAGMA journal_mode=WAL", "BEGIN IMMEDIATE",
          // `deleted` is the time of deletion in seconds since 1970, or 0.
          "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, created TEXT NOT NULL, deleted "
          "INTEGER NOT NULL DEFAULT 0,"
          " photo TEXT, path TEXT, sha256 TEXT, classifier TEXT, method TEXT, infill TEXT, target "
          "TEXT, lambda REAL, seed TEXT,"
          " iterations INTEGER, before REAL, after REAL, area REAL, thumbnail BLOB, session BLOB)",
          "PRAGMA user_version=1", "COMMIT"})
      if (!query.exec(QLatin1String(sql))) {
        problem_ = query.lastError().text();
        query.exec(QStringLiteral("ROLLBACK"));
        return;
      }
  }
  ~Connection() { QSqlDatabase::removeDatabase(name_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool isValid() const { return problem_.isEmpty(); }
  const QString& problem() const { return problem_; }
  QSqlQuery query() const { return QSqlQuery(QSqlDatabase::database(name_)); }

 private:
  QString name_, problem_;
};

tl::unexpected<Error> library_error(const QString& file, const QString& reason) {
  const bool is_damaged = reason.contains(QLatin1String("not a database")) ||
                          reason.contains(QLatin1String("malformed"));
  const QString recovery =
      is_damaged ? QCoreApplication::translate("RunLibrary",
                                               "Move the file elsewhere to start a new library.")
                 : QCoreApplication::translate("RunLibrary",
                                               "Close other programs that use it, or check the "
                                               "free space and the permissions of its folder.");
  return input_error(
      QCoreApplication::translate("RunLibrary", "%1: the run library cannot be used: %2. %3")
          .arg(file, reason.section(QLatin1String(" Unable"), 0, 0), recovery)
          .toStdString());
}

QByteArray encode_thumbnail(const QImage& photo, const RunResult& result) {
  Image small = to_image(
      photo.scaled(kThumbnailEdge, kThumbnailEdge, Qt::KeepAspectRatio, Qt::SmoothTransformation));
  QByteArray bytes;
  QBuffer buffer(&bytes);
  to_qimage(overlay(small, result.map)).save(&buffer, "JPEG", 85);
  return bytes;
}

Expected<void> insert_run(const QString& file, const SessionData& session, const QImage& photo) {
  const Connection db(file, 5000);
  if (!db.isValid()) return library_error(file, db.problem());
  const RunResult& result = *session.run->result;
  const RunSpec& spec = session.run->spec;
  QSqlQuery query = db.query();
  query.prepare(
      QStringLiteral("INSERT INTO runs (created, photo, path, sha256, classifier, method, infill, "
                     "target, lambda, seed,"
                     " iterations, before, after, area, thumbnail, session) VALUES "
                     "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  const QVariantList values{session.saved.toString(Qt::ISODateWithMs),
                            session.photo_name,
                            session.photo_path,
                            qstr(session.photo_sha256),
                            qstr(spec.classifier),
                            qstr(spec.method),
                            qstr(spec.infill),
                            qstr(result.target_label),
                            result.lambda_per_pixel > 0 ? result.lambda_per_pixel : spec.lambda,
                            QString::number(spec.seed),
                            result.iterations_done,
                            result.probability_original,
                            probability_after(result),
                            result.area,
                            encode_thumbnail(photo, result),
                            encode_session(session)};
  for (const QVariant& value : values) query.addBindValue(value);
  if (!query.exec()) return library_error(file, query.lastError().text());
  return {};
}

}  // namespace

RunLibrary::RunLibrary(QString file, QObject* parent) : QObject(parent), file_(std::move(file)) {
  pool_.setMaxThreadCount(1);
  poll_timer_.setInterval(kPollMs);
  connect(&poll_timer_, &QTimer::timeout, this, &RunLibrary::pollChanges);
  if (!QFileInfo::exists(file_)) return;
  // Removes the rows that were deleted so long ago that the deletion will not be undone.
  (void)QtConcurrent::run(&pool_, [path = file_] {
    const Connection db(path);
    if (!db.isValid()) return;
    db.query().exec(QStringLiteral("DELETE FROM runs WHERE deleted > 0 AND deleted < %1")
                        .arg(QDateTime::currentSecsSinceEpoch() - kUndoSeconds));
  });
}

RunLibrary::~RunLibrary() { pool_.waitForDone(); }

QString RunLibrary::userFile() {
  return qstr(Catalogue::user_folder().parent_path() / "library.sqlite");
}

void RunLibrary::add(SessionData session, const QImage& photo) {
  auto* watcher = new QFutureWatcher<Expected<void>>(this);
  connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
    watcher->deleteLater();
    const Expected<void> added = watcher->result();
    if (added)
      emit changed();
    else
      emit failed(added.error());
  });
  watcher->setFuture(QtConcurrent::run(&pool_, [file = file_, session = std::move(session), photo] {
    return insert_run(file, session, photo);
  }));
}

Expected<std::vector<LibraryEntry>> RunLibrary::find(const QString& words) const {
  const Connection db(file_);
  if (!db.isValid()) return library_error(file_, db.problem());
  QString sql = QStringLiteral(
      "SELECT id, created, photo, path, sha256, classifier, method, infill, target, lambda, seed, "
      "iterations, before,"
      " after, area, thumbnail FROM runs WHERE NOT deleted");
  const QStringList parts = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  for (qsizetype i = 0; i < parts.size(); ++i)
    sql += QStringLiteral(
        " AND (photo || ' ' || classifier || ' ' || method || ' ' || infill || ' ' || target) LIKE "
        "? ESCAPE '\\'");
  QSqlQuery query = db.query();
  query.prepare(sql + QStringLiteral(" ORDER BY id DESC"));
  for (QString part : parts) {
    for (const char special : {'\\', '%', '_'})
      part.replace(QLatin1Char(special), QStringLiteral("\\") + QLatin1Char(special));
    query.addBindValue(QLatin1Char('%') + part + QLatin1Char('%'));
  }
  if (!query.exec()) return library_error(file_, query.lastError().text());
  std::vector<LibraryEntry> out;
  while (query.next()) {
    LibraryEntry entry;
    int column = 0;
    const auto next = [&] { return query.value(column++); };
    entry.id = next().toLongLong();
    entry.created = QDateTime::fromString(next().toString(), Qt::ISODateWithMs);
    for (QString* text : {&entry.photo, &entry.photo_path, &entry.photo_sha256, &entry.classifier,
                          &entry.method, &entry.infill, &entry.target})
      *text = next().toString();
    entry.lambda = next().toDouble();
    entry.seed = next().toString().toULongLong();
    entry.iterations = next().toInt();
    for (double* number : {&entry.before, &entry.after, &entry.area}) *number = next().toDouble();
    entry.thumbnail.loadFromData(next().toByteArray(), "JPEG");
    out.push_back(std::move(entry));
  }
  return out;
}

Expected<SessionData> RunLibrary::read(qint64 id) const {
  const Connection db(file_);
  if (!db.isValid()) return library_error(file_, db.problem());
  QSqlQuery query = db.query();
  query.prepare(QStringLiteral("SELECT session FROM runs WHERE id = ?"));
  query.addBindValue(id);
  if (!query.exec()) return library_error(file_, query.lastError().text());
  if (!query.next()) return input_error(tr("This run is no longer in the library.").toStdString());
  return decode_session(query.value(0).toByteArray(), tr("The run"));
}

Expected<void> RunLibrary::setDeleted(const std::vector<qint64>& ids, bool deleted) {
  const Connection db(file_);
  if (!db.isValid()) return library_error(file_, db.problem());
  QStringList list;
  for (const qint64 id : ids) list << QString::number(id);
  QSqlQuery query = db.query();
  if (!query.exec(QStringLiteral("UPDATE runs SET deleted = %1 WHERE id IN (%2)")
                      .arg(deleted ? QDateTime::currentSecsSinceEpoch() : 0)
                      .arg(list.join(QLatin1Char(',')))))
    return library_error(file_, query.lastError().text());
  emit changed();
  return {};
}

void RunLibrary::setWatched(bool watched) {
  if (!watched) return poll_timer_.stop();
  pollChanges();
  poll_timer_.start();
}

// Compares a number made from the rows: ids rise, and deleted rows are marked. PRAGMA data_version
// would need a permanent connection.
void RunLibrary::pollChanges() {
  const Connection db(file_);
  if (!db.isValid()) return;
  QSqlQuery query = db.query();
  if (!query.exec(QStringLiteral(
          "SELECT coalesce(max(id), 0) * 1000 + count(*) % 1000 FROM runs WHERE NOT deleted")) ||
      !query.next())
    return;
  const qint64 version = query.value(0).toLongLong();
  if (std::exchange(version_, version) != version) emit changed();
}

}  // namespace fido::ui
