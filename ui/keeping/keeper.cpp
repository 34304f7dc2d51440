#include "ui/keeping/keeper.h"

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

Keeper::Keeper(QString folder, std::function<SessionData()> capture, QObject* parent)
    : QObject(parent), folder_(std::move(folder)), capture_(std::move(capture)) {
  pool_.setMaxThreadCount(1);
  QDir().mkpath(folder_);
  path_ = folder_ + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces) + kSessionEnding;
  lock_ = std::make_unique<QLockFile>(path_ + kLock);
  lock_->setStaleLockTime(0);  // by its process only, never by its age
  lock_->tryLock(0);
  soon_.setSingleShot(true);
  soon_.setInterval(kDelayMs);
  connect(&soon_, &QTimer::timeout, this, &Keeper::write);
  connect(&written_, &QFutureWatcherBase::finished, this, [this] {
    const Expected<void> done = written_.result();
    if (!done && !std::exchange(complained_, true)) emit failed(done.error());
    if (done && std::exchange(took_over_, false)) settleLost();
    if (std::exchange(again_, false)) touch();
  });
}

Keeper::~Keeper() { pool_.waitForDone(); }

QString Keeper::userFolder() { return qstr(Catalogue::user_folder().parent_path() / "sessions"); }

QString Keeper::lastPath() const { return folder_ + QStringLiteral("/last") + kSessionEnding; }

void Keeper::touch() {
  if (!on_) return;
  if (written_.isRunning())
    again_ = true;
  else if (!soon_.isActive())
    soon_.start();  // and is not put off by further changes
}

void Keeper::write() {
  SessionData session = capture_();
  if (session.empty()) return;
  written_.setFuture(QtConcurrent::run(&pool_, [path = path_, session = std::move(session)] { return write_session(path, session); }));
}

std::optional<SessionData> Keeper::lost() {
  const QFileInfoList files = QDir(folder_).entryInfoList({QLatin1Char('*') + kSessionEnding}, QDir::Files, QDir::Time);
  for (const QFileInfo& file : files) {
    const QString path = file.absoluteFilePath();
    if (path == path_ || path == lastPath()) continue;
    auto lock = std::make_unique<QLockFile>(path + kLock);
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) continue;  // its window is there
    auto session = read_session(path);
    if (!session) {
      QFile::rename(path, path + QStringLiteral(".damaged"));  // not asked about again, and not thrown away
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

void Keeper::settleLost() {
  if (!lost_path_.isEmpty()) QFile::remove(std::exchange(lost_path_, {}));
  lost_lock_.reset();
}

void Keeper::takeOverLost() {
  took_over_ = true;
  touch();
}

std::optional<SessionData> Keeper::last() const {
  if (!QFileInfo::exists(lastPath())) return std::nullopt;
  auto session = read_session(lastPath());
  return session ? std::optional(std::move(*session)) : std::nullopt;
}

void Keeper::finish() {
  soon_.stop();
  if (!on_) return;
  pool_.waitForDone();
  again_ = false;
  const SessionData session = capture_();
  if (session.empty())
    QFile::remove(lastPath());
  else if (const auto done = write_session(lastPath(), session); !done)
    return;  // its own file stays, and is found
  if (took_over_) settleLost();
  QFile::remove(path_);
  lock_->unlock();
}

}  // namespace fido::ui
