// The canvas as a thing that shows. What the mouse, keys, drags and menu do stands in
// image_canvas_events.cpp.
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

constexpr int kStrip = 28;                   // caption above, legend below
constexpr qint64 kQuickPixels = 1'500'000;   // halved on the spot, within a millisecond or two
constexpr double kCachedPixels = 4'000'000;  // 16 MB
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
      tr("Wheel zooms, dragging pans or takes the picture out; 0 fits the window"));
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
    if (static_cast<qint64>(photo.width()) * photo.height() <= kQuickPixels) {
      adoptPyramid(std::make_shared<const std::vector<QImage>>(make_pyramid(photo)), key);
    } else {
      // Until it is there the photo is drawn as it is: a moment of coarse edges instead of a stall.
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
  if (photo_.cacheKey() != key) return;  // another photo came in the meantime
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
  blanks_ = scattered ? render_blanks(mask) : QImage();
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
  const double x = target.width() / mask.width(), y = target.height() / mask.height();
  // With the outline, and the neighbours that smoothing mixes in.
  constexpr int kRim = 8;
  update(QRectF(target.left() + part.x() * x, target.top() + part.y() * y, part.width() * x,
                part.height() * y)
             .toAlignedRect()
             .adjusted(-kRim, -kRim, kRim, kRim));
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
  const double top = caption_.isEmpty() ? kUnit : kStrip + kUnit / 2.0;
  const double bottom = legend_visible_ || !footer_.isEmpty() ? kStrip + kUnit / 2.0 : kUnit;
  return QRectF(rect()).adjusted(kUnit, top, -kUnit, -bottom);
}

QRectF ImageCanvas::imageRect() const { return state_->imageRect(viewport(), photo_.size()); }

// On whole device pixels, so that the cached photo is copied and not resampled, and all layers
// agree.
QRectF ImageCanvas::snappedRect() const {
  const double ratio = devicePixelRatioF();
  const QRectF r = imageRect();
  const auto snap = [ratio](double value) { return std::round(value * ratio) / ratio; };
  const QPointF corner(snap(r.left()), snap(r.top()));
  return {corner,
          QSizeF(std::max(1 / ratio, snap(r.width())), std::max(1 / ratio, snap(r.height())))};
}

void ImageCanvas::paintLayers(QPainter& painter) {
  const double ratio = devicePixelRatioF();
  const QRectF target = snappedRect(), view = viewport();
  const QSizeF exact = target.size() * ratio;
  const QSize size = exact.toSize();
  painter.save();
  painter.setClipRect(view);
  if (exact.width() * exact.height() <= kCachedPixels && size == last_size_ &&
      pyramid_->size() > 1) {
    if (scaled_photo_.size() != size) {
      scaled_photo_ = QPixmap(size);
      QPainter into(&scaled_photo_);
      paint_photo(into, QRectF(QPointF(), exact), QRectF(QPointF(), exact), *pyramid_);
      into.end();
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
    painted_.setScale(painted_.picture().width() / exact.width());
    paint_map(painter, target, view, painted_.picture());
  } else if (mask_visible_ && !blanks_.isNull()) {
    paint_map(painter, target, view, blanks_);
  } else if (mask_visible_ && !mask_.empty()) {
    const QRectF in_view((target.topLeft() - view.topLeft()) * ratio, exact);
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
  if (tool_ && tool_->active())
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
  painter.setPen(muted_text(palette()));
  const QFontMetricsF metrics(small);
  const double margin = 1.5 * kUnit;
  if (!caption_.isEmpty()) {
    painter.drawText(QRectF(margin, kUnit / 2.0, area.width() - 2 * margin, kStrip - kUnit / 2.0),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(caption_, Qt::ElideRight, area.width() - 2 * margin));
  }
  const QRectF foot(margin, area.bottom() - kStrip, area.width() - 2 * margin,
                    kStrip - kUnit / 2.0);
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
  // Focus by keyboard and a file held over the canvas are both told by the rim.
  const bool focus = hasFocus() && !photo_.isNull() && focus_by_key_;
  if (drop_hint_ || focus) {
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
  painter.setBrush(stage(palette()));
  painter.drawRoundedRect(QRectF(rect()), kRadius, kRadius);
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (!photo_.isNull()) paintLayers(painter);
  paintFrame(painter);
}

QImage ImageCanvas::picture() const {
  if (photo_.isNull()) return {};
  const bool painted = !painted_.isNull();
  const bool map = map_visible_ && !rendered_map_.isNull(),
             mask = !painted && mask_visible_ && !mask_.empty();
  if (!map && !mask && !painted) return photo_;
  // A map over a small picture is drawn larger, else a slide shows its pixels and a hatch nobody
  // can see.
  const double enlarge = std::max(1.0, 1024.0 / std::max(photo_.width(), photo_.height()));
  const QSize size = (QSizeF(photo_.size()) * enlarge).toSize();
  const QRectF all(QPointF(0, 0), QSizeF(size));
  QImage image(size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  paint_photo(painter, all, all, {photo_});
  if (map) paint_map(painter, all, all, rendered_map_);
  if (painted)
    paint_map(painter, all, all, painted_.picture());
  else if (mask && !blanks_.isNull())
    paint_map(painter, all, all, blanks_);
  else if (mask)
    painter.drawImage(
        0, 0, render_hatch(mask_, size, all, std::max(size.width(), size.height()) / 640.0));
  return image;
}

void ImageCanvas::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) update();
  QWidget::changeEvent(event);
}

}  // namespace fido::ui
