// Tests of opening a session: what is restored, what is asked first, and what stays as it was.
#include <QFile>

#include "core/infill/infillers.h"
#include "tests/ui/session_fixture.h"
#include "ui/engine/model_trust.h"
#include "ui/persistence/restorer.h"
#include "ui/window/session_persistence.h"

class RestorerTest : public SessionFixture {
  Q_OBJECT

 private slots:
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

  // The question is asked when the session is opened, so a card that did not exist then has not
  // been asked about.
  void cardThatAppearsLaterIsNotLoaded() {
    openPhoto();
    SessionData session = currentSession();
    session.classifier = path("elsewhere/three.card.json");
    session.classifier_id = "three";
    QVERIFY(write_session(path("foreign.fidoscope"), session));
    window_->openPath(path("foreign.fidoscope"));
    // The photo is still being read.
    QVERIFY(QDir().mkpath(path("elsewhere")));
    fake_card(to_path(path("elsewhere")), "three", "Fake Three");
    QTRY_VERIFY2(banner().contains(QStringLiteral("was not found")), qPrintable(banner()));
    QTRY_VERIFY(window_->workspace().isIdle());
    QCOMPARE(document().classifier()->card.id, std::string("one"));
  }

  void failureOfAnotherClassifierKeepsTheRestoreGoing() {
    runToCompletion();
    window_->persistence().save(path("a.fidoscope"));
    newWindow();
    QTRY_VERIFY(document().classifier());
    control_->fail_next_load = true;
    window_->workspace().chooseClassifier(path("models/two.card.json"));
    window_->persistence().open(path("a.fidoscope"));
    QTRY_VERIFY(document().run() && document().run()->result);
    QVERIFY(!control_->fail_next_load);
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
};

QTEST_MAIN(RestorerTest)
#include "test_restorer.moc"
