// Tests of sessions: writing and reading them, autosave, and the restore after the window was
// closed or killed.
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <csignal>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "tests/ui/widget_support.h"
#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/engine/model_trust.h"
#include "ui/persistence/autosave_manager.h"
#include "ui/persistence/restorer.h"
#include "ui/persistence/run_codec.h"
#include "ui/persistence/session_file.h"
#include "ui/window/main_actions.h"
#include "ui/window/session_persistence.h"

class PersistenceTest : public WindowFixture {
  Q_OBJECT

  const QString kKilledProcessFolder = QStringLiteral("FIDOSCOPE_TEST_VICTIM");

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
  void pressBannerButton(const QString& text) {
    for (QPushButton* button : find<QWidget>("banner")->findChildren<QPushButton*>())
      if (button->text() == text) return QTest::mouseClick(button, Qt::LeftButton);
    QFAIL(qPrintable(QStringLiteral("the banner has no button ") + text));
  }
  // Encodes everything except the time of saving.
  static QByteArray encodeWithoutTime(SessionData session) {
    session.saved = {};
    return encode_session(session);
  }
  SessionData currentSession() const { return capture_session(document()); }

 private slots:
  void sessionRoundTripsThroughAFile() {
    runToCompletion();
    stroke(0.3, 0.3);
    QTRY_COMPARE(document().editPoints().size(), std::size_t{1});
    stroke(0.6, 0.6);
    QTRY_COMPARE(document().editPoints().size(), std::size_t{2});
    window_->workspace().document().setContrast(2);
    const SessionData before = currentSession();
    QVERIFY(write_session(path("a.fidoscope"), before));
    const auto after = read_session(path("a.fidoscope"));
    QVERIFY(after);
    QCOMPARE(encodeWithoutTime(*after), encodeWithoutTime(before));
    QVERIFY(after->run && after->run->result);
    QCOMPARE(after->run->result->map.values, document().run()->result->map.values);
    QCOMPARE(after->run->steps.size(), std::size_t{kSteps});
    QCOMPARE(after->edits.rbegin()->second.probability,
             document().editPoints().rbegin()->second.probability);
    QCOMPARE(after->summary(), QStringLiteral("photo.png, a mask, a run of 20 steps"));
  }

  // Attribution methods optimise no mask: their result has no drop grid but attribution values,
  // which may be negative.
  void runWithoutADropGridRoundTrips() {
    runToCompletion();
    SessionData before = currentSession();
    RunResult result = *before.run->result;
    result.spec = default_spec("grad-cam", "mean");
    result.drop = {};
    result.attribution = result.map;
    result.attribution.values[0] = -3;
    before.run->result = std::make_shared<const RunResult>(std::move(result));
    QVERIFY(write_session(path("a.fidoscope"), before));
    const auto after = read_session(path("a.fidoscope"));
    QVERIFY2(after, after ? "" : after.error().message.c_str());
    QCOMPARE(encodeWithoutTime(*after), encodeWithoutTime(before));
    QVERIFY(after->run->result->drop.empty());
    QCOMPARE(after->run->result->attribution.values[0], -3.F);
  }

  // tests/data/formats-0.1 was written by version 0.1.0.
  void readsASessionOfAnEarlierVersion_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("method");
    QTest::newRow("a mask") << "ssr.fidoscope"
                            << "fido-ssr";
    QTest::newRow("a gradient, with options that it does not use") << "gradient.fidoscope"
                                                                   << "gradient";
  }
  void readsASessionOfAnEarlierVersion() {
    QFETCH(QString, file);
    QFETCH(QString, method);
    const auto session = read_session(QStringLiteral(FIDOSCOPE_TEST_DATA "/formats-0.1/") + file);
    QVERIFY2(session, session ? "" : session.error().message.c_str());
    QCOMPARE(session->photo_path, QStringLiteral("/photos/photo.png"));
    QCOMPARE(session->photo_name, QStringLiteral("photo.png"));
    QCOMPARE(session->classifier_id, std::string("one"));
    QVERIFY(session->run && session->run->result);
    QCOMPARE(session->run->spec.method, method.toStdString());
    QCOMPARE(session->run->steps.size(), std::size_t{20});
    QCOMPARE(session->run->target.label, std::string("tabby, tabby cat"));
    QCOMPARE(session->run->target.probability, 0.61);
    QCOMPARE(session->run->spec, without_unused_fields(session->run->spec));
  }

  // A TorchScript model can run code, and a session may come from an untrusted source.
  void untrustedModelIsLoadedOnlyWhenAllowed() {
    openPhoto();
    QVERIFY(QDir().mkpath(path("elsewhere")));
    fake_card(to_path(path("elsewhere")), "three", "Fake Three");
    SessionData session = currentSession();
    session.classifier = path("elsewhere/three.card.json");
    session.classifier_id = "three";
    QVERIFY(write_session(path("foreign.fidoscope"), session));

    window_->openPath(path("foreign.fidoscope"));
    QVERIFY2(banner().contains(QStringLiteral("outside your model folders")), qPrintable(banner()));
    QVERIFY2(banner().contains(path("elsewhere/three.card.json")), qPrintable(banner()));
    pressBannerButton(QStringLiteral("Continue without it"));
    QTRY_VERIFY(!document().predictions().empty());
    QCOMPARE(document().classifier()->card.id, std::string("one"));

    window_->openPath(path("foreign.fidoscope"));
    pressBannerButton(QStringLiteral("Load it"));
    QTRY_COMPARE(document().classifier()->card.id, std::string("three"));

    // The permission is stored, and it is valid for this file only.
    newWindow();
    QTRY_VERIFY(document().classifier());
    window_->openPath(path("foreign.fidoscope"));
    QTRY_COMPARE(document().classifier()->card.id, std::string("three"));
    QVERIFY2(!banner().contains(QStringLiteral("outside")), qPrintable(banner()));
  }

  void untrustedInfillerIsLoadedOnlyWhenAllowed() {
    openPhoto();
    QVERIFY(QDir().mkpath(path("elsewhere")));
    // This is not a raw string: after a raw string with quotes in it, moc finds no class in this
    // file.
    const std::string card =
        "{\"format\": 1, \"kind\": \"infiller\", \"id\": \"evil\", \"file\": \"evil.pt\", "
        "\"sha256\": \"" +
        std::string(64, 'a') + "\", \"runtime\": \"torchscript\", \"mask_value\": \"hole\"}";
    QVERIFY(write_file(to_path(path("elsewhere/evil.card.json")), card).has_value());
    QVERIFY(write_file(to_path(path("elsewhere/evil.pt")), "code").has_value());
    SessionData session = currentSession();
    session.spec.infill = path("elsewhere/evil.card.json").toStdString();
    QCOMPARE(referenced_models(session).last(), path("elsewhere/evil.card.json"));
    const SessionData rest = without_models(session, {path("elsewhere/evil.card.json")});
    QCOMPARE(rest.spec.infill, default_infiller_id());
    QCOMPARE(rest.classifier, session.classifier);
    const ModelTrust trust({to_path(path("models"))});
    QCOMPARE(trust.untrusted(referenced_models(session)),
             QStringList{path("elsewhere/evil.card.json")});
    QCOMPARE(trust.untrusted({path("models/../elsewhere/evil.card.json")}).size(), 1);
    // A name that no model folder lists is a path from the working directory.
    QVERIFY(write_file(to_path(path("elsewhere/evil.json")), card).has_value());
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(path("elsewhere")));
    QCOMPARE(trust.untrusted({QStringLiteral("evil.json"), QStringLiteral("one")}),
             QStringList{QStringLiteral("evil.json")});
    QVERIFY(QDir::setCurrent(before));
  }

  // The photo's name becomes a file name when the picture is dragged out of the window, so it must
  // not contain a path.
  void photoNameContainsNoPath() {
    openPhoto();
    SessionData session = currentSession();
    session.photo_name = QStringLiteral("../../.bashrc");
    QVERIFY(write_session(path("a.fidoscope"), session));
    QCOMPARE(read_session(path("a.fidoscope"))->photo_name, QStringLiteral("bashrc"));
    QCOMPARE(safe_file_name(QStringLiteral("left/right eye")), QStringLiteral("left-right eye"));
    QCOMPARE(safe_file_name(QStringLiteral("a\\b\n.png")), QStringLiteral("a-b.png"));
    QCOMPARE(safe_file_name(QStringLiteral("../..")), QStringLiteral("picture"));
    QCOMPARE(safe_file_name(QString(300, QLatin1Char('x')) + QStringLiteral(".png")).size(), 100);
  }

  void memoryOfASessionIsLimited() {
    runToCompletion();
    const QCborMap run = encode_run(*document().run());
    MemoryBudget enough(1 << 20), scarce(1 << 10);
    QVERIFY(decode_run(run, enough).has_value());
    const auto refused = decode_run(run, scarce);
    QVERIFY(!refused);
    QVERIFY(QString::fromStdString(refused.error().message).contains(QStringLiteral("too large")));
  }

  void opensASession() {
    runToCompletion();
    stroke(0.3, 0.3);
    window_->workspace().document().masks().setCurrent(-1);
    window_->workspace().document().setTarget(1);
    const SessionData before = currentSession();
    window_->persistence().save(path("a.fidoscope"));
    newWindow();
    window_->openPath(path("a.fidoscope"));
    QTRY_VERIFY(document().run());
    QCOMPARE(encodeWithoutTime(currentSession()), encodeWithoutTime(before));
    QCOMPARE(document().target(), 1);
    QVERIFY(document().isOutdated());  // the run explains another class
    QTRY_VERIFY(document().shown().counterfactual);
    QVERIFY(masks().history().canUndo());
    masks().history().undo();
    QVERIFY(masks().all().empty());
  }

  // Choosing another class clears the edit curve, which belongs to the old class. Restoring a
  // session together with its class must not.
  void editCurveIsRestoredWithItsTarget() {
    openPhoto();
    window_->workspace().document().setTarget(1);
    stroke(0.3, 0.3);
    QTRY_COMPARE(document().editPoints().size(), std::size_t{1});
    stroke(0.6, 0.6);
    QTRY_COMPARE(document().editPoints().size(), std::size_t{2});
    const SessionData before = currentSession();
    window_->persistence().save(path("a.fidoscope"));
    newWindow();
    window_->persistence().open(path("a.fidoscope"));
    QTRY_COMPARE(document().target(), 1);
    QTRY_VERIFY(document().shown().probability);
    QCOMPARE(document().editPoints().size(), std::size_t{2});
    QCOMPARE(encodeWithoutTime(currentSession()), encodeWithoutTime(before));
  }

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

  void movedPhotoIsAskedFor() {
    openPhoto();
    stroke(0.3, 0.3);
    window_->persistence().save(path("a.fidoscope"));
    QVERIFY(QFile::rename(path("photo.png"), path("moved.png")));
    newWindow();
    window_->persistence().open(path("a.fidoscope"));
    QVERIFY2(banner().contains(QStringLiteral("photo.png is no longer in")), qPrintable(banner()));
    window_->findChild<Restorer*>()->tryPhoto(path("moved.png"));
    QTRY_VERIFY(!masks().all().empty());
  }

  void sessionWithAMissingPhotoChangesNothing() {
    openPhoto();
    RunSpec spec = document().spec();
    spec.lambda *= 7;
    spec.infill = "mean";
    window_->workspace().document().setSpec(spec);
    window_->persistence().save(path("a.fidoscope"));
    QVERIFY(QFile::rename(path("photo.png"), path("moved.png")));
    newWindow();
    drop(window_.get(), writePhoto("other.png", 30, 30));
    QTRY_VERIFY(!document().predictions().empty());
    stroke(0.3, 0.3);
    QTRY_COMPARE(document().editPoints().size(), std::size_t{1});
    const SessionData before = currentSession();
    window_->persistence().open(path("a.fidoscope"));
    QVERIFY2(banner().contains(QStringLiteral("photo.png is no longer in")), qPrintable(banner()));
    QCOMPARE(encodeWithoutTime(currentSession()), encodeWithoutTime(before));
    // A file that exists but cannot be read as a picture changes nothing either.
    QVERIFY(write_file(to_path(path("photo.png")), "this is no picture").has_value());
    window_->findChild<Restorer*>()->tryPhoto(path("photo.png"), true);
    QTRY_VERIFY(!window_->findChild<Restorer*>()->isActive());
    QCOMPARE(encodeWithoutTime(currentSession()), encodeWithoutTime(before));
    window_->persistence().open(path("a.fidoscope"));
    window_->findChild<Restorer*>()->tryPhoto(path("moved.png"));
    QTRY_COMPARE(document().spec().infill, std::string("mean"));
    QCOMPARE(document().photo()->name, QStringLiteral("moved.png"));
  }

  void replacedPhotoIsReported() {
    openPhoto();
    stroke(0.3, 0.3);
    window_->persistence().save(path("a.fidoscope"));
    writePhoto("photo.png", 61, 40);
    newWindow();
    window_->persistence().open(path("a.fidoscope"));
    QVERIFY2(banner().contains(QStringLiteral("not the picture")), qPrintable(banner()));
    pressBannerButton(QStringLiteral("Use this picture"));
    QTRY_VERIFY(document().photo());
    QVERIFY(masks().all().empty());
    QVERIFY2(banner().contains(QStringLiteral("different shape")), qPrintable(banner()));
  }

  void pastedPictureIsNotTakenForAMissingPhoto() {
    openPhoto();
    stroke(0.3, 0.3);
    window_->persistence().save(path("a.fidoscope"));
    QVERIFY(QFile::remove(path("photo.png")));
    newWindow();
    window_->persistence().open(path("a.fidoscope"));
    QVERIFY2(banner().contains(QStringLiteral("photo.png is no longer in")), qPrintable(banner()));
    QImage picture(60, 40, QImage::Format_RGB32);
    picture.fill(Qt::darkCyan);
    window_->workspace().openPicture(picture, QStringLiteral("Pasted picture"));
    QTRY_VERIFY(!document().predictions().empty());
    QVERIFY(masks().all().empty());
    QVERIFY(!window_->findChild<Restorer*>()->isActive());
  }

  void pastedPictureIsStoredInTheSession() {
    QImage picture(50, 30, QImage::Format_RGB32);
    picture.fill(Qt::darkCyan);
    window_->workspace().openPicture(picture, QStringLiteral("Pasted picture"));
    QTRY_VERIFY(!document().predictions().empty());
    stroke(0.5, 0.5);
    window_->persistence().save(path("a.fidoscope"));
    newWindow();
    window_->persistence().open(path("a.fidoscope"));
    QTRY_VERIFY(!masks().all().empty());
    QCOMPARE(document().photo()->pixels->width, 50);
    QCOMPARE(document().photo()->pixels->rgb[1], 128);
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
    QCOMPARE(QDir(AutosaveManager::userFolder())
                 .entryList({QStringLiteral("*-*.fidoscope")}, QDir::Files)
                 .size(),
             2);
  }

  void reopeningIsOfferedOnce() {
    openPhoto();
    stroke(0.3, 0.3);
    window_->actions().close->trigger();
    pressBannerButton(QStringLiteral("Reopen"));
    QVERIFY(banner().isEmpty());
    QTRY_VERIFY(!masks().all().empty());
  }

  void badFilesAreRefusedWithTheirName() {
    runToCompletion();
    stroke(0.3, 0.3);
    const QByteArray good = encode_session(currentSession());
    QVERIFY(decode_session(good, QStringLiteral("a")));
    const auto refused = [](const QByteArray& data, const char* word) {
      const auto session = decode_session(data, QStringLiteral("a.fidoscope"));
      return !session && session.error().message.find("a.fidoscope") == 0 &&
             session.error().message.find(word) != std::string::npos;
    };
    QVERIFY(refused({}, "not a Fidoscope session"));
    QVERIFY(refused("\x89PNG\r\n", "not a Fidoscope session"));
    QVERIFY(refused(QByteArray(good).replace(0, 19, "fidoscope-session 2"), "newer"));
    QVERIFY(refused(QByteArray(good).replace(0, 19, "fidoscope-session x"), "damaged"));
    for (const qsizetype size : {good.size() - 1, good.size() / 2, qsizetype{60}, qsizetype{20}})
      QVERIFY(refused(good.left(size), "damaged"));
    QRandomGenerator random(3);
    for (int i = 0; i < 50; ++i) {
      QByteArray bad = good;
      const qsizetype at = 20 + random.bounded(static_cast<int>(good.size()) - 20);
      bad[at] = static_cast<char>(bad[at] ^ 0x10);
      QVERIFY(!decode_session(bad, QStringLiteral("a.fidoscope")));
    }
    // Files with a valid hash and random content must not crash the reader.
    const qsizetype head = good.indexOf('\n', good.indexOf('\n') + 1) + 1;
    const QByteArray payload = good.mid(head);
    for (int i = 0; i < 100; ++i) {
      QByteArray bad = payload;
      for (int k = 0; k < 3; ++k)
        bad[random.bounded(static_cast<int>(bad.size()))] = static_cast<char>(random.bounded(256));
      const auto session =
          decode_session("fidoscope-session 1\n" +
                             QByteArray::fromStdString(sha256_text(bad.toStdString())) + '\n' + bad,
                         QStringLiteral("a.fidoscope"));
      if (session && session->masks.size == masks().size()) {
        Masks other;
        other.restore(session->masks);
        while (other.history().canUndo()) other.history().undo();
      }
    }
    window_->persistence().open(path("absent.fidoscope"));
    QVERIFY2(banner().contains(QStringLiteral("absent.fidoscope")), qPrintable(banner()));
  }
};

QTEST_MAIN(PersistenceTest)
#include "test_persistence.moc"
