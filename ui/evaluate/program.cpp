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

constexpr int kTerminateTimeoutMs = 2000;
constexpr int kMaxOutputLength = 64 * 1024;
constexpr int kExitInterrupted = 130, kExitIncomplete = 3;

}  // namespace

QString EvaluationProgram::defaultPath() {
  return QCoreApplication::applicationDirPath() + QStringLiteral("/fidoscope-cli");
}

EvaluationProgram::EvaluationProgram(QObject* parent) : QObject(parent), path_(defaultPath()) {
  process_.setProcessChannelMode(QProcess::SeparateChannels);
  process_.setStandardOutputFile(QProcess::nullDevice());
  connect(&process_, &QProcess::readyReadStandardError, this, &EvaluationProgram::readOutput);
  connect(&process_, &QProcess::finished, this, &EvaluationProgram::onFinished);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    emit failed(
        folder_, -1,
        tr("Cannot start %1: %2. This program must be in the same folder as Fidoscope; install "
           "or build both.")
            .arg(path_, process_.errorString()),
        {});
    emit changed();
  });
}

EvaluationProgram::~EvaluationProgram() {
  process_.disconnect(this);
  if (!isRunning()) return;
  ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
  if (process_.waitForFinished(kTerminateTimeoutMs)) return;
  process_.kill();
  process_.waitForFinished(kTerminateTimeoutMs);
}

Expected<void> EvaluationProgram::start(const EvaluationPlan& plan, bool resume) {
  if (!QDir().mkpath(plan.out))
    return input_error(
        tr("Cannot create %1. Choose another output folder.").arg(plan.out).toStdString());
  const QByteArray json = QJsonDocument(plan.toJson()).toJson();
  if (auto written =
          write_file(to_path(plan.out + QLatin1Char('/') + kPlanFile), json.toStdString());
      !written)
    return written;
  folder_ = plan.out;
  last_line_.clear();
  output_.clear();
  partial_line_.clear();
  pausing_ = stopping_ = false;
  elapsed_.start();
  started_ = QDateTime::currentDateTime();
  process_.start(path_, plan.arguments(resume), QIODevice::ReadOnly);
  emit changed();
  return {};
}

void EvaluationProgram::pause() {
  if (!isRunning() || process_.processId() <= 0) return;
  pausing_ = true;
  ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
  emit changed();
}

void EvaluationProgram::stop() {
  if (!isRunning()) return;
  stopping_ = true;
  process_.kill();
  emit changed();
}

void EvaluationProgram::readOutput() {
  partial_line_ += process_.readAllStandardError();
  for (qsizetype end; (end = partial_line_.indexOf('\n')) >= 0; partial_line_.remove(0, end + 1)) {
    QString line = QString::fromUtf8(partial_line_.left(end));
    if (line.startsWith(QLatin1String("fidoscope-cli: "))) line.remove(0, 15);
    last_line_ = line;
    output_ += line + QLatin1Char('\n');
  }
  if (output_.size() > kMaxOutputLength) output_.remove(0, output_.size() - kMaxOutputLength);
  emit changed();
}

void EvaluationProgram::onFinished(int code, QProcess::ExitStatus status) {
  readOutput();
  const bool is_requested = std::exchange(pausing_, false) || stopping_;
  // Exit code 3 can also mean that nothing could be measured. The program has then written no page,
  // although the page of an earlier attempt may exist.
  const QFileInfo page(folder_ + QStringLiteral("/summary.html"));
  const bool is_incomplete = status == QProcess::NormalExit && code == kExitIncomplete &&
                             page.exists() && page.lastModified() >= started_;
  const bool is_finished = code == 0 || is_incomplete;
  if (std::exchange(stopping_, false) ||
      (status == QProcess::NormalExit &&
       (is_finished || (code == kExitInterrupted && is_requested))))
    emit ended(folder_, is_requested && !is_finished);
  else if (status == QProcess::CrashExit)
    emit failed(
        folder_, -1,
        tr("The evaluation process was killed or crashed. Its results so far are kept; choose "
           "Resume to continue."),
        output_);
  else
    emit failed(folder_, code,
                last_line_.isEmpty() ? tr("The evaluation process exited with code %1.").arg(code)
                                     : last_line_,
                output_);
  emit changed();
}

}  // namespace fido::ui
