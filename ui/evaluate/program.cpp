#include "ui/evaluate/program.h"

#include <signal.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <utility>

#include "core/base/files.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

constexpr int kPatienceMs = 2000;
constexpr int kMaxOutput = 64 * 1024;
constexpr int kInterrupted = 130, kPartly = 3;

}  // namespace

QString EvaluationProgram::defaultPath() {
  return QCoreApplication::applicationDirPath() + QStringLiteral("/fidoscope-cli");
}

EvaluationProgram::EvaluationProgram(QObject* parent) : QObject(parent), path_(defaultPath()) {
  process_.setProcessChannelMode(QProcess::SeparateChannels);
  process_.setStandardOutputFile(QProcess::nullDevice());
  connect(&process_, &QProcess::readyReadStandardError, this, &EvaluationProgram::listen);
  connect(&process_, &QProcess::finished, this, &EvaluationProgram::onFinished);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    emit failed(folder_, -1,
                tr("%1 cannot be started: %2. It belongs beside the window's program; install or "
                   "build both.")
                    .arg(path_, process_.errorString()),
                {});
    emit changed();
  });
}

EvaluationProgram::~EvaluationProgram() {
  process_.disconnect(this);
  if (!running()) return;
  ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
  if (process_.waitForFinished(kPatienceMs)) return;
  process_.kill();
  process_.waitForFinished(kPatienceMs);
}

Expected<void> EvaluationProgram::start(const EvaluationPlan& plan, bool resume) {
  if (!QDir().mkpath(plan.out))
    return input_error(tr("%1 cannot be made. Choose another folder for the results.")
                           .arg(plan.out)
                           .toStdString());
  const QByteArray kept = QJsonDocument(plan.toJson()).toJson();
  if (auto written =
          write_file(to_path(plan.out + QLatin1Char('/') + kPlanFile), kept.toStdString());
      !written)
    return written;
  folder_ = plan.out;
  last_.clear();
  output_.clear();
  partial_.clear();
  pausing_ = stopping_ = false;
  since_.start();
  started_ = QDateTime::currentDateTime();
  process_.start(path_, plan.arguments(resume), QIODevice::ReadOnly);
  emit changed();
  return {};
}

void EvaluationProgram::pause() {
  if (!running() || process_.processId() <= 0) return;
  pausing_ = true;
  ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
  emit changed();
}

void EvaluationProgram::stop() {
  if (!running()) return;
  stopping_ = true;
  process_.kill();
  emit changed();
}

void EvaluationProgram::listen() {
  partial_ += process_.readAllStandardError();
  for (qsizetype end; (end = partial_.indexOf('\n')) >= 0; partial_.remove(0, end + 1)) {
    QString line = QString::fromUtf8(partial_.left(end));
    if (line.startsWith(QLatin1String("fidoscope-cli: "))) line.remove(0, 15);
    last_ = line;
    output_ += line + QLatin1Char('\n');
  }
  if (output_.size() > kMaxOutput) output_.remove(0, output_.size() - kMaxOutput);
  emit changed();
}

void EvaluationProgram::onFinished(int code, QProcess::ExitStatus status) {
  listen();
  const bool asked = std::exchange(pausing_, false) || stopping_;
  // The same code says that nothing could be done at all; then it has written no page, and one of
  // an earlier try may lie there.
  const QFileInfo page(folder_ + QStringLiteral("/summary.html"));
  const bool partly = status == QProcess::NormalExit && code == kPartly && page.exists() &&
                      page.lastModified() >= started_;
  if (std::exchange(stopping_, false) ||
      (status == QProcess::NormalExit && (code == 0 || partly || (code == kInterrupted && asked))))
    emit ended(folder_, asked && !(code == 0 || partly));
  else if (status == QProcess::CrashExit)
    emit failed(folder_, -1,
                tr("The program that measures was killed or crashed. What it has measured is kept; "
                   "go on with Resume."),
                output_);
  else
    emit failed(
        folder_, code,
        last_.isEmpty() ? tr("The program that measures ended with code %1.").arg(code) : last_,
        output_);
  emit changed();
}

}  // namespace fido::ui
