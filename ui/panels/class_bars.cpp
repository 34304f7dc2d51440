#include "ui/panels/class_bars.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr double kUnknownProbability = std::numeric_limits<double>::quiet_NaN();
constexpr int kBar = 8, kIcon = 16;

int text_height() { return static_cast<int>(std::ceil(QFontMetricsF(body_font()).height())); }
int row_height() { return text_height() + kBar + 2 * kUnit; }

}  // namespace

ClassBars::ClassBars(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  describe();
}

void ClassBars::setPredictions(std::vector<fido::Prediction> before,
                               std::vector<fido::Prediction> after) {
  const auto find = [](const std::vector<fido::Prediction>& list, int index) {
    return std::find_if(list.begin(), list.end(),
                        [index](const fido::Prediction& p) { return p.index == index; });
  };
  if (before.size() > kRows) before.resize(kRows);
  rows_.clear();
  has_after_ = !after.empty();
  for (const fido::Prediction& p : before) {
    Row row{p.index, QString::fromStdString(p.label), p.probability, kUnknownProbability, p.score};
    const auto changed = find(after, p.index);
    if (changed != after.end()) {
      row.after = changed->probability;
      row.score = changed->score;
    }
    rows_.push_back(row);
  }
  const auto best = std::max_element(after.begin(), after.end(), [](const auto& a, const auto& b) {
    return a.probability < b.probability;
  });
  if (best != after.end() && find(before, best->index) == before.end()) {
    const Row row{best->index, QString::fromStdString(best->label), kUnknownProbability,
                  best->probability, best->score};
    if (rows_.size() < kRows) {
      rows_.push_back(row);
    } else {
      rows_[rows_.back().index == target_ ? rows_.size() - 2 : rows_.size() - 1] = row;
    }
  }
  current_ = std::clamp(current_, 0, std::max(0, static_cast<int>(rows_.size()) - 1));
  if (hovered_ >= static_cast<int>(rows_.size())) hovered_ = -1;
  describe();
  update();
}

void ClassBars::setTarget(int index) {
  target_ = index;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].index == index) current_ = static_cast<int>(i);
  }
  describe();
  update();
}

QSize ClassBars::sizeHint() const { return {296, kRows * row_height()}; }
QSize ClassBars::minimumSizeHint() const { return {200, kRows * row_height()}; }

QRectF ClassBars::rowRect(int row) const {
  return QRectF(0, row * row_height(), width(), row_height());
}

int ClassBars::rowAt(QPointF position) const {
  const int row = static_cast<int>(std::floor(position.y() / row_height()));
  return position.x() >= 0 && position.x() < width() && row >= 0 &&
                 row < static_cast<int>(rows_.size())
             ? row
             : -1;
}

QString ClassBars::numbers(const Row& row) const {
  return has_after_ ? QStringLiteral("%1 › %2").arg(format_probability(row.before),
                                                    format_probability(row.after))
                    : format_probability(row.before);
}

QString ClassBars::toText() const {
  QString text =
      has_after_ ? tr("class\tlabel\tbefore\tafter\n") : tr("class\tlabel\tprobability\n");
  const auto exact = [](double p) {
    return std::isnan(p) ? QString() : QString::number(p, 'g', 6);
  };
  for (const Row& row : rows_) {
    text += QStringLiteral("%1\t%2\t%3").arg(row.index).arg(row.label, exact(row.before));
    if (has_after_) text += QLatin1Char('\t') + exact(row.after);
    text += QLatin1Char('\n');
  }
  return text;
}

// The widget has no rows for a screen reader, so it describes the current one.
void ClassBars::describe() {
  setAccessibleName(tr("Top classes"));
  if (rows_.empty()) return setAccessibleDescription(tr("None yet"));
  const Row& row = rows_[static_cast<std::size_t>(current_)];
  QString text =
      tr("%1, %2 of %3: %4").arg(row.label).arg(current_ + 1).arg(rows_.size()).arg(numbers(row));
  if (row.index == target_) text += tr(", target");
  setAccessibleDescription(text);
}

void ClassBars::paintRow(QPainter& painter, int number) const {
  const Row& row = rows_[static_cast<std::size_t>(number)];
  const QPalette p = palette();
  const QRectF area = rowRect(number).adjusted(1, 1, -1, -1);
  const bool is_target = row.index == target_;
  const QColor text = p.color(QPalette::WindowText), muted = muted_text_color(p);

  QColor surface = text;
  surface.setAlphaF(0.F);
  if (is_target) surface.setAlphaF(0.05F);
  if (number == hovered_) surface.setAlphaF(0.08F);
  painter.setPen(Qt::NoPen);
  painter.setBrush(surface);
  painter.drawRoundedRect(area, kRadius, kRadius);
  if (hasFocus() && focus_by_key_ && number == current_) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(keep_color(p), 1.5));
    painter.drawRoundedRect(area, kRadius, kRadius);
  }

  const QRectF inner = area.adjusted(kUnit - 1, kUnit - 3, -kUnit + 1, -kUnit + 1);
  const QRectF line(inner.left(), inner.top(), inner.width(), text_height());
  // The numbers come first, and the label gets the remaining width.
  const QString after = format_probability(row.after), before = format_probability(row.before);
  const QFont body = body_font();
  const double column = tabular_width(body, QStringLiteral("0.000"));
  painter.setFont(body);
  double right = line.right();
  if (has_after_) {
    painter.setPen(text);
    draw_tabular(painter, {right - column, line.top(), column, line.height()},
                 Qt::AlignRight | Qt::AlignVCenter, after);
    right -= column;
    painter.setPen(muted);
    const double arrow = tabular_width(body, QStringLiteral(" › "));
    draw_tabular(painter, {right - arrow, line.top(), arrow, line.height()},
                 Qt::AlignHCenter | Qt::AlignVCenter, QStringLiteral("›"));
    right -= arrow;
  }
  painter.setPen(has_after_ ? muted : text);
  draw_tabular(painter, {right - column, line.top(), column, line.height()},
               Qt::AlignRight | Qt::AlignVCenter, before);
  right -= column + kUnit;

  double left = line.left();
  QFont label_font = body;
  if (is_target) {
    icon(QStringLiteral("target"))
        .paint(&painter, QRect(static_cast<int>(left),
                               static_cast<int>(line.center().y()) - kIcon / 2, kIcon, kIcon));
    left += kIcon + 6;
    label_font.setWeight(QFont::DemiBold);
  }
  painter.setFont(label_font);
  painter.setPen(text);
  painter.drawText(QRectF(left, line.top(), right - left, line.height()),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(label_font).elidedText(row.label, Qt::ElideRight, right - left));

  // A wide neutral bar for before and a narrow coloured one inside it for after: both are readable,
  // whichever is longer.
  const QRectF track(inner.left(), line.bottom() + 3, inner.width(), kBar);
  const auto bar = [&](double probability, double height, const QColor& color) {
    if (!(probability > 0)) return;
    // Clipped at the left, so that a length below the corner radius shows as a sliver and not as a
    // longer bar.
    const double length = track.width() * std::min(1.0, probability),
                 drawn = std::max(height, length);
    const QRectF pill(track.left() + length - drawn, track.center().y() - height / 2, drawn,
                      height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.setClipRect(track);
    painter.drawRoundedRect(pill, height / 2, height / 2);
    painter.setClipping(false);
  };
  QColor groove = text, neutral = text;
  groove.setAlphaF(0.07F);
  neutral.setAlphaF(has_after_ ? 0.26F : 0.45F);
  bar(1, kBar, groove);
  bar(row.before, kBar, neutral);
  if (has_after_) bar(row.after, kBar - 4, keep_color(p));
}

void ClassBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < static_cast<int>(rows_.size()); ++i) paintRow(painter, i);
}

bool ClassBars::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int number = rowAt(help->pos());
    if (number < 0) {
      QToolTip::hideText();
      return true;
    }
    const Row& row = rows_[static_cast<std::size_t>(number)];
    const QString action = row.index == target_ ? tr("This is the class being explained")
                                                : tr("Click to explain this class");
    QToolTip::showText(help->globalPos(),
                       tr("%1 (class %2)\nprobability %3, log-odds %4\n%5")
                           .arg(row.label)
                           .arg(row.index)
                           .arg(numbers(row))
                           .arg(row.score, 0, 'f', 2)
                           .arg(action),
                       this, rowRect(number).toRect());
    return true;
  }
  return QWidget::event(event);
}

void ClassBars::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  const int row = rowAt(event->position());
  if (row >= 0) setCurrent(row);
}

void ClassBars::mouseReleaseEvent(QMouseEvent* event) {
  const int row = rowAt(event->position());
  // Like a button, chooses the row if the mouse is released where it was pressed.
  if (event->button() == Qt::LeftButton && row >= 0 && row == current_) choose(row);
}

void ClassBars::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->position());
  setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (row == hovered_) return;
  hovered_ = row;
  update();
}

void ClassBars::leaveEvent(QEvent* event) {
  hovered_ = -1;
  update();
  QWidget::leaveEvent(event);
}

void ClassBars::setCurrent(int row) {
  current_ = std::clamp(row, 0, std::max(0, static_cast<int>(rows_.size()) - 1));
  describe();
  update();
}

void ClassBars::choose(int row) {
  if (row < 0 || row >= static_cast<int>(rows_.size())) return;
  emit targetChosen(rows_[static_cast<std::size_t>(row)].index);
}

void ClassBars::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copy(toText());
  switch (event->key()) {
    case Qt::Key_Up:
      focus_by_key_ = true;
      return setCurrent(current_ - 1);
    case Qt::Key_Down:
      focus_by_key_ = true;
      return setCurrent(current_ + 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      return choose(current_);
    default:
      QWidget::keyPressEvent(event);
  }
}

void ClassBars::focusInEvent(QFocusEvent* event) {
  focus_by_key_ =
      event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  QWidget::focusInEvent(event);
}

void ClassBars::focusOutEvent(QFocusEvent* event) {
  update();
  QWidget::focusOutEvent(event);
}

void ClassBars::copy(const QString& text) const { QApplication::clipboard()->setText(text); }

void ClassBars::contextMenuEvent(QContextMenuEvent* event) {
  if (rows_.empty()) return;
  const int number =
      event->reason() == QContextMenuEvent::Mouse ? rowAt(QPointF(event->pos())) : current_;
  QMenu menu(this);
  if (number >= 0) {
    const Row row = rows_[static_cast<std::size_t>(number)];
    const QString line = QStringLiteral("%1\t%2").arg(row.label, numbers(row));
    menu.addAction(icon(QStringLiteral("copy")), tr("Copy this row"), this,
                   [this, line] { copy(line); });
  }
  menu.addAction(icon(QStringLiteral("copy")), tr("Copy all values"), this,
                 [this] { copy(toText()); });
  menu.exec(event->globalPos());
}

void ClassBars::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) updateGeometry();
  QWidget::changeEvent(event);
}

}  // namespace fido::ui
