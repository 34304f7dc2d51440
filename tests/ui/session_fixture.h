// Shared by the tests of sessions: a window that paints masks and can be restarted.
#pragma once

#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/persistence/autosave_manager.h"
#include "ui/persistence/session_file.h"

class SessionFixture : public WindowFixture {
  Q_OBJECT

 protected:
  Masks& masks() { return window_->workspace().document().masks(); }
  void stroke(double x, double y) {
    const QRectF r = find<ImageCanvas>("left")->imageRect();
    const QPoint from = QPointF(r.left() + x * r.width(), r.top() + y * r.height()).toPoint();
    QTest::keyClick(window_.get(), Qt::Key_B);
    QTest::mousePress(find<ImageCanvas>("left"), Qt::LeftButton, {}, from);
    QTest::mouseRelease(find<ImageCanvas>("left"), Qt::LeftButton, {}, from + QPoint(3, 3));
  }
  // Opens a new window, as after a restart; the old one is destroyed without being closed.
  void newWindow() {
    control_->openGate();
    window_.reset();
    control_ = std::make_shared<FakeControl>();
    window_ =
        std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->begin({});
  }
  void waitUntilAutosaved() {
    QTRY_VERIFY_WITH_TIMEOUT(!QDir(AutosaveManager::userFolder())
                                  .entryList({QStringLiteral("*-*.fidoscope")}, QDir::Files)
                                  .isEmpty(),
                             4000);
    QTest::qWait(2 * AutosaveManager::kDelayMs);
  }
  // Encodes everything except the time of saving.
  static QByteArray encodeWithoutTime(SessionData session) {
    session.saved = {};
    return encode_session(session);
  }
  SessionData currentSession() const { return capture_session(document()); }
};
