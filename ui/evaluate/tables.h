// An evaluation's tables as models: a row a method with means and intervals, and a row a photo.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <functional>
#include <string>
#include <vector>

#include "core/evaluate/summary.h"
#include "ui/evaluate/plan.h"

class QTableView;

namespace fido::ui {

// "IoU", "Removal 10 %".
QString metric_title(const MetricInfo& metric);
// With an arrow towards what is better.
QString metric_heading(const MetricInfo& metric);
QString metric_tip(const MetricInfo& metric);
// "0.613", with a real minus sign.
QString metric_text(double value);

enum TableRole { kSortRole = Qt::UserRole, kIntervalRole, kBestRole };

// Columns are metrics: those by which one may judge first, those that only describe behind them.
class MetricTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  int columnCount(const QModelIndex& parent = {}) const override;
  const MetricInfo* metric(int column) const;

 protected:
  // Those of which `measured` says that there is a number.
  static std::vector<const MetricInfo*> columnsOf(
      const std::function<bool(const MetricInfo&)>& measured);
  QVariant metricHeader(int column, int role) const;
  // Before the metrics.
  int lead_ = 0;
  std::vector<const MetricInfo*> columns_;
};

class MethodTable : public MetricTable {
  Q_OBJECT
 public:
  using MetricTable::MetricTable;
  // Of one classifier.
  void show(const std::vector<EvaluationMean>& means, const std::string& classifier);
  const PlannedMethod& method(int row) const { return rows_[static_cast<std::size_t>(row)].method; }
  // Tab-separated, as a spreadsheet takes it.
  QString asText() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row {
    PlannedMethod method;
    std::vector<const EvaluationMean*> cells;  // by column; null: nothing measured
  };
  std::vector<EvaluationMean> means_;
  std::vector<Row> rows_;
  std::vector<double> best_;  // by column; NaN: there is none
};

class PhotoTable : public MetricTable {
  Q_OBJECT
 public:
  using MetricTable::MetricTable;
  // `rows` are one classifier's and method's; `labels` may be empty.
  void show(std::vector<EvaluationRow> rows, const std::vector<std::string>& labels);
  const EvaluationRow& row(int at) const { return rows_[static_cast<std::size_t>(at)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<EvaluationRow> rows_;
  std::vector<std::string> labels_;
};

// What is not there goes last, whichever way round.
class TableOrder : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit TableOrder(QObject* parent = nullptr);

 protected:
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

// Tabular digits, the best in bold, the interval small beneath where there is one.
class NumberDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
};

// A table of this page: names at the left that stay, heads that sort, whole rows chosen.
QTableView* make_table(QAbstractItemModel* model, const QString& name, int row_height);

// As wide as what has come into them asks; none gets narrower, which a person may have made wider.
void widen_columns(QTableView& table, int first = 0);

}  // namespace fido::ui
