#include "ui/window/top_bar.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <initializer_list>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/main_actions.h"
#include "ui/window/model_chooser.h"

namespace fido::ui {
namespace {

constexpr int kMinWidthForLabels = 150 * kUnit, kMinWidthForAll = 162 * kUnit;

QToolButton* make_button(QAction* action, Qt::ToolButtonStyle style) {
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setToolButtonStyle(style);
  button->setIconSize({18, 18});
  return button;
}

}  // namespace

TopBar::TopBar(Document& document, const MainActions& actions, QWidget* parent)
    : QWidget(parent), document_(document) {
  setFixedHeight(7 * kUnit);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(2 * kUnit, kUnit, 2 * kUnit, kUnit);
  row->setSpacing(kUnit);

  auto* open = make_button(actions.open, Qt::ToolButtonTextBesideIcon);
  open->setObjectName(QStringLiteral("open"));
  auto* samples = new QToolButton;
  samples->setObjectName(QStringLiteral("samples"));
  samples->setText(actions.samples->title());
  samples->setIcon(actions.samples->icon());
  samples->setIconSize({18, 18});
  samples->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  samples->setMenu(actions.samples);
  samples->setPopupMode(QToolButton::InstantPopup);
  samples->setEnabled(actions.samples->menuAction()->isEnabled());

  models_ = new ModelChooser;
  models_->setObjectName(QStringLiteral("models"));
  infill_ = new QComboBox;
  infill_->setObjectName(QStringLiteral("infill"));
  for (const InfillerInfo& info : infillers())
    if (info.supports_runs) addInfiller(info);
  method_ = new QComboBox;
  method_->setObjectName(QStringLiteral("method"));
  for (const MethodInfo& info : methods()) {
    method_->addItem(core_text(info.label), qstr(info.id));
    method_->setItemData(method_->count() - 1, core_text(info.description), Qt::ToolTipRole);
  }
  // The longest names would widen the smallest window; only the list shows them in full.
  method_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  method_->setMinimumContentsLength(9);
  method_->view()->setMinimumWidth(method_->view()->sizeHintForColumn(0) + 3 * kUnit);
  infill_label_ = new MutedLabel(tr("Infill"));
  infill_label_->setBuddy(infill_);
  method_label_ = new MutedLabel(tr("Method"));
  method_label_->setBuddy(method_);
  for (QLabel* label : {infill_label_, method_label_}) label->setContentsMargins(kUnit, 0, 0, 0);

  explain_ = new QPushButton;
  explain_->setObjectName(QStringLiteral("explain"));
  explain_->setIconSize({16, 16});
  explain_->setDefault(true);
  explain_->setMinimumWidth(13 * kUnit);
  connect(explain_, &QPushButton::clicked, actions.explain, &QAction::trigger);
  const auto update_explain = [this, action = actions.explain] {
    explain_->setText(action->text());
    explain_->setEnabled(action->isEnabled());
    explain_->setToolTip(action->toolTip());
    const bool again = action->property("again").toBool();
    explain_->setIcon(icon(again ? QStringLiteral("restart") : QStringLiteral("play"),
                           action->isEnabled()
                               ? Qt::white
                               : palette().color(QPalette::Disabled, QPalette::ButtonText)));
  };
  connect(actions.explain, &QAction::changed, this, update_explain);
  update_explain();
  auto* pause = make_button(actions.pause, Qt::ToolButtonIconOnly);
  pause->setObjectName(QStringLiteral("pause"));
  auto* stop = make_button(actions.stop, Qt::ToolButtonIconOnly);
  stop->setObjectName(QStringLiteral("stop"));
  save_ = make_button(actions.save, Qt::ToolButtonIconOnly);
  save_->setObjectName(QStringLiteral("save"));
  library_ = make_button(actions.show_library, Qt::ToolButtonIconOnly);
  library_->setObjectName(QStringLiteral("showLibrary"));
  side_by_side_ = make_button(actions.show_compare, Qt::ToolButtonIconOnly);
  side_by_side_->setObjectName(QStringLiteral("showCompare"));
  evaluate_ = make_button(actions.show_evaluate, Qt::ToolButtonIconOnly);
  evaluate_->setObjectName(QStringLiteral("showEvaluate"));
  auto* more = new QToolButton;
  more->setObjectName(QStringLiteral("more"));
  more->setText(tr("More"));
  more->setIcon(icon(QStringLiteral("settings")));
  more->setIconSize({18, 18});
  more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  more->setMenu(actions.menu);
  more->setPopupMode(QToolButton::InstantPopup);

  row->addWidget(open);
  row->addWidget(samples);
  row->addSpacing(kUnit);
  row->addWidget(models_, 1);
  row->addWidget(infill_label_);
  row->addWidget(infill_);
  row->addWidget(method_label_);
  row->addWidget(method_);
  row->addSpacing(kUnit);
  row->addWidget(explain_);
  row->addWidget(pause);
  row->addWidget(stop);
  row->addStretch();
  row->addWidget(side_by_side_);
  row->addWidget(library_);
  row->addWidget(evaluate_);
  row->addWidget(save_);
  row->addWidget(more);

  connect(infill_, &QComboBox::activated, this, [this](int at) {
    RunSpec next = document_.spec();
    next.infill = infill_->itemData(at).toString().toStdString();
    document_.setSpec(next);
  });
  connect(method_, &QComboBox::activated, this,
          [this](int at) { document_.setMethod(method_->itemData(at).toString().toStdString()); });
  connect(&document_, &Document::questionChanged, this, &TopBar::refresh);
  refresh();
}

void TopBar::addInfiller(const InfillerInfo& info) {
  infill_->addItem(core_text(info.label), qstr(info.id));
  infill_->setItemData(infill_->count() - 1, core_text(info.description), Qt::ToolTipRole);
}

void TopBar::refresh() {
  // Adds an infiller whose card was dropped on the window.
  if (const InfillerInfo* info = find_infiller(document_.spec().infill);
      info && infill_->findData(qstr(info->id)) < 0)
    addInfiller(*info);
  infill_->setCurrentIndex(infill_->findData(qstr(document_.spec().infill)));
  method_->setCurrentIndex(method_->findData(qstr(document_.spec().method)));
  const auto tip = [](const QComboBox* combo) {
    return combo->currentData(Qt::ToolTipRole).toString();
  };
  infill_->setToolTip(tr("What replaces dropped pixels. %1").arg(tip(infill_)));
  method_->setToolTip(tip(method_));
}

QSize TopBar::minimumSizeHint() const {
  QSize size = QWidget::minimumSizeHint();
  for (const QWidget* extra : std::initializer_list<const QWidget*>{
           infill_label_, method_label_, library_, side_by_side_, evaluate_})
    if (!extra->isHidden()) size.rwidth() -= extra->sizeHint().width() + kUnit;
  if (save_->toolButtonStyle() != Qt::ToolButtonIconOnly)
    size.rwidth() -= save_->sizeHint().width() - 4 * kUnit;
  return size;
}

void TopBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool has_room = width() >= kMinWidthForLabels;
  infill_label_->setVisible(has_room);
  method_label_->setVisible(has_room);
  library_->setVisible(has_room);  // otherwise available by key and menu
  side_by_side_->setVisible(has_room);
  evaluate_->setVisible(width() >= kMinWidthForAll);
  save_->setToolButtonStyle(has_room ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

}  // namespace fido::ui
