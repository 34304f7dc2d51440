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
  add_->setText(tr("Another classifier"));
  add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  // flush with the menus
  add_->setStyleSheet(QStringLiteral("QToolButton { padding: 4px 8px 4px 0; margin-left: -5px; }"));
  add_->setToolTip(tr("Measure the same photos with another classifier too"));
  column_->addWidget(add_, 0, Qt::AlignLeft);
  // A menu that says what another row says would be no answer.
  connect(add_, &QToolButton::clicked, this, [this] {
    addRow(qstr(next()->card_path));
    emit changed();
  });
  addRow({});
}

void ClassifierList::addRow(const QString& card) {
  auto* line = new QWidget;
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit / 2);
  auto* menu = new ModelChooser;
  menu->setMaximumWidth(QWIDGETSIZE_MAX);
  menu->setFocusPolicy(Qt::StrongFocus);  // the wheel scrolls the form
  menu->setModels(models_);
  row->addWidget(menu, 1);
  if (rows_.empty()) {
    menu->setObjectName(QStringLiteral("evaluatedModel"));
  } else {
    auto* remove = new QToolButton;
    remove->setObjectName(QStringLiteral("removeClassifier"));
    remove->setIcon(icon(QStringLiteral("close")));
    remove->setToolTip(tr("Leave this classifier out"));
    remove->setAccessibleName(remove->toolTip());
    row->addWidget(remove);
    connect(remove, &QToolButton::clicked, this, [this, line] {
      removeRow(line);
      emit changed();
    });
  }
  column_->insertWidget(static_cast<int>(rows_.size()), line);
  rows_.push_back({line, menu, card});
  connect(menu, &ModelChooser::addRequested, this, &ClassifierList::addModelRequested);
  connect(menu, &ModelChooser::modelChosen, this, [this, line](const QString& chosen) {
    rowOf(line)->card = chosen;
    refresh();
    emit changed();
  });
  refresh();
}

void ClassifierList::removeRow(const QWidget* line) {
  const auto row = rowOf(line);
  row->line->hide();
  row->line->deleteLater();
  rows_.erase(row);
  refresh();
}

std::vector<ClassifierList::Row>::iterator ClassifierList::rowOf(const QWidget* line) {
  return std::find_if(rows_.begin(), rows_.end(), [&](const Row& r) { return r.line == line; });
}

const CatalogueEntry* ClassifierList::next() const {
  const QStringList there = cards();
  const auto free = std::find_if(models_.begin(), models_.end(), [&](const CatalogueEntry& m) {
    return m.problem.empty() && !there.contains(qstr(m.card_path));
  });
  return free == models_.end() ? nullptr : &*free;
}

QStringList ClassifierList::cards() const {
  QStringList out;
  for (const Row& row : rows_)
    if (const QString card = cardOf(row); !card.isEmpty() && !out.contains(card)) out << card;
  return out;
}

bool ClassifierList::chosen() const { return rows_.size() > 1 || !rows_.front().card.isEmpty(); }

void ClassifierList::choose(const QStringList& cards) {
  QStringList there;
  for (const QString& card : cards)
    if (QFileInfo::exists(card) && !there.contains(card)) there << card;
  if (there.isEmpty()) return;
  while (rows_.size() > 1) removeRow(rows_.back().line);
  rows_.front().card = there.takeFirst();
  for (const QString& card : there) addRow(card);
  refresh();
}

void ClassifierList::setModels(const std::vector<CatalogueEntry>& models) {
  models_ = models;
  for (const Row& row : rows_) row.menu->setModels(models);
  refresh();
}

void ClassifierList::setUsual(const QString& card) {
  default_ = card;
  refresh();
}

void ClassifierList::refresh() {
  for (const Row& row : rows_) row.menu->setCurrent(cardOf(row));
  add_->setEnabled(next() != nullptr);
}

}  // namespace fido::ui
