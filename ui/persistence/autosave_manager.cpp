#include "ui/persistence/autosave_manager.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>
#include <QtConcurrentRun>
#include <utility>

#include "core/model/catalogue.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

const QString kLock = QStringLiteral(".lock");

}  // namespace

AutosaveManager::AutosaveManager(QString folder, std::function<SessionData()> capture,
                                 QObject* parent)
    : QObject(parent), folder_(std::move(folder)), capture_(std::move(capture)) {
  pool_.setMaxThreadCount(1);
  QDir().mkpath(folder_);
  path_ = folder_ + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces) +
          kSessionEnding;
  lock_ = std::make_unique<QLockFile>(path_ + kLock);
  lock_->setStaleLockTime(0);  // by its process only, never by its age
  lock_->tryLock(0);
  soon_.setSingleShot(true);
  soon_.setInterval(kDelayMs);
  connect(&soon_, &QTimer::timeout, this, &AutosaveManager::write);
  connect(&written_, &QFutureWatcherBase::finished, this, [this] {
    const Expected<void> done = written_.result();
    if (!done && !std::exchange(complained_, true)) emit failed(done.error());
    if (done) complained_ = false;
    if (done && std::exchange(took_over_, false)) settleLost();
    if (std::exchange(again_, false)) touch();
  });
}

AutosaveManager::~AutosaveManager() { pool_.waitForDone(); }

QString AutosaveManager::userFolder() {
  return qstr(Catalogue::user_folder().parent_path() / "sessions");
}

QString AutosaveManager::lastPath() const {
  return folder_ + QStringLiteral("/last") + kSessionEnding;
}

void AutosaveManager::touch() {
  if (!on_) return;
  if (written_.isRunning())
    again_ = true;
  else if (!soon_.isActive())
    soon_.start();  // and is not put off by further changes
}

void AutosaveManager::write() {
  SessionData session = capture_();
  if (session.empty()) return;
  written_.setFuture(QtConcurrent::run(&pool_, [path = path_, session = std::move(session)] {
    return write_session(path, session);
  }));
}

std::optional<SessionData> AutosaveManager::lost() {
  const QFileInfoList files =
      QDir(folder_).entryInfoList({QLatin1Char('*') + kSessionEnding}, QDir::Files, QDir::Time);
  for (const QFileInfo& file : files) {
    const QString path = file.absoluteFilePath();
    if (path == path_ || path == lastPath()) continue;
    auto lock = std::make_unique<QLockFile>(path + kLock);
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) continue;  // its window is there
    auto session = read_session(path);
    if (!session) {
      setAside(path, session.error());
      continue;
    }
    if (session->masks.steps.empty() && !session->run) {  // a photo alone is no loss
      QFile::remove(path);
      continue;
    }
    lost_lock_ = std::move(lock);
    lost_path_ = path;
    return std::move(*session);
  }
  return std::nullopt;
}

void AutosaveManager::settleLost() {
  if (!lost_path_.isEmpty()) QFile::remove(std::exchange(lost_path_, {}));
  lost_lock_.reset();
}

void AutosaveManager::takeOverLost() {
  took_over_ = true;
  touch();
}

// Not asked about again, and not thrown away: it may be a newer program's.
void AutosaveManager::setAside(const QString& path, const Error& why) {
  QString aside = path + QStringLiteral(".unreadable");
  for (int i = 2; QFileInfo::exists(aside); ++i)
    aside = QStringLiteral("%1.unreadable-%2").arg(path).arg(i);
  QString reason = qstr(why.message);
  if (!reason.endsWith(QLatin1Char('.'))) reason += QLatin1Char('.');
  set_aside_ << (QFile::rename(path, aside) ? tr("%1 It was put aside as %2.").arg(reason, aside)
                                            : reason);
}

std::optional<SessionData> AutosaveManager::last() {
  if (!QFileInfo::exists(lastPath())) return std::nullopt;
  auto session = read_session(lastPath());
  if (session) return std::move(*session);
  setAside(lastPath(), session.error());
  return std::nullopt;
}

Expected<void> AutosaveManager::finish() {
  soon_.stop();
  if (!on_) return {};
  pool_.waitForDone();
  again_ = false;
  const SessionData session = capture_();
  if (!session.empty()) {
    (void)last();  // what nobody has read yet and cannot be read is not written over
    // its own file stays, and is found
    if (auto done = write_session(lastPath(), session); !done) return done;
  } else if (begun_) {
    QFile::remove(lastPath());
  }
  if (took_over_) settleLost();
  QFile::remove(path_);
  lock_->unlock();
  return {};
}

}  // namespace fido::ui
