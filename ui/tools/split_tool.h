// Before and after in one picture: left of a line that can be dragged lies another one.
#pragma once

#include <QImage>
#include <QObject>

#include "ui/canvas/canvas_tool.h"

namespace fido::ui {

class SplitTool : public QObject, public CanvasTool {
  Q_OBJECT
 public:
  using QObject::QObject;

  void setOn(bool on);
  bool isOn() const { return on_; }
  // What is seen left of the line; null: there is no line.
  void setBefore(const QImage& before);
  double position() const { return position_; }

  bool active() const override { return on_ && !before_.isNull(); }
  void press(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) override;
  void move(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) override;
  void release(QPointF) override {}
  void doublePress(QPointF at) override;
  void hover(QPointF) override {}
  void leave() override {}
  bool wantsKey(int key) const override;
  void pressKey(int key) override;
  void paint(QPainter& painter, const std::function<QPointF(QPointF)>& place) const override;

 signals:
  void changed();

 private:
  void setPosition(double position);

  QImage before_;
  bool on_ = false;
  double position_ = 0.5;  // in fractions of the picture's width
};

}  // namespace fido::ui
