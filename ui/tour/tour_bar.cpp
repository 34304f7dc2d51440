#include "ui/tour/tour_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/document/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {

TourBar::TourBar(TourPlayer& player, QWidget* parent) : QWidget(parent), player_(player) {
  setObjectName(QStringLiteral("tourBar"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(3 * kUnit, 2 * kUnit, 2 * kUnit, 2 * kUnit);
  row->setSpacing(2 * kUnit);
  auto* words = new QVBoxLayout;
  words->setSpacing(kUnit / 2);
  title_ = new QLabel;
  title_->setObjectName(QStringLiteral("tourTitle"));
  QFont large = large_font();
  large.setPointSizeF(large.pointSizeF() * 0.85);
  title_->setFont(large);
  title_->setWordWrap(true);
  text_ = new QLabel;
  text_->setObjectName(QStringLiteral("tourText"));
  QFont body = body_font();
  body.setPointSizeF(body.pointSizeF() * 1.3);
  text_->setFont(body);
  text_->setWordWrap(true);
  words->addWidget(title_);
  words->addWidget(text_);
  row->addLayout(words, 1);
  count_ = new QLabel;
  row->addWidget(count_);
  const auto button = [&](const QString& text, const QString& tip) {
    auto* out = new QToolButton;
    out->setText(text);
    out->setToolTip(tip);
    row->addWidget(out);
    return out;
  };
  back_ = button(tr("Back"), tr("The step before (Page Up)"));
  next_ = button(tr("Next"), tr("The next step (Page Down)"));
  next_->setObjectName(QStringLiteral("tourNext"));
  auto* close = new QToolButton;
  close->setIcon(icon(QStringLiteral("close")));
  close->setToolTip(tr("End the tour"));
  row->addWidget(close);
  connect(back_, &QToolButton::clicked, this, [this] { player_.go(player_.step() - 1); });
  connect(next_, &QToolButton::clicked, this, [this] { player_.go(player_.step() + 1); });
  connect(close, &QToolButton::clicked, &player_, &TourPlayer::end);
  connect(&player_, &TourPlayer::changed, this, &TourBar::refresh);
  refresh();
}

void TourBar::refresh() {
  setVisible(player_.active());
  if (!player_.active()) return;
  const int at = player_.step(), all = static_cast<int>(player_.tour().steps.size());
  const TourStep& step = player_.tour().steps[static_cast<std::size_t>(at)];
  title_->setText(breakable(step.title));
  text_->setText(breakable(step.text));
  count_->setText(tr("%1 of %2").arg(at + 1).arg(all));
  back_->setEnabled(at > 0);
  next_->setEnabled(at + 1 < all);
}

void TourBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  painter.fillRect(QRectF(0, 0, kUnit / 2.0, height()), keep_color(palette()));
}

}  // namespace fido::ui
