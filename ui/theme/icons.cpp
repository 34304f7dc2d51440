#include "ui/theme/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

// Registers the icons: in a static library the linker would drop the resources otherwise.
// Q_INIT_RESOURCE only works outside namespaces.
static void init_icon_resources() { Q_INIT_RESOURCE(icons); }

namespace fido::ui {
namespace {

QByteArray icon_source(const QString& name) {
  static const bool ready = [] {
    init_icon_resources();
    return true;
  }();
  Q_UNUSED(ready);
  static QHash<QString, QByteArray> sources;
  const auto found = sources.constFind(name);
  if (found != sources.constEnd()) return *found;
  QFile file(QStringLiteral(":/fidoscope/icons/%1.svg").arg(name));
  QByteArray source = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  sources.insert(name, source);
  return source;
}

// Reads the palette whenever it paints, so that a change of the colour scheme needs no new icons,
// only a repaint.
class LineIconEngine : public QIconEngine {
 public:
  LineIconEngine(QString name, const QColor& color) : name_(std::move(name)), color_(color) {}

  QIconEngine* clone() const override { return new LineIconEngine(name_, color_); }
  QString key() const override { return QStringLiteral("fidoscope-line"); }
  QString iconName() override { return name_; }
  bool isNull() override { return icon_source(name_).isEmpty(); }
  QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
    return render(size, mode);
  }

  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
    // Qt passes device pixels here before 6.8, and the logical size since.
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QPixmap pixmap = render((QSizeF(size) * scale).toSize(), mode);
#else
    QPixmap pixmap = render(size, mode);
#endif
    pixmap.setDevicePixelRatio(scale);
    return pixmap;
  }

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1;
    QPixmap pixmap = render((QSizeF(rect.size()) * ratio).toSize(), mode);
    pixmap.setDevicePixelRatio(ratio);
    const QSizeF size = QSizeF(pixmap.size()) / ratio;
    painter->drawPixmap(QPointF(rect.x() + (rect.width() - size.width()) / 2,
                                rect.y() + (rect.height() - size.height()) / 2),
                        pixmap);
  }

 private:
  QColor colorFor(QIcon::Mode mode) const {
    const QPalette palette = QGuiApplication::palette();
    QColor color =
        color_.isValid() ? color_ : palette.color(QPalette::Active, QPalette::WindowText);
    if (mode == QIcon::Selected && !color_.isValid())
      color = palette.color(QPalette::HighlightedText);
    if (mode == QIcon::Disabled) color.setAlphaF(0.35F);
    return color;
  }

  QPixmap render(const QSize& size, QIcon::Mode mode) const {
    if (size.isEmpty()) return {};
    const bool own_colors = name_ == QLatin1String("fidoscope");
    const QColor color = colorFor(mode);
    const QString cache_key = QStringLiteral("fidoscope-icon/%1/%2x%3/%4/%5")
                                  .arg(name_)
                                  .arg(size.width())
                                  .arg(size.height())
                                  .arg(color.rgba(), 8, 16)
                                  .arg(static_cast<int>(mode));
    QPixmap pixmap;
    if (QPixmapCache::find(cache_key, &pixmap)) return pixmap;
    QByteArray source = icon_source(name_);
    source.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(source);
    if (!renderer.isValid()) return {};
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const int side = qMin(size.width(), size.height());
    renderer.render(&painter,
                    QRectF((size.width() - side) / 2.0, (size.height() - side) / 2.0, side, side));
    if (mode == QIcon::Disabled || (!own_colors && color.alpha() < 255)) {
      // Fade the whole picture, not each line, or crossings of two lines would be darker.
      painter.setCompositionMode(QPainter::CompositionMode_DestinationIn);
      painter.fillRect(image.rect(), color);
    }
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(cache_key, pixmap);
    return pixmap;
  }

  QString name_;
  QColor color_;
};

}  // namespace

QIcon icon(const QString& name) { return icon(name, {}); }

QIcon icon(const QString& name, const QColor& color) {
  return icon_source(name).isEmpty() ? QIcon() : QIcon(new LineIconEngine(name, color));
}

QStringList icon_names() {
  return {"open",   "samples", "play",         "pause",         "stop",     "restart",  "resume",
          "save",   "copy",    "paste",        "zoom-fit",      "zoom-in",  "zoom-out", "layers",
          "sun",    "moon",    "chevron-down", "chevron-right", "plus",     "info",     "warning",
          "error",  "close",   "hold-compare", "model",         "settings", "camera",   "history",
          "target", "folder",  "fidoscope"};
}

}  // namespace fido::ui
