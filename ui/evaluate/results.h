// The contents of an evaluation's folder, re-read as it grows, and their summary.
#pragma once

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/evaluate/evaluation_folder.h"
#include "core/evaluate/evaluation_reader.h"
#include "ui/evaluate/plan.h"

namespace fido::ui {

class EvaluationResults : public QObject {
  Q_OBJECT
 public:
  explicit EvaluationResults(QObject* parent = nullptr);
  ~EvaluationResults() override;

  // Opens a folder. Errors (input): it contains no valid evaluation; the previous one then stays
  // open.
  Expected<void> open(const QString& folder);
  // Sets a folder that a program is about to fill.
  void expect(const QString& folder);
  // Reads new rows now.
  void refresh();
  // Tells whether this window's own program writes to the folder. Its lock is then not tested,
  // since the program may be about to take it.
  void setOwnProgramRunning(bool running) { own_program_running_ = running; }
  // Turns periodic reading of new rows on or off.
  void setPolling(bool enabled);

  QString folder() const { return folder_; }
  const std::optional<EvaluationSettings>& settings() const { return settings_; }
  const std::vector<EvaluationRow>& rows() const;
  // Returns the summary of the rows. It is computed in the background and may lag behind them.
  const std::vector<EvaluationMean>& means() const { return means_; }
  // Returns the photos, and the methods on single photos, that could not be measured (failed.csv,
  // which the program writes at its end).
  const std::vector<EvaluationFailure>& failures() const { return failures_; }
  // Returns the number of rows of the complete evaluation; 0 while it is not known.
  int expectedRows() const;
  // Returns the number of rows that are absent because they could not be measured.
  int missingRows() const { return missing_rows_; }
  // Returns whether another program writes to the folder, as far as its lock is visible from here.
  bool isLockedByOther() const { return locked_by_other_; }
  bool isFinished() const {
    return expectedRows() > 0 && static_cast<int>(rows().size()) + missingRows() >= expectedRows();
  }
  // Returns the path of the picture that shows a row's map over its photo; empty if none was
  // stored.
  QString picture(const EvaluationRow& row) const;
  // Returns the index of a row's photo among all photos of the evaluation, on which its random
  // numbers depend. It is taken from the folder of photos and the boxes with which the evaluation
  // started. If they are not available, it is estimated from the rows.
  int photoIndex(const EvaluationRow& row, const QString& photos, const QString& boxes) const;

 signals:
  void opened();  // another folder was opened
  void rowsChanged();
  void meansChanged();
  void failed(const QString& reason);

 private:
  void readFailures();
  void scheduleSummary();

  QString folder_;
  std::optional<EvaluationSettings> settings_;
  std::unique_ptr<EvaluationReader> reader_;
  std::vector<EvaluationMean> means_;
  std::vector<EvaluationFailure> failures_;
  QFutureWatcher<std::vector<EvaluationMean>> summary_watcher_;
  QElapsedTimer summary_time_;
  QTimer poll_timer_, summary_timer_;
  bool summary_outdated_ = false, read_failed_ = false, locked_by_other_ = false,
       own_program_running_ = false;
  int missing_rows_ = 0;
  int generation_ = 0, summary_generation_ = -1;  // counts the folders that were opened
};

}  // namespace fido::ui
