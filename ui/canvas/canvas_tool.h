// What takes the pointer on a canvas in the place of panning and dragging out.
#pragma once

#include <QPointF>
#include <Qt>
#include <functional>

class QPainter;

namespace fido::ui {

// Positions are fractions of the picture; outside [0, 1] beside it.
class CanvasTool {
 public:
  virtual ~CanvasTool() = default;
  // Without one the canvas is left as it is without a tool.
  virtual bool active() const = 0;
  // `pressure` in (0, 1], 1 without a tablet.
  virtual void press(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) = 0;
  virtual void move(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) = 0;
  virtual void release(QPointF at) = 0;
  virtual void doublePress(QPointF at) = 0;
  virtual void hover(QPointF at) = 0;
  virtual void leave() = 0;
  // Whether the tool has a use for the key now, which then triggers no action of the window.
  virtual bool wantsKey(int key) const = 0;
  virtual void pressKey(int key) = 0;
  // Outline at the cursor and what is being drawn; `place` brings a fraction to the painter's
  // coordinates.
  virtual void paint(QPainter& painter, const std::function<QPointF(QPointF)>& place) const = 0;
};

}  // namespace fido::ui
