// Tests of the image canvas: its layers, and its reaction to the wheel, mouse, keys and drags.
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <cmath>
#include <memory>

#include "tests/ui/widget_support.h"
#include "ui/canvas/image_canvas.h"
#include "ui/canvas/view_state.h"
#include "ui/theme/theme.h"

using namespace fido::ui;
using namespace fido::ui::test;

namespace {

// QTest sends wheel events only to windows, and not in every Qt 6 version.
void turn_wheel(QWidget& widget, QPointF at, int angle) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, angle}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

void drag_by(QWidget& widget, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton) {
  QTest::mousePress(&widget, button, {}, from);
  for (int i = 1; i <= 4; ++i) {
    const QPoint at = from + (to - from) * i / 4;
    QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, button,
                     Qt::NoModifier);
    QApplication::sendEvent(&widget, &move);
  }
  QTest::mouseRelease(&widget, button, {}, to);
}

class DragCapturingCanvas : public ImageCanvas {
 public:
  std::unique_ptr<QMimeData> captured_data;
  int drags = 0;

 protected:
  void startDrag(QMimeData* mime, const QPixmap&) override {
    captured_data.reset(mime);
    ++drags;
  }
};

// Renders in logical pixels, whatever the device pixel ratio of the tests is.
QImage render(QWidget& widget) {
  return widget.grab().toImage().scaled(widget.size()).convertToFormat(QImage::Format_RGB32);
}

}  // namespace

class TestCanvas : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { apply_theme(*qApp, Scheme::light); }

  void wheelKeepsThePointUnderTheCursor() {
    ImageCanvas canvas;
    canvas.resize(420, 300);
    canvas.setPhoto(gradient(300, 200));
    for (const QPointF& at :
         {QPointF(60, 80), QPointF(390, 270), QPointF(200, 150), QPointF(20, 270)}) {
      canvas.viewState()->fit();
      QVERIFY(canvas.imageRect().contains(at));
      const auto under = [&] {
        return canvas.viewState()->toFraction(canvas.viewport(), {300, 200}, at);
      };
      const QPointF before = under();
      for (int i = 0; i < 12; ++i) {
        turn_wheel(canvas, at, 120);
        QVERIFY(near(under(), before));
      }
      QVERIFY(canvas.viewState()->zoom() > 10);
      for (int i = 0; i < 12; ++i) turn_wheel(canvas, at, -120);
      QVERIFY(canvas.viewState()->isFit());
    }
  }

  void sharedViewsMoveTogether() {
    ViewState state;
    ImageCanvas left, right;
    left.resize(400, 300);
    right.resize(640, 480);
    left.setPhoto(gradient(900, 600));
    right.setPhoto(gradient(224, 224));
    left.setViewState(&state);
    right.setViewState(&state);
    QSignalSpy moved(&state, &ViewState::changed);
    turn_wheel(left, {150, 100}, 360);
    QCOMPARE(moved.count(), 1);
    QCOMPARE(left.viewState(), right.viewState());
    // Both canvases show the same part of their picture in the middle.
    const auto middle = [](ImageCanvas& c) {
      return c.viewState()->toFraction(c.viewport(), c.photo().size(), c.viewport().center());
    };
    QVERIFY(near(middle(left), middle(right)));
    const QPointF before = middle(right);
    drag_by(left, {200, 150}, {160, 150});
    QVERIFY(middle(right).x() > before.x());
    QVERIFY(near(middle(left), middle(right)));
  }

  void canvasOutlivesItsViewState() {
    ImageCanvas canvas;
    canvas.setPhoto(gradient(30, 20));
    auto state = std::make_unique<ViewState>();
    canvas.setViewState(state.get());
    state.reset();
    turn_wheel(canvas, QPointF(100, 100), 120);
    QVERIFY(canvas.viewState()->zoom() > 1);
  }

  void leftDragPansWhenZoomedAndExportsThePictureAtFit() {
    DragCapturingCanvas canvas;
    canvas.resize(300, 300);
    const QImage photo = gradient(120, 120);
    canvas.setPhoto(photo);
    canvas.setPictureName(QStringLiteral("Katze ä"));
    drag_by(canvas, {150, 150}, {152, 150});  // a shaky click
    QCOMPARE(canvas.drags, 0);
    drag_by(canvas, {150, 150}, {220, 180});
    QCOMPARE(canvas.drags, 1);
    QVERIFY(canvas.viewState()->isFit());
    QVERIFY(canvas.captured_data->hasImage() && canvas.captured_data->hasUrls());
    const QString path = canvas.captured_data->urls().constFirst().toLocalFile();
    QVERIFY(path.endsWith(QStringLiteral("Katze ä.png")));
    QCOMPARE(QImage(path).convertToFormat(QImage::Format_RGB32), photo);
    QCOMPARE(qvariant_cast<QImage>(canvas.captured_data->imageData()), photo);

    canvas.viewState()->set(4, {0.5, 0.5});
    drag_by(canvas, {150, 150}, {110, 150});
    QCOMPARE(canvas.drags, 1);
    // The view moves by 40 of 4 * 284 pixels, to the right in the picture.
    QVERIFY(std::abs(canvas.viewState()->centre().x() - (0.5 + 40.0 / (4 * 284))) < 1e-6);
  }

  void middleButtonAndSpacePanAndDoubleClickFits() {
    DragCapturingCanvas canvas;
    canvas.resize(300, 300);
    canvas.setPhoto(gradient(100, 100));
    canvas.viewState()->set(3, {0.5, 0.5});
    drag_by(canvas, {150, 150}, {150, 100}, Qt::MiddleButton);
    const double y = canvas.viewState()->centre().y();
    QVERIFY(y > 0.5);
    QTest::keyPress(&canvas, Qt::Key_Space);
    QCOMPARE(canvas.cursor().shape(), Qt::OpenHandCursor);
    drag_by(canvas, {150, 150}, {150, 120});
    QTest::keyRelease(&canvas, Qt::Key_Space);
    QVERIFY(canvas.viewState()->centre().y() > y);
    QCOMPARE(canvas.drags, 0);
    QTest::mouseDClick(&canvas, Qt::LeftButton, {}, {150, 150});
    QVERIFY(canvas.viewState()->isFit());
    QCOMPARE(canvas.cursor().shape(), Qt::ArrowCursor);
  }

  void keysZoomAndPan() {
    ImageCanvas canvas;
    canvas.resize(300, 300);
    canvas.setPhoto(gradient(100, 100));
    QTest::keyClick(&canvas, Qt::Key_Plus);
    QTest::keyClick(&canvas, Qt::Key_Plus);
    QVERIFY(std::abs(canvas.viewState()->zoom() - 1.5625) < 1e-9);
    const double x = canvas.viewState()->centre().x();
    QTest::keyClick(&canvas, Qt::Key_Right);
    QVERIFY(canvas.viewState()->centre().x() > x);
    QTest::keyClick(&canvas, Qt::Key_0);
    QVERIFY(canvas.viewState()->isFit());
    QTest::keyClick(&canvas, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->image().size(), QSize(100, 100));
  }

  void hoverReportsThePositionInThePicture() {
    ImageCanvas canvas;
    canvas.resize(316, 216);
    canvas.setPhoto(gradient(30, 20));  // fits as 300 x 200 at (8, 8)
    QSignalSpy hovered(&canvas, &ImageCanvas::pixelHovered);
    const auto move = [&](QPoint at) { move_to(canvas, at); };
    move({8 + 75, 8 + 150});
    QCOMPARE(hovered.count(), 1);
    QVERIFY(near(hovered.takeFirst().at(0).toPointF(), {0.25, 0.75}));
    move({3, 3});
    QCOMPARE(hovered.takeFirst().at(0).toPointF(), QPointF(-1, -1));
    move({4, 4});  // not reported a second time
    QCOMPARE(hovered.count(), 0);
  }

  void acceptsDroppedFiles() {
    ImageCanvas canvas;
    canvas.resize(300, 300);
    canvas.setPlaceholder(QStringLiteral("Nothing yet"));
    QSignalSpy dropped(&canvas, &ImageCanvas::fileDropped);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a b/ü.png")),
                  QUrl(QStringLiteral("https://example.org/x.png"))});
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &drop);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped.first().first().toStringList(), QStringList{QStringLiteral("/tmp/a b/ü.png")});

    QMimeData text;
    text.setText(QStringLiteral("no file"));
    QDragEnterEvent refused({50, 50}, Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    refused.ignore();
    QApplication::sendEvent(&canvas, &refused);
    QVERIFY(!refused.isAccepted());
  }

  void layersAreShownAndHidden() {
    ImageCanvas canvas;
    canvas.resize(316, 316);
    QImage grey(100, 100, QImage::Format_RGB32);
    grey.fill(QColor(128, 128, 128));
    canvas.setPhoto(grey);
    const QColor plain = render(canvas).pixelColor(158, 158);
    QCOMPARE(plain, QColor(128, 128, 128));
    canvas.setMap(disc(56, 12, 1.F, 0.F));
    const QImage with_map = render(canvas);
    QVERIFY(with_map.pixelColor(158, 158).blue() < 110 &&
            with_map.pixelColor(158, 158).red() > 150);  // yellow
    QCOMPARE(with_map.pixelColor(30, 30), plain);
    canvas.setMapOpacity(0);
    QCOMPARE(render(canvas).pixelColor(158, 158), plain);
    canvas.setMapOpacity(0.8);
    canvas.setMapVisible(false);
    QCOMPARE(render(canvas).pixelColor(158, 158), plain);
    canvas.setMask(disc(56, 12, 0.F, 1.F));
    const QImage with_mask = render(canvas);
    QVERIFY(with_mask.pixelColor(158, 158) != plain);
    QCOMPARE(with_mask.pixelColor(30, 30), plain);
    canvas.setMaskVisible(false);
    QCOMPARE(render(canvas).pixelColor(158, 158), plain);
    canvas.setMaskVisible(true);
    canvas.setMask({});
    QCOMPARE(render(canvas).pixelColor(158, 158), plain);
  }

  void cachedPaintEqualsTheFirst() {
    ImageCanvas canvas;
    canvas.resize(400, 300);
    canvas.setPhoto(gradient(1200, 800));
    const QImage first = render(canvas);
    const QImage second = render(canvas);  // from the cache
    for (int y = 0; y < first.height(); y += 7) {
      for (int x = 0; x < first.width(); x += 7) {
        const QColor a = first.pixelColor(x, y), b = second.pixelColor(x, y);
        QVERIFY(std::abs(a.red() - b.red()) < 3 && std::abs(a.green() - b.green()) < 3);
      }
    }
  }

  void largePhotoIsShownAtOnceAndReplacedByALaterOne() {
    ImageCanvas canvas;
    canvas.resize(300, 300);
    QImage huge(4000, 3000, QImage::Format_RGB32);
    huge.fill(Qt::red);
    canvas.setPhoto(huge);
    QCOMPARE(render(canvas).pixelColor(150, 150), QColor(Qt::red));  // before its pyramid is ready
    QImage small(40, 40, QImage::Format_RGB32);
    small.fill(Qt::green);
    canvas.setPhoto(small);
    QTest::qWait(0);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(render(canvas).pixelColor(150, 150), QColor(Qt::green));
  }

  void fadeEndsAtTheNewMap() {
    ImageCanvas canvas;
    canvas.resize(200, 200);
    canvas.setPhoto(gradient(100, 100));
    canvas.show();
    canvas.setMap(fido::Plane(8, 8, 1.F));
    const QImage with_full_map = render(canvas);
    canvas.setMap(fido::Plane(8, 8, 0.F));
    const QImage with_empty_map = render(canvas);
    canvas.setMap(fido::Plane(8, 8, 1.F), true);
    QVERIFY(render(canvas) != with_full_map);
    QTRY_COMPARE(render(canvas), with_full_map);
    canvas.setMap(fido::Plane(8, 8, 0.F), true);
    canvas.setMap(fido::Plane(8, 8, 0.F), false);  // a live map ends a fade
    QCOMPARE(render(canvas), with_empty_map);
  }

  void pictureContainsTheVisibleLayers() {
    ImageCanvas canvas;
    QVERIFY(canvas.picture().isNull());
    const QImage photo = gradient(224, 224);
    canvas.setPhoto(photo);
    QCOMPARE(canvas.picture(), photo);
    canvas.setMap(disc(56, 12, 1.F, 0.F));
    const QImage with_map = canvas.picture();
    QCOMPARE(with_map.size(), QSize(1024, 1024));
    QVERIFY(with_map.pixelColor(512, 512).blue() < 100);
    canvas.viewState()->set(5, {0.3, 0.3});  // zoom does not crop it
    QCOMPARE(canvas.picture(), with_map);
    canvas.setMapVisible(false);
    QCOMPARE(canvas.picture(), photo);
  }

  void footerAndLegendTakeTheSameSpace() {
    ImageCanvas left, right;
    for (ImageCanvas* canvas : {&left, &right}) {
      canvas->resize(400, 300);
      canvas->setPhoto(gradient(40, 40));
      canvas->setCaption(QStringLiteral("caption"));
    }
    left.setLegendVisible(true);
    right.setFooter(QStringLiteral("footer"));
    QCOMPARE(left.imageRect(), right.imageRect());
    QCOMPARE(left.accessibleName(), QStringLiteral("caption"));
  }

  void saveWritesThePictureOrReportsTheError() {
    QTemporaryDir folder;
    ImageCanvas canvas;
    canvas.setPhoto(gradient(33, 21));
    QSignalSpy saved(&canvas, &ImageCanvas::pictureSaved),
        failed(&canvas, &ImageCanvas::pictureFailed);
    const auto save_as = [&](const QString& path) {
      canvas.savePicture();
      auto* dialog = canvas.findChild<QFileDialog*>();
      QVERIFY(dialog);
      emit dialog->filesSelected({path});
      dialog->close();
    };
    const QString path = folder.filePath(QStringLiteral("out ü.png"));
    save_as(path);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(QImage(path).size(), QSize(33, 21));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    save_as(folder.filePath(QStringLiteral("absent/out.png")));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.first().first().toString().contains(QStringLiteral("could not be written")));
    QCOMPARE(saved.count(), 1);
  }
};

QTEST_MAIN(TestCanvas)
#include "test_canvas.moc"
