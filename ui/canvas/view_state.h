// The visible part of a picture, shared by several views.
#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace fido::ui {

// The zoom is relative to "fit" (1) and the centre is in fractions of the picture, so that views of
// different sizes on pictures of different resolution show the same part. A zoomed picture always
// covers at least the area that it has at fit, so it cannot be moved out of sight.
class ViewState : public QObject {
  Q_OBJECT
 public:
  static constexpr double kMaxZoom = 64;

  explicit ViewState(QObject* parent = nullptr);

  double zoom() const { return zoom_; }
  QPointF centre() const { return centre_; }
  bool isFit() const { return zoom_ <= 1; }

  // Sets zoom, clamped to [1, kMaxZoom], and centre, clamped so that the fit area stays covered.
  void set(double zoom, QPointF centre);
  void fit() { set(1, {0.5, 0.5}); }
  void zoomBy(double factor) { set(zoom_ * factor, centre_); }

  // Geometry of one view. `view` is the area available to the picture, in any unit; of `image` only
  // the aspect ratio counts.
  QRectF imageRect(const QRectF& view, const QSizeF& image) const;
  QPointF toFraction(const QRectF& view, const QSizeF& image, QPointF position) const;
  QPointF toView(const QRectF& view, const QSizeF& image, QPointF fraction) const;

  // Zooms so that the point of the picture under `position` stays there.
  void zoomAt(const QRectF& view, const QSizeF& image, QPointF position, double factor);
  void panBy(const QRectF& view, const QSizeF& image, QPointF delta);

 signals:
  void changed();

 private:
  double zoom_ = 1;
  QPointF centre_{0.5, 0.5};
};

}  // namespace fido::ui
