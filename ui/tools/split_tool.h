// A before-and-after slider: left of a line that can be dragged, the canvas shows another picture.
#pragma once

#include <QImage>
#include <QObject>

#include "ui/canvas/canvas_tool.h"

namespace fido::ui {

class SplitTool : public QObject, public CanvasTool {
  Q_OBJECT
 public:
  using QObject::QObject;

  void setEnabled(bool enabled);
  bool isEnabled() const { return enabled_; }
  // Sets the picture that is shown left of the line; null removes the line.
  void setBeforeImage(const QImage& image);
  // Returns the line's position as a fraction of the picture's width.
  double position() const { return position_; }

  bool isActive() const override { return enabled_ && !before_.isNull(); }
  void press(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) override;
  void move(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) override;
  void release(QPointF) override {}
  void doublePress(QPointF position) override;
  void hover(QPointF) override {}
  void leave() override {}
  bool handlesKey(int key) const override;
  void pressKey(int key) override;
  void paint(QPainter& painter, const std::function<QPointF(QPointF)>& to_painter) const override;

 signals:
  void changed();

 private:
  void setPosition(double position);

  QImage before_;
  bool enabled_ = false;
  double position_ = 0.5;
};

}  // namespace fido::ui
