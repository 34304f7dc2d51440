#include "ui/panels/class_search.h"

#include <QAbstractItemView>
#include <QAbstractProxyModel>
#include <QCompleter>
#include <QStringListModel>
#include <QTimer>

#include "core/model/card.h"
#include "ui/document/text.h"

namespace fido::ui {

ClassSearch::ClassSearch(const QString& invitation, QWidget* parent)
    : QLineEdit(parent),
      model_(new QStringListModel(this)),
      completer_(new QCompleter(model_, this)) {
  setPlaceholderText(invitation);
  setClearButtonEnabled(true);
  completer_->setCaseSensitivity(Qt::CaseInsensitive);
  completer_->setFilterMode(Qt::MatchContains);
  completer_->setMaxVisibleItems(10);
  setCompleter(completer_);
  // By row, not by text: two classes may have one name (ImageNet has two cranes).
  connect(completer_, qOverload<const QModelIndex&>(&QCompleter::activated), this,
          [this](const QModelIndex& completion) { take(row(completion)); });
  connect(this, &QLineEdit::returnPressed, this, &ClassSearch::takeText);
}

void ClassSearch::setLabels(const std::vector<std::string>& labels) {
  labels_ = labels;
  QStringList names;
  for (const std::string& label : labels) names << qstr(label);
  model_->setStringList(names);
}

void ClassSearch::take(int index) {
  // The completer writes its text into the line after this signal.
  QTimer::singleShot(0, this, &QLineEdit::clear);
  emit chosen(index);
}

int ClassSearch::row(const QModelIndex& completion) const {
  const auto* proxy = qobject_cast<QAbstractProxyModel*>(completer_->completionModel());
  return proxy ? proxy->mapToSource(completion).row() : completion.row();
}

void ClassSearch::takeText() {
  const QAbstractItemView* list = completer_->popup();
  if (text().trimmed().isEmpty()) return;
  if (list->isVisible() && list->currentIndex().isValid()) return;  // the list answers for itself
  const auto index = find_class(labels_, text().trimmed().toStdString());
  if (index)
    take(*index);
  else if (completer_->setCurrentRow(0))
    take(row(completer_->currentIndex()));  // part of a name
  else
    emit refused(qstr(index.error().message));
}

}  // namespace fido::ui
