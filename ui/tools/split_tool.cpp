#include "ui/tools/split_tool.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace fido::ui {

void SplitTool::setEnabled(bool enabled) {
  enabled_ = enabled;
  emit changed();
}

void SplitTool::setBeforeImage(const QImage& image) {
  before_ = image;
  emit changed();
}

void SplitTool::setPosition(double position) {
  position_ = std::clamp(position, 0.0, 1.0);
  emit changed();
}

void SplitTool::press(QPointF position, Qt::KeyboardModifiers, double) {
  setPosition(position.x());
}
void SplitTool::move(QPointF position, Qt::KeyboardModifiers, double) { setPosition(position.x()); }
void SplitTool::doublePress(QPointF position) { setPosition(position.x()); }

bool SplitTool::handlesKey(int key) const { return key == Qt::Key_Left || key == Qt::Key_Right; }

void SplitTool::pressKey(int key) {
  if (handlesKey(key)) setPosition(position_ + (key == Qt::Key_Left ? -0.02 : 0.02));
}

void SplitTool::paint(QPainter& painter, const std::function<QPointF(QPointF)>& to_painter) const {
  const QPointF top = to_painter({0, 0}), bottom = to_painter({1, 1});
  const double x = to_painter({position_, 0}).x(), middle = (top.y() + bottom.y()) / 2,
               grip_radius = 1.5 * kUnit;
  painter.save();
  painter.setClipRect(QRectF(top, QPointF(x, bottom.y())), Qt::IntersectClip);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(QRectF(top, bottom), before_);
  painter.restore();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  // White with a dark border is visible on any photo.
  painter.setPen(QPen(QColor(0, 0, 0, 140), 4));
  painter.drawLine(QPointF(x, top.y()), QPointF(x, bottom.y()));
  painter.setPen(QPen(Qt::white, 2));
  painter.drawLine(QPointF(x, top.y()), QPointF(x, bottom.y()));
  painter.setPen(QPen(QColor(0, 0, 0, 140), 1));
  painter.setBrush(Qt::white);
  painter.drawEllipse(QPointF(x, middle), grip_radius, grip_radius);
  painter.setPen(QPen(QColor(40, 40, 40), 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  for (const double side : {-1.0, 1.0}) {
    const QPointF tip(x + side * 8, middle);
    painter.drawPolyline(
        QPolygonF({tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)}));
  }
  painter.restore();
}

}  // namespace fido::ui
