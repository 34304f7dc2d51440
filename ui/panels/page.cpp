#include "ui/panels/page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {

Page::Page(QWidget* parent)
    : QWidget(parent), column_(new QVBoxLayout(this)), row_(new QHBoxLayout) {
  column_->setContentsMargins(2 * kUnit, 2 * kUnit, 2 * kUnit, 2 * kUnit);
  column_->setSpacing(kUnit);
  row_->setSpacing(kUnit);
  auto* back = new QPushButton(icon(QStringLiteral("undo")), tr("Back"));
  back->setToolTip(tr("Back to the pictures (Esc)"));
  row_->addWidget(back);
  column_->addLayout(row_);
  connect(back, &QPushButton::clicked, this, &Page::closed);
}

// Claims Escape, so that it triggers no action of the window.
bool Page::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->matches(QKeySequence::Cancel)) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

void Page::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Cancel))
    emit closed();
  else
    QWidget::keyPressEvent(event);
}

}  // namespace fido::ui
