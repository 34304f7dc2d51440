#include "ui/evaluate/extremes_view.h"

#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QImageReader>
#include <QListView>
#include <QPainter>
#include <QSet>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <algorithm>

#include "ui/document/text.h"
#include "ui/evaluate/tables.h"
#include "ui/panels/section.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

enum Role { kRow = Qt::UserRole, kPicture, kFile, kName, kValue, kMissing };
enum End { kWorst, kBest };
constexpr int kMaxPhotos = 12;
constexpr int kPictureSide = 16 * kUnit;
constexpr int kStoredSide = 2 * kPictureSide;  // for screens with a pixel ratio of 2

class PhotoDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {kPictureSide + 2 * kUnit,
            kPictureSide + 2 * QFontMetrics(small_font()).height() + 5 * kUnit / 2};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const QPalette palette = QApplication::palette();
    const bool is_selected = option.state.testFlag(QStyle::State_Selected),
               is_hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (is_selected || is_hovered) {
      painter->setPen(is_selected ? QPen(palette.color(QPalette::Highlight), 2)
                                  : QPen(hairline_color(palette), 1));
      painter->drawRoundedRect(QRectF(option.rect).adjusted(3, 3, -3, -3), kRadius, kRadius);
    }
    const QRectF picture_rect(option.rect.left() + kUnit, option.rect.top() + kUnit, kPictureSide,
                              kPictureSide);
    const QImage picture = index.data(kPicture).value<QImage>();
    painter->fillRect(picture_rect, stage_color(palette));
    if (!picture.isNull()) {
      QRectF shown(QPointF(),
                   QSizeF(picture.size()).scaled(picture_rect.size(), Qt::KeepAspectRatio));
      shown.moveCenter(picture_rect.center());
      painter->drawImage(shown, picture);
    }
    const QFontMetricsF metrics(small_font());
    painter->setFont(small_font());
    painter->setPen(muted_text_color(palette));
    if (index.data(kMissing).toBool())
      painter->drawText(picture_rect, Qt::AlignCenter | Qt::TextWordWrap,
                        ExtremesView::tr("Photo not found"));
    painter->setPen(palette.color(QPalette::Text));
    const QRectF first(picture_rect.left(), picture_rect.bottom() + kUnit / 2.0,
                       picture_rect.width(), metrics.height());
    draw_tabular(*painter, first, Qt::AlignLeft | Qt::AlignVCenter, index.data(kValue).toString());
    painter->setPen(muted_text_color(palette));
    painter->drawText(
        first.translated(0, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(index.data(kName).toString(), Qt::ElideMiddle, picture_rect.width()));
    painter->restore();
  }
};

// Returns 1 if higher is better, -1 if lower is better, 0 if neither. Like the program, it counts
// inflation (evidence that lies in the infill) as bad.
int better_direction(const MetricInfo& metric) {
  return std::string(metric.name) == "inflation" ? -1 : metric.direction;
}

}  // namespace

ExtremesView::ExtremesView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("extremes"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kUnit);
  auto* row = new QHBoxLayout;
  row->setSpacing(kUnit / 2);
  end_ = new QButtonGroup(this);
  const struct {
    End end;
    QString text, tip;
  } ends[] = {{kWorst, tr("Worst"), tr("Photos with the method's worst results, worst first")},
              {kBest, tr("Best"), tr("Photos with the method's best results, best first")}};
  for (const auto& [end, text, tip] : ends) {
    auto* button = new QToolButton;
    button->setObjectName(end == kWorst ? QStringLiteral("worst") : QStringLiteral("best"));
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    end_->addButton(button, end);
    row->addWidget(button);
  }
  end_->button(kWorst)->setChecked(true);
  row->addStretch();
  metric_ = new QComboBox;
  metric_->setObjectName(QStringLiteral("extremesMetric"));
  metric_->setAccessibleName(tr("Metric for the ranking"));
  metric_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  row->addWidget(metric_);
  column->addLayout(row);

  model_ = new QStandardItemModel(this);
  list_ = new QListView;
  list_->setObjectName(QStringLiteral("extremesList"));
  list_->setAccessibleName(tr("Photos ranked by the method's results"));
  list_->setModel(model_);
  list_->setItemDelegate(new PhotoDelegate(list_));
  list_->setViewMode(QListView::IconMode);
  list_->setResizeMode(QListView::Adjust);
  list_->setMovement(QListView::Static);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setUniformItemSizes(true);
  list_->setMouseTracking(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setStyleSheet(
      QStringLiteral("QListView { background: transparent; border: none; padding: 0; }"));
  column->addWidget(list_, 1);
  empty_ =
      new MutedLabel(tr("The photos with the method's worst and best results will appear here."));
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  column->addWidget(empty_, 1);

  connect(end_, &QButtonGroup::idToggled, this, [this](int, bool on) {
    if (on) refresh();
  });
  connect(metric_, &QComboBox::activated, this, [this] {
    chosen_metric_ = metric_->currentData().toString();
    refresh();
  });
  connect(list_, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
    emit openRequested(index.data(kRow).value<EvaluationRow>());
  });
  connect(&picture_watcher_, &QFutureWatcherBase::finished, this, [this] {
    for (const Picture& picture : picture_watcher_.result())
      for (int i = 0; i < model_->rowCount(); ++i)
        if (QStandardItem* item = model_->item(i); item->data(kFile).toString() == picture.file) {
          item->setData(picture.image, kPicture);
          item->setData(picture.image.isNull(), kMissing);
        }
    if (std::exchange(reload_pending_, false)) loadPictures();
  });
  refresh();
}

void ExtremesView::setRows(std::vector<EvaluationRow> rows,
                           std::function<Files(const EvaluationRow&)> files) {
  rows_ = std::move(rows);
  files_ = std::move(files);
  refreshMetrics();
  refresh();
}

void ExtremesView::refreshMetrics() {
  // The default is the metric for whose extremes the program stores pictures.
  const QString default_metric =
      qstr(extremes({rows_.begin(),
                     rows_.begin() + std::min<std::ptrdiff_t>(
                                         kMaxPhotos, static_cast<std::ptrdiff_t>(rows_.size()))})
               .metric);
  metric_->clear();
  for (const MetricInfo& metric : metrics())
    if (better_direction(metric) != 0 &&
        std::any_of(rows_.begin(), rows_.end(),
                    [&](const auto& row) { return row.values.count(metric.name) > 0; })) {
      metric_->addItem(metric_title(metric), QString::fromLatin1(metric.name));
      metric_->setItemData(metric_->count() - 1, metric_tip(metric), Qt::ToolTipRole);
    }
  int index = metric_->findData(chosen_metric_);
  if (index < 0) index = metric_->findData(default_metric);
  metric_->setCurrentIndex(std::max(0, index));
}

void ExtremesView::refresh() {
  const std::string name = metric_->currentData().toString().toStdString();
  int sign = 0;
  for (const MetricInfo& metric : metrics())
    if (name == metric.name) sign = better_direction(metric);
  std::vector<std::pair<double, const EvaluationRow*>> measured;  // (badness, row)
  for (const auto& row : rows_)
    if (const auto value = row.values.find(name); value != row.values.end())
      measured.emplace_back(-sign * value->second, &row);
  const bool worst_first = end_->checkedId() == kWorst;
  // Equal values are ordered by name, as in the program's own choice of pictures.
  std::sort(measured.begin(), measured.end(), [&](const auto& a, const auto& b) {
    const auto &first = worst_first ? b : a, &second = worst_first ? a : b;
    return first.first != second.first ? first.first < second.first
                                       : first.second->image < second.second->image;
  });
  measured.resize(std::min<std::size_t>(measured.size(), kMaxPhotos));
  QMap<QString, QImage> loaded_pictures;
  for (int i = 0; i < model_->rowCount(); ++i)
    loaded_pictures[model_->item(i)->data(kFile).toString()] =
        model_->item(i)->data(kPicture).value<QImage>();
  const QString selected = list_->currentIndex().data(kName).toString();
  model_->clear();
  for (const auto& [badness, row] : measured) {
    const auto [map, photo] = files_(*row);
    auto* item = new QStandardItem;
    const QString file = map.isEmpty() ? photo : map, value = metric_text(row->values.at(name));
    item->setData(QVariant::fromValue(*row), kRow);
    item->setData(file, kFile);
    item->setData(loaded_pictures.value(file), kPicture);
    item->setData(file.isEmpty(), kMissing);
    item->setData(qstr(row->image), kName);
    item->setData(value, kValue);
    item->setData(QStringLiteral("%1, %2 %3").arg(qstr(row->image), metric_->currentText(), value),
                  Qt::AccessibleTextRole);
    item->setToolTip(
        map.isEmpty()
            ? tr("%1\nNo map was stored for this photo. Double-click to open it in the explorer.")
                  .arg(qstr(row->image))
            : tr("%1\nDouble-click to open it in the explorer.").arg(qstr(row->image)));
    item->setEditable(false);
    model_->appendRow(item);
    if (!selected.isEmpty() && qstr(row->image) == selected) list_->setCurrentIndex(item->index());
  }
  list_->setVisible(model_->rowCount() > 0);
  empty_->setVisible(model_->rowCount() == 0);
  metric_->setVisible(metric_->count() > 0);
  loadPictures();
}

// Loads the pictures in the background: the folder may be on a slow disk, and photos may be large.
void ExtremesView::loadPictures() {
  reload_pending_ = picture_watcher_.isRunning();
  if (reload_pending_) return;
  QStringList files;
  for (int i = 0; i < model_->rowCount(); ++i)
    if (const QString file = model_->item(i)->data(kFile).toString();
        !file.isEmpty() && model_->item(i)->data(kPicture).value<QImage>().isNull())
      files << file;
  if (files.isEmpty()) return;
  picture_watcher_.setFuture(QtConcurrent::run([files] {
    std::vector<Picture> out;
    for (const QString& file : files) {
      QImageReader reader(file);
      reader.setAutoTransform(true);
      if (const QSize size = reader.size(); size.isValid())
        reader.setScaledSize(
            size.scaled(size.boundedTo({kStoredSide, kStoredSide}), Qt::KeepAspectRatio));
      out.push_back({file, reader.read()});
    }
    return out;
  }));
}

}  // namespace fido::ui
