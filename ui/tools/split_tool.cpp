#include "ui/tools/split_tool.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace fido::ui {

void SplitTool::setOn(bool on) {
  on_ = on;
  emit changed();
}

void SplitTool::setBefore(const QImage& before) {
  before_ = before;
  emit changed();
}

void SplitTool::setPosition(double position) {
  position_ = std::clamp(position, 0.0, 1.0);
  emit changed();
}

void SplitTool::press(QPointF at, Qt::KeyboardModifiers, double) { setPosition(at.x()); }
void SplitTool::move(QPointF at, Qt::KeyboardModifiers, double) { setPosition(at.x()); }
void SplitTool::doublePress(QPointF at) { setPosition(at.x()); }

bool SplitTool::wantsKey(int key) const { return key == Qt::Key_Left || key == Qt::Key_Right; }

void SplitTool::pressKey(int key) {
  if (wantsKey(key)) setPosition(position_ + (key == Qt::Key_Left ? -0.02 : 0.02));
}

void SplitTool::paint(QPainter& painter, const std::function<QPointF(QPointF)>& place) const {
  const QPointF top = place({0, 0}), bottom = place({1, 1});
  const double x = place({position_, 0}).x(), middle = (top.y() + bottom.y()) / 2,
               grip = 1.5 * kUnit;
  painter.save();
  painter.setClipRect(QRectF(top, QPointF(x, bottom.y())), Qt::IntersectClip);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(QRectF(top, bottom), before_);
  painter.restore();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  // White with a dark rim: to be seen on any photo.
  painter.setPen(QPen(QColor(0, 0, 0, 140), 4));
  painter.drawLine(QPointF(x, top.y()), QPointF(x, bottom.y()));
  painter.setPen(QPen(Qt::white, 2));
  painter.drawLine(QPointF(x, top.y()), QPointF(x, bottom.y()));
  painter.setPen(QPen(QColor(0, 0, 0, 140), 1));
  painter.setBrush(Qt::white);
  painter.drawEllipse(QPointF(x, middle), grip, grip);
  painter.setPen(QPen(QColor(40, 40, 40), 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  for (const double side : {-1.0, 1.0}) {
    const QPointF tip(x + side * 8, middle);
    painter.drawPolyline(
        QPolygonF({tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)}));
  }
  painter.restore();
}

}  // namespace fido::ui
