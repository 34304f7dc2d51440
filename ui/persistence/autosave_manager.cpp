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

const QString kLockSuffix = QStringLiteral(".lock");

}  // namespace

AutosaveManager::AutosaveManager(QString folder, std::function<SessionData()> capture,
                                 QObject* parent)
    : QObject(parent), folder_(std::move(folder)), capture_(std::move(capture)) {
  pool_.setMaxThreadCount(1);
  QDir().mkpath(folder_);
  path_ = folder_ + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces) +
          kSessionEnding;
  lock_ = std::make_unique<QLockFile>(path_ + kLockSuffix);
  lock_->setStaleLockTime(0);  // a lock is stale if its process has ended, whatever its age
  lock_->tryLock(0);
  write_timer_.setSingleShot(true);
  write_timer_.setInterval(kDelayMs);
  connect(&write_timer_, &QTimer::timeout, this, &AutosaveManager::write);
  connect(&written_, &QFutureWatcherBase::finished, this, [this] {
    const Expected<void> written = written_.result();
    if (!written && !std::exchange(has_reported_, true)) emit failed(written.error());
    if (written) has_reported_ = false;
    if (written && std::exchange(replaces_lost_, false)) discardLost();
    if (std::exchange(write_again_, false)) scheduleWrite();
  });
}

AutosaveManager::~AutosaveManager() { pool_.waitForDone(); }

QString AutosaveManager::userFolder() {
  return qstr(Catalogue::user_folder().parent_path() / "sessions");
}

QString AutosaveManager::lastPath() const {
  return folder_ + QStringLiteral("/last") + kSessionEnding;
}

void AutosaveManager::scheduleWrite() {
  if (!enabled_) return;
  if (written_.isRunning())
    write_again_ = true;
  else if (!write_timer_.isActive())
    write_timer_.start();  // further changes do not restart the timer
}

void AutosaveManager::write() {
  SessionData session = capture_();
  if (session.empty()) return;
  written_.setFuture(QtConcurrent::run(&pool_, [path = path_, session = std::move(session)] {
    return write_session(path, session);
  }));
}

std::optional<SessionData> AutosaveManager::findLost() {
  const QFileInfoList files =
      QDir(folder_).entryInfoList({QLatin1Char('*') + kSessionEnding}, QDir::Files, QDir::Time);
  for (const QFileInfo& file : files) {
    const QString path = file.absoluteFilePath();
    if (path == path_ || path == lastPath()) continue;
    auto lock = std::make_unique<QLockFile>(path + kLockSuffix);
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) continue;  // its window is alive
    auto session = read_session(path);
    if (!session) {
      moveAside(path, session.error());
      continue;
    }
    // A photo without masks and run is no loss.
    if (session->masks.steps.empty() && !session->run) {
      QFile::remove(path);
      continue;
    }
    lost_lock_ = std::move(lock);
    lost_path_ = path;
    return std::move(*session);
  }
  return std::nullopt;
}

void AutosaveManager::discardLost() {
  if (!lost_path_.isEmpty()) QFile::remove(std::exchange(lost_path_, {}));
  lost_lock_.reset();
}

void AutosaveManager::replaceLost() {
  replaces_lost_ = true;
  scheduleWrite();
}

// Renames a file that cannot be read, so that it is not tried again. It is not deleted, because a
// newer version of the program may have written it.
void AutosaveManager::moveAside(const QString& path, const Error& error) {
  QString aside = path + QStringLiteral(".unreadable");
  for (int i = 2; QFileInfo::exists(aside); ++i)
    aside = QStringLiteral("%1.unreadable-%2").arg(path).arg(i);
  QString reason = qstr(error.message);
  if (!reason.endsWith(QLatin1Char('.'))) reason += QLatin1Char('.');
  const bool renamed = QFile::rename(path, aside);
  unreadable_ << (renamed ? tr("%1 The file was renamed to %2.").arg(reason, aside) : reason);
}

std::optional<SessionData> AutosaveManager::readLast() {
  if (!QFileInfo::exists(lastPath())) return std::nullopt;
  auto session = read_session(lastPath());
  if (session) return std::move(*session);
  moveAside(lastPath(), session.error());
  return std::nullopt;
}

Expected<void> AutosaveManager::finish() {
  write_timer_.stop();
  if (!enabled_) return {};
  pool_.waitForDone();
  write_again_ = false;
  const SessionData session = capture_();
  if (!session.empty()) {
    (void)readLast();  // moves an unreadable file aside instead of overwriting it
    // On an error, this window's own file stays, and the next window finds it.
    if (auto written = write_session(lastPath(), session); !written) return written;
  } else if (used_) {
    QFile::remove(lastPath());
  }
  if (replaces_lost_) discardLost();
  QFile::remove(path_);
  lock_->unlock();
  return {};
}

}  // namespace fido::ui
