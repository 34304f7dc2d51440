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
constexpr double kLeastPressure = 0.15;  // the lightest touch still leaves a trace

QString name_of(ToolKind kind, bool drops) {
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

QImage grey(const Mask8& mask) {
  return QImage(mask.values.data(), mask.width, mask.height, mask.width, QImage::Format_Grayscale8)
      .copy();
}

}  // namespace

MaskTool::MaskTool(Document& document, QObject* parent) : QObject(parent), document_(document) {
  connect(&document_, &Document::photoChanged, this, [this] {
    pressed_ = resizing_ = false;
    points_.clear();
    if (kind_ == ToolKind::segments) needSegments();
    emit outlineChanged();
  });
}

void MaskTool::setKind(ToolKind kind) {
  if (kind == kind_) return;
  document_.masks().endEdit();
  pressed_ = resizing_ = false;
  points_.clear();
  kind_ = kind;
  if (kind_ == ToolKind::segments) needSegments();
  emit optionsChanged();
  emit outlineChanged();
}

void MaskTool::setDrops(bool drops) {
  if (drops == drops_) return;
  drops_ = drops;
  emit optionsChanged();
  emit outlineChanged();
}

void MaskTool::setSize(double size) {
  size = std::clamp(size, kLeastSize, kLargestSize);
  if (size == size_) return;
  size_ = size;
  emit optionsChanged();
  emit outlineChanged();
}

void MaskTool::sizeBy(int steps) {
  setSize(std::max(size_ * std::pow(kSizeStep, steps), size_ + steps));
}

void MaskTool::setTolerance(int tolerance) {
  tolerance_ = std::clamp(tolerance, 0, 255);
  emit optionsChanged();
}

void MaskTool::setSegmentSize(int size) {
  segment_size_ = std::clamp(size, 8, 256);
  if (kind_ == ToolKind::segments) needSegments();
  emit optionsChanged();
  emit outlineChanged();
}

QPointF MaskTool::toMask(QPointF fraction) const {
  const QRectF part = document_.seenPart();
  const QSize size = document_.masks().size();
  return {(part.x() + fraction.x() * part.width()) * size.width(),
          (part.y() + fraction.y() * part.height()) * size.height()};
}

QPointF MaskTool::fromMask(QPointF pixel) const {
  const QRectF part = document_.seenPart();
  const QSize size = document_.masks().size();
  return {(pixel.x() / size.width() - part.x()) / part.width(),
          (pixel.y() / size.height() - part.y()) / part.height()};
}

quint8 MaskTool::value() const {
  return drops_ != (kind_ == ToolKind::eraser) ? Masks::kDropped : Masks::kKept;
}

// Keeping something means nothing while all is kept: a new mask then begins with all dropped.
void MaskTool::begin() {
  document_.masks().beginEdit(name_of(kind_, drops_),
                              value() == Masks::kDropped ? Masks::kKept : Masks::kDropped);
}

void MaskTool::stamp(QPointF at, double pressure) {
  const double width = size_ * std::max(pressure, kLeastPressure);
  // As wide as at its narrower end, in short pieces: a tablet sends many.
  document_.masks().paintLine(
      last_, at, last_ == at ? width : std::min(width, last_width_ > 0 ? last_width_ : width),
      value());
  if (width > last_width_) document_.masks().paintLine(at, at, width, value());
  last_ = at;
  last_width_ = width;
}

void MaskTool::press(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) {
  press_ = last_ = cursor_ = toMask(at);
  last_width_ = 0;
  if (kind_ == ToolKind::brush || kind_ == ToolKind::eraser) {
    if (modifiers & Qt::ShiftModifier) {
      resizing_ = true;
      size_before_ = size_;
      return;
    }
    pressed_ = true;
    begin();
    stamp(last_, pressure);
  } else if (kind_ == ToolKind::flood) {
    flood(press_);
  } else if (kind_ == ToolKind::segments) {
    pressed_ = true;
    begin();
    dropSegment(press_);
  } else if (kind_ == ToolKind::polygon) {
    points_ << press_;
  } else {
    pressed_ = true;
    points_ = {press_};
    begin();
  }
  emit outlineChanged();
}

void MaskTool::move(QPointF at, Qt::KeyboardModifiers modifiers, double pressure) {
  const QPointF to = toMask(at);
  if (resizing_) {
    setSize(size_before_ + 2 * (to.x() - press_.x()));
    return;
  }
  cursor_ = to;
  if (pressed_) {
    if (kind_ == ToolKind::brush || kind_ == ToolKind::eraser)
      stamp(to, pressure);
    else if (kind_ == ToolKind::segments)
      dropSegment(to);
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

void MaskTool::doublePress(QPointF at) {
  if (kind_ == ToolKind::polygon)
    closePolygon();
  else
    press(at, {}, 1);
}

void MaskTool::hover(QPointF at) {
  cursor_ = toMask(at);
  hovering_ = true;
  emit outlineChanged();
}

void MaskTool::leave() {
  hovering_ = false;
  emit outlineChanged();
}

// Escape gives up what is being drawn; a polygon is closed by Enter, and Backspace takes back its
// last corner.
bool MaskTool::wantsKey(int key) const {
  if (!pressed_ && points_.isEmpty()) return false;
  if (key == Qt::Key_Escape) return true;
  return kind_ == ToolKind::polygon &&
         (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Backspace);
}

void MaskTool::pressKey(int key) {
  if (!wantsKey(key)) return;
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
    QPointF span = to - press_;
    if (modifiers & Qt::ShiftModifier) {  // a square, a circle
      const double side = std::max(std::abs(span.x()), std::abs(span.y()));
      span = {std::copysign(side, span.x()), std::copysign(side, span.y())};
    }
    const QRectF box = QRectF(press_, press_ + span).normalized();
    if (kind_ == ToolKind::rectangle)
      path.addRect(box);
    else
      path.addEllipse(box);
  }
  path.setFillRule(Qt::WindingFill);
  document_.masks().paintShape(path, value());
}

void MaskTool::closePolygon() {
  // The second press of a double click is no corner.
  while (points_.size() > 1 && QLineF(points_.last(), points_[points_.size() - 2]).length() < 2)
    points_.removeLast();
  if (points_.size() > 2) {
    QPainterPath path;
    path.addPolygon(points_);
    path.closeSubpath();
    path.setFillRule(Qt::WindingFill);
    begin();
    document_.masks().paintShape(path, value());
    document_.masks().endEdit();
  }
  points_.clear();
  emit outlineChanged();
}

void MaskTool::flood(QPointF at) {
  const PhotoPtr& photo = document_.photo();
  const QSize size = document_.masks().size();
  if (!photo || !QRectF(QPointF(), QSizeF(size)).contains(at)) return;
  const QImage small = photo->display.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  begin();
  document_.masks().paintRegion(grey(similar_region(to_image(small), static_cast<int>(at.x()),
                                                    static_cast<int>(at.y()), tolerance_)),
                                value());
  document_.masks().endEdit();
}

void MaskTool::needSegments() {
  const PhotoPtr& photo = document_.photo();
  if (!photo || (segments_of_ == photo && segments_size_ == segment_size_)) return;
  const QSize size = document_.masks().size();
  // At half the mask's size: edges as fine as an eye sees them, in a quarter of the time.
  const QImage small =
      photo->display.scaled(size / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  segments_ = superpixels(to_image(small), std::max(4, segment_size_ / 2));
  segments_of_ = photo;
  segments_size_ = segment_size_;
}

void MaskTool::dropSegment(QPointF at) {
  const QSize size = document_.masks().size();
  if (segments_.labels.empty() || !QRectF(QPointF(), QSizeF(size)).contains(at)) return;
  const auto label_at = [&](int x, int y) {
    const int column = std::min(x * segments_.width / size.width(), segments_.width - 1);
    const int row = std::min(y * segments_.height / size.height(), segments_.height - 1);
    return segments_.labels[static_cast<std::size_t>(row) * segments_.width + column];
  };
  const int wanted = label_at(static_cast<int>(at.x()), static_cast<int>(at.y()));
  QImage region(size, QImage::Format_Grayscale8);
  for (int y = 0; y < size.height(); ++y) {
    uchar* row = region.scanLine(y);
    for (int x = 0; x < size.width(); ++x) row[x] = label_at(x, y) == wanted ? 255 : 0;
  }
  document_.masks().paintRegion(region, value());
}

QImage MaskTool::segmentLines() const {
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

void MaskTool::paint(QPainter& painter, const std::function<QPointF(QPointF)>& place) const {
  const QSize size = document_.masks().size();
  if (size.isEmpty()) return;
  const auto at = [&](QPointF pixel) { return place(fromMask(pixel)); };
  const QColor color =
      value() == Masks::kDropped ? QColor::fromRgb(kDrop) : QColor::fromRgb(kKeep).lighter(140);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  // Dark under light: seen on any photo.
  const auto twice = [&](const auto& draw) {
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3));
    draw();
    painter.setPen(QPen(color, 1.4));
    draw();
  };
  if ((kind_ == ToolKind::brush || kind_ == ToolKind::eraser) &&
      (hovering_ || pressed_ || resizing_)) {
    const QPointF centre = at(resizing_ ? press_ : cursor_);
    const double radius = std::abs(at({size_ / 2, 0}).x() - at({0, 0}).x());
    twice([&] { painter.drawEllipse(centre, std::max(radius, 2.0), std::max(radius, 2.0)); });
  }
  if (kind_ == ToolKind::polygon && !points_.isEmpty()) {
    QPolygonF outline;
    for (const QPointF& point : points_) outline << at(point);
    if (hovering_) outline << at(cursor_);
    twice([&] {
      painter.drawPolyline(outline);
      for (const QPointF& corner : outline) painter.drawEllipse(corner, 2.5, 2.5);
    });
  }
}

}  // namespace fido::ui
