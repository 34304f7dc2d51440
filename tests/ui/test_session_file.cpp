// Tests of the file format of sessions.
#include <QFile>
#include <QRandomGenerator>

#include "core/base/files.h"
#include "core/run/methods.h"
#include "tests/ui/session_fixture.h"
#include "ui/document/text.h"
#include "ui/persistence/run_codec.h"
#include "ui/window/session_persistence.h"

class SessionFileTest : public SessionFixture {
  Q_OBJECT

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

QTEST_MAIN(SessionFileTest)
#include "test_session_file.moc"
