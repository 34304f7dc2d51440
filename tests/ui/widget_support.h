// Small pictures and events shared by the widget tests.
#pragma once

#include <QApplication>
#include <QImage>
#include <QMouseEvent>
#include <QWidget>
#include <cmath>

#include "core/image/image.h"

namespace fido::ui::test {

inline QImage gradient(int width, int height) {
  QImage image(width, height, QImage::Format_RGB32);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x)
      image.setPixel(x, y, qRgb(x * 255 / width, y * 255 / height, 90));
  }
  return image;
}

inline fido::Plane disc(int size, double radius, float inside, float outside) {
  fido::Plane plane(size, size, outside);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      if (std::hypot(x + 0.5 - size / 2.0, y + 0.5 - size / 2.0) < radius) plane.at(x, y) = inside;
    }
  }
  return plane;
}

inline bool near(QPointF a, QPointF b, double tolerance = 1e-6) {
  return std::abs(a.x() - b.x()) < tolerance && std::abs(a.y() - b.y()) < tolerance;
}

inline void move_to(QWidget& widget, QPoint at, Qt::MouseButtons held = {}) {
  QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, held,
                    Qt::NoModifier);
  QApplication::sendEvent(&widget, &event);
}

}  // namespace fido::ui::test
