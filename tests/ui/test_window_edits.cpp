// Tests of painting masks in the window: real mouse, tablet and key events on the real canvas, with
// a fake engine.
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QListWidget>
#include <QPointingDevice>
#include <QSlider>
#include <QTabletEvent>
#include <QToolButton>

#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/plots/edit_curve.h"

class WindowEditsTest : public WindowFixture {
  Q_OBJECT

  Masks& masks() { return window_->workspace().document().masks(); }
  ImageCanvas* canvas() const { return find<ImageCanvas>("left"); }
  QPoint at(double x, double y) const {
    const QRectF r = canvas()->imageRect();
    return QPointF(r.left() + x * r.width(), r.top() + y * r.height()).toPoint();
  }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(window_.get(), key, modifiers);
  }
  void drag(double x0, double y0, double x1, double y1, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(canvas(), Qt::LeftButton, modifiers, at(x0, y0));
    for (int i = 1; i <= 4; ++i) {
      const QPoint to = at(x0 + (x1 - x0) * i / 4, y0 + (y1 - y0) * i / 4);
      QMouseEvent move(QEvent::MouseMove, to, canvas()->mapToGlobal(to), Qt::NoButton,
                       Qt::LeftButton, modifiers);
      QApplication::sendEvent(canvas(), &move);
    }
    QTest::mouseRelease(canvas(), Qt::LeftButton, modifiers, at(x1, y1));
  }
  int pixel(double x, double y) {
    const QImage& pixels = masks().mask()->pixels;
    return pixels.constScanLine(
        static_cast<int>(y * pixels.height()))[static_cast<int>(x * pixels.width())];
  }

 private slots:
  void strokeIsEvaluatedByTheEngine() {
    openPhoto();
    key(Qt::Key_B);
    drag(0.2, 0.5, 0.8, 0.5);
    QVERIFY(document().byHand());
    QCOMPARE(pixel(0.5, 0.5), 0);
    QCOMPARE(pixel(0.5, 0.9), 255);
    QTRY_VERIFY(document().shown().probability);
    // The shown probability belongs to the last edit.
    QTRY_COMPARE(*document().shown().probability, fake_answer(document().paintedMask()));
    QVERIFY(*document().shown().probability < 0.6);
  }

  void probabilityIsUpdatedDuringAStroke() {
    openPhoto();
    key(Qt::Key_B);
    QTest::mousePress(canvas(), Qt::LeftButton, {}, at(0.3, 0.3));
    QTRY_VERIFY(document().shown().probability);
    const double first = *document().shown().probability;
    QMouseEvent move(QEvent::MouseMove, at(0.7, 0.7), canvas()->mapToGlobal(at(0.7, 0.7)),
                     Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(canvas(), &move);
    QTRY_VERIFY(*document().shown().probability < first);
    QCOMPARE(masks().history().index(), 0);  // not an undo step yet
    QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(0.7, 0.7));
    QCOMPARE(masks().history().index(), 1);
  }

  void keepToolOnANewMaskStartsFromAllDropped() {
    openPhoto();
    key(Qt::Key_X);
    key(Qt::Key_R);
    drag(0.25, 0.25, 0.75, 0.75);
    QCOMPARE(pixel(0.5, 0.5), 255);
    QCOMPARE(pixel(0.1, 0.1), 0);
  }

  void undoAndRedoByKeys() {
    openPhoto();
    key(Qt::Key_O);
    drag(0.2, 0.2, 0.6, 0.6);
    drag(0.5, 0.5, 0.9, 0.9);
    QCOMPARE(pixel(0.75, 0.75), 0);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(pixel(0.75, 0.75), 255);
    QCOMPARE(pixel(0.4, 0.4), 0);
    key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!document().byHand());
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(pixel(0.4, 0.4), 0);
  }

  void everyToolPaints_data() {
    QTest::addColumn<int>("tool");
    for (const char* tool : {"B", "R", "O", "L"}) QTest::newRow(tool) << static_cast<int>(tool[0]);
  }
  void everyToolPaints() {
    QFETCH(int, tool);
    openPhoto();
    key(static_cast<Qt::Key>(tool));
    QTest::mousePress(canvas(), Qt::LeftButton, {}, at(0.3, 0.3));
    for (const QPointF to :
         {QPointF(0.7, 0.3), QPointF(0.7, 0.7), QPointF(0.3, 0.7), QPointF(0.6, 0.65)}) {
      const QPoint p = at(to.x(), to.y());
      QMouseEvent move(QEvent::MouseMove, p, canvas()->mapToGlobal(p), Qt::NoButton, Qt::LeftButton,
                       {});
      QApplication::sendEvent(canvas(), &move);
    }
    QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(0.6, 0.65));
    QCOMPARE(pixel(tool == 'B' ? 0.6 : 0.5, tool == 'B' ? 0.65 : 0.5), 0);
    QCOMPARE(pixel(0.05, 0.05), 255);
    QCOMPARE(masks().history().count(), 1);
  }

  void doubleClickClosesAPolygon() {
    openPhoto();
    key(Qt::Key_P);
    for (const QPointF corner : {QPointF(0.2, 0.2), QPointF(0.8, 0.2), QPointF(0.5, 0.8)})
      QTest::mouseClick(canvas(), Qt::LeftButton, {}, at(corner.x(), corner.y()));
    QVERIFY(!document().byHand());
    QTest::mouseDClick(canvas(), Qt::LeftButton, {}, at(0.5, 0.8));
    QVERIFY(document().byHand());
    QCOMPARE(pixel(0.5, 0.4), 0);
    QCOMPARE(pixel(0.1, 0.9), 255);
  }

  void escapeCancelsAStroke() {
    openPhoto();
    key(Qt::Key_B);
    drag(0.1, 0.1, 0.3, 0.1);
    QTest::mousePress(canvas(), Qt::LeftButton, {}, at(0.5, 0.5));
    QCOMPARE(pixel(0.5, 0.5), 0);
    QTest::keyClick(canvas(), Qt::Key_Escape);
    QCOMPARE(pixel(0.5, 0.5), 255);
    QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(0.5, 0.5));
    QCOMPARE(masks().history().count(), 1);
  }

  void shiftDragAndBracketsResizeTheBrush() {
    openPhoto();
    key(Qt::Key_B);
    auto* size = find<QSlider>("toolOption");
    const int before = size->value();
    key(Qt::Key_BracketRight);
    key(Qt::Key_BracketRight);
    QVERIFY(size->value() > before);
    const int larger = size->value();
    drag(0.4, 0.5, 0.6, 0.5, Qt::ShiftModifier);
    QVERIFY(size->value() > larger);
    QVERIFY(!document().byHand());
  }

  void stylusPressureSetsTheBrushWidth() {
    openPhoto();
    key(Qt::Key_B);
    const auto tablet = [&](QEvent::Type type, double x, double pressure) {
      const QPointF to = at(x, 0.5);
      QTabletEvent event(type, QPointingDevice::primaryPointingDevice(), to,
                         canvas()->mapToGlobal(to), pressure, 0, 0, 0, 0, 0, {}, Qt::LeftButton,
                         Qt::LeftButton);
      QApplication::sendEvent(canvas(), &event);
    };
    const auto dropped = [this](double x) {
      int count = 0;
      for (int y = 0; y < masks().size().height(); ++y)
        count += masks().mask()->pixels.constScanLine(
                     y)[static_cast<int>(x * masks().size().width())] == 0;
      return count;
    };
    tablet(QEvent::TabletPress, 0.2, 0.2);
    for (int i = 1; i <= 20; ++i) tablet(QEvent::TabletMove, 0.2 + 0.03 * i, 0.2 + 0.04 * i);
    tablet(QEvent::TabletRelease, 0.8, 0);
    QVERIFY(dropped(0.75) > 2 * dropped(0.25));
    QCOMPARE(masks().history().count(), 1);
  }

  void spaceAndTheMiddleButtonStillPan() {
    openPhoto();
    key(Qt::Key_B);
    canvas()->setFocus();
    QTest::keyPress(canvas(), Qt::Key_Space);
    drag(0.5, 0.5, 0.6, 0.6);
    QTest::keyRelease(canvas(), Qt::Key_Space);
    QVERIFY(!document().byHand());
    QTest::mousePress(canvas(), Qt::MiddleButton, {}, at(0.5, 0.5));
    QTest::mouseRelease(canvas(), Qt::MiddleButton, {}, at(0.5, 0.5));
    QVERIFY(!document().byHand());
  }

  void maskOfTheRunCanBeEdited() {
    runToCompletion();
    key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(document().byHand());
    const QByteArray mask_of_run(reinterpret_cast<const char*>(masks().mask()->pixels.constBits()),
                                 masks().mask()->pixels.sizeInBytes());
    QVERIFY(mask_of_run.contains('\0') && mask_of_run.contains('\xff'));
    key(Qt::Key_B);
    drag(0.1, 0.1, 0.9, 0.9);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(masks().mask()->pixels.constBits()),
                        masks().mask()->pixels.sizeInBytes()),
             mask_of_run);
    key(Qt::Key_Z, Qt::ControlModifier);  // undoes the conversion of the run's mask, too
    QVERIFY(!document().byHand());
    QVERIFY(document().run()->result);
  }

  void editsAreEvaluatedDuringARun() {
    openPhoto();
    control_->closeGate();
    explain();
    control_->allowSteps(3);
    QTRY_VERIFY(document().run() && document().run()->steps.size() == 3);
    key(Qt::Key_R);
    drag(0.3, 0.3, 0.7, 0.7);
    QCoreApplication::processEvents();  // the request is sent while the step is blocked
    control_->allowSteps(1);            // and answered before the next step
    QTRY_VERIFY(document().shown().probability && document().byHand());
    QCOMPARE(state(), RunState::running);
    control_->openGate();
    QTRY_VERIFY(document().run()->result);
    QVERIFY(document().byHand());
  }

  void maskListSwitchesBackToTheMaskOfTheRun() {
    runToCompletion();
    key(Qt::Key_R);
    drag(0.3, 0.3, 0.7, 0.7);
    auto* list = find<QListWidget>("masks");
    QCOMPARE(list->count(), 2);
    QCOMPARE(list->currentRow(), 1);
    list->setCurrentRow(0);
    QVERIFY(!document().byHand());
    QVERIFY(!document().shown().mask.empty());
    list->setCurrentRow(1);
    QTRY_VERIFY(document().byHand() && document().shown().probability);
  }

  void invertIsOneStepAndANewPhotoClearsTheMasks() {
    openPhoto();
    key(Qt::Key_R);
    drag(0.3, 0.3, 0.7, 0.7);
    key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(pixel(0.5, 0.5), 255);
    QCOMPARE(pixel(0.1, 0.1), 0);
    QCOMPARE(masks().history().undoText(), QStringLiteral("Invert"));
    drop(window_.get(), writePhoto("other.png", 80, 30));
    QTRY_COMPARE(document().photo()->name, QStringLiteral("other.png"));
    QVERIFY(!document().byHand());
    QCOMPARE(masks().history().count(), 0);
  }

  void galleryShowsTheMaskWithEveryInfiller() {
    openPhoto();
    key(Qt::Key_R);
    drag(0.3, 0.3, 0.7, 0.7);
    const auto& items = window_->workspace().gallery().items();
    QVERIFY(items.size() >= 7);
    for (const auto& item : items) {
      QTRY_VERIFY(!item.stale && item.picture && item.probability);
      QVERIFY(std::abs(*item.probability - *document().shown().probability) <
              1e-6);  // the fake engine ignores the infiller
    }
    drag(0.1, 0.1, 0.2, 0.9);
    QVERIFY(items.front().stale);
    QVERIFY(find<QToolButton>("infill-mean")->text().endsWith(QStringLiteral("–")));
    for (const auto& item : items) QTRY_VERIFY(!item.stale);
    click("infill-mean");
    QCOMPARE(document().spec().infill, std::string("mean"));
    QVERIFY(find<QToolButton>("infill-mean")->isChecked());
  }

  // An answer for the infill gallery must never be shown as the answer for the mask itself.
  void lateGalleryAnswersAreNotShownForTheMask() {
    openPhoto();
    control_->closeGate();
    explain();
    control_->allowSteps(2);
    QTRY_VERIFY(document().run() && document().run()->steps.size() == 2);
    key(Qt::Key_2, Qt::AltModifier);  // the gallery is evaluated only while its page is visible
    key(Qt::Key_R);
    drag(0.3, 0.3, 0.7, 0.7);
    QTest::qWait(250);  // the gallery has sent its requests
    drag(0.0, 0.0, 0.9, 0.9);
    QCoreApplication::processEvents();
    const int answers = control_->answers;
    control_->openGate();
    QTRY_VERIFY(control_->answers > answers && document().shown().probability);
    for (const auto& item : window_->workspace().gallery().items()) QTRY_VERIFY(!item.stale);
    for (const auto& item : window_->workspace().gallery().items())
      QVERIFY(std::abs(*item.probability - *document().shown().probability) < 1e-6);
  }

  void undoDuringAStrokeCancelsTheStroke() {
    openPhoto();
    key(Qt::Key_B);
    drag(0.2, 0.2, 0.4, 0.2);
    const QImage before = masks().mask()->pixels;
    QTest::mousePress(canvas(), Qt::LeftButton, {}, at(0.6, 0.6));
    QVERIFY(masks().isEditing());
    key(Qt::Key_Z, Qt::ControlModifier);
    QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(0.6, 0.6));
    QCOMPARE(masks().history().index(), 1);
    QCOMPARE(masks().mask()->pixels, before);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(masks().history().index(), 0);
  }

  void answerBeforeTheReleaseBecomesAPoint() {
    openPhoto();
    key(Qt::Key_B);
    QTest::mousePress(canvas(), Qt::LeftButton, {}, at(0.3, 0.3));
    QTRY_VERIFY(document().shown().probability);
    QTest::qWait(50);
    QVERIFY(document().editPoints().empty());  // not an edit yet
    QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(0.3, 0.3));
    QTRY_COMPARE(document().editPoints().size(), 1U);
    QCOMPARE(document().editPoints().at(1).probability, *document().shown().probability);
  }

  void clickOnTheEditCurveRestoresTheEdit() {
    openPhoto();
    key(Qt::Key_3, Qt::AltModifier);
    key(Qt::Key_R);
    drag(0.1, 0.1, 0.3, 0.3);
    QTRY_COMPARE(document().editPoints().size(), 1U);
    drag(0.5, 0.1, 0.8, 0.8);
    QTRY_COMPARE(document().editPoints().size(), 2U);
    QVERIFY(document().editPoints().at(2).probability < document().editPoints().at(1).probability);
    QCOMPARE(document().editPoints().at(2).name, QStringLiteral("Rectangle: drop"));
    auto* curve = find<EditCurve>("editCurve");
    QVERIFY(curve->isVisible());
    QTest::mouseClick(curve, Qt::LeftButton, {}, curve->pointAt(1).toPoint());
    QCOMPARE(masks().history().index(), 1);
    QCOMPARE(pixel(0.6, 0.6), 255);
    key(Qt::Key_R);
    drag(0.4, 0.4, 0.5, 0.5);  // replaces the second edit
    QTRY_VERIFY(document().editPoints().at(2).probability >
                document().editPoints().at(1).probability - 0.1);
  }

  void sliderSetsTheThreshold() {
    runToCompletion();
    auto* slider = find<QSlider>("threshold");
    QVERIFY(slider->isEnabled());
    slider->setSliderDown(true);
    slider->setValue(30);
    slider->setValue(70);
    slider->setSliderDown(false);
    QVERIFY(document().byHand());
    QCOMPARE(masks().history().count(), 1);
  }

  void greyscaleMaskAsksForAThreshold() {
    openPhoto();
    QImage picture(60, 40, QImage::Format_Grayscale8);
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x)
        picture.scanLine(y)[x] = static_cast<uchar>(x * 255 / 59);
    QApplication::clipboard()->setImage(picture);
    key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY2(banner().contains(QStringLiteral("contains greys")), qPrintable(banner()));
    const int soft = pixel(0.3, 0.5);
    QVERIFY(soft > 60 && soft < 100);  // unchanged until the user applies a threshold
    auto* slider = find<QSlider>("cutAt");
    slider->setSliderDown(true);
    slider->setValue(80);
    QCOMPARE(pixel(0.7, 0.5), 0);
    slider->setValue(20);
    slider->setSliderDown(false);
    QCOMPARE(pixel(0.3, 0.5), 255);
    QCOMPARE(pixel(0.1, 0.5), 0);
    QCOMPARE(masks().history().count(), 2);  // pasted, and thresholded once
    click("cut");
    QVERIFY(banner().isEmpty());
    QCOMPARE(masks().history().count(), 2);
    masks().history().undo();
    QCOMPARE(pixel(0.3, 0.5), soft);

    // If the clipboard announces a picture that cannot be read, no mask is created.
    auto* broken = new QMimeData;
    broken->setData(QStringLiteral("image/png"), "no picture");
    QApplication::clipboard()->setMimeData(broken);
    const int before = masks().history().count();
    key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(masks().history().count(), before);

    picture.fill(0);
    QApplication::clipboard()->setImage(picture);
    key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY2(!banner().contains(QStringLiteral("greys")), qPrintable(banner()));
    QCOMPARE(pixel(0.3, 0.5), 0);
  }

  void runUsesThePaintedMask() {
    openPhoto();
    auto* role = find<QComboBox>("maskRole");
    role->setCurrentIndex(role->findData(QStringLiteral("drop")));
    emit role->activated(role->currentIndex());
    explain();
    QVERIFY2(banner().contains(QStringLiteral("there is none")), qPrintable(banner()));
    QVERIFY(!document().run());
    key(Qt::Key_B);
    drag(0.2, 0.5, 0.8, 0.5);
    const Plane painted = document().paintedMask();
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
    QVERIFY(!document().byHand());
    QVERIFY(control_->run_mask);
    QCOMPARE(control_->run_mask->values, painted.values);
    QCOMPARE(document().run()->spec.mask_role, std::string("drop"));
    // A second run uses the mask that was selected last, although the run's own mask is shown.
    explain();
    QTRY_VERIFY(state() == RunState::idle && document().run()->result);
    QCOMPARE(control_->run_mask->values, painted.values);
    role->setCurrentIndex(0);
    emit role->activated(0);
    explain();
    QTRY_VERIFY(state() == RunState::idle && document().run()->result &&
                document().run()->spec.mask_role == "none");
    QVERIFY(!control_->run_mask);
  }
};

QTEST_MAIN(WindowEditsTest)
#include "test_window_edits.moc"
