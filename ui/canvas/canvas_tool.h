// The interface of tools that take the pointer on a canvas instead of panning and dragging out.
#pragma once

#include <QPointF>
#include <Qt>
#include <functional>

class QPainter;

namespace fido::ui {

// Positions are fractions of the picture; outside [0, 1] they lie beside it.
class CanvasTool {
 public:
  virtual ~CanvasTool() = default;
  // Returns whether the tool takes the pointer. While it does not, the canvas behaves as without a
  // tool.
  virtual bool isActive() const = 0;
  // `pressure` is in (0, 1], and 1 without a tablet.
  virtual void press(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) = 0;
  virtual void move(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) = 0;
  virtual void release(QPointF position) = 0;
  virtual void doublePress(QPointF position) = 0;
  virtual void hover(QPointF position) = 0;
  virtual void leave() = 0;
  // Returns whether the tool handles the key now; the key then triggers no action of the window.
  virtual bool handlesKey(int key) const = 0;
  virtual void pressKey(int key) = 0;
  // Paints the outline at the cursor and the shape in progress. `to_painter` maps a fraction of the
  // picture to the painter's coordinates.
  virtual void paint(QPainter& painter,
                     const std::function<QPointF(QPointF)>& to_painter) const = 0;
};

}  // namespace fido::ui
