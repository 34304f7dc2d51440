#include "ui/panels/section.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {

MutedLabel::MutedLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
  applyColor();
}

void MutedLabel::applyColor() {
  QPalette muted = palette();
  const QColor color = muted_text_color(muted);
  if (muted.color(foregroundRole()) == color) return;
  muted.setColor(foregroundRole(), color);
  setPalette(muted);
}

void MutedLabel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange) {
    setPalette({});
    applyColor();
  }
  QLabel::changeEvent(event);
}

QLabel* section_heading(const QString& text, QWidget* parent) {
  auto* label = new MutedLabel(text.toUpper(), parent);
  QFont font = small_font();
  font.setWeight(QFont::DemiBold);
  font.setLetterSpacing(QFont::PercentageSpacing, 106);
  label->setFont(font);
  return label;
}

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
  setText(text);
}

void ElidedLabel::setText(const QString& text) {
  if (text == text_) return;
  text_ = text;
  elide();
}

QSize ElidedLabel::minimumSizeHint() const {
  return {fontMetrics().horizontalAdvance(QStringLiteral("…")), sizeHint().height()};
}

QSize ElidedLabel::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text_) + 2, fontMetrics().height()};
}

void ElidedLabel::elide() {
  const QString shown = fontMetrics().elidedText(text_, Qt::ElideRight, width());
  QLabel::setText(shown);
  setToolTip(shown == text_ ? QString() : text_);
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  elide();
}

void ElidedLabel::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  if (event->type() == QEvent::FontChange) elide();
}

}  // namespace fido::ui
