#include "ui/evaluate/tables.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QTableView>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/document/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

struct TableTexts {
  Q_DECLARE_TR_FUNCTIONS(EvaluationTable)
};

constexpr double kSignificanceLevel = 0.05;
constexpr int kMaxNameWidth = 16 * kUnit;  // of a photo, px
const QString kSignificanceMark = QStringLiteral(" *"), kNoValue = QStringLiteral("–");

// Returns the selected row with a header as tab-separated text, for a spreadsheet.
QString selected_rows_text(const QTableView& table) {
  QStringList header{QString()}, cells;
  const QAbstractItemModel& model = *table.model();
  for (const QModelIndex& row : table.selectionModel()->selectedRows()) {
    cells << model.headerData(row.row(), Qt::Vertical, Qt::ToolTipRole).toString();
    for (int c = 0; c < model.columnCount(); ++c) {
      header << model.headerData(c, Qt::Horizontal).toString();
      cells << model.index(row.row(), c).data(kSortRole).toString();
    }
  }
  return cells.isEmpty() ? QString()
                         : header.join(QLatin1Char('\t')) + QLatin1Char('\n') +
                               cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

QFont number_font(const QModelIndex& index) {
  QFont font = body_font();
  font.setBold(index.data(kBestRole).toBool());
  return font;
}

// A table whose Copy copies the row; QTableView's own copies only the current cell.
class RowTable : public QTableView {
 protected:
  void keyPressEvent(QKeyEvent* event) override {
    if (event->matches(QKeySequence::Copy))
      QApplication::clipboard()->setText(selected_rows_text(*this));
    else
      QTableView::keyPressEvent(event);
  }
};

}  // namespace

QString metric_title(const MetricInfo& metric) {
  static const std::map<std::string, QString> titles{
      {"probability", TableTexts::tr("p(c) before")},
      {"probability_after", TableTexts::tr("p(c) after")},
      {"inflation", TableTexts::tr("Inflation")},
      {"loss", TableTexts::tr("Loss")},
      {"area", TableTexts::tr("Area")},
      {"iou", TableTexts::tr("IoU")},
      {"wsl_error", TableTexts::tr("WSL error")},
      {"outside", TableTexts::tr("Outside")},
      {"pointing_error", TableTexts::tr("Pointing error")},
      {"sm", TableTexts::tr("SM")},
      {"removal_10", TableTexts::tr("Removal 10 %")},
      {"removal_20", TableTexts::tr("Removal 20 %")},
      {"removal_30", TableTexts::tr("Removal 30 %")},
      {"removal_40", TableTexts::tr("Removal 40 %")},
      {"deletion", TableTexts::tr("Deletion")},
      {"insertion", TableTexts::tr("Insertion")},
      {"necessity", TableTexts::tr("Necessity")},
      {"seed_correlation", TableTexts::tr("Seeds: correlation")},
      {"seed_iou", TableTexts::tr("Seeds: overlap")},
      {"sanity", TableTexts::tr("Sanity check")}};
  const auto found = titles.find(metric.name);
  return found == titles.end() ? QString::fromLatin1(metric.name) : found->second;
}

QString metric_heading(const MetricInfo& metric) {
  if (metric.direction > 0) return metric_title(metric) + QStringLiteral(" ↑");
  if (metric.direction < 0) return metric_title(metric) + QStringLiteral(" ↓");
  return metric_title(metric);
}

QString metric_tip(const MetricInfo& metric) {
  QString better = TableTexts::tr("Descriptive only: neither direction is better.");
  if (metric.direction > 0) better = TableTexts::tr("Higher is better.");
  if (metric.direction < 0) better = TableTexts::tr("Lower is better.");
  return QStringLiteral("<b>%1</b>&nbsp; %2<br>%3")
      .arg(QString::fromLatin1(metric.name), core_text(metric.description).toHtmlEscaped(), better);
}

QString metric_text(double value) {
  return QString::number(value, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

int MetricTable::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : leading_columns_ + static_cast<int>(columns_.size());
}

const MetricInfo* MetricTable::metric(int column) const {
  return column >= leading_columns_ && column < columnCount()
             ? columns_[static_cast<std::size_t>(column - leading_columns_)]
             : nullptr;
}

std::vector<const MetricInfo*> MetricTable::selectColumns(
    const std::function<bool(const MetricInfo&)>& is_measured) {
  std::vector<const MetricInfo*> out;
  for (const MetricInfo& metric : metrics())
    if (is_measured(metric)) out.push_back(&metric);
  std::stable_partition(out.begin(), out.end(),
                        [](const MetricInfo* m) { return m->direction != 0; });
  return out;
}

QVariant MetricTable::metricHeader(int column, int role) const {
  const MetricInfo* info = metric(column);
  if (!info) return {};
  if (role == Qt::DisplayRole) return metric_heading(*info);
  if (role == Qt::ToolTipRole) return metric_tip(*info);
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
  return {};
}

void MethodTable::setMeans(const std::vector<EvaluationMean>& means,
                           const std::string& classifier) {
  std::vector<EvaluationMean> kept;
  std::copy_if(means.begin(), means.end(), std::back_inserter(kept),
               [&](const EvaluationMean& m) { return m.classifier == classifier; });
  const auto columns = selectColumns([&](const MetricInfo& metric) {
    return std::any_of(kept.begin(), kept.end(),
                       [&](const auto& m) { return m.metric == metric.name; });
  });
  std::vector<PlannedMethod> methods;
  for (const auto& m : kept)
    if (const PlannedMethod method{m.method, m.infill};
        std::find(methods.begin(), methods.end(), method) == methods.end())
      methods.push_back(method);
  // If only the numbers have changed, selection and scroll position must not be reset.
  const bool has_same_cells =
      columns == columns_ && methods.size() == rows_.size() &&
      std::equal(methods.begin(), methods.end(), rows_.begin(),
                 [](const PlannedMethod& a, const Row& b) { return a == b.method; });
  if (!has_same_cells) beginResetModel();
  means_ = std::move(kept);
  columns_ = columns;
  rows_.clear();
  best_.assign(columns_.size(), std::nan(""));
  for (const PlannedMethod& method : methods) {
    Row row{method, std::vector<const EvaluationMean*>(columns_.size())};
    for (std::size_t c = 0; c < columns_.size(); ++c)
      for (const auto& m : means_)
        if (m.metric == columns_[c]->name && m.method == method.method &&
            m.infill == method.infill) {
          row.cells[c] = &m;
          if (columns_[c]->direction != 0 &&
              (std::isnan(best_[c]) || columns_[c]->direction * (m.value.mean - best_[c]) > 0))
            best_[c] = m.value.mean;
        }
    rows_.push_back(std::move(row));
  }
  // If all values of a column are equal, none is the best.
  for (std::size_t c = 0; c < columns_.size(); ++c)
    if (std::all_of(rows_.begin(), rows_.end(), [&](const Row& row) {
          return !row.cells[c] || row.cells[c]->value.mean == best_[c];
        }))
      best_[c] = std::nan("");
  if (!has_same_cells)
    endResetModel();
  else if (!rows_.empty() && !columns_.empty())
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int MethodTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant MethodTable::data(const QModelIndex& index, int role) const {
  const auto column = static_cast<std::size_t>(index.column());
  const EvaluationMean* mean = rows_[static_cast<std::size_t>(index.row())].cells[column];
  if (!mean) return role == Qt::DisplayRole ? QVariant(kNoValue) : QVariant();
  const MeanInterval& v = mean->value;
  const bool differs = mean->p < kSignificanceLevel;
  switch (role) {
    case Qt::DisplayRole:
      return metric_text(v.mean) + (differs ? kSignificanceMark : QString());
    case kIntervalRole:
      if (v.count < 2) return {};  // one photo has no interval
      return QStringLiteral("%1 … %2").arg(metric_text(v.low), metric_text(v.high));
    case kSortRole:
      return v.mean;
    case kBestRole:
      return v.mean == best_[column];
    case Qt::ToolTipRole: {
      QString tip = TableTexts::tr("Mean with 95 % interval. Photos: %n.", nullptr,
                                   static_cast<int>(v.count));
      if (index.row() > 0)
        tip += QLatin1Char('\n') +
               TableTexts::tr(
                   "p = %1 against the first method, on the photos that both have in common.")
                   .arg(mean->p, 0, 'g', 2);
      return tip;
    }
    case Qt::AccessibleTextRole:
      return QStringLiteral("%1: %2, %3 … %4")
          .arg(metric_title(*columns_[column]), metric_text(v.mean), metric_text(v.low),
               metric_text(v.high));
    default:
      return {};
  }
}

QVariant MethodTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal) return metricHeader(section, role);
  if (section < 0 || section >= rowCount()) return {};
  if (role == Qt::DisplayRole) return method(section).label();
  if (role == Qt::ToolTipRole)
    return section == 0 ? TableTexts::tr("%1: reference for the significance tests")
                              .arg(method(section).text())
                        : method(section).text();
  return {};
}

QString MethodTable::toText() const {
  QStringList lines;
  QStringList header{QStringLiteral("method"), QStringLiteral("infill")};
  for (const MetricInfo* metric : columns_)
    header << QString::fromLatin1(metric->name) << QStringLiteral("low") << QStringLiteral("high")
           << QStringLiteral("p");
  lines << header.join(QLatin1Char('\t'));
  for (const Row& row : rows_) {
    QStringList cells{qstr(row.method.method), qstr(row.method.infill)};
    for (const EvaluationMean* mean : row.cells) {
      if (mean)
        for (const double v : {mean->value.mean, mean->value.low, mean->value.high, mean->p})
          cells << QString::number(v, 'g', 6);
      else
        cells << QString() << QString() << QString() << QString();
    }
    lines << cells.join(QLatin1Char('\t'));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void PhotoTable::setRows(std::vector<EvaluationRow> rows, const std::vector<std::string>& labels) {
  const auto same_row = [](const EvaluationRow& a, const EvaluationRow& b) {
    return a.image == b.image && a.method == b.method && a.infill == b.infill &&
           a.classifier == b.classifier;
  };
  const bool has_only_grown = rows.size() >= rows_.size() && !rows_.empty() &&
                              std::equal(rows_.begin(), rows_.end(), rows.begin(), same_row) &&
                              labels == labels_;
  const auto columns = selectColumns([&](const MetricInfo& metric) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const auto& r) { return r.values.count(metric.name) > 0; });
  });
  if (has_only_grown && columns == columns_) {
    if (rows.size() == rows_.size()) return;
    beginInsertRows({}, rowCount(), static_cast<int>(rows.size()) - 1);
    rows_ = std::move(rows);
    endInsertRows();
    return;
  }
  beginResetModel();
  leading_columns_ = 1;
  columns_ = columns;
  rows_ = std::move(rows);
  labels_ = labels;
  endResetModel();
}

int PhotoTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant PhotoTable::data(const QModelIndex& index, int role) const {
  const EvaluationRow& entry = row(index.row());
  const MetricInfo* info = metric(index.column());
  if (!info) {
    const auto label = static_cast<std::size_t>(entry.label);
    const QString name = label < labels_.size() ? short_label(labels_[label])
                                                : TableTexts::tr("class %1").arg(entry.label);
    if (role == Qt::DisplayRole || role == kSortRole) return name;
    if (role == Qt::ToolTipRole && label < labels_.size()) return qstr(labels_[label]);
    return {};
  }
  const auto value = entry.values.find(info->name);
  if (role == Qt::DisplayRole)
    return value == entry.values.end() ? kNoValue : metric_text(value->second);
  if (role == kSortRole && value != entry.values.end()) return value->second;
  return {};
}

QVariant PhotoTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal) {
    if (section >= leading_columns_) return metricHeader(section, role);
    if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(TableTexts::tr("Class")) : QVariant();
  }
  if (section < 0 || section >= rowCount()) return {};
  const QString name = qstr(row(section).image);
  if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) return name;
  // Elide in the middle: the header would elide the end, where the names of photos differ.
  return role == Qt::DisplayRole
             ? QVariant(QFontMetrics(body_font()).elidedText(name, Qt::ElideMiddle, kMaxNameWidth))
             : QVariant();
}

MissingLastProxy::MissingLastProxy(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(kSortRole);
}

bool MissingLastProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const QVariant a = left.data(kSortRole), b = right.data(kSortRole);
  if (!a.isValid() || !b.isValid())
    return a.isValid() != b.isValid() && (a.isValid() == (sortOrder() == Qt::AscendingOrder));
  return QSortFilterProxyModel::lessThan(left, right);
}

QSize NumberDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QString interval = index.data(kIntervalRole).toString(),
                text = index.data(Qt::DisplayRole).toString();
  const QFont font = number_font(index);
  double width = tabular_width(font, text) + (text.endsWith(kSignificanceMark) || interval.isEmpty()
                                                  ? 0
                                                  : tabular_width(font, kSignificanceMark));
  if (!interval.isEmpty()) width = std::max(width, tabular_width(small_font(), interval));
  return {static_cast<int>(std::ceil(width)) + 2 * kUnit, option.rect.height()};
}

void NumberDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  const QPalette palette = QApplication::palette();  // the palette of the headers
  const bool is_selected = option.state.testFlag(QStyle::State_Selected);
  painter->save();
  if (is_selected) painter->fillRect(option.rect, hairline_color(palette));
  const QRectF content = QRectF(option.rect).adjusted(kUnit, 0, -kUnit, 0);
  const QString text = index.data(Qt::DisplayRole).toString(),
                interval = index.data(kIntervalRole).toString();
  const bool is_number = index.data(kSortRole).userType() == QMetaType::Double || text == kNoValue;
  const QFont font = number_font(index);
  painter->setFont(font);
  painter->setPen(palette.color(QPalette::Text));
  if (!is_number) {
    painter->drawText(content, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(font).elidedText(text, Qt::ElideRight, content.width()));
  } else if (interval.isEmpty()) {
    draw_tabular(*painter, content, Qt::AlignRight | Qt::AlignVCenter, text);
  } else {
    const double upper = QFontMetricsF(font).height(), lower = QFontMetricsF(small_font()).height(),
                 top = content.center().y() - (upper + lower) / 2;
    // The significance marks have their own column, so that the numbers are aligned.
    const double star = tabular_width(font, kSignificanceMark);
    draw_tabular(*painter, {content.left(), top, content.width() - star, upper},
                 Qt::AlignRight | Qt::AlignVCenter,
                 text.endsWith(kSignificanceMark) ? text.chopped(kSignificanceMark.size()) : text);
    if (text.endsWith(kSignificanceMark))
      draw_tabular(*painter, {content.right() - star, top, star, upper},
                   Qt::AlignLeft | Qt::AlignVCenter, kSignificanceMark);
    painter->setFont(small_font());
    painter->setPen(muted_text_color(palette));
    draw_tabular(*painter, {content.left(), top + upper, content.width(), lower},
                 Qt::AlignRight | Qt::AlignVCenter, interval);
  }
  painter->restore();
}

void widen_columns(QTableView& table, int first) {
  // Measure only the visible rows and the next ones: this is called for every new row, and a
  // thousand rows take a fifth of a second.
  constexpr int kMaxMeasuredRows = 50;
  QHeaderView& header = *table.horizontalHeader();
  const int previous_precision = header.resizeContentsPrecision();
  header.setResizeContentsPrecision(kMaxMeasuredRows);
  for (int column = first; column < table.model()->columnCount(); ++column) {
    // QTableView declares this function protected.
    const int content_width =
        static_cast<const QAbstractItemView&>(table).sizeHintForColumn(column);
    if (content_width > table.columnWidth(column)) table.setColumnWidth(column, content_width);
  }
  header.setResizeContentsPrecision(previous_precision);
}

QTableView* make_table(QAbstractItemModel* model, const QString& name, int row_height) {
  auto* table = new RowTable;
  table->setObjectName(name);
  table->setModel(model);
  table->setItemDelegate(new NumberDelegate(table));
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setShowGrid(false);
  table->setWordWrap(false);
  table->setCornerButtonEnabled(false);
  table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  table->setTabKeyNavigation(false);
  table->setSortingEnabled(true);
  // Rows are in the order of measurement until a header is clicked.
  table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  table->horizontalHeader()->setSortIndicatorClearable(true);
  table->horizontalHeader()->setHighlightSections(false);
  table->verticalHeader()->setHighlightSections(true);
  table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table->verticalHeader()->setDefaultSectionSize(row_height);
  table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  auto* copy = new QAction(icon(QStringLiteral("copy")), TableTexts::tr("Copy row"), table);
  QObject::connect(copy, &QAction::triggered, table,
                   [table] { QApplication::clipboard()->setText(selected_rows_text(*table)); });
  table->addAction(copy);
  table->setContextMenuPolicy(Qt::ActionsContextMenu);
  return table;
}

}  // namespace fido::ui
