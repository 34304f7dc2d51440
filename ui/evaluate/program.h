// The command line's program, measuring: a process of its own, so that neither a crash nor an empty
// memory takes the window with it.
#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QString>

#include "ui/evaluate/plan.h"

namespace fido::ui {

class EvaluationProgram : public QObject {
  Q_OBJECT
 public:
  // fidoscope-cli beside this program.
  static QString defaultPath();

  explicit EvaluationProgram(QObject* parent = nullptr);
  // Asks it to stop and waits for a moment: what is measured is on disk in any case.
  ~EvaluationProgram() override;

  void setPath(const QString& path) { path_ = path; }

  // Makes the folder, keeps the plan in it and begins. Errors: the folder cannot be written.
  Expected<void> start(const EvaluationPlan& plan, bool resume);
  // Ctrl-C: it ends at its next step.
  void pause();
  // At once. No row is lost by that either.
  void stop();

  bool running() const { return process_.state() != QProcess::NotRunning; }
  bool pausing() const { return running() && pausing_; }
  QString folder() const { return folder_; }
  // Since it was started.
  double seconds() const {
    return since_.isValid() ? static_cast<double>(since_.elapsed()) / 1000 : 0;
  }
  // What it said last, "squeezenet1_1, photo 3 of 40".
  QString lastWord() const { return last_; }

 signals:
  void changed();  // began, is about to end, said something
  // By itself (0, or 3 where something could not be measured), or on request.
  void ended(const QString& folder, bool on_request);
  // `reason` is its last word; `output` all that it said.
  void failed(const QString& folder, int code, const QString& reason, const QString& output);

 private:
  void listen();
  void onFinished(int code, QProcess::ExitStatus status);

  QProcess process_;
  QString path_, folder_, last_, output_;
  QByteArray partial_;  // of a line
  QElapsedTimer since_;
  QDateTime started_;
  bool pausing_ = false, stopping_ = false;
};

}  // namespace fido::ui
