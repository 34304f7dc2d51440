#include "ui/tools/mask_tool.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/image/mask_ops.h"
#include "core/image/resample.h"
#include "ui/canvas/painting.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr double kSizeStep = 1.1;
constexpr double kMinPressure = 0.15;  // so that the lightest touch is still visible

QString edit_name(ToolKind kind, bool drops) {
  const char* const names[][2] = {
      {"", ""},
      {QT_TRANSLATE_NOOP("Tool", "Brush: keep"), QT_TRANSLATE_NOOP("Tool", "Brush: drop")},
      {QT_TRANSLATE_NOOP("Tool", "Eraser: drop"), QT_TRANSLATE_NOOP("Tool", "Eraser: keep")},
      {QT_TRANSLATE_NOOP("Tool", "Rectangle: keep"), QT_TRANSLATE_NOOP("Tool", "Rectangle: drop")},
      {QT_TRANSLATE_NOOP("Tool", "Ellipse: keep"), QT_TRANSLATE_NOOP("Tool", "Ellipse: drop")},
      {QT_TRANSLATE_NOOP("Tool", "Lasso: keep"), QT_TRANSLATE_NOOP("Tool", "Lasso: drop")},
      {QT_TRANSLATE_NOOP("Tool", "Polygon: keep"), QT_TRANSLATE_NOOP("Tool", "Polygon: drop")},
      {QT_TRANSLATE_NOOP("Tool", "Colour: keep"), QT_TRANSLATE_NOOP("Tool", "Colour: drop")},
      {QT_TRANSLATE_NOOP("Tool", "Superpixels: keep"),
       QT_TRANSLATE_NOOP("Tool", "Superpixels: drop")}};
  return QCoreApplication::translate("Tool", names[static_cast<int>(kind)][drops ? 1 : 0]);
}

QImage to_gray_image(const Mask8& mask) {
  return QImage(mask.values.data(), mask.width, mask.height, mask.width, QImage::Format_Grayscale8)
      .copy();
}

}  // namespace

MaskTool::MaskTool(Document& document, QObject* parent) : QObject(parent), document_(document) {
  connect(&document_, &Document::photoChanged, this, [this] {
    pressed_ = resizing_ = false;
    points_.clear();
    if (kind_ == ToolKind::segments) updateSegments();
    emit outlineChanged();
  });
}

void MaskTool::setKind(ToolKind kind) {
  if (kind == kind_) return;
  document_.masks().endEdit();
  pressed_ = resizing_ = false;
  points_.clear();
  kind_ = kind;
  if (kind_ == ToolKind::segments) updateSegments();
  emit optionsChanged();
  emit outlineChanged();
}

void MaskTool::setDropping(bool dropping) {
  if (dropping == is_dropping_) return;
  is_dropping_ = dropping;
  emit optionsChanged();
  emit outlineChanged();
}

void MaskTool::setSize(double size) {
  size = std::clamp(size, kMinSize, kMaxSize);
  if (size == size_) return;
  size_ = size;
  emit optionsChanged();
  emit outlineChanged();
}

void MaskTool::changeSize(int steps) {
  setSize(std::max(size_ * std::pow(kSizeStep, steps), size_ + steps));
}

void MaskTool::setTolerance(int tolerance) {
  tolerance_ = std::clamp(tolerance, 0, 255);
  emit optionsChanged();
}

void MaskTool::setSegmentSize(int size) {
  segment_size_ = std::clamp(size, 8, 256);
  if (kind_ == ToolKind::segments) updateSegments();
  emit optionsChanged();
  emit outlineChanged();
}

QPointF MaskTool::toMask(QPointF fraction) const {
  const QRectF part = document_.visiblePart();
  const QSize size = document_.masks().size();
  return {(part.x() + fraction.x() * part.width()) * size.width(),
          (part.y() + fraction.y() * part.height()) * size.height()};
}

QPointF MaskTool::fromMask(QPointF pixel) const {
  const QRectF part = document_.visiblePart();
  const QSize size = document_.masks().size();
  return {(pixel.x() / size.width() - part.x()) / part.width(),
          (pixel.y() / size.height() - part.y()) / part.height()};
}

quint8 MaskTool::paintValue() const {
  return is_dropping_ != (kind_ == ToolKind::eraser) ? Masks::kDropped : Masks::kKept;
}

// Painting kept pixels would have no effect on a mask that keeps everything, so a new mask then
// starts with everything dropped.
void MaskTool::beginEdit() {
  document_.masks().beginEdit(edit_name(kind_, is_dropping_),
                              paintValue() == Masks::kDropped ? Masks::kKept : Masks::kDropped);
}

void MaskTool::paintStroke(QPointF position, double pressure) {
  const double width = size_ * std::max(pressure, kMinPressure);
  // Paint a line as wide as its narrower end, and a dot at a wider one. Tablets send many short
  // pieces, so the width seems to change smoothly.
  double line_width = width;
  if (last_position_ != position && last_width_ > 0) line_width = std::min(width, last_width_);
  document_.masks().paintLine(last_position_, position, line_width, paintValue());
  if (width > last_width_) document_.masks().paintLine(position, position, width, paintValue());
  last_position_ = position;
  last_width_ = width;
}

void MaskTool::press(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) {
  press_position_ = last_position_ = cursor_position_ = toMask(position);
  last_width_ = 0;
  if (kind_ == ToolKind::brush || kind_ == ToolKind::eraser) {
    if (modifiers & Qt::ShiftModifier) {
      resizing_ = true;
      size_before_ = size_;
      return;
    }
    pressed_ = true;
    beginEdit();
    paintStroke(last_position_, pressure);
  } else if (kind_ == ToolKind::flood) {
    floodFill(press_position_);
  } else if (kind_ == ToolKind::segments) {
    pressed_ = true;
    beginEdit();
    paintSegment(press_position_);
  } else if (kind_ == ToolKind::polygon) {
    points_ << press_position_;
  } else {
    pressed_ = true;
    points_ = {press_position_};
    beginEdit();
  }
  emit outlineChanged();
}

void MaskTool::move(QPointF position, Qt::KeyboardModifiers modifiers, double pressure) {
  const QPointF to = toMask(position);
  if (resizing_) {
    setSize(size_before_ + 2 * (to.x() - press_position_.x()));
    return;
  }
  cursor_position_ = to;
  if (pressed_) {
    if (kind_ == ToolKind::brush || kind_ == ToolKind::eraser)
      paintStroke(to, pressure);
    else if (kind_ == ToolKind::segments)
      paintSegment(to);
    else
      drawShape(to, modifiers);
  }
  emit outlineChanged();
}

void MaskTool::release(QPointF) {
  resizing_ = false;
  if (!pressed_) return;
  pressed_ = false;
  points_.clear();
  document_.masks().endEdit();
  emit outlineChanged();
}

void MaskTool::doublePress(QPointF position) {
  if (kind_ == ToolKind::polygon)
    closePolygon();
  else
    press(position, {}, 1);
}

void MaskTool::hover(QPointF position) {
  cursor_position_ = toMask(position);
  hovering_ = true;
  emit outlineChanged();
}

void MaskTool::leave() {
  hovering_ = false;
  emit outlineChanged();
}

// Escape cancels the shape in progress. Enter closes a polygon, and Backspace removes its last
// corner.
bool MaskTool::handlesKey(int key) const {
  if (!pressed_ && points_.isEmpty()) return false;
  if (key == Qt::Key_Escape) return true;
  return kind_ == ToolKind::polygon &&
         (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Backspace);
}

void MaskTool::pressKey(int key) {
  if (!handlesKey(key)) return;
  if (key == Qt::Key_Escape) {
    pressed_ = false;
    points_.clear();
    document_.masks().cancelEdit();
  } else if (key == Qt::Key_Backspace) {
    points_.removeLast();
  } else {
    closePolygon();
  }
  emit outlineChanged();
}

void MaskTool::drawShape(QPointF to, Qt::KeyboardModifiers modifiers) {
  QPainterPath path;
  if (kind_ == ToolKind::lasso) {
    points_ << to;
    path.addPolygon(points_);
    path.closeSubpath();
  } else {
    QPointF span = to - press_position_;
    if (modifiers & Qt::ShiftModifier) {  // constrain to a square or a circle
      const double side = std::max(std::abs(span.x()), std::abs(span.y()));
      span = {std::copysign(side, span.x()), std::copysign(side, span.y())};
    }
    const QRectF box = QRectF(press_position_, press_position_ + span).normalized();
    if (kind_ == ToolKind::rectangle)
      path.addRect(box);
    else
      path.addEllipse(box);
  }
  path.setFillRule(Qt::WindingFill);
  document_.masks().paintShape(path, paintValue());
}

void MaskTool::closePolygon() {
  // The second press of a double click adds no corner.
  while (points_.size() > 1 && QLineF(points_.last(), points_[points_.size() - 2]).length() < 2)
    points_.removeLast();
  if (points_.size() > 2) {
    QPainterPath path;
    path.addPolygon(points_);
    path.closeSubpath();
    path.setFillRule(Qt::WindingFill);
    beginEdit();
    document_.masks().paintShape(path, paintValue());
    document_.masks().endEdit();
  }
  points_.clear();
  emit outlineChanged();
}

void MaskTool::floodFill(QPointF position) {
  const PhotoPtr& photo = document_.photo();
  const QSize size = document_.masks().size();
  if (!photo || !QRectF(QPointF(), QSizeF(size)).contains(position)) return;
  const QImage small = photo->display.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  beginEdit();
  document_.masks().paintRegion(
      to_gray_image(similar_region(to_image(small), static_cast<int>(position.x()),
                                   static_cast<int>(position.y()), tolerance_)),
      paintValue());
  document_.masks().endEdit();
}

void MaskTool::updateSegments() {
  const PhotoPtr& photo = document_.photo();
  if (!photo || (segments_photo_ == photo && segments_size_ == segment_size_)) return;
  const QSize size = document_.masks().size();
  // Half the mask's size gives edges that are fine enough for the eye, in a quarter of the time.
  const QImage small =
      photo->display.scaled(size / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  segments_ = superpixels(to_image(small), std::max(4, segment_size_ / 2));
  segments_photo_ = photo;
  segments_size_ = segment_size_;
}

void MaskTool::paintSegment(QPointF position) {
  const QSize size = document_.masks().size();
  if (segments_.labels.empty() || !QRectF(QPointF(), QSizeF(size)).contains(position)) return;
  const auto label_at = [&](int x, int y) {
    const int column = std::min(x * segments_.width / size.width(), segments_.width - 1);
    const int row = std::min(y * segments_.height / size.height(), segments_.height - 1);
    return segments_.labels[static_cast<std::size_t>(row) * segments_.width + column];
  };
  const int label = label_at(static_cast<int>(position.x()), static_cast<int>(position.y()));
  QImage region(size, QImage::Format_Grayscale8);
  for (int y = 0; y < size.height(); ++y) {
    uchar* row = region.scanLine(y);
    for (int x = 0; x < size.width(); ++x) row[x] = label_at(x, y) == label ? 255 : 0;
  }
  document_.masks().paintRegion(region, paintValue());
}

QImage MaskTool::segmentBoundaries() const {
  if (kind_ != ToolKind::segments || segments_.labels.empty()) return {};
  QImage lines(segments_.width, segments_.height, QImage::Format_ARGB32_Premultiplied);
  const QRgb line = qPremultiply(qRgba(255, 255, 255, 150));
  for (int y = 0; y < segments_.height; ++y) {
    const auto* row = segments_.labels.data() + static_cast<std::size_t>(y) * segments_.width;
    const auto* next = y + 1 < segments_.height ? row + segments_.width : row;
    auto* out = reinterpret_cast<QRgb*>(lines.scanLine(y));
    for (int x = 0; x < segments_.width; ++x)
      out[x] = row[x] != row[std::min(x + 1, segments_.width - 1)] || row[x] != next[x] ? line : 0;
  }
  return lines;
}

void MaskTool::paint(QPainter& painter, const std::function<QPointF(QPointF)>& to_painter) const {
  const QSize size = document_.masks().size();
  if (size.isEmpty()) return;
  const auto to_view = [&](QPointF pixel) { return to_painter(fromMask(pixel)); };
  const QColor color = paintValue() == Masks::kDropped ? QColor::fromRgb(kDrop)
                                                       : QColor::fromRgb(kKeep).lighter(140);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  // A dark line under a light one is visible on any photo.
  const auto draw_with_shadow = [&](const auto& draw) {
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3));
    draw();
    painter.setPen(QPen(color, 1.4));
    draw();
  };
  if ((kind_ == ToolKind::brush || kind_ == ToolKind::eraser) &&
      (hovering_ || pressed_ || resizing_)) {
    const QPointF centre = to_view(resizing_ ? press_position_ : cursor_position_);
    const double radius = std::abs(to_view({size_ / 2, 0}).x() - to_view({0, 0}).x());
    draw_with_shadow(
        [&] { painter.drawEllipse(centre, std::max(radius, 2.0), std::max(radius, 2.0)); });
  }
  if (kind_ == ToolKind::polygon && !points_.isEmpty()) {
    QPolygonF outline;
    for (const QPointF& point : points_) outline << to_view(point);
    if (hovering_) outline << to_view(cursor_position_);
    draw_with_shadow([&] {
      painter.drawPolyline(outline);
      for (const QPointF& corner : outline) painter.drawEllipse(corner, 2.5, 2.5);
    });
  }
}

}  // namespace fido::ui
