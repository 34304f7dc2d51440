#include "ui/canvas/view_state.h"

#include <algorithm>
#include <cmath>

namespace fido::ui {

ViewState::ViewState(QObject* parent) : QObject(parent) {}

void ViewState::set(double zoom, QPointF centre) {
  if (!std::isfinite(zoom) || !std::isfinite(centre.x()) || !std::isfinite(centre.y())) return;
  zoom = std::clamp(zoom, 1.0, kMaxZoom);
  // Turning the wheel back by as many notches ends a rounding error away from fit.
  if (zoom < 1.0005) zoom = 1;
  // Up to this distance from the middle, the picture covers the area that it has at fit, whatever
  // the view's shape.
  const double max_offset = 0.5 * (1 - 1 / zoom);
  centre.setX(std::clamp(centre.x(), 0.5 - max_offset, 0.5 + max_offset));
  centre.setY(std::clamp(centre.y(), 0.5 - max_offset, 0.5 + max_offset));
  if (zoom == zoom_ && centre.x() == centre_.x() && centre.y() == centre_.y()) return;
  zoom_ = zoom;
  centre_ = centre;
  emit changed();
}

QRectF ViewState::imageRect(const QRectF& view, const QSizeF& image) const {
  if (image.isEmpty() || view.isEmpty()) return {};
  const QSizeF size = image.scaled(view.size(), Qt::KeepAspectRatio) * zoom_;
  return {view.center() - QPointF(centre_.x() * size.width(), centre_.y() * size.height()), size};
}

QPointF ViewState::toFraction(const QRectF& view, const QSizeF& image, QPointF position) const {
  const QRectF rect = imageRect(view, image);
  if (rect.isEmpty()) return {0.5, 0.5};
  return {(position.x() - rect.x()) / rect.width(), (position.y() - rect.y()) / rect.height()};
}

QPointF ViewState::toView(const QRectF& view, const QSizeF& image, QPointF fraction) const {
  const QRectF rect = imageRect(view, image);
  return {rect.x() + fraction.x() * rect.width(), rect.y() + fraction.y() * rect.height()};
}

void ViewState::zoomAt(const QRectF& view, const QSizeF& image, QPointF position, double factor) {
  if (image.isEmpty() || view.isEmpty()) return;
  const QPointF anchor = toFraction(view, image, position);
  const double zoom = std::clamp(zoom_ * factor, 1.0, kMaxZoom);
  const QSizeF size = image.scaled(view.size(), Qt::KeepAspectRatio) * zoom;
  const QPointF offset = position - view.center();
  set(zoom, {anchor.x() - offset.x() / size.width(), anchor.y() - offset.y() / size.height()});
}

void ViewState::panBy(const QRectF& view, const QSizeF& image, QPointF delta) {
  const QRectF rect = imageRect(view, image);
  if (rect.isEmpty()) return;
  set(zoom_, {centre_.x() - delta.x() / rect.width(), centre_.y() - delta.y() / rect.height()});
}

}  // namespace fido::ui
