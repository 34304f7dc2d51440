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
  auto* text_column = new QVBoxLayout;
  text_column->setSpacing(kUnit / 2);
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
  text_column->addWidget(title_);
  text_column->addWidget(text_);
  row->addLayout(text_column, 1);
  count_ = new QLabel;
  row->addWidget(count_);
  const auto button = [&](const QString& text, const QString& tip) {
    auto* out = new QToolButton;
    out->setText(text);
    out->setToolTip(tip);
    row->addWidget(out);
    return out;
  };
  back_ = button(tr("Back"), tr("Previous step (Page Up)"));
  next_ = button(tr("Next"), tr("Next step (Page Down)"));
  next_->setObjectName(QStringLiteral("tourNext"));
  auto* close = new QToolButton;
  close->setIcon(icon(QStringLiteral("close")));
  close->setToolTip(tr("End the tour"));
  row->addWidget(close);
  connect(back_, &QToolButton::clicked, this, [this] { player_.goToStep(player_.step() - 1); });
  connect(next_, &QToolButton::clicked, this, [this] { player_.goToStep(player_.step() + 1); });
  connect(close, &QToolButton::clicked, &player_, &TourPlayer::end);
  connect(&player_, &TourPlayer::changed, this, &TourBar::refresh);
  refresh();
}

void TourBar::refresh() {
  setVisible(player_.isActive());
  if (!player_.isActive()) return;
  const int step_index = player_.step(), step_count = static_cast<int>(player_.tour().steps.size());
  const TourStep& step = player_.tour().steps[static_cast<std::size_t>(step_index)];
  title_->setText(insert_break_points(step.title));
  text_->setText(insert_break_points(step.text));
  count_->setText(tr("%1 of %2").arg(step_index + 1).arg(step_count));
  back_->setEnabled(step_index > 0);
  next_->setEnabled(step_index + 1 < step_count);
}

void TourBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  painter.fillRect(QRectF(0, 0, kUnit / 2.0, height()), keep_color(palette()));
}

}  // namespace fido::ui
