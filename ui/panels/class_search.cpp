#include "ui/panels/class_search.h"

#include <QAbstractItemView>
#include <QAbstractProxyModel>
#include <QCompleter>
#include <QStringListModel>
#include <QTimer>

#include "core/model/card.h"
#include "ui/document/text.h"

namespace fido::ui {

ClassSearch::ClassSearch(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent),
      model_(new QStringListModel(this)),
      completer_(new QCompleter(model_, this)) {
  setPlaceholderText(placeholder);
  setClearButtonEnabled(true);
  completer_->setCaseSensitivity(Qt::CaseInsensitive);
  completer_->setFilterMode(Qt::MatchContains);
  completer_->setMaxVisibleItems(10);
  setCompleter(completer_);
  // By row and not by text, because two classes may have the same name (ImageNet has two
  // cranes).
  connect(completer_, qOverload<const QModelIndex&>(&QCompleter::activated), this,
          [this](const QModelIndex& completion) { choose(sourceRow(completion)); });
  connect(this, &QLineEdit::returnPressed, this, &ClassSearch::chooseTyped);
}

void ClassSearch::setLabels(const std::vector<std::string>& labels) {
  labels_ = labels;
  QStringList names;
  for (const std::string& label : labels) names << qstr(label);
  model_->setStringList(names);
}

void ClassSearch::choose(int index) {
  // The completer writes its text into the line after this signal.
  QTimer::singleShot(0, this, &QLineEdit::clear);
  emit chosen(index);
}

int ClassSearch::sourceRow(const QModelIndex& completion) const {
  const auto* proxy = qobject_cast<QAbstractProxyModel*>(completer_->completionModel());
  return proxy ? proxy->mapToSource(completion).row() : completion.row();
}

void ClassSearch::chooseTyped() {
  const QAbstractItemView* list = completer_->popup();
  if (text().trimmed().isEmpty()) return;
  if (list->isVisible() && list->currentIndex().isValid()) return;  // the list emits activated()
  const auto index = find_class(labels_, text().trimmed().toStdString());
  if (index)
    choose(*index);
  else if (completer_->setCurrentRow(0))
    choose(sourceRow(completer_->currentIndex()));  // part of a name
  else
    emit refused(qstr(index.error().message));
}

}  // namespace fido::ui
