// What lies in an evaluation's folder, read again as it grows, and what it says together.
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

  // Errors (input): none of an evaluation. What was shown stays then.
  Expected<void> open(const QString& folder);
  // One that is about to be filled.
  void expect(const QString& folder);
  // Looks for new rows now.
  void look();
  // The program that writes there is this window's own: its lock is left alone, which it is about
  // to take.
  void setOwn(bool own) { own_ = own; }
  // Looks every so often.
  void setWatched(bool on);

  QString folder() const { return folder_; }
  const std::optional<EvaluationSettings>& settings() const { return settings_; }
  const std::vector<EvaluationRow>& rows() const;
  // Of the rows as they were a moment ago: it takes longer than the eye would forgive.
  const std::vector<EvaluationMean>& means() const { return means_; }
  // Photos, or methods on one, that could not be measured, as failed.csv has them; that is written
  // at the end.
  const std::vector<EvaluationFailure>& failures() const { return failures_; }
  // Rows there may be, 0 while that is not known; and those there never will be.
  int wanted() const;
  int missing() const { return missing_; }
  // Another program writes there, as far as its lock can be seen from here.
  bool held() const { return held_; }
  bool finished() const {
    return wanted() > 0 && static_cast<int>(rows().size()) + missing() >= wanted();
  }
  // The map over the photo, of those that were kept; empty where it was not.
  QString picture(const EvaluationRow& row) const;
  // A row's photo among all that were to be measured: its random numbers depend on that. Of the
  // folder of photos and the boxes it began with; where these are not to be had, as far as the rows
  // show it.
  int photoIndex(const EvaluationRow& row, const QString& photos, const QString& boxes) const;

 signals:
  void opened();  // another folder
  void rowsChanged();
  void meansChanged();
  void failed(const QString& reason);

 private:
  void readFailures();
  void summarizeSoon();

  QString folder_;
  std::optional<EvaluationSettings> settings_;
  std::unique_ptr<EvaluationReader> reader_;
  std::vector<EvaluationMean> means_;
  std::vector<EvaluationFailure> failures_;
  QFutureWatcher<std::vector<EvaluationMean>> work_;
  QElapsedTimer working_;
  QTimer timer_, again_;
  bool stale_ = false, broken_ = false, held_ = false, own_ = false;
  int missing_ = 0;
  int generation_ = 0, worked_on_ = -1;  // of another folder's rows
};

}  // namespace fido::ui
