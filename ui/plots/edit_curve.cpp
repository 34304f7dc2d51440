#include "ui/plots/edit_curve.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/document/document.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr double kLeftMargin = 5 * kUnit, kMargin = kUnit, kThumbnailSide = 6 * kUnit;  // px

}  // namespace

EditCurve::EditCurve(Document& document, QWidget* parent) : QWidget(parent), document_(document) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumHeight(12 * kUnit);
  setAccessibleName(tr("Probability by edit"));
  setAccessibleDescription(tr("Press the left and right arrow keys to step through the edits"));
  connect(&document_, &Document::editPointsChanged, this, qOverload<>(&QWidget::update));
  connect(&document_.masks(), &Masks::edited, this, qOverload<>(&QWidget::update));
}

QRectF EditCurve::plotRect() const {
  return QRectF(rect()).adjusted(kLeftMargin, 2 * kUnit, -kThumbnailSide / 2 - kMargin,
                                 -kThumbnailSide - 1.5 * kUnit);
}

QPointF EditCurve::pointAt(int step) const {
  const auto& points = document_.editPoints();
  const auto found = points.find(step);
  if (found == points.end()) return {};
  const QRectF area = plotRect();
  const double last = std::max(1, points.rbegin()->first);
  return {area.left() + area.width() * step / last,
          area.bottom() - area.height() * found->second.probability};
}

int EditCurve::stepAt(double x) const {
  int nearest = -1;
  double min_distance = 3 * kUnit;
  for (const auto& [step, point] : document_.editPoints()) {
    const double distance = std::abs(pointAt(step).x() - x);
    if (distance >= min_distance) continue;
    min_distance = distance;
    nearest = step;
  }
  return nearest;
}

void EditCurve::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(small_font());
  const QRectF area = plotRect();
  const auto& points = document_.editPoints();
  painter.setPen(muted_text_color(palette()));
  painter.drawText(QRectF(area.left(), 0, area.width(), 2 * kUnit),
                   Qt::AlignLeft | Qt::AlignVCenter, tr("probability after each edit"));
  if (points.empty()) {
    painter.drawText(rect(), Qt::AlignCenter,
                     tr("Paint on the photo (B): each edit adds a point here."));
    return;
  }
  for (const double level : {0.0, 0.5, 1.0}) {
    const double y = area.bottom() - area.height() * level;
    painter.setPen(QPen(hairline_color(palette()), 1));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    painter.setPen(muted_text_color(palette()));
    painter.drawText(QRectF(0, y - kUnit, kLeftMargin - kUnit, 2 * kUnit),
                     Qt::AlignRight | Qt::AlignVCenter, QString::number(level));
  }
  if (const Prediction* untouched = document_.prediction(document_.target())) {
    const double y = area.bottom() - area.height() * untouched->probability;
    painter.setPen(QPen(muted_text_color(palette()), 1, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
  }
  QPolygonF line;
  for (const auto& [step, point] : points) line << pointAt(step);
  painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
  painter.drawPolyline(line);

  const int current = document_.masks().history().index();
  double next_left = -kThumbnailSide;  // thumbnails that would overlap the previous one are skipped
  for (const auto& [step, point] : points) {
    const QPointF position = pointAt(step);
    const bool is_highlighted = step == current || step == hovered_;
    painter.setPen(QPen(palette().color(QPalette::Window), 1.5));
    painter.setBrush(is_highlighted ? keep_color(palette())
                                    : palette().color(QPalette::WindowText));
    painter.drawEllipse(position, is_highlighted ? 5 : 3.5, is_highlighted ? 5 : 3.5);
    const QSizeF size =
        QSizeF(point.thumbnail.size()).scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio);
    const double left = position.x() - size.width() / 2;
    if (left < next_left && !is_highlighted) continue;
    next_left = left + size.width() + 4;
    const QRectF thumbnail_rect(QPointF(left, height() - kThumbnailSide), size);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(thumbnail_rect, point.thumbnail);
    if (!is_highlighted) continue;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(keep_color(palette()), 2));
    painter.drawRect(thumbnail_rect);
  }
}

void EditCurve::mousePressEvent(QMouseEvent* event) {
  const int step = stepAt(event->position().x());
  if (step >= 0) document_.masks().history().setIndex(step);
}

void EditCurve::mouseMoveEvent(QMouseEvent* event) {
  hovered_ = stepAt(event->position().x());
  setCursor(hovered_ < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
  if (hovered_ >= 0) {
    const EditPoint& point = document_.editPoints().at(hovered_);
    QToolTip::showText(event->globalPosition().toPoint(),
                       QStringLiteral("%1: %2").arg(point.name, format_percent(point.probability)),
                       this);
  }
  update();
}

void EditCurve::leaveEvent(QEvent*) {
  hovered_ = -1;
  update();
}

void EditCurve::keyPressEvent(QKeyEvent* event) {
  QUndoStack& history = document_.masks().history();
  if (event->key() == Qt::Key_Left)
    history.undo();
  else if (event->key() == Qt::Key_Right)
    history.redo();
  else
    QWidget::keyPressEvent(event);
}

}  // namespace fido::ui
