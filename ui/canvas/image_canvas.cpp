// Painting of the canvas. Mouse, keys, drags and the menu are handled in image_canvas_events.cpp.
#include "ui/canvas/image_canvas.h"

#include <QFutureWatcher>
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVariantAnimation>
#include <QtConcurrent>
#include <algorithm>
#include <cmath>

#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/view_state.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kStripHeight = 28;                   // px; caption above, legend below
constexpr qint64 kMaxImmediatePixels = 1'500'000;  // the pyramid takes one or two milliseconds
constexpr double kMaxCachedPixels = 4'000'000;     // 16 MB
using Pyramid = std::shared_ptr<const std::vector<QImage>>;

}  // namespace

ImageCanvas::ImageCanvas(QWidget* parent)
    : QWidget(parent),
      own_state_(new ViewState(this)),
      state_(own_state_),
      fade_(new QVariantAnimation(this)),
      legend_ends_(fido::ui::legend_ends(nullptr)) {
  setMouseTracking(true);
  setAcceptDrops(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Picture"));
  setAccessibleDescription(
      tr("Scroll to zoom, drag to pan or to export the picture, press 0 to fit it to the window"));
  grabGesture(Qt::PinchGesture);
  connect(own_state_, &ViewState::changed, this, qOverload<>(&QWidget::update));
  fade_->setDuration(160);
  fade_->setStartValue(0.0);
  fade_->setEndValue(1.0);
  fade_->setEasingCurve(QEasingCurve::InOutQuad);
  connect(fade_, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
    fade_in_ = value.toDouble();
    update();
  });
  connect(fade_, &QVariantAnimation::finished, this, [this] {
    previous_map_ = {};
    fade_in_ = 1;
    update();
  });
}

ImageCanvas::~ImageCanvas() = default;

void ImageCanvas::setPhoto(const QImage& photo) {
  if (!photo.isNull() && photo.cacheKey() == photo_.cacheKey()) return;
  photo_ = photo;
  scaled_photo_ = {};
  last_size_ = {};
  pyramid_.reset();
  if (!photo.isNull()) {
    const qint64 key = photo.cacheKey();
    if (static_cast<qint64>(photo.width()) * photo.height() <= kMaxImmediatePixels) {
      adoptPyramid(std::make_shared<const std::vector<QImage>>(make_pyramid(photo)), key);
    } else {
      // Until the pyramid is ready, the photo is drawn without it: a moment of coarse edges instead
      // of a stall.
      pyramid_ = std::make_shared<const std::vector<QImage>>(std::vector<QImage>{photo});
      auto* watcher = new QFutureWatcher<Pyramid>(this);
      connect(watcher, &QFutureWatcher<Pyramid>::finished, this, [this, watcher, key] {
        adoptPyramid(watcher->result(), key);
        watcher->deleteLater();
      });
      watcher->setFuture(QtConcurrent::run([photo] {
        return Pyramid(std::make_shared<const std::vector<QImage>>(make_pyramid(photo)));
      }));
    }
  }
  updateCursor();
  update();
}

void ImageCanvas::adoptPyramid(const Pyramid& pyramid, qint64 key) {
  if (photo_.cacheKey() != key) return;  // another photo was set in the meantime
  pyramid_ = pyramid;
  scaled_photo_ = {};
  update();
}

void ImageCanvas::setMap(const Plane& map, bool animate) {
  fade_->stop();
  previous_map_ = animate && isVisible() && map_visible_ ? rendered_map_ : QImage();
  map_ = map;
  renderMap();
  fade_in_ = previous_map_.isNull() ? 1 : 0;
  if (!previous_map_.isNull()) fade_->start();
}

void ImageCanvas::renderMap() {
  rendered_map_ = render_map(map_, colormap_, map_opacity_);
  update();
}

void ImageCanvas::setMapVisible(bool visible) {
  map_visible_ = visible;
  update();
}

void ImageCanvas::setMapOpacity(double opacity) {
  map_opacity_ = std::clamp(opacity, 0.0, 1.0);
  renderMap();
}

void ImageCanvas::setColormap(const QString& name) {
  colormap_ = name;
  renderMap();
}

void ImageCanvas::setMask(const Plane& mask, bool scattered) {
  mask_ = mask;
  hatch_ = {};
  blanked_mask_ = scattered ? render_blanks(mask) : QImage();
  update();
}

void ImageCanvas::setMaskVisible(bool visible) {
  mask_visible_ = visible;
  update();
}

void ImageCanvas::setPaintedMask(const QImage& mask) {
  painted_.setMask(mask);
  update();
}

void ImageCanvas::updatePaintedMask(const QImage& mask, const QRect& part) {
  painted_.update(mask, part);
  const QRectF target = snappedRect();
  const double scale_x = target.width() / mask.width(), scale_y = target.height() / mask.height();
  // The margin covers the outline and the neighbouring pixels that smoothing mixes in.
  constexpr int kMargin = 8;
  update(QRectF(target.left() + part.x() * scale_x, target.top() + part.y() * scale_y,
                part.width() * scale_x, part.height() * scale_y)
             .toAlignedRect()
             .adjusted(-kMargin, -kMargin, kMargin, kMargin));
}

void ImageCanvas::setLines(const QImage& lines) {
  lines_ = lines;
  update();
}

void ImageCanvas::setLegendVisible(bool visible) {
  legend_visible_ = visible;
  update();
}

void ImageCanvas::setLegendEnds(const LegendEnds& ends) {
  legend_ends_ = ends;
  update();
}

void ImageCanvas::setFooter(const QString& text) {
  footer_ = text;
  update();
}

void ImageCanvas::setViewState(ViewState* state) {
  if (!state) state = own_state_;
  if (state == state_) return;
  disconnect(state_, nullptr, this, nullptr);
  state_ = state;
  connect(state_, &ViewState::changed, this, qOverload<>(&QWidget::update));
  if (state_ != own_state_) {
    connect(state_, &QObject::destroyed, this, [this] {
      state_ = own_state_;
      connect(state_, &ViewState::changed, this, qOverload<>(&QWidget::update));
      update();
    });
  }
  update();
}

void ImageCanvas::setCaption(const QString& text) {
  caption_ = text;
  setAccessibleName(text.isEmpty() ? tr("Picture") : text);
  update();
}

void ImageCanvas::setPlaceholder(const QString& text) {
  placeholder_text_ = text;
  update();
}

void ImageCanvas::setPictureName(const QString& name) { picture_name_ = name; }

QRectF ImageCanvas::viewport() const {
  const double top = caption_.isEmpty() ? kUnit : kStripHeight + kUnit / 2.0;
  const double bottom = legend_visible_ || !footer_.isEmpty() ? kStripHeight + kUnit / 2.0 : kUnit;
  return QRectF(rect()).adjusted(kUnit, top, -kUnit, -bottom);
}

QRectF ImageCanvas::imageRect() const { return state_->imageRect(viewport(), photo_.size()); }

// Returns imageRect() rounded to whole device pixels, so that the cached photo is copied and not
// resampled, and all layers coincide.
QRectF ImageCanvas::snappedRect() const {
  const double ratio = devicePixelRatioF();
  const QRectF rect = imageRect();
  const auto snap = [ratio](double value) { return std::round(value * ratio) / ratio; };
  const QPointF corner(snap(rect.left()), snap(rect.top()));
  return {corner, QSizeF(std::max(1 / ratio, snap(rect.width())),
                         std::max(1 / ratio, snap(rect.height())))};
}

void ImageCanvas::paintLayers(QPainter& painter) {
  const double ratio = devicePixelRatioF();
  const QRectF target = snappedRect(), view = viewport();
  const QSizeF device_size = target.size() * ratio;
  const QSize size = device_size.toSize();
  painter.save();
  painter.setClipRect(view);
  if (device_size.width() * device_size.height() <= kMaxCachedPixels && size == last_size_ &&
      pyramid_->size() > 1) {
    if (scaled_photo_.size() != size) {
      scaled_photo_ = QPixmap(size);
      QPainter photo_painter(&scaled_photo_);
      paint_photo(photo_painter, QRectF(QPointF(), device_size), QRectF(QPointF(), device_size),
                  *pyramid_);
      photo_painter.end();
      scaled_photo_.setDevicePixelRatio(ratio);
    }
    painter.drawPixmap(target.topLeft(), scaled_photo_);
  } else {
    paint_photo(painter, target, view, *pyramid_);
  }
  last_size_ = size;

  if (map_visible_) {
    if (!previous_map_.isNull()) paint_map(painter, target, view, previous_map_, 1 - fade_in_);
    paint_map(painter, target, view, rendered_map_, fade_in_);
  }
  if (!painted_.isNull()) {
    painted_.setScale(painted_.picture().width() / device_size.width());
    paint_map(painter, target, view, painted_.picture());
  } else if (mask_visible_ && !blanked_mask_.isNull()) {
    paint_map(painter, target, view, blanked_mask_);
  } else if (mask_visible_ && !mask_.empty()) {
    const QRectF in_view((target.topLeft() - view.topLeft()) * ratio, device_size);
    const QSize hatch_size(static_cast<int>(std::ceil(view.width() * ratio)),
                           static_cast<int>(std::ceil(view.height() * ratio)));
    if (hatch_.size() != hatch_size || hatch_target_ != in_view) {
      hatch_ = render_hatch(mask_, hatch_size, in_view, ratio);
      hatch_.setDevicePixelRatio(ratio);
      hatch_target_ = in_view;
    }
    painter.drawImage(view.topLeft(), hatch_);
  }
  if (!lines_.isNull()) paint_map(painter, target, view, lines_);
  if (tool_ && tool_->isActive())
    tool_->paint(painter, [&](QPointF fraction) {
      return QPointF(target.left() + fraction.x() * target.width(),
                     target.top() + fraction.y() * target.height());
    });
  painter.restore();
}

void ImageCanvas::paintFrame(QPainter& painter) {
  const QRectF area(rect());
  const QFont small = small_font();
  painter.setFont(small);
  painter.setPen(muted_text_color(palette()));
  const QFontMetricsF metrics(small);
  const double margin = 1.5 * kUnit;
  if (!caption_.isEmpty()) {
    painter.drawText(
        QRectF(margin, kUnit / 2.0, area.width() - 2 * margin, kStripHeight - kUnit / 2.0),
        Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(caption_, Qt::ElideRight, area.width() - 2 * margin));
  }
  const QRectF foot(margin, area.bottom() - kStripHeight, area.width() - 2 * margin,
                    kStripHeight - kUnit / 2.0);
  if (legend_visible_ && !photo_.isNull() && !map_.empty() && map_visible_) {
    paint_legend(painter, foot, palette(), small, colormap_, legend_ends_);
  } else if (!footer_.isEmpty() && !photo_.isNull()) {
    painter.drawText(foot, Qt::AlignCenter,
                     metrics.elidedText(footer_, Qt::ElideRight, foot.width()));
  }
  if (photo_.isNull()) {
    painter.setFont(body_font());
    painter.drawText(viewport(), Qt::AlignCenter | Qt::TextWordWrap, placeholder_text_);
  }
  // A frame shows keyboard focus (solid) or a file that is dragged over the canvas (dashed).
  const bool has_key_focus = hasFocus() && !photo_.isNull() && focus_by_key_;
  if (drop_hint_ || has_key_focus) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(keep_color(palette()), 2, drop_hint_ ? Qt::DashLine : Qt::SolidLine));
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), kRadius - 1, kRadius - 1);
  }
}

void ImageCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(stage_color(palette()));
  painter.drawRoundedRect(QRectF(rect()), kRadius, kRadius);
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (!photo_.isNull()) paintLayers(painter);
  paintFrame(painter);
}

QImage ImageCanvas::picture() const {
  if (photo_.isNull()) return {};
  const bool has_painted = !painted_.isNull();
  const bool has_map = map_visible_ && !rendered_map_.isNull(),
             has_mask = !has_painted && mask_visible_ && !mask_.empty();
  if (!has_map && !has_mask && !has_painted) return photo_;
  // Enlarge a small picture that has a map or a mask; otherwise a slide would show its pixels and
  // the hatch would be invisible.
  const double magnification = std::max(1.0, 1024.0 / std::max(photo_.width(), photo_.height()));
  const QSize size = (QSizeF(photo_.size()) * magnification).toSize();
  const QRectF all(QPointF(0, 0), QSizeF(size));
  QImage image(size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  paint_photo(painter, all, all, {photo_});
  if (has_map) paint_map(painter, all, all, rendered_map_);
  if (has_painted)
    paint_map(painter, all, all, painted_.picture());
  else if (has_mask && !blanked_mask_.isNull())
    paint_map(painter, all, all, blanked_mask_);
  else if (has_mask)
    painter.drawImage(
        0, 0, render_hatch(mask_, size, all, std::max(size.width(), size.height()) / 640.0));
  return image;
}

void ImageCanvas::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) update();
  QWidget::changeEvent(event);
}

}  // namespace fido::ui
