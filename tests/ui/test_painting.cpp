// Tests of the paint functions (map, hatch, photo pyramid, legend) and of the geometry of a view.
#include <QApplication>
#include <QPainter>
#include <QTest>
#include <cmath>
#include <limits>

#include "core/image/colormap.h"
#include "core/run/methods.h"
#include "tests/ui/widget_support.h"
#include "ui/canvas/painting.h"
#include "ui/canvas/view_state.h"
#include "ui/theme/theme.h"

using namespace fido::ui;
using namespace fido::ui::test;

class TestPainting : public QObject {
  Q_OBJECT

 private slots:
  void imageConversionRoundTrips() {
    const QImage image = gradient(7, 5);  // rows whose length is not a multiple of four bytes
    const fido::Image plain = to_image(image);
    QCOMPARE(plain.width, 7);
    QCOMPARE(to_qimage(plain), image);
    QVERIFY(to_qimage({}).isNull());
    QVERIFY(to_image({}).empty());
  }

  void zeroImportanceLeavesThePhotoUnchanged() {
    const QImage photo = gradient(64, 48);
    QImage painted = photo;
    QPainter painter(&painted);
    const QRectF all(0, 0, 64, 48);
    paint_map(painter, all, all,
              render_map(fido::Plane(16, 16, 0.F), QStringLiteral("cividis"), 1));
    painter.end();
    QCOMPARE(painted, photo);
  }

  void fullImportanceGivesTheColourAtItsOpacity() {
    const auto top = fido::colormap("inferno")[255];
    const QColor opaque =
        render_map(fido::Plane(2, 2, 1.F), QStringLiteral("inferno"), 1).pixelColor(0, 0);
    QCOMPARE(opaque, QColor(top[0], top[1], top[2]));
    QCOMPARE(
        render_map(fido::Plane(2, 2, 1.F), QStringLiteral("inferno"), 0.5).pixelColor(1, 1).alpha(),
        128);
    // Opacity never decreases with importance, and NaN is transparent.
    fido::Plane ramp(258, 1);
    for (int i = 0; i < 256; ++i) ramp.at(i, 0) = static_cast<float>(i) / 255.F;
    ramp.at(256, 0) = std::numeric_limits<float>::quiet_NaN();
    ramp.at(257, 0) = 7;
    const QImage rendered = render_map(ramp, QStringLiteral("cividis"), 0.8);
    for (int i = 1; i < 256; ++i) {
      QVERIFY(qAlpha(rendered.pixel(i, 0)) >= qAlpha(rendered.pixel(i - 1, 0)));
    }
    QCOMPARE(qAlpha(rendered.pixel(256, 0)), 0);
    QCOMPARE(rendered.pixel(257, 0), rendered.pixel(255, 0));
  }

  void hatchCoversOnlyDroppedPixels() {
    const fido::Plane mask = disc(56, 14, 0.F, 1.F);
    const QImage hatch = render_hatch(mask, {280, 280}, QRectF(0, 0, 280, 280), 1);
    QCOMPARE(qAlpha(hatch.pixel(10, 10)), 0);
    QCOMPARE(qAlpha(hatch.pixel(270, 140)), 0);
    int orange = 0, veil = 0, clear = 0;
    for (int y = 110; y < 170; ++y) {
      for (int x = 110; x < 170; ++x) {
        const QColor color = hatch.pixelColor(x, y);
        orange += color.alpha() > 200 && color.red() > 190 && color.blue() < 60;
        veil += color.alpha() > 40 && color.alpha() < 120;
        clear += color.alpha() == 0;
      }
    }
    QCOMPARE(clear, 0);
    QVERIFY(orange > 200 && veil > 1000);
    // The disc has an outline all around: a ray to any side crosses full orange near the rim.
    for (const QPoint& side : {QPoint(1, 0), QPoint(-1, 0), QPoint(0, 1), QPoint(0, -1)}) {
      bool found_outline = false;
      for (int r = 64; r < 76; ++r)
        found_outline |= hatch.pixelColor(QPoint(140, 140) + side * r).alpha() > 240;
      QVERIFY(found_outline);
    }
  }

  void hatchOfExtremeMasks() {
    const QRectF target(0, 0, 200, 200);
    const QImage none = render_hatch(fido::Plane(50, 50, 1.F), {200, 200}, target, 1);
    const QImage whole = render_hatch(fido::Plane(50, 50, 0.F), {200, 200}, target, 1);
    for (int i = 0; i < 200; ++i) {
      QCOMPARE(qAlpha(none.pixel(i, 77)), 0);
      QVERIFY(qAlpha(whole.pixel(i, 77)) > 40);
    }
    fido::Plane dot(50, 50, 1.F);
    dot.at(25, 25) = 0;  // a single dropped cell is visible
    const QImage single = render_hatch(dot, {200, 200}, target, 1);
    QVERIFY(qAlpha(single.pixel(101, 101)) > 200);
    // Rendering stays within its image for any position, size and pixel ratio: panned away, a mask
    // finer than the screen, a mask of one cell.
    render_hatch(dot, {200, 200}, QRectF(-1000.3, -420.7, 4000, 4000), 2);
    render_hatch(dot, {200, 200}, QRectF(500, 500, 50, 50), 1);
    render_hatch(fido::Plane(900, 600, 0.F), {100, 100}, QRectF(10, 20, 60, 40), 1);
    render_hatch(fido::Plane(1, 1, 0.F), {100, 100}, QRectF(0, 0, 100, 100), 1);
    QVERIFY(render_hatch({}, {10, 10}, target, 1).pixel(5, 5) == 0);

    const QImage blanks = render_blanks(dot);
    QCOMPARE(blanks.size(), QSize(dot.width, dot.height));
    int blank = 0;
    for (int y = 0; y < dot.height; ++y)
      for (int x = 0; x < dot.width; ++x) {
        QCOMPARE(qAlpha(blanks.pixel(x, y)) > 0, dot.at(x, y) < 0.5F);
        blank += qAlpha(blanks.pixel(x, y)) > 0;
      }
    QVERIFY(blank > 0 && blank < dot.width * dot.height);
    QVERIFY(render_blanks({}).isNull());
  }

  void pyramidPreservesTheColours() {
    const QImage photo = gradient(1001, 703);
    const auto levels = make_pyramid(photo);
    QCOMPARE(levels.front().size(), photo.size());
    QVERIFY(levels.size() >= 3);
    for (const QImage& level : levels) {
      const QColor middle = level.pixelColor(level.width() / 2, level.height() / 2);
      QVERIFY(std::abs(middle.red() - 127) < 6 && std::abs(middle.green() - 127) < 6 &&
              middle.blue() == 90);
    }
  }

  void deepZoomPaintsTheRightPixels() {
    const QImage photo = gradient(256, 256);
    QImage screen(100, 100, QImage::Format_RGB32);
    screen.fill(Qt::black);
    QPainter painter(&screen);
    // Each photo pixel covers 1000 screen pixels; the middle of the screen lies in pixel (200, 40).
    paint_photo(painter, QRectF(50 - 200'500, 50 - 40'500, 256'000, 256'000),
                QRectF(0, 0, 100, 100), make_pyramid(photo));
    painter.end();
    QCOMPARE(screen.pixel(50, 50), photo.pixel(200, 40));
    QCOMPARE(screen.pixel(0, 99), photo.pixel(200, 40));
  }

  void legendStaysInsideItsRectangle() {
    for (const int width : {500, 260, 120, 40}) {
      QImage image(600, 60, QImage::Format_RGB32);
      image.fill(Qt::white);
      QPainter painter(&image);
      paint_legend(painter, QRectF(20, 20, width, 20), qApp->palette(), small_font(),
                   QStringLiteral("cividis"), legend_ends(nullptr));
      painter.end();
      for (int y = 0; y < 60; ++y) {
        for (int x = 0; x < 600; ++x) {
          if (x < 18 || x > 22 + width + 2) QCOMPARE(image.pixel(x, y), qRgb(255, 255, 255));
        }
      }
    }
    QVERIFY(legend_ends(fido::find_method("fido-ssr")).high.contains(QStringLiteral("preserve")));
    QVERIFY(legend_ends(fido::find_method("fido-sdr")).high.contains(QStringLiteral("destroy")));
    QVERIFY(legend_ends(fido::find_method("rise")).high.contains(QStringLiteral("evidence")));
  }

  void viewStateCoversTheFitRectangleAndReturnsToFit() {
    const QRectF view(0, 0, 400, 200);
    const QSizeF image(300, 300);
    ViewState state;
    const QRectF fit = state.imageRect(view, image);
    QCOMPARE(fit, QRectF(100, 0, 200, 200));
    quint32 seed = 7;
    const auto random = [&seed](double low, double high) {
      seed = seed * 1664525 + 1013904223;
      return low + (high - low) * (seed >> 8) / 16777216.0;
    };
    for (int i = 0; i < 500; ++i) {
      state.zoomAt(view, image, {random(0, 400), random(0, 200)}, random(0.6, 1.7));
      state.panBy(view, image, {random(-300, 300), random(-300, 300)});
      QVERIFY(state.imageRect(view, image).adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(fit));
      const QPointF point(random(0, 1), random(0, 1));
      QVERIFY(near(state.toFraction(view, image, state.toView(view, image, point)), point));
    }
    for (int i = 0; i < 60; ++i) state.zoomAt(view, image, {120, 30}, 0.8);
    QVERIFY(state.isFit());
    QCOMPARE(state.imageRect(view, image), fit);
    state.set(std::nan(""), {0, 0});
    QVERIFY(state.isFit());
  }
};

QTEST_MAIN(TestPainting)
#include "test_painting.moc"
