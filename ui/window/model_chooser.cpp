#include "ui/window/model_chooser.h"

#include <QAbstractItemView>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QStylePainter>

#include "ui/document/text.h"
#include "ui/theme/icons.h"

namespace fido::ui {
namespace {

constexpr int kMaxWidth = 232;
const QString kAdd = QStringLiteral("\nadd");  // no path begins with a line break

QString size_text(const std::array<int, 3>& size) {
  return size[1] > 0 ? QStringLiteral("%1 × %2").arg(size[2]).arg(size[1]) : QString();
}

}  // namespace

ModelChooser::ModelChooser(QWidget* parent) : QComboBox(parent) {
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(12);
  setMaximumWidth(kMaxWidth);
  view()->setMinimumWidth(kMaxWidth);
  setPlaceholderText(tr("Choose a model"));
  setToolTip(tr("The classifier to explain"));
  connect(this, &QComboBox::activated, this, [this](int row) {
    const QString choice = itemData(row).toString();
    if (choice == kAdd) {
      refresh();  // the loaded model stays selected
      emit addRequested();
    } else if (choice != current_) {
      emit modelChosen(choice);
    }
  });
  refresh();
}

void ModelChooser::setModels(const std::vector<CatalogueEntry>& models) {
  models_ = models;
  refresh();
}

void ModelChooser::setCurrent(const QString& card_path) {
  current_ = card_path;
  refresh();
}

void ModelChooser::paintEvent(QPaintEvent*) {
  QStylePainter painter(this);
  QStyleOptionComboBox option;
  initStyleOption(&option);
  if (currentIndex() < 0) option.currentText = placeholderText();
  const int width =
      style()
          ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this)
          .width();
  const int icon_width = option.currentIcon.isNull() ? 0 : option.iconSize.width() + 8;
  option.currentText =
      fontMetrics().elidedText(option.currentText, Qt::ElideRight, width - icon_width);
  painter.drawComplexControl(QStyle::CC_ComboBox, option);
  painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void ModelChooser::refresh() {
  const QSignalBlocker quiet(this);
  clear();
  for (const CatalogueEntry& entry : models_) {
    addItem(icon(QStringLiteral("model")), qstr(entry.name.empty() ? entry.id : entry.name),
            qstr(entry.card_path));
    const QString size = size_text(entry.input_size);
    QString tip = qstr(entry.problem);
    if (tip.isEmpty())
      tip = size.isEmpty() ? qstr(entry.card_path)
                           : tr("%1 pixels. %2").arg(size, qstr(entry.card_path));
    setItemData(count() - 1, tip, Qt::ToolTipRole);
    if (!entry.problem.empty())
      if (auto* items = qobject_cast<QStandardItemModel*>(model()))
        items->item(count() - 1)->setEnabled(false);
  }
  addItem(icon(QStringLiteral("plus")), tr("Add model…"), kAdd);
  setCurrentIndex(current_.isEmpty() ? -1 : findData(current_));
}

}  // namespace fido::ui
