#include "ui/panels/mask_panel.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QUndoView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/run/methods.h"
#include "ui/document/document.h"
#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool.h"
#include "ui/window/edit_actions.h"

namespace fido::ui {
namespace {

constexpr int kListRows = 4, kHistoryRows = 6, kRowHeight = 24;
// The slider is quadratic in the size of the brush: finer for small brushes.
constexpr int kSizeSteps = 100;

int slider_value(double size) {
  return static_cast<int>(std::lround(kSizeSteps * std::sqrt(size / MaskTool::kMaxSize)));
}
double brush_size(int step) { return MaskTool::kMaxSize * step * step / (kSizeSteps * kSizeSteps); }

QHBoxLayout* make_button_row(const std::vector<QAction*>& actions) {
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  for (QAction* action : actions) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setIconSize({18, 18});
    row->addWidget(button);
  }
  row->addStretch();
  return row;
}

}  // namespace

MaskPanel::MaskPanel(Document& document, MaskTool& tool, const EditActions& actions,
                     QWidget* parent)
    : QWidget(parent), document_(document), tool_(tool) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kUnit);
  column->addWidget(section_heading(tr("Masks")));
  column->addWidget(makePaint(actions));

  list_ = new QListWidget;
  list_->setObjectName(QStringLiteral("masks"));
  list_->setAccessibleName(tr("Masks"));
  list_->setToolTip(tr("The mask that the answer is about; double-click to rename"));
  column->addWidget(list_);
  column->addLayout(make_button_row({actions.add, actions.from_run, actions.load, actions.save,
                                     actions.copy, actions.paste, actions.remove}));
  column->addLayout(make_button_row({actions.invert, actions.grow, actions.shrink, actions.feather,
                                     actions.clear, actions.fill}));
  column->addWidget(makeThreshold());
  column->addWidget(makeRole());
  column->addWidget(makeHistory());

  connect(list_, &QListWidget::currentRowChanged, this,
          [this](int row) { document_.masks().setCurrent(row - 1); });
  connect(list_, &QListWidget::itemChanged, this, [this](const QListWidgetItem* item) {
    document_.masks().rename(list_->row(item) - 1, item->text());
    // Shows the name that the document accepted.
    QMetaObject::invokeMethod(this, &MaskPanel::refreshList, Qt::QueuedConnection);
  });
  connect(&tool_, &MaskTool::optionsChanged, this, &MaskPanel::refreshTool);
  connect(&document_.masks(), &Masks::listChanged, this, &MaskPanel::refreshList);
  connect(&document_.masks(), &Masks::currentChanged, this, &MaskPanel::refreshList);
  connect(&document_, &Document::shownChanged, this, [this] {
    const bool map = document_.run() && !document_.shown().map.empty();
    threshold_->setEnabled(map);
    threshold_name_->setEnabled(map);
  });
  refreshTool();
  refreshList();
  threshold_->setEnabled(false);
}

QWidget* MaskPanel::makePaint(const EditActions& actions) {
  auto* widget = new QWidget;
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit / 2);
  auto* group = new QButtonGroup(this);
  const auto add = [&](const QString& text, const QString& name, const QString& tip) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setObjectName(name);
    button->setCheckable(true);
    button->setToolTip(tip);
    group->addButton(button);
    row->addWidget(button);
    return button;
  };
  const QString key = actions.swap->shortcut().toString(QKeySequence::NativeText);
  drop_ = add(tr("Drop"), QStringLiteral("paintDrop"),
              tr("Paint what is dropped and infilled (%1 to swap)").arg(key));
  keep_ = add(tr("Keep"), QStringLiteral("paintKeep"),
              tr("Paint what is kept (%1 to swap); a new mask then starts with everything dropped")
                  .arg(key));
  connect(drop_, &QToolButton::clicked, this, [this] { tool_.setDropping(true); });
  connect(keep_, &QToolButton::clicked, this, [this] { tool_.setDropping(false); });
  option_name_ = new MutedLabel;
  option_name_->setFont(small_font());
  option_ = new QSlider(Qt::Horizontal);
  option_->setObjectName(QStringLiteral("toolOption"));
  row->addSpacing(kUnit);
  row->addWidget(option_name_);
  row->addWidget(option_, 1);
  connect(option_, &QSlider::valueChanged, this, [this](int value) {
    if (tool_.kind() == ToolKind::flood)
      tool_.setTolerance(value);
    else if (tool_.kind() == ToolKind::segments)
      tool_.setSegmentSize(value);
    else
      tool_.setSize(brush_size(value));
  });
  return widget;
}

QWidget* MaskPanel::makeThreshold() {
  auto* widget = new QWidget;
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit);
  threshold_name_ = new MutedLabel(tr("From the map"));
  threshold_name_->setFont(small_font());
  threshold_ = new QSlider(Qt::Horizontal);
  threshold_->setObjectName(QStringLiteral("threshold"));
  threshold_->setRange(1, 99);
  threshold_->setValue(50);
  threshold_->setToolTip(
      tr("Threshold of the importance: what lies above it is kept (SSR) or dropped (SDR)"));
  row->addWidget(threshold_name_);
  row->addWidget(threshold_, 1);
  connect(threshold_, &QSlider::valueChanged, this, &MaskPanel::applyThreshold);
  connect(threshold_, &QSlider::sliderReleased, this, [this] { document_.masks().endEdit(); });
  return widget;
}

QWidget* MaskPanel::makeRole() {
  auto* widget = new QWidget;
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit);
  auto* name = new MutedLabel(tr("Use in runs"));
  name->setFont(small_font());
  role_ = new QComboBox;
  role_->setObjectName(QStringLiteral("maskRole"));
  role_->setAccessibleName(tr("How runs use the painted mask"));
  const struct {
    const char* role;
    QString text, tip;
  } roles[] = {
      {"none", tr("Not used"), tr("Runs ignore painted masks")},
      {"start", tr("Starting point"),
       tr("θ starts at 0.1 where the mask keeps and at 0.9 where it drops, and is then optimised")},
      {"keep", tr("Stays kept"),
       tr("What the mask keeps stays kept (θ = 0); the run decides the rest")},
      {"drop", tr("Stays dropped"),
       tr("What the mask drops stays dropped (θ = 1); the run decides the rest")}};
  for (const auto& [role, text, tip] : roles) {
    role_->addItem(text, QString::fromLatin1(role));
    role_->setItemData(role_->count() - 1, tip, Qt::ToolTipRole);
  }
  row->addWidget(name);
  row->addWidget(role_, 1);
  connect(role_, &QComboBox::activated, this, [this] {
    RunSpec next = document_.spec();
    next.mask_role = role_->currentData().toString().toStdString();
    document_.setSpec(next);
  });
  const auto refresh = [this] {
    role_->setCurrentIndex(role_->findData(QString::fromStdString(document_.spec().mask_role)));
    const MethodInfo* method = find_method(document_.spec().method);
    role_->setEnabled(method && method->accepts_mask);
    role_->setToolTip(role_->isEnabled()
                          ? tr("How the next run uses the mask that was selected last. %1")
                                .arg(role_->currentData(Qt::ToolTipRole).toString())
                          : tr("%1 does not use painted masks.")
                                .arg(method ? core_text(method->label) : QString()));
  };
  connect(&document_, &Document::questionChanged, this, refresh);
  refresh();
  return widget;
}

QWidget* MaskPanel::makeHistory() {
  auto* widget = new QWidget;
  auto* column = new QVBoxLayout(widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kUnit / 2);
  history_toggle_ = new QToolButton;
  history_toggle_->setObjectName(QStringLiteral("historyToggle"));
  history_toggle_->setText(tr("History"));
  history_toggle_->setCheckable(true);
  history_toggle_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  history_toggle_->setStyleSheet(
      QStringLiteral("QToolButton { padding: 4px 8px 4px 0; margin-left: -5px; border: none; }"
                     "QToolButton:checked { background: transparent; }"));
  history_ = new QUndoView(&document_.masks().history());
  history_->setObjectName(QStringLiteral("history"));
  history_->setEmptyLabel(tr("Photo"));
  history_->setFixedHeight(kHistoryRows * kRowHeight + 8);
  history_->setToolTip(tr("All edits; click one to go back or forward to it"));
  column->addWidget(history_toggle_);
  column->addWidget(history_);
  const auto show = [this](bool shown) {
    history_->setVisible(shown);
    history_toggle_->setIcon(
        icon(shown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
  };
  connect(history_toggle_, &QToolButton::toggled, this, show);
  show(false);
  return widget;
}

void MaskPanel::refreshTool() {
  (tool_.isDropping() ? drop_ : keep_)->setChecked(true);
  const QSignalBlocker quiet(option_);
  const ToolKind kind = tool_.kind();
  if (kind == ToolKind::flood) {
    option_name_->setText(tr("Tolerance"));
    option_->setRange(0, 100);
    option_->setValue(tool_.tolerance());
    option_->setToolTip(tr("How much a colour may differ from the clicked pixel"));
  } else if (kind == ToolKind::segments) {
    option_name_->setText(tr("Segment"));
    option_->setRange(16, 128);
    option_->setValue(tool_.segmentSize());
    option_->setToolTip(tr("Size of a superpixel"));
  } else {
    option_name_->setText(tr("Size"));
    option_->setRange(slider_value(MaskTool::kMinSize), kSizeSteps);
    option_->setValue(slider_value(tool_.size()));
    option_->setToolTip(tr("Size of the brush ([ and ], or Shift-drag on the picture)"));
  }
  option_->setAccessibleName(option_name_->text());
}

void MaskPanel::refreshList() {
  const QSignalBlocker quiet(list_);
  const auto& masks = document_.masks().all();
  list_->clear();
  list_->addItem(tr("The run's mask"));
  for (const NamedMask& mask : masks) {
    auto* item = new QListWidgetItem(mask.name, list_);
    item->setFlags(item->flags() | Qt::ItemIsEditable);
  }
  list_->setCurrentRow(document_.masks().current() + 1);
  list_->setFixedHeight(std::min(kListRows, static_cast<int>(masks.size()) + 1) * kRowHeight + 8);
}

void MaskPanel::applyThreshold(int percent) {
  const QImage mask = document_.maskFromMap(percent / 100.0);
  if (mask.isNull()) return;
  Masks& masks = document_.masks();
  if (!masks.isEditing()) masks.beginEdit(tr("Threshold of the map"), Masks::kKept);
  masks.paintAll(mask);
  if (!threshold_->isSliderDown()) masks.endEdit();  // a key or the wheel makes one step each
}

}  // namespace fido::ui
