// Shows the photos with a method's worst and best results, ranked by a metric of choice.
#pragma once

#include <QFutureWatcher>
#include <QImage>
#include <QString>
#include <QWidget>
#include <functional>
#include <vector>

#include "core/evaluate/summary.h"

class QButtonGroup;
class QComboBox;
class QListView;
class QStandardItemModel;

namespace fido::ui {

class MutedLabel;

class ExtremesView : public QWidget {
  Q_OBJECT
 public:
  explicit ExtremesView(QWidget* parent = nullptr);

  struct Files {
    QString map, photo;  // empty if the file does not exist
  };
  // Sets the rows of one method. `files` returns the picture of a row's map over its photo, which
  // is stored for the extremes by one metric only, and the photo, which is shown otherwise.
  void setRows(std::vector<EvaluationRow> rows, std::function<Files(const EvaluationRow&)> files);

 signals:
  void openRequested(const fido::EvaluationRow& row);

 private:
  struct Picture {
    QString file;
    QImage image;
  };
  void refreshMetrics();
  void refresh();
  void loadPictures();

  QComboBox* metric_;
  QButtonGroup* end_;
  QListView* list_;
  QStandardItemModel* model_;
  MutedLabel* empty_;
  std::vector<EvaluationRow> rows_;
  std::function<Files(const EvaluationRow&)> files_;
  QFutureWatcher<std::vector<Picture>> picture_watcher_;
  bool reload_pending_ = false;
  QString chosen_metric_;  // by the user; empty: the default
};

}  // namespace fido::ui
