// Runs an evaluation in the command line program. It is a separate process, so that neither a crash
// nor a lack of memory affects the window.
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
  // Returns the path of fidoscope-cli in this program's folder.
  static QString defaultPath();

  explicit EvaluationProgram(QObject* parent = nullptr);
  // Interrupts the process and waits up to two seconds before it kills it. Measured rows are on
  // disk in any case.
  ~EvaluationProgram() override;

  void setPath(const QString& path) { path_ = path; }

  // Creates the output folder, stores the plan in it and starts the process. Errors (input): the
  // folder cannot be created or written.
  Expected<void> start(const EvaluationPlan& plan, bool resume);
  // Interrupts the process (as Ctrl-C does), which then ends at its next step.
  void pause();
  // Kills the process at once. No row is lost.
  void stop();

  bool isRunning() const { return process_.state() != QProcess::NotRunning; }
  bool isPausing() const { return isRunning() && pausing_; }
  QString folder() const { return folder_; }
  // Returns the seconds since the process was started.
  double seconds() const {
    return elapsed_.isValid() ? static_cast<double>(elapsed_.elapsed()) / 1000 : 0;
  }
  // Returns the process's last line of output, "squeezenet1_1, photo 3 of 40".
  QString lastLine() const { return last_line_; }

 signals:
  void changed();  // the process started, is about to end, or wrote a line
  // The process ended by itself (exit code 0, or 3 if something could not be measured) or on
  // request.
  void ended(const QString& folder, bool on_request);
  // `reason` is the last line of output or a description; `output` is the whole output.
  void failed(const QString& folder, int code, const QString& reason, const QString& output);

 private:
  void readOutput();
  void onFinished(int code, QProcess::ExitStatus status);

  QProcess process_;
  QString path_, folder_, last_line_, output_;
  QByteArray partial_line_;
  QElapsedTimer elapsed_;
  QDateTime started_;
  bool pausing_ = false, stopping_ = false;
};

}  // namespace fido::ui
