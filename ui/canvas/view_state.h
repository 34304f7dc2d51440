// What part of a picture is seen, shared by several views of it.
#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace fido::ui {

// Zoom is relative to "fit" (1), the centre is in fractions of the picture: so that views of
// different pixel sizes, on pictures of different resolution, show the same part. Zoomed in, the
// picture always covers at least the place it has at fit: zooming out leads back to fit, and it
// cannot get lost.
class ViewState : public QObject {
  Q_OBJECT
 public:
  static constexpr double kMaxZoom = 64;

  explicit ViewState(QObject* parent = nullptr);

  double zoom() const { return zoom_; }
  QPointF centre() const { return centre_; }
  bool isFit() const { return zoom_ <= 1; }

  // Both are brought into range.
  void set(double zoom, QPointF centre);
  void fit() { set(1, {0.5, 0.5}); }
  void zoomBy(double factor) { set(zoom_ * factor, centre_); }

  // Geometry of one view: `view` is where the picture may go, in any unit; `image` gives the aspect
  // ratio only.
  QRectF imageRect(const QRectF& view, const QSizeF& image) const;
  QPointF toFraction(const QRectF& view, const QSizeF& image, QPointF position) const;
  QPointF toView(const QRectF& view, const QSizeF& image, QPointF fraction) const;

  // The point of the picture under `position` stays there.
  void zoomAt(const QRectF& view, const QSizeF& image, QPointF position, double factor);
  void panBy(const QRectF& view, const QSizeF& image, QPointF delta);

 signals:
  void changed();

 private:
  double zoom_ = 1;
  QPointF centre_{0.5, 0.5};
};

}  // namespace fido::ui
