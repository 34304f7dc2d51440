// The photos with which a method fared worst and best, by a metric of choice.
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

  // Of one method. The map over the photo is kept on disk of the extremes by one metric only; of
  // others the photo itself is shown.
  struct Files {
    QString map, photo;  // empty where there is none
  };
  void show(std::vector<EvaluationRow> rows, std::function<Files(const EvaluationRow&)> files);

 signals:
  void openRequested(const fido::EvaluationRow& row);

 private:
  struct Picture {
    QString file;
    QImage image;
  };
  void refreshMetrics();
  void refresh();
  void load();

  QComboBox* metric_;
  QButtonGroup* end_;
  QListView* list_;
  QStandardItemModel* model_;
  MutedLabel* empty_;
  std::vector<EvaluationRow> rows_;
  std::function<Files(const EvaluationRow&)> files_;
  QFutureWatcher<std::vector<Picture>> work_;
  bool again_ = false;
  QString chosen_;  // metric, by a person
};

}  // namespace fido::ui
