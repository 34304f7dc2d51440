#include "ui/panels/regions_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>
#include <cmath>

#include "core/image/region_picture.h"
#include "core/run/methods.h"
#include "ui/canvas/painting.h"
#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kTableWidth = 40 * kUnit, kSwatch = 12;

// The colours of the regions side by side.
QPixmap swatches(const std::vector<std::size_t>& regions) {
  QPixmap out((kSwatch + 2) * static_cast<int>(regions.size()), kSwatch);
  out.fill(Qt::transparent);
  QPainter painter(&out);
  painter.setPen(Qt::NoPen);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const auto [r, g, b] = region_color(regions[i]);
    painter.setBrush(QColor(r, g, b));
    painter.drawEllipse(static_cast<int>(i) * (kSwatch + 2), 0, kSwatch, kSwatch);
  }
  return out;
}

}  // namespace

class RegionsPage::Canvas : public QWidget {
 public:
  explicit Canvas(const RegionsPage& page) : page_(page) {
    setMinimumSize(30 * kUnit, 30 * kUnit);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.fillRect(rect(), stage_color(palette()));
    const QImage& picture = page_.picture();
    if (picture.isNull()) return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QSize size = picture.size().scaled(this->size(), Qt::KeepAspectRatio);
    painter.drawImage(
        QRect(QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size), picture);
  }

 private:
  const RegionsPage& page_;
};

RegionsPage::RegionsPage(Workspace& workspace, QWidget* parent)
    : Page(parent), workspace_(workspace), search_(new RegionSearch(workspace, this)) {
  setObjectName(QStringLiteral("regionsPage"));
  status_ = new ElidedLabel;
  status_->setObjectName(QStringLiteral("regionsStatus"));
  most_ = new QSpinBox;
  most_->setRange(2, kMaxRegions);
  most_->setValue(3);
  most_->setPrefix(tr("up to "));
  find_ = new QPushButton;
  find_->setObjectName(QStringLiteral("findRegions"));
  save_ = new QPushButton(icon(QStringLiteral("save")), tr("Save…"));
  save_->setToolTip(tr("Save the picture as a PNG"));
  headRow()->addWidget(status_, 1);
  headRow()->addWidget(most_);
  headRow()->addWidget(find_);
  headRow()->addWidget(save_);

  canvas_ = new Canvas(*this);
  table_ = new QTableWidget(0, 3);
  table_->setObjectName(QStringLiteral("regionsTable"));
  table_->setHorizontalHeaderLabels({tr("Kept"), tr("Probability"), tr("Area")});
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->setWordWrap(false);
  table_->verticalHeader()->hide();
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setFocusPolicy(Qt::NoFocus);
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setIconSize({kMaxRegions * (kSwatch + 2), kSwatch});
  explanation_ = new QLabel;
  explanation_->setWordWrap(true);
  explanation_->setFont(small_font());
  auto* side = new QVBoxLayout;
  side->addWidget(table_, 1);
  side->addWidget(explanation_);
  auto* side_widget = new QWidget;
  side_widget->setLayout(side);
  side->setContentsMargins(0, 0, 0, 0);
  side_widget->setFixedWidth(kTableWidth);
  auto* row = new QHBoxLayout;
  row->setSpacing(2 * kUnit);
  row->addWidget(canvas_, 1);
  row->addWidget(side_widget);
  column()->addLayout(row, 1);

  connect(find_, &QPushButton::clicked, this, [this] {
    if (search_->isActive()) return search_->cancel();
    if (const auto ok = search_->begin(most_->value()); !ok) emit refused(qstr(ok.error().message));
  });
  connect(save_, &QPushButton::clicked, this, &RegionsPage::saveRequested);
  connect(search_, &RegionSearch::changed, this, &RegionsPage::refresh);
  connect(&workspace.document(), &Document::questionChanged, this, &RegionsPage::refresh);
  connect(&workspace.document(), &Document::predictionsChanged, this, &RegionsPage::refresh);
  refresh();
}

QString RegionsPage::statusText() const {
  const Document& document = workspace_.document();
  const auto found = static_cast<int>(search_->set().regions.size());
  if (search_->isActive()) {
    const Run* run = document.run();
    return tr("Region %1 of up to %2: step %3 of %4")
        .arg(found + 1)
        .arg(search_->most())
        .arg(run && !run->result ? run->steps.size() : 0)
        .arg(planned_steps(run ? run->spec : document.spec()));
  }
  if (found > 0)
    return tr("Regions that each keep “%1”: %2")
        .arg(short_label(search_->target().label))
        .arg(found);
  if (!document.photo()) return tr("Open a photo first.");
  return tr(
      "An eye may be enough, and so may the other eye: find regions that each keep the class.");
}

void RegionsPage::refresh() {
  const RegionSet& set = search_->set();
  const bool is_active = search_->isActive();
  status_->setText(statusText());
  find_->setText(is_active ? tr("Stop") : tr("Find regions"));
  find_->setIcon(icon(is_active ? QStringLiteral("stop") : QStringLiteral("play")));
  find_->setEnabled(is_active || workspace_.canExplain());
  most_->setEnabled(!is_active);
  save_->setEnabled(!set.regions.empty());
  if (set.regions.size() != drawn_regions_) {
    drawn_regions_ = set.regions.size();
    std::vector<Plane> masks;
    for (const FoundRegion& region : set.regions) masks.push_back(region.mask);
    picture_ = masks.empty() ? QImage() : to_qimage(draw_regions(search_->input(), masks)).copy();
    canvas_->update();
  }
  refreshTable();
}

void RegionsPage::refreshTable() {
  const RegionSet& set = search_->set();
  const auto combinations = region_combinations(set.regions.size());
  table_->setRowCount(static_cast<int>(combinations.size()));
  for (std::size_t i = 0; i < combinations.size(); ++i) {
    QStringList numbers;
    double area = 0;
    for (const std::size_t region : combinations[i]) {
      numbers << QString::number(region + 1);
      area += set.regions[region].area;
    }
    const QString probability = i < set.answers.size()
                                    ? format_probability(set.answers[i].probability)
                                    : QStringLiteral("–");
    const QStringList texts{numbers.join(QStringLiteral(" + ")), probability,
                            tr("%1 %").arg(100 * area, 0, 'f', 1)};
    for (int column = 0; column < texts.size(); ++column) {
      auto* item = new QTableWidgetItem(texts[column]);
      if (column == 0)
        item->setIcon(QIcon(swatches(combinations[i])));
      else
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      table_->setItem(static_cast<int>(i), column, item);
    }
  }
  QString text;
  if (!set.regions.empty())
    text = tr("Probability of the class if only these regions are kept and the rest is infilled; "
              "%1 for the untouched photo.")
               .arg(format_probability(search_->target().probability));
  if (set.reached_by_next)
    text +=
        QLatin1Char(' ') +
        tr("Without these regions, only %1 % of the evidence can be kept, so there is no other.")
            .arg(std::lround(100 * std::max(0.0, *set.reached_by_next)));
  explanation_->setText(text);
}

}  // namespace fido::ui
