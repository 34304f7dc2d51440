#include "ui/evaluate/method_list.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/evaluate/baselines.h"
#include "core/evaluate/entries.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kRows = 9;

QString tip_of(const PlannedMethod& entry) {
  if (const Baseline* baseline = find_baseline(entry.method)) return core_text(baseline->about);
  const MethodInfo* info = find_method(without_settings(entry.method));
  return info ? core_text(info->description) : QString();
}

}  // namespace

MethodList::MethodList(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kUnit / 2);
  list_ = new QListWidget;
  list_->setObjectName(QStringLiteral("methodList"));
  list_->setAccessibleName(tr("Methods to compare"));
  list_->setDragDropMode(QAbstractItemView::InternalMove);
  list_->setDefaultDropAction(Qt::MoveAction);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setTextElideMode(Qt::ElideRight);
  list_->setFixedHeight(kRows * 3 * kUnit + kUnit);
  list_->setToolTip(
      tr("Drag to order: the others are tested against the first that is ticked. Del takes away "
         "what was added."));
  list_->installEventFilter(this);
  column->addWidget(list_);

  auto* row = new QHBoxLayout;
  row->setSpacing(kUnit / 2);
  method_ = new QComboBox;
  method_->setObjectName(QStringLiteral("addMethod"));
  method_->setAccessibleName(tr("Method to add"));
  for (const MethodInfo& info : methods()) method_->addItem(core_text(info.label), qstr(info.id));
  infill_ = new QComboBox;
  infill_->setObjectName(QStringLiteral("addInfill"));
  infill_->setAccessibleName(tr("Infill of the method to add"));
  for (const InfillerInfo& info : infillers())
    if (info.for_runs) infill_->addItem(core_text(info.label), qstr(info.id));
  for (QComboBox* box : {method_, infill_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    row->addWidget(box, 1);
  }
  add_ = new QToolButton;
  add_->setObjectName(QStringLiteral("addEntry"));
  add_->setIcon(icon(QStringLiteral("plus")));
  add_->setAccessibleName(tr("Add the method with this infill"));
  row->addWidget(add_);
  column->addLayout(row);

  for (const MethodInfo& info : methods())
    add({info.id, {}}, info.id == "fido-ssr" || info.id == "grad-cam");
  for (const Baseline& baseline : baselines()) add({baseline.name, {}}, baseline.name == "center");
  connect(list_, &QListWidget::itemChanged, this, &MethodList::changed);
  connect(list_->model(), &QAbstractItemModel::rowsMoved, this, &MethodList::changed);
  connect(list_->model(), &QAbstractItemModel::rowsInserted, this, &MethodList::changed);
  connect(add_, &QToolButton::clicked, this, &MethodList::addChosen);
  connect(method_, &QComboBox::currentIndexChanged, this, &MethodList::refreshAdd);
  connect(infill_, &QComboBox::currentIndexChanged, this, &MethodList::refreshAdd);
  infill_->setCurrentIndex(std::max(0, infill_->findData(QStringLiteral("mean"))));
  refreshAdd();
}

void MethodList::add(const PlannedMethod& method, bool ticked, int at) {
  auto* item = new QListWidgetItem(method.label());
  item->setData(Qt::UserRole, method.text());
  item->setToolTip(tip_of(method));
  item->setFlags((item->flags() | Qt::ItemIsUserCheckable) & ~Qt::ItemIsDropEnabled);
  item->setCheckState(ticked ? Qt::Checked : Qt::Unchecked);
  list_->insertItem(at < 0 ? list_->count() : at, item);
}

int MethodList::find(const PlannedMethod& method) const {
  for (int i = 0; i < list_->count(); ++i)
    if (list_->item(i)->data(Qt::UserRole).toString() == method.text()) return i;
  return -1;
}

std::vector<PlannedMethod> MethodList::chosen() const {
  std::vector<PlannedMethod> out;
  for (int i = 0; i < list_->count(); ++i)
    if (list_->item(i)->checkState() == Qt::Checked)
      out.push_back(PlannedMethod::of(list_->item(i)->data(Qt::UserRole).toString()));
  return out;
}

void MethodList::choose(const std::vector<PlannedMethod>& methods) {
  const QSignalBlocker quiet(list_);
  for (int i = 0; i < list_->count(); ++i) list_->item(i)->setCheckState(Qt::Unchecked);
  int place = 0;
  for (PlannedMethod method : methods) {
    // An entry with the infiller that is its own anyway is the one without.
    if (find(method) < 0 && find_method(method.method) &&
        default_spec(method.method).infill == method.infill)
      method.infill.clear();
    const int at = find(method);
    if (at >= 0) delete list_->takeItem(at);
    add(method, true, place++);
  }
  emit changed();
}

void MethodList::refreshAdd() {
  const PlannedMethod method{method_->currentData().toString().toStdString(),
                             infill_->currentData().toString().toStdString()};
  const auto fit = validate(default_spec(method.method, method.infill));
  add_->setEnabled(fit.has_value());
  add_->setToolTip(fit ? tr("Add %1").arg(method.label()) : qstr(fit.error().message));
}

void MethodList::addChosen() {
  const PlannedMethod method{method_->currentData().toString().toStdString(),
                             infill_->currentData().toString().toStdString()};
  int at = find(method);
  if (at < 0 && default_spec(method.method).infill == method.infill) at = find({method.method, {}});
  if (at < 0) {
    // After the last that is ticked, where it is seen to have come.
    at = 0;
    for (int i = 0; i < list_->count(); ++i)
      if (list_->item(i)->checkState() == Qt::Checked) at = i + 1;
    add(method, true, at);
  }
  list_->item(at)->setCheckState(Qt::Checked);
  list_->setCurrentRow(at);
  list_->scrollToItem(list_->item(at));
}

bool MethodList::eventFilter(QObject* watched, QEvent* event) {
  if (watched == list_ && event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
    const QListWidgetItem* item = list_->currentItem();
    if (item && !PlannedMethod::of(item->data(Qt::UserRole).toString()).infill.empty()) {
      delete list_->takeItem(list_->currentRow());
      emit changed();
    }
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace fido::ui
