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

constexpr int kVisibleRows = 9;

QString method_tip(const PlannedMethod& entry) {
  if (const Baseline* baseline = find_baseline(entry.method))
    return core_text(baseline->description);
  const MethodInfo* info = find_method(strip_settings(entry.method));
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
  list_->setFixedHeight(kVisibleRows * 3 * kUnit + kUnit);
  list_->setToolTip(
      tr("Drag to reorder: the first checked method is the reference for the significance tests. "
         "Press Delete to remove an added entry."));
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
  infill_->setAccessibleName(tr("Infill for the method to add"));
  for (const InfillerInfo& info : infillers())
    if (info.supports_runs) infill_->addItem(core_text(info.label), qstr(info.id));
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
    insertEntry({info.id, {}}, info.id == "fido-ssr" || info.id == "grad-cam");
  for (const Baseline& baseline : baselines())
    insertEntry({baseline.name, {}}, baseline.name == "center");
  connect(list_, &QListWidget::itemChanged, this, &MethodList::changed);
  connect(list_->model(), &QAbstractItemModel::rowsMoved, this, &MethodList::changed);
  connect(list_->model(), &QAbstractItemModel::rowsInserted, this, &MethodList::changed);
  connect(add_, &QToolButton::clicked, this, &MethodList::addSelectedMethod);
  connect(method_, &QComboBox::currentIndexChanged, this, &MethodList::refreshAddButton);
  connect(infill_, &QComboBox::currentIndexChanged, this, &MethodList::refreshAddButton);
  infill_->setCurrentIndex(std::max(0, infill_->findData(QStringLiteral("mean"))));
  refreshAddButton();
}

void MethodList::insertEntry(const PlannedMethod& method, bool checked, int row) {
  auto* item = new QListWidgetItem(method.label());
  item->setData(Qt::UserRole, method.text());
  item->setToolTip(method_tip(method));
  item->setFlags((item->flags() | Qt::ItemIsUserCheckable) & ~Qt::ItemIsDropEnabled);
  item->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
  list_->insertItem(row < 0 ? list_->count() : row, item);
}

int MethodList::find(const PlannedMethod& method) const {
  for (int i = 0; i < list_->count(); ++i)
    if (list_->item(i)->data(Qt::UserRole).toString() == method.text()) return i;
  return -1;
}

std::vector<PlannedMethod> MethodList::checkedMethods() const {
  std::vector<PlannedMethod> out;
  for (int i = 0; i < list_->count(); ++i)
    if (list_->item(i)->checkState() == Qt::Checked)
      out.push_back(PlannedMethod::parse(list_->item(i)->data(Qt::UserRole).toString()));
  return out;
}

void MethodList::setCheckedMethods(const std::vector<PlannedMethod>& methods) {
  const QSignalBlocker blocker(list_);
  for (int i = 0; i < list_->count(); ++i) list_->item(i)->setCheckState(Qt::Unchecked);
  int row = 0;
  for (PlannedMethod method : methods) {
    // An entry with the method's default infiller is the same as the entry without one.
    if (find(method) < 0 && find_method(method.method) &&
        default_spec(method.method).infill == method.infill)
      method.infill.clear();
    const int existing = find(method);
    if (existing >= 0) delete list_->takeItem(existing);
    insertEntry(method, true, row++);
  }
  emit changed();
}

void MethodList::refreshAddButton() {
  const PlannedMethod method{method_->currentData().toString().toStdString(),
                             infill_->currentData().toString().toStdString()};
  const auto valid = validate(default_spec(method.method, method.infill));
  add_->setEnabled(valid.has_value());
  add_->setToolTip(valid ? tr("Add %1").arg(method.label()) : qstr(valid.error().message));
}

void MethodList::addSelectedMethod() {
  const PlannedMethod method{method_->currentData().toString().toStdString(),
                             infill_->currentData().toString().toStdString()};
  int row = find(method);
  if (row < 0 && default_spec(method.method).infill == method.infill)
    row = find({method.method, {}});
  if (row < 0) {
    // Insert it after the last checked entry, where the user will see it.
    row = 0;
    for (int i = 0; i < list_->count(); ++i)
      if (list_->item(i)->checkState() == Qt::Checked) row = i + 1;
    insertEntry(method, true, row);
  }
  list_->item(row)->setCheckState(Qt::Checked);
  list_->setCurrentRow(row);
  list_->scrollToItem(list_->item(row));
}

bool MethodList::eventFilter(QObject* watched, QEvent* event) {
  if (watched == list_ && event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
    const QListWidgetItem* item = list_->currentItem();
    if (item && !PlannedMethod::parse(item->data(Qt::UserRole).toString()).infill.empty()) {
      delete list_->takeItem(list_->currentRow());
      emit changed();
    }
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace fido::ui
