// The tools that paint masks: they turn pointer events on the picture into edits of the document's
// masks. Contains no widgets.
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
  static constexpr double kMinSize = 2, kMaxSize = 400;  // brush diameter in mask pixels

  explicit MaskTool(Document& document, QObject* parent = nullptr);

  ToolKind kind() const { return kind_; }
  void setKind(ToolKind kind);
  // Whether painting drops pixels or keeps them; the eraser does the opposite.
  bool isDropping() const { return is_dropping_; }
  void setDropping(bool dropping);
  double size() const { return size_; }
  void setSize(double size);   // brush diameter, clamped to [kMinSize, kMaxSize]
  void changeSize(int steps);  // by 10 % per step
  int tolerance() const { return tolerance_; }
  void setTolerance(int tolerance);  // flood fill: difference per channel, in [0, 255]
  int segmentSize() const { return segment_size_; }
  void setSegmentSize(int size);  // side of a superpixel in mask pixels, in [8, 256]
  // Returns the boundaries of the superpixels as a picture, ARGB32 premultiplied, at half the
  // mask's size. Null while another tool is chosen.
  QImage segmentBoundaries() const;

  bool isActive() const override { return kind_ != ToolKind::none; }
  void press(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) override;
  void move(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) override;
  void release(QPointF position) override;
  void doublePress(QPointF position) override;
  void hover(QPointF position) override;
  void leave() override;
  bool handlesKey(int key) const override;
  void pressKey(int key) override;
  void paint(QPainter& painter, const std::function<QPointF(QPointF)>& to_painter) const override;

 signals:
  void optionsChanged();  // kind, drop or keep, size, tolerance, segments
  void outlineChanged();

 private:
  QPointF toMask(QPointF fraction) const;
  QPointF fromMask(QPointF pixel) const;
  quint8 paintValue() const;
  void beginEdit();
  void paintStroke(QPointF position, double pressure);
  void drawShape(QPointF to, Qt::KeyboardModifiers modifiers);
  void floodFill(QPointF position);
  void paintSegment(QPointF position);
  void closePolygon();
  void updateSegments();

  Document& document_;
  ToolKind kind_ = ToolKind::none;
  bool is_dropping_ = true;
  double size_ = 64;
  int tolerance_ = 24, segment_size_ = 48;
  bool pressed_ = false, resizing_ = false;
  QPointF last_position_, press_position_, cursor_position_;  // in mask pixels
  double last_width_ = 0, size_before_ = 0;
  bool hovering_ = false;
  QPolygonF points_;
  Segments segments_;
  PhotoPtr segments_photo_;
  int segments_size_ = 0;
};

}  // namespace fido::ui
