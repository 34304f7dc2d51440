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
  // Returns the number of autosaved sessions of windows that are open or were lost.
  static int autosavedSessions() {
    return static_cast<int>(QDir(AutosaveManager::userFolder())
                                .entryList({QStringLiteral("*-*.fidoscope")}, QDir::Files)
                                .size());
  }
  void waitUntilAutosaved() {
    QTRY_VERIFY_WITH_TIMEOUT(autosavedSessions() > 0, 4000);
    QTest::qWait(2 * AutosaveManager::kDelayMs);
  }
  // Encodes everything except the time of saving.
  static QByteArray encodeWithoutTime(SessionData session) {
    session.saved = {};
    return encode_session(session);
  }
  SessionData currentSession() const { return capture_session(document()); }
};
