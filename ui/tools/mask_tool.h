// The tools that paint masks: what a pointer on the picture does to the document's masks. No
// widgets.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QPainterPath>
#include <QPolygonF>
#include <optional>

#include "core/image/superpixels.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/document/document.h"

namespace fido::ui {

enum class ToolKind { none, brush, eraser, rectangle, ellipse, lasso, polygon, flood, segments };

class MaskTool : public QObject, public CanvasTool {
  Q_OBJECT

 public:
  static constexpr double kLeastSize = 2, kLargestSize = 400;  // of the brush, in the mask's pixels

  explicit MaskTool(Document& document, QObject* parent = nullptr);

  ToolKind kind() const { return kind_; }
  void setKind(ToolKind kind);
  // What painting does to a pixel; the eraser does the other.
  bool drops() const { return drops_; }
  void setDrops(bool drops);
  double size() const { return size_; }
  void setSize(double size);
  void sizeBy(int steps);  // a tenth each
  int tolerance() const { return tolerance_; }
  void setTolerance(int tolerance);  // of the flood, a channel's difference in [0, 255]
  int segmentSize() const { return segment_size_; }
  void setSegmentSize(int size);  // side of a superpixel, in the mask's pixels
  // Of the superpixels, for the picture; null while another tool is chosen. At the mask's size,
  // ARGB32 premultiplied.
  QImage segmentLines() const;

  bool active() const override { return kind_ != ToolKind::none; }
  void press(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) override;
  void move(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) override;
  void release(QPointF at) override;
  void doublePress(QPointF at) override;
  void hover(QPointF at) override;
  void leave() override;
  bool wantsKey(int key) const override;
  void pressKey(int key) override;
  void paint(QPainter& painter, const std::function<QPointF(QPointF)>& place) const override;

 signals:
  void optionsChanged();  // kind, drop or keep, size, tolerance, segments
  void outlineChanged();

 private:
  QPointF toMask(QPointF fraction) const;
  QPointF fromMask(QPointF pixel) const;
  quint8 value() const;
  void begin();
  void stamp(QPointF at, double pressure);
  void drawShape(QPointF to, Qt::KeyboardModifiers modifiers);
  void flood(QPointF at);
  void dropSegment(QPointF at);
  void closePolygon();
  void needSegments();

  Document& document_;
  ToolKind kind_ = ToolKind::none;
  bool drops_ = true;
  double size_ = 64;
  int tolerance_ = 24, segment_size_ = 48;
  bool pressed_ = false, resizing_ = false;
  QPointF last_, press_, cursor_;  // in the mask's pixels
  double last_width_ = 0, size_before_ = 0;
  bool hovering_ = false;
  QPolygonF points_;
  Segments segments_;
  PhotoPtr segments_of_;
  int segments_size_ = 0;
};

}  // namespace fido::ui
