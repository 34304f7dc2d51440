#include "ui/panels/banner.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVariantAnimation>
#include <algorithm>
#include <cmath>

#include "ui/document/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kIconSize = 20;
// A strip at the left in the colour of the text makes a message stand out without a third colour.
constexpr int kStrip = 4;

}  // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent),
      icon_(new QLabel(this)),
      text_(new QLabel(this)),
      buttons_(new QHBoxLayout),
      details_button_(new QToolButton(this)),
      close_(new QToolButton(this)),
      details_(new QPlainTextEdit(this)),
      slide_(new QVariantAnimation(this)) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
  setAccessibleName(tr("Message"));
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);  // file names and foreign messages may look like markup
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  details_button_->setText(tr("Details"));
  details_button_->setCheckable(true);
  details_button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  details_button_->setIcon(icon(QStringLiteral("chevron-right")));
  close_->setIcon(icon(QStringLiteral("close")));
  close_->setToolTip(tr("Close (Esc)"));
  close_->setAccessibleName(tr("Close the message"));
  details_->setReadOnly(true);
  details_->setFrameShape(QFrame::NoFrame);
  details_->setFont(small_font());
  details_->document()->setDocumentMargin(0);
  details_->setAccessibleName(tr("Details"));
  details_->hide();
  // Takes the focus by Tab only, so that a banner does not interrupt typing.
  for (QWidget* widget : {static_cast<QWidget*>(details_button_), static_cast<QWidget*>(close_)}) {
    widget->setFocusPolicy(Qt::TabFocus);
  }

  auto* line = new QHBoxLayout;
  line->setSpacing(kUnit);
  line->addWidget(icon_);
  line->addWidget(text_, 1);
  buttons_->setSpacing(kUnit);
  line->addLayout(buttons_);
  line->addWidget(details_button_);
  line->addWidget(close_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2 * kUnit + kStrip, kUnit, kUnit, kUnit);
  column->setSpacing(kUnit);
  column->addLayout(line);
  // Aligned with the text, not with the icon. A spacer, because a margin would stay when the
  // details are hidden.
  auto* below = new QHBoxLayout;
  below->addSpacing(kIconSize + kUnit);
  below->addWidget(details_);
  column->addLayout(below);

  connect(close_, &QToolButton::clicked, this, &Banner::dismiss);
  connect(details_button_, &QToolButton::toggled, this, &Banner::setDetailsOpen);
  slide_->setDuration(140);
  slide_->setEasingCurve(QEasingCurve::OutCubic);
  connect(slide_, &QVariantAnimation::valueChanged, this,
          [this](const QVariant& v) { setMaximumHeight(v.toInt()); });
  connect(slide_, &QVariantAnimation::finished, this, [this] {
    if (!shown_) hide();
    setMaximumHeight(QWIDGETSIZE_MAX);
  });
  hide();
}

void Banner::showError(const QString& text, const QString& details) {
  showMessage(QStringLiteral("error"), text, details);
}
void Banner::showWarning(const QString& text, const QString& details) {
  showMessage(QStringLiteral("warning"), text, details);
}
void Banner::showInfo(const QString& text, const QString& details) {
  showMessage(QStringLiteral("info"), text, details);
}

void Banner::showMessage(const QString& icon_name, const QString& text, const QString& details) {
  while (QLayoutItem* item = buttons_->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();  // this may be called from the button's own click
    delete item;
  }
  icon_name_ = icon_name;
  icon_->setPixmap(icon(icon_name).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
  message_ = text;
  text_->setText(insert_break_points(text));
  setAccessibleDescription(text);
  details_->setPlainText(details);
  details_button_->setVisible(!details.isEmpty());
  details_button_->setChecked(false);
  if (!shown_) slide(true);
}

QPushButton* Banner::addButton(const QString& text) {
  auto* button = new QPushButton(text, this);
  button->setFocusPolicy(Qt::TabFocus);
  addControl(button);
  return button;
}

void Banner::addControl(QWidget* control) { buttons_->addWidget(control); }

void Banner::dismiss() {
  if (!shown_) return;
  slide(false);
  emit closed();
}

QString Banner::text() const { return message_; }

void Banner::slide(bool in) {
  const int from = isVisible() ? height() : 0;
  shown_ = in;
  slide_->stop();
  if (in) {
    setMaximumHeight(from);
    setVisible(true);
    layout()->activate();
  }
  slide_->setStartValue(from);
  const int full_height =
      std::max(sizeHint().height(), hasHeightForWidth() ? heightForWidth(width()) : 0);
  slide_->setEndValue(in ? full_height : 0);
  slide_->start();
}

void Banner::setDetailsOpen(bool open) {
  const int lines = std::clamp(details_->document()->blockCount(), 1, 8);
  details_->setFixedHeight(
      static_cast<int>(std::ceil(QFontMetricsF(details_->font()).lineSpacing() * lines)) +
      kUnit / 2);
  details_->setVisible(open);
  details_button_->setIcon(
      icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
  emit detailsToggled(open);
}

// The height is zero during the animation, so that the layout can make the banner as flat as
// needed.
QSize Banner::minimumSizeHint() const {
  const QSize size = QFrame::minimumSizeHint();
  return slide_->state() == QAbstractAnimation::Running ? QSize(size.width(), 0) : size;
}

void Banner::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  QPainterPath shape;
  shape.addRoundedRect(area, kRadius, kRadius);
  painter.fillPath(shape, palette().color(QPalette::Base));
  painter.save();
  painter.setClipRect(QRectF(0, 0, kStrip, height()));
  painter.fillPath(shape, palette().color(QPalette::WindowText));
  painter.restore();
  painter.setPen(hairline_color(palette()));
  painter.drawPath(shape);
}

bool Banner::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->matches(QKeySequence::Cancel)) {
    event->accept();
    return true;
  }
  return QFrame::event(event);
}

void Banner::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Cancel)) return dismiss();
  QFrame::keyPressEvent(event);
}

void Banner::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && !icon_name_.isEmpty()) {
    icon_->setPixmap(icon(icon_name_).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
  }
  QFrame::changeEvent(event);
}

}  // namespace fido::ui
