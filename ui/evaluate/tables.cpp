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

struct Words {
  Q_DECLARE_TR_FUNCTIONS(EvaluationTable)
};

constexpr double kSignificant = 0.05;
constexpr int kMaxName = 16 * kUnit;  // of a photo
const QString kStar = QStringLiteral(" *"), kNone = QStringLiteral("–");

// The chosen row, as a spreadsheet takes it.
QString copied(const QTableView& table) {
  QStringList head{QString()}, cells;
  const QAbstractItemModel& model = *table.model();
  for (const QModelIndex& row : table.selectionModel()->selectedRows()) {
    cells << model.headerData(row.row(), Qt::Vertical, Qt::ToolTipRole).toString();
    for (int c = 0; c < model.columnCount(); ++c) {
      head << model.headerData(c, Qt::Horizontal).toString();
      cells << model.index(row.row(), c).data(kSortRole).toString();
    }
  }
  return cells.isEmpty() ? QString()
                         : head.join(QLatin1Char('\t')) + QLatin1Char('\n') +
                               cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

QFont number_font(const QModelIndex& index) {
  QFont font = body_font();
  font.setBold(index.data(kBestRole).toBool());
  return font;
}

// Qt's own copies the one cell that is current.
class RowTable : public QTableView {
 protected:
  void keyPressEvent(QKeyEvent* event) override {
    if (event->matches(QKeySequence::Copy))
      QApplication::clipboard()->setText(copied(*this));
    else
      QTableView::keyPressEvent(event);
  }
};

}  // namespace

QString metric_title(const MetricInfo& metric) {
  static const std::map<std::string, QString> titles{
      {"probability", Words::tr("p(c) before")},
      {"probability_after", Words::tr("p(c) after")},
      {"inflation", Words::tr("Inflation")},
      {"loss", Words::tr("Loss")},
      {"area", Words::tr("Area")},
      {"iou", Words::tr("IoU")},
      {"wsl_error", Words::tr("WSL error")},
      {"outside", Words::tr("Outside")},
      {"pointing_error", Words::tr("Pointing error")},
      {"sm", Words::tr("SM")},
      {"removal_10", Words::tr("Removal 10 %")},
      {"removal_20", Words::tr("Removal 20 %")},
      {"removal_30", Words::tr("Removal 30 %")},
      {"removal_40", Words::tr("Removal 40 %")},
      {"deletion", Words::tr("Deletion")},
      {"insertion", Words::tr("Insertion")},
      {"seed_correlation", Words::tr("Seeds: correlation")},
      {"seed_iou", Words::tr("Seeds: overlap")},
      {"sanity", Words::tr("Sanity check")}};
  const auto at = titles.find(metric.name);
  return at == titles.end() ? QString::fromLatin1(metric.name) : at->second;
}

QString metric_heading(const MetricInfo& metric) {
  return metric_title(metric) + (metric.better > 0   ? QStringLiteral(" ↑")
                                 : metric.better < 0 ? QStringLiteral(" ↓")
                                                     : QString());
}

QString metric_tip(const MetricInfo& metric) {
  const QString better = metric.better > 0   ? Words::tr("Larger is better.")
                         : metric.better < 0 ? Words::tr("Smaller is better.")
                                             : Words::tr("It describes, and is no merit.");
  return QStringLiteral("<b>%1</b>&nbsp; %2<br>%3")
      .arg(QString::fromLatin1(metric.name), core_text(metric.about).toHtmlEscaped(), better);
}

QString metric_text(double value) {
  return QString::number(value, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

int MetricTable::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : lead_ + static_cast<int>(columns_.size());
}

const MetricInfo* MetricTable::metric(int column) const {
  return column >= lead_ && column < columnCount()
             ? columns_[static_cast<std::size_t>(column - lead_)]
             : nullptr;
}

std::vector<const MetricInfo*> MetricTable::columnsOf(
    const std::function<bool(const MetricInfo&)>& measured) {
  std::vector<const MetricInfo*> out;
  for (const MetricInfo& metric : metrics())
    if (measured(metric)) out.push_back(&metric);
  std::stable_partition(out.begin(), out.end(), [](const MetricInfo* m) { return m->better != 0; });
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

void MethodTable::show(const std::vector<EvaluationMean>& means, const std::string& classifier) {
  std::vector<EvaluationMean> kept;
  std::copy_if(means.begin(), means.end(), std::back_inserter(kept),
               [&](const EvaluationMean& m) { return m.classifier == classifier; });
  const auto columns = columnsOf([&](const MetricInfo& metric) {
    return std::any_of(kept.begin(), kept.end(),
                       [&](const auto& m) { return m.metric == metric.name; });
  });
  std::vector<PlannedMethod> methods;
  for (const auto& m : kept)
    if (const PlannedMethod method{m.method, m.infill};
        std::find(methods.begin(), methods.end(), method) == methods.end())
      methods.push_back(method);
  // The same table with newer numbers must keep what is chosen and where it was scrolled to.
  const bool same = columns == columns_ && methods.size() == rows_.size() &&
                    std::equal(methods.begin(), methods.end(), rows_.begin(),
                               [](const PlannedMethod& a, const Row& b) { return a == b.method; });
  if (!same) beginResetModel();
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
          if (columns_[c]->better != 0 &&
              (std::isnan(best_[c]) || columns_[c]->better * (m.value.mean - best_[c]) > 0))
            best_[c] = m.value.mean;
        }
    rows_.push_back(std::move(row));
  }
  // Where all are the same, none is the best.
  for (std::size_t c = 0; c < columns_.size(); ++c)
    if (std::all_of(rows_.begin(), rows_.end(), [&](const Row& row) {
          return !row.cells[c] || row.cells[c]->value.mean == best_[c];
        }))
      best_[c] = std::nan("");
  if (!same)
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
  if (!mean) return role == Qt::DisplayRole ? QVariant(kNone) : QVariant();
  const MeanInterval& v = mean->value;
  const bool differs = mean->p < kSignificant;
  switch (role) {
    case Qt::DisplayRole:
      return metric_text(v.mean) + (differs ? kStar : QString());
    case kIntervalRole:
      if (v.count < 2) return {};  // there is none
      return QStringLiteral("%1 … %2").arg(metric_text(v.low), metric_text(v.high));
    case kSortRole:
      return v.mean;
    case kBestRole:
      return v.mean == best_[column];
    case Qt::ToolTipRole: {
      QString tip = Words::tr("Mean of %1 photos, with its 95 % interval.").arg(v.count);
      if (index.row() > 0)
        tip += QLatin1Char('\n') +
               Words::tr("p = %1 against the first method, on the photos that both have.")
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
    return section == 0
               ? Words::tr("%1: the others are tested against it").arg(method(section).text())
               : method(section).text();
  return {};
}

QString MethodTable::asText() const {
  QStringList lines;
  QStringList head{QStringLiteral("method"), QStringLiteral("infill")};
  for (const MetricInfo* metric : columns_)
    head << QString::fromLatin1(metric->name) << QStringLiteral("low") << QStringLiteral("high")
         << QStringLiteral("p");
  lines << head.join(QLatin1Char('\t'));
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

void PhotoTable::show(std::vector<EvaluationRow> rows, const std::vector<std::string>& labels) {
  const auto same_row = [](const EvaluationRow& a, const EvaluationRow& b) {
    return a.image == b.image && a.method == b.method && a.infill == b.infill &&
           a.classifier == b.classifier;
  };
  const bool grown = rows.size() >= rows_.size() && !rows_.empty() &&
                     std::equal(rows_.begin(), rows_.end(), rows.begin(), same_row) &&
                     labels == labels_;
  const auto columns = columnsOf([&](const MetricInfo& metric) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const auto& r) { return r.values.count(metric.name) > 0; });
  });
  if (grown && columns == columns_) {
    if (rows.size() == rows_.size()) return;
    beginInsertRows({}, rowCount(), static_cast<int>(rows.size()) - 1);
    rows_ = std::move(rows);
    endInsertRows();
    return;
  }
  beginResetModel();
  lead_ = 1;
  columns_ = columns;
  rows_ = std::move(rows);
  labels_ = labels;
  endResetModel();
}

int PhotoTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant PhotoTable::data(const QModelIndex& index, int role) const {
  const EvaluationRow& at = row(index.row());
  const MetricInfo* info = metric(index.column());
  if (!info) {
    const auto label = static_cast<std::size_t>(at.label);
    const QString name =
        label < labels_.size() ? short_label(labels_[label]) : Words::tr("class %1").arg(at.label);
    if (role == Qt::DisplayRole || role == kSortRole) return name;
    if (role == Qt::ToolTipRole && label < labels_.size()) return qstr(labels_[label]);
    return {};
  }
  const auto value = at.values.find(info->name);
  if (role == Qt::DisplayRole) return value == at.values.end() ? kNone : metric_text(value->second);
  if (role == kSortRole && value != at.values.end()) return value->second;
  return {};
}

QVariant PhotoTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal) {
    if (section >= lead_) return metricHeader(section, role);
    if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(Words::tr("Class")) : QVariant();
  }
  if (section < 0 || section >= rowCount()) return {};
  const QString name = qstr(row(section).image);
  if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) return name;
  // The head would cut it off at its end, where photos' names differ.
  return role == Qt::DisplayRole
             ? QVariant(QFontMetrics(body_font()).elidedText(name, Qt::ElideMiddle, kMaxName))
             : QVariant();
}

TableOrder::TableOrder(QObject* parent) : QSortFilterProxyModel(parent) { setSortRole(kSortRole); }

bool TableOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const QVariant a = left.data(kSortRole), b = right.data(kSortRole);
  if (!a.isValid() || !b.isValid())
    return a.isValid() != b.isValid() && (a.isValid() == (sortOrder() == Qt::AscendingOrder));
  return QSortFilterProxyModel::lessThan(left, right);
}

QSize NumberDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QString interval = index.data(kIntervalRole).toString(),
                text = index.data(Qt::DisplayRole).toString();
  const QFont font = number_font(index);
  double width = tabular_width(font, text) +
                 (text.endsWith(kStar) || interval.isEmpty() ? 0 : tabular_width(font, kStar));
  if (!interval.isEmpty()) width = std::max(width, tabular_width(small_font(), interval));
  return {static_cast<int>(std::ceil(width)) + 2 * kUnit, option.rect.height()};
}

void NumberDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  const QPalette palette = QApplication::palette();  // as the heads at the left have it
  const bool chosen = option.state.testFlag(QStyle::State_Selected);
  painter->save();
  if (chosen) painter->fillRect(option.rect, hairline(palette));
  const QRectF room = QRectF(option.rect).adjusted(kUnit, 0, -kUnit, 0);
  const QString text = index.data(Qt::DisplayRole).toString(),
                interval = index.data(kIntervalRole).toString();
  const bool number = index.data(kSortRole).userType() == QMetaType::Double || text == kNone;
  const QFont font = number_font(index);
  painter->setFont(font);
  painter->setPen(palette.color(QPalette::Text));
  if (!number) {
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(font).elidedText(text, Qt::ElideRight, room.width()));
  } else if (interval.isEmpty()) {
    draw_tabular(*painter, room, Qt::AlignRight | Qt::AlignVCenter, text);
  } else {
    const double upper = QFontMetricsF(font).height(), lower = QFontMetricsF(small_font()).height(),
                 top = room.center().y() - (upper + lower) / 2;
    // Stars stand in a column of their own, so that numbers stand under each other.
    const double star = tabular_width(font, kStar);
    draw_tabular(*painter, {room.left(), top, room.width() - star, upper},
                 Qt::AlignRight | Qt::AlignVCenter,
                 text.endsWith(kStar) ? text.chopped(kStar.size()) : text);
    if (text.endsWith(kStar))
      draw_tabular(*painter, {room.right() - star, top, star, upper},
                   Qt::AlignLeft | Qt::AlignVCenter, kStar);
    painter->setFont(small_font());
    painter->setPen(muted_text(palette));
    draw_tabular(*painter, {room.left(), top + upper, room.width(), lower},
                 Qt::AlignRight | Qt::AlignVCenter, interval);
  }
  painter->restore();
}

void widen_columns(QTableView& table, int first) {
  // Those in sight and the next: this is asked at every row that comes, and a thousand rows take a
  // fifth of a second.
  constexpr int kRows = 50;
  QHeaderView& head = *table.horizontalHeader();
  const int usual = head.resizeContentsPrecision();
  head.setResizeContentsPrecision(kRows);
  for (int column = first; column < table.model()->columnCount(); ++column) {
    // QTableView hides it
    const int wanted = static_cast<const QAbstractItemView&>(table).sizeHintForColumn(column);
    if (wanted > table.columnWidth(column)) table.setColumnWidth(column, wanted);
  }
  head.setResizeContentsPrecision(usual);
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
  // as measured, until a head is clicked
  table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  table->horizontalHeader()->setSortIndicatorClearable(true);
  table->horizontalHeader()->setHighlightSections(false);
  table->verticalHeader()->setHighlightSections(true);
  table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table->verticalHeader()->setDefaultSectionSize(row_height);
  table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  auto* copy = new QAction(icon(QStringLiteral("copy")), Words::tr("Copy the row"), table);
  QObject::connect(copy, &QAction::triggered, table,
                   [table] { QApplication::clipboard()->setText(copied(*table)); });
  table->addAction(copy);
  table->setContextMenuPolicy(Qt::ActionsContextMenu);
  return table;
}

}  // namespace fido::ui
