// Tests of autosave, and of the restore after the window was closed or killed.
#include <QFile>
#include <QProcess>
#include <csignal>

#include "tests/ui/session_fixture.h"
#include "tests/ui/widget_support.h"
#include "ui/persistence/restorer.h"
#include "ui/window/main_actions.h"
#include "ui/window/session_persistence.h"

class PersistenceTest : public SessionFixture {
  Q_OBJECT

  const QString kKilledProcessFolder = QStringLiteral("FIDOSCOPE_TEST_VICTIM");

 private slots:
  void sessionOfAKilledWindowIsOffered() {
    openPhoto();
    stroke(0.3, 0.3);
    stroke(0.6, 0.6);
    waitUntilAutosaved();
    const SessionData before = currentSession();
    newWindow();
    window_->persistence().resume(true);
    QVERIFY2(banner().contains(QStringLiteral("photo.png, a mask")), qPrintable(banner()));
    pressBannerButton(QStringLiteral("Restore"));
    QTRY_VERIFY(!masks().all().empty());
    QTRY_VERIFY(!document().predictions().empty());
    QTRY_COMPARE(document().editPoints().size(), before.edits.size());
    QCOMPARE(encodeWithoutTime(currentSession()), encodeWithoutTime(before));
    // The lost session's file is removed as soon as this window has saved its own.
    QTRY_COMPARE_WITH_TIMEOUT(QDir(AutosaveManager::userFolder())
                                  .entryList({QStringLiteral("*.fidoscope")}, QDir::Files)
                                  .size(),
                              1, 5000);
    QTest::qWait(100);
    newWindow();
    window_->persistence().resume(true);
    pressBannerButton(QStringLiteral("Discard"));
    QCOMPARE(QDir(AutosaveManager::userFolder())
                 .entryList({QStringLiteral("*.fidoscope")}, QDir::Files)
                 .size(),
             0);
  }

  // A separate process, which runs strokeUntilKilled(), is killed while the mouse button is down.
  void killedDuringAStroke() {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(kKilledProcessFolder, folder_->path());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("strokeUntilKilled")});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(
        QFile::exists(path("expected")) || process.state() == QProcess::NotRunning, 20000);
    QCOMPARE(process.state(), QProcess::Running);
    QTest::qWait(2000);  // the longest time of work that may be lost
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);

    newWindow();
    window_->persistence().resume(true);
    QVERIFY2(banner().contains(QStringLiteral("photo.png, a mask")), qPrintable(banner()));
    pressBannerButton(QStringLiteral("Restore"));
    QTRY_VERIFY(!masks().all().empty());
    QTRY_VERIFY(!document().predictions().empty());
    QCOMPARE(masks().history().count(), 3);  // the unfinished stroke counts as one step
    QFile expected(path("expected"));
    QVERIFY(expected.open(QIODevice::ReadOnly));
    const auto before = decode_session(expected.readAll(), QStringLiteral("expected"));
    QVERIFY(before);
    // The unfinished stroke is a step now, and gets its point on the edit curve when it is
    // evaluated.
    QTRY_COMPARE(document().editPoints().size(), before->edits.size() + 1);
    SessionData after = currentSession();
    after.edits.erase(3);
    QCOMPARE(encodeWithoutTime(after), encodeWithoutTime(*before));
  }

  void strokeUntilKilled() {
    const QByteArray folder = qgetenv(kKilledProcessFolder.toUtf8());
    if (folder.isEmpty()) return;  // runs only in the process that is killed
    const QDir shared_folder(QString::fromUtf8(folder));
    qputenv("XDG_DATA_HOME", shared_folder.filePath(QStringLiteral("data")).toUtf8());
    window_ = std::make_unique<MainWindow>(
        fake_engine(control_),
        std::vector{to_path(shared_folder.filePath(QStringLiteral("models")))});
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->begin({});
    const QString photo = shared_folder.filePath(QStringLiteral("photo.png"));
    QVERIFY(QFile::copy(writePhoto("photo.png"), photo));
    window_->openPath(photo);
    QTRY_VERIFY(!document().predictions().empty());
    stroke(0.3, 0.3);
    QTRY_COMPARE(document().editPoints().size(), std::size_t{1});
    stroke(0.6, 0.6);
    QTRY_COMPARE(document().editPoints().size(), std::size_t{2});
    const QRectF r = find<ImageCanvas>("left")->imageRect();
    const QPoint from = QPointF(r.center().x(), r.top() + 0.8 * r.height()).toPoint();
    QTest::mousePress(find<ImageCanvas>("left"), Qt::LeftButton, {}, from);
    test::move_to(*find<ImageCanvas>("left"), from + QPoint(40, 0), Qt::LeftButton);
    QVERIFY(masks().isEditing());
    QVERIFY(write_session(shared_folder.filePath(QStringLiteral("expected")), currentSession()));
    QTest::qWait(60000);
    QFAIL("nobody ended this process");
  }

  void interruptedRunIsRestored() {
    control_->closeGate();
    openPhoto();
    explain();
    control_->allowSteps(7);
    QTRY_COMPARE(document().run() ? document().run()->steps.size() : 0, std::size_t{7});
    waitUntilAutosaved();
    newWindow();
    window_->persistence().resume(true);
    pressBannerButton(QStringLiteral("Restore"));
    QTRY_VERIFY(document().run());
    QCOMPARE(document().run()->steps.size(), std::size_t{7});
    QVERIFY(!document().run()->result);
    QTRY_VERIFY(document().shown().counterfactual);
    explain();  // a new run can start
    QTRY_VERIFY(document().run()->result);
  }

  void sessionOfARunningWindowIsNotOffered() {
    openPhoto();
    stroke(0.3, 0.3);
    waitUntilAutosaved();
    AutosaveManager other(AutosaveManager::userFolder(), [] { return SessionData{}; });
    QVERIFY(!other.findLost());
    window_.reset();
    QVERIFY(other.findLost());
  }

  void closedSessionIsRestoredOnTheNextStart() {
    runToCompletion();
    stroke(0.4, 0.4);
    QTRY_VERIFY(!document().editPoints().empty());
    const SessionData before = currentSession();
    window_->close();
    QCOMPARE(QDir(AutosaveManager::userFolder()).entryList(QDir::Files),
             QStringList{QStringLiteral("last.fidoscope")});
    newWindow();
    window_->persistence().resume(true);
    QVERIFY(banner().isEmpty());
    QTRY_VERIFY(document().run());
    QCOMPARE(encodeWithoutTime(currentSession()), encodeWithoutTime(before));
    // A photo that was closed is not restored.
    window_->actions().close->trigger();
    QVERIFY(!document().photo());
    window_->close();
    newWindow();
    window_->persistence().resume(true);
    QVERIFY(!document().photo());
  }

  void masksClosedByAnotherPhotoCanBeReopened() {
    openPhoto();
    stroke(0.3, 0.3);
    const QImage painted = masks().mask()->pixels;
    window_->openPath(writePhoto("other.png", 30, 30));
    QTRY_COMPARE(document().photo()->name, QStringLiteral("other.png"));
    QVERIFY2(banner().contains(QStringLiteral("were closed")), qPrintable(banner()));
    pressBannerButton(QStringLiteral("Reopen"));
    QTRY_COMPARE(document().photo()->name, QStringLiteral("photo.png"));
    QCOMPARE(masks().mask()->pixels, painted);
  }

  void sessionThatCannotBeRestoredIsKept() {
    openPhoto();
    stroke(0.3, 0.3);
    window_->close();
    const QString last = AutosaveManager::userFolder() + QStringLiteral("/last.fidoscope");
    QFile file(last);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray kept = file.readAll();
    file.close();
    const auto read_last_session = [&last] {
      QFile again(last);
      return again.open(QIODevice::ReadOnly) ? again.readAll() : QByteArray();
    };
    // The last session stays on disk if its photo is missing, and if a window without a photo is
    // closed.
    QVERIFY(QFile::rename(path("photo.png"), path("moved.png")));
    newWindow();
    window_->persistence().resume(true);
    QVERIFY2(banner().contains(QStringLiteral("photo.png is no longer in")), qPrintable(banner()));
    window_->close();
    QCOMPARE(read_last_session(), kept);
    newWindow();
    window_->close();
    QCOMPARE(read_last_session(), kept);
    // A file of a newer version is renamed and reported, whatever is opened afterwards. A damaged
    // file is treated the same.
    QVERIFY(QFile::rename(path("moved.png"), path("photo.png")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(kept).replace(0, 19, "fidoscope-session 2"));
    file.close();
    newWindow();
    window_->persistence().resume(true);
    QVERIFY2(
        banner().contains(QStringLiteral("newer")) && banner().contains(QStringLiteral("renamed")),
        qPrintable(banner()));
    openPhoto();
    window_->close();
    QCOMPARE(QDir(AutosaveManager::userFolder()).entryList({QStringLiteral("*.unreadable")}).size(),
             1);
    QCOMPARE(window_->workspace().document().photo()->name, QStringLiteral("photo.png"));
  }

  void lostSessionIsKeptUntilItIsRestored() {
    openPhoto();
    stroke(0.3, 0.3);
    window_->persistence().save(path("other.fidoscope"));
    waitUntilAutosaved();
    QVERIFY(QFile::copy(path("photo.png"), path("elsewhere.png")));
    QVERIFY(QFile::remove(path("photo.png")));
    newWindow();
    window_->persistence().resume(true);
    pressBannerButton(QStringLiteral("Restore"));
    QVERIFY2(banner().contains(QStringLiteral("photo.png is no longer in")), qPrintable(banner()));
    // Another session is opened and restored; the lost one must still not be deleted.
    window_->persistence().open(path("other.fidoscope"));
    window_->findChild<Restorer*>()->tryPhoto(path("elsewhere.png"), true);
    QTRY_VERIFY(!masks().all().empty());
    QTRY_VERIFY(!document().predictions().empty());
    QTest::qWait(3 * AutosaveManager::kDelayMs);
    QCOMPARE(autosavedSessions(), 2);
  }

  void lostSessionIsKeptIfItsRunIsNotRestored() {
    runToCompletion();
    waitUntilAutosaved();
    QVERIFY(QFile::remove(path("models/one.card.json")));
    newWindow();
    window_->persistence().resume(true);
    pressBannerButton(QStringLiteral("Restore"));
    QTRY_VERIFY2(banner().contains(QStringLiteral("The run was not restored")),
                 qPrintable(banner()));
    QTRY_VERIFY(!document().predictions().empty());
    QTest::qWait(3 * AutosaveManager::kDelayMs);
    // The lost session and this window's own.
    QCOMPARE(autosavedSessions(), 2);
  }

  void reopeningIsOfferedOnce() {
    openPhoto();
    stroke(0.3, 0.3);
    window_->actions().close->trigger();
    pressBannerButton(QStringLiteral("Reopen"));
    QVERIFY(banner().isEmpty());
    QTRY_VERIFY(!masks().all().empty());
  }
};

QTEST_MAIN(PersistenceTest)
#include "test_persistence.moc"
