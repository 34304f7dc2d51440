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

constexpr double kLeft = 5 * kUnit, kMargin = kUnit, kThumbnail = 6 * kUnit;

}  // namespace

EditCurve::EditCurve(Document& document, QWidget* parent) : QWidget(parent), document_(document) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumHeight(12 * kUnit);
  setAccessibleName(tr("Probability over edits"));
  setAccessibleDescription(tr("Left and right go back and forth through the edits"));
  connect(&document_, &Document::editPointsChanged, this, qOverload<>(&QWidget::update));
  connect(&document_.masks(), &Masks::edited, this, qOverload<>(&QWidget::update));
}

QRectF EditCurve::plot() const {
  return QRectF(rect()).adjusted(kLeft, 2 * kUnit, -kThumbnail / 2 - kMargin,
                                 -kThumbnail - 1.5 * kUnit);
}

QPointF EditCurve::pointOf(int step) const {
  const auto& points = document_.editPoints();
  const auto found = points.find(step);
  if (found == points.end()) return {};
  const QRectF area = plot();
  const double last = std::max(1, points.rbegin()->first);
  return {area.left() + area.width() * step / last,
          area.bottom() - area.height() * found->second.probability};
}

int EditCurve::stepAt(double x) const {
  int best = -1;
  double least = 3 * kUnit;
  for (const auto& [step, point] : document_.editPoints()) {
    const double away = std::abs(pointOf(step).x() - x);
    if (away >= least) continue;
    least = away;
    best = step;
  }
  return best;
}

void EditCurve::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(small_font());
  const QRectF area = plot();
  const auto& points = document_.editPoints();
  painter.setPen(muted_text(palette()));
  painter.drawText(QRectF(area.left(), 0, area.width(), 2 * kUnit),
                   Qt::AlignLeft | Qt::AlignVCenter, tr("probability after every edit"));
  if (points.empty()) {
    painter.drawText(rect(), Qt::AlignCenter,
                     tr("Paint on the photo (B): every edit becomes a point here."));
    return;
  }
  for (const double level : {0.0, 0.5, 1.0}) {
    const double y = area.bottom() - area.height() * level;
    painter.setPen(QPen(hairline(palette()), 1));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    painter.setPen(muted_text(palette()));
    painter.drawText(QRectF(0, y - kUnit, kLeft - kUnit, 2 * kUnit),
                     Qt::AlignRight | Qt::AlignVCenter, QString::number(level));
  }
  if (const Prediction* untouched = document_.prediction(document_.target())) {
    const double y = area.bottom() - area.height() * untouched->probability;
    painter.setPen(QPen(muted_text(palette()), 1, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
  }
  QPolygonF line;
  for (const auto& [step, point] : points) line << pointOf(step);
  painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
  painter.drawPolyline(line);

  const int current = document_.masks().history().index();
  double free = -kThumbnail;  // a thumbnail begins where the one before it has ended
  for (const auto& [step, point] : points) {
    const QPointF at = pointOf(step);
    const bool chosen = step == current || step == hovered_;
    painter.setPen(QPen(palette().color(QPalette::Window), 1.5));
    painter.setBrush(chosen ? keep_color(palette()) : palette().color(QPalette::WindowText));
    painter.drawEllipse(at, chosen ? 5 : 3.5, chosen ? 5 : 3.5);
    const QSizeF size =
        QSizeF(point.thumbnail.size()).scaled(kThumbnail, kThumbnail, Qt::KeepAspectRatio);
    const double left = at.x() - size.width() / 2;
    if (left < free && !chosen) continue;
    free = left + size.width() + 4;
    const QRectF place(QPointF(left, height() - kThumbnail), size);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(place, point.thumbnail);
    if (!chosen) continue;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(keep_color(palette()), 2));
    painter.drawRect(place);
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
