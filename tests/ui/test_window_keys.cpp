// Tests of keys that several parts of the window handle: Escape, and keys that are held down.
#include <QAction>
#include <QToolButton>

#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/panels/banner.h"
#include "ui/window/main_actions.h"

class WindowKeysTest : public WindowFixture {
  Q_OBJECT

  ImageCanvas* canvas() const { return find<ImageCanvas>("left"); }
  QPoint at(double x, double y) const {
    const QRectF r = canvas()->imageRect();
    return QPointF(r.left() + x * r.width(), r.top() + y * r.height()).toPoint();
  }
  // As the window system does, send keys to the widget with the focus.
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QWidget* target = QApplication::focusWidget();
    QTest::keyClick(target ? target : window_.get(), key, modifiers);
  }
  void startRun() {
    openPhoto();
    control_->closeGate();
    explain();
    control_->allowSteps(2);
    QTRY_VERIFY(document().run() && document().run()->steps.size() == 2);
    QCOMPARE(state(), RunState::running);
  }

 private slots:
  void escapeCancelsAPolygonDuringARun() {
    startRun();
    press(Qt::Key_P);
    for (const QPointF corner : {QPointF(0.2, 0.2), QPointF(0.8, 0.2), QPointF(0.5, 0.8)})
      QTest::mouseClick(canvas(), Qt::LeftButton, {}, at(corner.x(), corner.y()));
    press(Qt::Key_Escape);
    QCOMPARE(state(), RunState::running);
    // No polygon is left to be closed.
    press(Qt::Key_Return);
    QVERIFY(!document().byHand());
  }

  void escapeCancelsAStrokeDuringARun() {
    startRun();
    press(Qt::Key_B);
    QTest::mousePress(canvas(), Qt::LeftButton, {}, at(0.5, 0.5));
    QVERIFY(document().byHand());
    press(Qt::Key_Escape);
    QVERIFY(!document().byHand());
    QCOMPARE(state(), RunState::running);
    QTest::mouseRelease(canvas(), Qt::LeftButton, {}, at(0.5, 0.5));
  }

  void escapeClosesAPageDuringARun_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("page");
    QTest::newRow("library") << int(Qt::Key_F7) << QStringLiteral("library");
    QTest::newRow("side by side") << int(Qt::Key_F8) << QStringLiteral("comparePage");
    QTest::newRow("figure") << int(Qt::Key_F9) << QStringLiteral("maskFigure");
    QTest::newRow("evaluate") << int(Qt::Key_F10) << QStringLiteral("evaluatePage");
  }
  void escapeClosesAPageDuringARun() {
    QFETCH(int, key);
    QFETCH(QString, page);
    startRun();
    press(static_cast<Qt::Key>(key));
    auto* widget = window_->findChild<QWidget*>(page);
    QVERIFY(widget && widget->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(!widget->isVisible());
    QCOMPARE(state(), RunState::running);
  }

  void escapeClosesTheBannerDuringARun() {
    startRun();
    window_->actions().about->trigger();
    QVERIFY(!banner().isEmpty());
    press(Qt::Key_Escape);
    QVERIFY(banner().isEmpty());
    QCOMPARE(state(), RunState::running);
  }

  void escapeLeavesPresenterModeDuringARun() {
    startRun();
    window_->actions().presenter->setChecked(true);
    window_->actions().about->trigger();
    press(Qt::Key_Escape);
    QVERIFY(!window_->actions().presenter->isChecked());
    QCOMPARE(state(), RunState::running);
    // Escape closes an open page before it leaves presenter mode.
    window_->actions().presenter->setChecked(true);
    press(Qt::Key_F9);
    press(Qt::Key_Escape);
    QVERIFY(window_->actions().presenter->isChecked());
    QVERIFY(!find<QWidget>("maskFigure")->isVisible());
  }

  // The release of a key that is held down is sent to the window that is active by then.
  void holdingCEndsWhenTheWindowIsDeactivated() {
    runToCompletion();
    QTRY_VERIFY(find<QToolButton>("compare")->isEnabled());
    auto* right = find<ImageCanvas>("right");
    const QImage counterfactual = right->photo();
    QTest::keyPress(window_.get(), Qt::Key_C);
    QVERIFY(right->photo() != counterfactual);
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QCOMPARE(right->photo(), counterfactual);
    QVERIFY(!find<QToolButton>("compare")->isDown());
  }

  void shiftF5StopsTheRun() {
    startRun();
    QVERIFY(find<QToolButton>("stop")->toolTip().contains(QStringLiteral("Shift+F5")));
    press(Qt::Key_F5, Qt::ShiftModifier);
    QCOMPARE(state(), RunState::stopping);
    control_->openGate();
    QTRY_VERIFY(document().run()->result);
    QVERIFY(document().run()->result->stopped);
  }
};

QTEST_MAIN(WindowKeysTest)
#include "test_window_keys.moc"
