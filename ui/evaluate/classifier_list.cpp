#include "ui/evaluate/classifier_list.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/model_chooser.h"

namespace fido::ui {

ClassifierList::ClassifierList(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(kUnit / 2);
  add_ = new QToolButton;
  add_->setObjectName(QStringLiteral("addClassifier"));
  add_->setIcon(icon(QStringLiteral("plus")));
  add_->setText(tr("Add classifier"));
  add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  // Align the button with the menus.
  add_->setStyleSheet(QStringLiteral("QToolButton { padding: 4px 8px 4px 0; margin-left: -5px; }"));
  add_->setToolTip(tr("Evaluate the same photos with another classifier as well"));
  column_->addWidget(add_, 0, Qt::AlignLeft);
  // A new row shows a model that no other row shows.
  connect(add_, &QToolButton::clicked, this, [this] {
    addRow(qstr(firstUnusedModel()->card_path));
    emit changed();
  });
  addRow({});
}

void ClassifierList::addRow(const QString& card) {
  auto* row_widget = new QWidget;
  auto* row = new QHBoxLayout(row_widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit / 2);
  auto* menu = new ModelChooser;
  menu->setMaximumWidth(QWIDGETSIZE_MAX);
  menu->setFocusPolicy(Qt::StrongFocus);  // so that the wheel scrolls the form
  menu->setModels(models_);
  row->addWidget(menu, 1);
  if (rows_.empty()) {
    menu->setObjectName(QStringLiteral("evaluatedModel"));
  } else {
    auto* remove = new QToolButton;
    remove->setObjectName(QStringLiteral("removeClassifier"));
    remove->setIcon(icon(QStringLiteral("close")));
    remove->setToolTip(tr("Remove this classifier"));
    remove->setAccessibleName(remove->toolTip());
    row->addWidget(remove);
    connect(remove, &QToolButton::clicked, this, [this, row_widget] {
      removeRow(row_widget);
      emit changed();
    });
  }
  column_->insertWidget(static_cast<int>(rows_.size()), row_widget);
  rows_.push_back({row_widget, menu, card});
  connect(menu, &ModelChooser::addRequested, this, &ClassifierList::addModelRequested);
  connect(menu, &ModelChooser::modelChosen, this, [this, row_widget](const QString& card_path) {
    findRow(row_widget)->card = card_path;
    refresh();
    emit changed();
  });
  refresh();
}

void ClassifierList::removeRow(const QWidget* widget) {
  const auto row = findRow(widget);
  row->widget->hide();
  row->widget->deleteLater();
  rows_.erase(row);
  refresh();
}

std::vector<ClassifierList::Row>::iterator ClassifierList::findRow(const QWidget* widget) {
  return std::find_if(rows_.begin(), rows_.end(),
                      [&](const Row& row) { return row.widget == widget; });
}

const CatalogueEntry* ClassifierList::firstUnusedModel() const {
  const QStringList used = cards();
  const auto found = std::find_if(models_.begin(), models_.end(), [&](const CatalogueEntry& model) {
    return model.problem.empty() && !used.contains(qstr(model.card_path));
  });
  return found == models_.end() ? nullptr : &*found;
}

QStringList ClassifierList::cards() const {
  QStringList out;
  for (const Row& row : rows_)
    if (const QString card = cardOf(row); !card.isEmpty() && !out.contains(card)) out << card;
  return out;
}

bool ClassifierList::hasUserChoice() const {
  return rows_.size() > 1 || !rows_.front().card.isEmpty();
}

void ClassifierList::setCards(const QStringList& cards) {
  QStringList existing;
  for (const QString& card : cards)
    if (QFileInfo::exists(card) && !existing.contains(card)) existing << card;
  if (existing.isEmpty()) return;
  while (rows_.size() > 1) removeRow(rows_.back().widget);
  rows_.front().card = existing.takeFirst();
  for (const QString& card : existing) addRow(card);
  refresh();
}

void ClassifierList::setModels(const std::vector<CatalogueEntry>& models) {
  models_ = models;
  for (const Row& row : rows_) row.menu->setModels(models);
  refresh();
}

void ClassifierList::setDefaultCard(const QString& card) {
  default_card_ = card;
  refresh();
}

void ClassifierList::refresh() {
  for (const Row& row : rows_) row.menu->setCurrent(cardOf(row));
  add_->setEnabled(firstUnusedModel() != nullptr);
}

}  // namespace fido::ui
