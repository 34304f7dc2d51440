// The models of an evaluation's tables: one row per method with means and intervals, and one row
// per photo.
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

// Returns "IoU" or "Removal 10 %".
QString metric_title(const MetricInfo& metric);
// Returns the title with an arrow in the better direction.
QString metric_heading(const MetricInfo& metric);
QString metric_tip(const MetricInfo& metric);
// Returns "0.613", with a true minus sign.
QString metric_text(double value);

enum TableRole { kSortRole = Qt::UserRole, kIntervalRole, kBestRole };

// The columns are metrics: first those with a better direction, then those that only describe.
class MetricTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  int columnCount(const QModelIndex& parent = {}) const override;
  const MetricInfo* metric(int column) const;

 protected:
  // Returns the metrics for which `is_measured` returns true, in the order of the columns.
  static std::vector<const MetricInfo*> selectColumns(
      const std::function<bool(const MetricInfo&)>& is_measured);
  QVariant metricHeader(int column, int role) const;
  int leading_columns_ = 0;  // before the metrics
  std::vector<const MetricInfo*> columns_;
};

class MethodTable : public MetricTable {
  Q_OBJECT
 public:
  using MetricTable::MetricTable;
  // Sets the means, of which only those of `classifier` are shown.
  void setMeans(const std::vector<EvaluationMean>& means, const std::string& classifier);
  const PlannedMethod& method(int row) const { return rows_[static_cast<std::size_t>(row)].method; }
  // Returns the table as tab-separated text, for a spreadsheet.
  QString toText() const;

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
  // Sets the rows of one classifier and method; `labels` may be empty.
  void setRows(std::vector<EvaluationRow> rows, const std::vector<std::string>& labels);
  const EvaluationRow& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<EvaluationRow> rows_;
  std::vector<std::string> labels_;
};

// Sorts missing values last in either order.
class MissingLastProxy : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit MissingLastProxy(QObject* parent = nullptr);

 protected:
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

// Paints numbers with tabular digits, the best in bold, and the interval below in a small font.
class NumberDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
};

// Makes a table with fixed names on the left, headers that sort, and selection of whole rows.
QTableView* make_table(QAbstractItemModel* model, const QString& name, int row_height);

// Widens the columns from `first` on to fit their contents. No column gets narrower, since the user
// may have widened it.
void widen_columns(QTableView& table, int first = 0);

}  // namespace fido::ui
