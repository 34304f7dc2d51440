// Tests of the program `fidoscope` from outside: its command line, and the screenshot of its
// window.
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class ProgramTest : public QObject {
  Q_OBJECT

  QTemporaryDir home_;

  struct Answer {
    int code;
    QString out, err;
  };
  Answer run(const QStringList& arguments, int limit_ms = 60000) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"})
      environment.insert(QLatin1String(name), home_.path());
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.remove(QStringLiteral("FIDOSCOPE_MODELS"));
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(FIDOSCOPE_PROGRAM), arguments);
    if (!program.waitForFinished(limit_ms)) return {-1, {}, QStringLiteral("did not end")};
    return {program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1,
            QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
  }

 private slots:
  void helpAndVersion() {
    const Answer help = run({QStringLiteral("--help")});
    QCOMPARE(help.code, 0);
    for (const char* option : {"IMAGE", "--classifier", "--infill", "--method", "--start",
                               "--models", "--theme", "--size", "--screenshot"})
      QVERIFY2(help.out.contains(QLatin1String(option)), option);
    const Answer version = run({QStringLiteral("--version")});
    QCOMPARE(version.code, 0);
    QVERIFY(version.out.startsWith(QStringLiteral("fidoscope ")));
  }

  void wrongUsageIsReportedInOneLine_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    QTest::newRow("option") << QStringList{"--nonsense"} << QStringLiteral("nonsense");
    QTest::newRow("method") << QStringList{"--method", "fido-srr"} << QStringLiteral("fido-ssr");
    QTest::newRow("infill") << QStringList{"--infill", "pushpull"} << QStringLiteral("push-pull");
    QTest::newRow("infill for masks only")
        << QStringList{"--infill", "telea"} << QStringLiteral("hand-made");
    QTest::newRow("theme") << QStringList{"--theme", "pink"}
                           << QStringLiteral("light, dark or system");
    QTest::newRow("size") << QStringList{"--size", "huge"} << QStringLiteral("1440x900");
    QTest::newRow("start without a photo") << QStringList{"--start"} << QStringLiteral("photo");
    QTest::newRow("session and photo")
        << QStringList{"--session", "a.fidoscope", "b.png"} << QStringLiteral("not both");
    QTest::newRow("two photos") << QStringList{"a.png", "b.png"} << QStringLiteral("one photo");
  }
  void wrongUsageIsReportedInOneLine() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    const Answer answer = run(arguments);
    QCOMPARE(answer.code, 2);
    const QStringList lines = answer.err.split(QLatin1Char('\n'), Qt::SkipEmptyParts)
                                  .filter(QStringLiteral("fidoscope: "));
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines.first().contains(expected), qPrintable(lines.first()));
  }

  void screenshotIsTakenEvenIfThePhotoIsMissing() {
    const QString shot = home_.filePath(QStringLiteral("window.png"));
    const Answer answer =
        run({QStringLiteral("--size"), QStringLiteral("1024x768"), QStringLiteral("--theme"),
             QStringLiteral("light"), QStringLiteral("--screenshot"), shot,
             QStringLiteral("nowhere.png")});
    QVERIFY2(answer.code == 3, qPrintable(answer.err));
    QVERIFY2(answer.err.contains(QStringLiteral("nowhere.png")), qPrintable(answer.err));
    QCOMPARE(QImage(shot).size(), QSize(1024, 768));
  }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "test_program.moc"
