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
constexpr int kPictureSide = 16 * kUnit, kShown = 12;
constexpr int kStored = 2 * kPictureSide;

class CardDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {kPictureSide + 2 * kUnit,
            kPictureSide + 2 * QFontMetrics(small_font()).height() + 5 * kUnit / 2};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const QPalette palette = QApplication::palette();
    const bool chosen = option.state.testFlag(QStyle::State_Selected),
               hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (chosen || hovered) {
      painter->setPen(chosen ? QPen(palette.color(QPalette::Highlight), 2)
                             : QPen(hairline(palette), 1));
      painter->drawRoundedRect(QRectF(option.rect).adjusted(3, 3, -3, -3), kRadius, kRadius);
    }
    const QRectF place(option.rect.left() + kUnit, option.rect.top() + kUnit, kPictureSide,
                       kPictureSide);
    const QImage picture = index.data(kPicture).value<QImage>();
    painter->fillRect(place, stage(palette));
    if (!picture.isNull()) {
      QRectF shown(QPointF(), QSizeF(picture.size()).scaled(place.size(), Qt::KeepAspectRatio));
      shown.moveCenter(place.center());
      painter->drawImage(shown, picture);
    }
    const QFontMetricsF metrics(small_font());
    painter->setFont(small_font());
    painter->setPen(muted_text(palette));
    if (index.data(kMissing).toBool())
      painter->drawText(place, Qt::AlignCenter | Qt::TextWordWrap,
                        ExtremesView::tr("The photo is not there."));
    painter->setPen(palette.color(QPalette::Text));
    const QRectF first(place.left(), place.bottom() + kUnit / 2.0, place.width(), metrics.height());
    draw_tabular(*painter, first, Qt::AlignLeft | Qt::AlignVCenter, index.data(kValue).toString());
    painter->setPen(muted_text(palette));
    painter->drawText(
        first.translated(0, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(index.data(kName).toString(), Qt::ElideMiddle, place.width()));
    painter->restore();
  }
};

// Of the metrics that say what is better; the program itself counts evidence that lies in the fill
// as bad.
int better(const MetricInfo& metric) {
  return std::string(metric.name) == "inflation" ? -1 : metric.better;
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
  } ends[] = {
      {kWorst, tr("Worst"), tr("The photos with which the method fared worst, the worst first")},
      {kBest, tr("Best"), tr("The photos with which the method fared best, the best first")}};
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
  metric_->setAccessibleName(tr("Metric that orders the pictures"));
  metric_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  row->addWidget(metric_);
  column->addLayout(row);

  model_ = new QStandardItemModel(this);
  list_ = new QListView;
  list_->setObjectName(QStringLiteral("extremesList"));
  list_->setAccessibleName(tr("Photos, by how the method fared"));
  list_->setModel(model_);
  list_->setItemDelegate(new CardDelegate(list_));
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
  empty_ = new MutedLabel(tr("Here come the photos with which the method fares worst and best."));
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  column->addWidget(empty_, 1);

  connect(end_, &QButtonGroup::idToggled, this, [this](int, bool on) {
    if (on) refresh();
  });
  connect(metric_, &QComboBox::activated, this, [this] {
    chosen_ = metric_->currentData().toString();
    refresh();
  });
  connect(list_, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
    emit openRequested(index.data(kRow).value<EvaluationRow>());
  });
  connect(&work_, &QFutureWatcherBase::finished, this, [this] {
    for (const Picture& picture : work_.result())
      for (int i = 0; i < model_->rowCount(); ++i)
        if (QStandardItem* item = model_->item(i); item->data(kFile).toString() == picture.file) {
          item->setData(picture.image, kPicture);
          item->setData(picture.image.isNull(), kMissing);
        }
    if (std::exchange(again_, false)) load();
  });
  refresh();
}

void ExtremesView::show(std::vector<EvaluationRow> rows,
                        std::function<Files(const EvaluationRow&)> files) {
  rows_ = std::move(rows);
  files_ = std::move(files);
  refreshMetrics();
  refresh();
}

void ExtremesView::refreshMetrics() {
  // By what the program kept pictures of, unless a person wants another.
  const QString usual =
      qstr(extremes({rows_.begin(),
                     rows_.begin() + std::min<std::ptrdiff_t>(
                                         kShown, static_cast<std::ptrdiff_t>(rows_.size()))})
               .metric);
  metric_->clear();
  for (const MetricInfo& metric : metrics())
    if (better(metric) != 0 && std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) {
          return row.values.count(metric.name) > 0;
        })) {
      metric_->addItem(metric_title(metric), QString::fromLatin1(metric.name));
      metric_->setItemData(metric_->count() - 1, metric_tip(metric), Qt::ToolTipRole);
    }
  int at = metric_->findData(chosen_);
  if (at < 0) at = metric_->findData(usual);
  metric_->setCurrentIndex(std::max(0, at));
}

void ExtremesView::refresh() {
  const std::string name = metric_->currentData().toString().toStdString();
  int sign = 0;
  for (const MetricInfo& metric : metrics())
    if (name == metric.name) sign = better(metric);
  std::vector<std::pair<double, const EvaluationRow*>> measured;  // worse is larger
  for (const auto& row : rows_)
    if (const auto value = row.values.find(name); value != row.values.end())
      measured.emplace_back(-sign * value->second, &row);
  const bool worst = end_->checkedId() == kWorst;
  // Of equal values the names decide, as in the program's own choice of pictures.
  std::sort(measured.begin(), measured.end(), [&](const auto& a, const auto& b) {
    const auto &first = worst ? b : a, &second = worst ? a : b;
    return first.first != second.first ? first.first < second.first
                                       : first.second->image < second.second->image;
  });
  measured.resize(std::min<std::size_t>(measured.size(), kShown));
  QMap<QString, QImage> known;
  for (int i = 0; i < model_->rowCount(); ++i)
    known[model_->item(i)->data(kFile).toString()] =
        model_->item(i)->data(kPicture).value<QImage>();
  const QString selected = list_->currentIndex().data(kName).toString();
  model_->clear();
  for (const auto& [worse, row] : measured) {
    const auto [map, photo] = files_(*row);
    auto* item = new QStandardItem;
    const QString file = map.isEmpty() ? photo : map, value = metric_text(row->values.at(name));
    item->setData(QVariant::fromValue(*row), kRow);
    item->setData(file, kFile);
    item->setData(known.value(file), kPicture);
    item->setData(file.isEmpty(), kMissing);
    item->setData(qstr(row->image), kName);
    item->setData(value, kValue);
    item->setData(QStringLiteral("%1, %2 %3").arg(qstr(row->image), metric_->currentText(), value),
                  Qt::AccessibleTextRole);
    item->setToolTip(
        map.isEmpty()
            ? tr("%1\nOf this photo no map was kept. Double click opens it in the explorer.")
                  .arg(qstr(row->image))
            : tr("%1\nDouble click opens it in the explorer.").arg(qstr(row->image)));
    item->setEditable(false);
    model_->appendRow(item);
    if (!selected.isEmpty() && qstr(row->image) == selected) list_->setCurrentIndex(item->index());
  }
  list_->setVisible(model_->rowCount() > 0);
  empty_->setVisible(model_->rowCount() == 0);
  metric_->setVisible(metric_->count() > 0);
  load();
}

// Away from the window's thread: a folder may lie on a slow disk, and photos be large.
void ExtremesView::load() {
  again_ = work_.isRunning();
  if (again_) return;
  QStringList files;
  for (int i = 0; i < model_->rowCount(); ++i)
    if (const QString file = model_->item(i)->data(kFile).toString();
        !file.isEmpty() && model_->item(i)->data(kPicture).value<QImage>().isNull())
      files << file;
  if (files.isEmpty()) return;
  work_.setFuture(QtConcurrent::run([files] {
    std::vector<Picture> out;
    for (const QString& file : files) {
      QImageReader reader(file);
      reader.setAutoTransform(true);
      if (const QSize size = reader.size(); size.isValid())
        reader.setScaledSize(size.scaled(size.boundedTo({kStored, kStored}), Qt::KeepAspectRatio));
      out.push_back({file, reader.read()});
    }
    return out;
  }));
}

}  // namespace fido::ui
