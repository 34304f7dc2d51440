// Runs every method in the window, on the real engine and a tiny classifier: the run ends, its
// result is saved, and its session is restored unchanged. The methods come from the registry, so
// that a new one is covered automatically.
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/base/process.h"
#include "core/run/methods.h"
#include "core/run/results.h"
#include "tests/cli/cli_test.h"
#include "ui/document/text.h"
#include "ui/persistence/session_file.h"
#include "ui/window/main_window.h"
#include "ui/window/session_persistence.h"

using namespace fido;
using namespace fido::ui;

class WindowMethodsTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;

  QString path(const QString& name) const { return folder_.filePath(name); }
  Document& document() { return window_->workspace().document(); }
  void newWindow() {
    window_ = std::make_unique<MainWindow>(make_engine, std::vector<std::filesystem::path>{});
    window_->show();
    window_->begin(QStringLiteral("tiny"));
    QTRY_VERIFY_WITH_TIMEOUT(document().classifier() || !window_->bannerText().isEmpty(), 60000);
    QCOMPARE(window_->bannerText(), QString());
  }

 private slots:
  void initTestCase() {
    QCoreApplication::setApplicationName(QStringLiteral("fidoscope-test"));
    qputenv("XDG_DATA_HOME", path(QStringLiteral("data")).toUtf8());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       path(QStringLiteral("settings")));
    // Train a saliency network for the method that needs one, for two steps.
    const QString models = QStringLiteral(FIDOSCOPE_TEST_DATA "/models");
    QVERIFY(QDir(folder_.path()).mkpath(QStringLiteral("photos")));
    for (const char* name : {"chelsea", "coffee"})
      QVERIFY(QFile::copy(
          QStringLiteral(FIDOSCOPE_SOURCE_DIR "/resources/samples/%1.png").arg(QLatin1String(name)),
          path(QStringLiteral("photos/%1.png").arg(QLatin1String(name)))));
    qputenv("FIDOSCOPE_MODELS", models.toUtf8());
    QProcess train;
    train.setProcessEnvironment(
        cli_test::without_leak_check(QProcessEnvironment::systemEnvironment()));
    train.start(QStringLiteral(FIDOSCOPE_CLI),
                {"train", "realtime", "--classifier", "tiny", "--data",
                 path(QStringLiteral("photos")), "--out", path(QStringLiteral("net")), "--steps",
                 "2", "--batch", "2", "--crop", "32", "--quiet"});
    QVERIFY(train.waitForFinished(120000));
    QVERIFY2(train.exitCode() == 0, train.readAllStandardError().constData());
    qputenv("FIDOSCOPE_MODELS", (models + QLatin1Char(':') + path(QStringLiteral("net"))).toUtf8());
  }
  void cleanup() { window_.reset(); }

  void everyMethodRunsIsSavedAndRestored_data() {
    QTest::addColumn<QString>("method");
    for (const auto& info : methods()) QTest::newRow(info.id.c_str()) << qstr(info.id);
  }
  void everyMethodRunsIsSavedAndRestored() {
    QFETCH(QString, method);
    const std::string id = method.toStdString();
    newWindow();
    window_->openPath(path(QStringLiteral("photos/chelsea.png")));
    QTRY_VERIFY_WITH_TIMEOUT(!document().predictions().empty(), 60000);
    document().setMethod(id);
    RunSpec spec = document().spec();
    QCOMPARE(spec.method, id);
    if (applies_to(*find_field("iterations"), id)) spec.iterations = 4;
    if (applies_to(*find_field("grid"), id)) spec.grid = 6;
    document().setSpec(spec);

    QSignalSpy ended(&window_->workspace(), &Workspace::runEnded);
    window_->workspace().explain();
    QTRY_VERIFY2_WITH_TIMEOUT(!ended.empty() || !window_->bannerText().isEmpty(),
                              qPrintable(window_->bannerText()), 120000);
    const auto result = document().run()->result;
    // Four steps are too few to reach the share of the evidence, which the window says.
    QCOMPARE(window_->bannerText(), shortfall_text(*result));
    QCOMPARE(result->spec.method, id);
    QVERIFY(!result->map.empty());
    QVERIFY(result->iterations_done >= 1 && result->iterations_done <= planned_steps(spec));
    QCOMPARE(document().run()->steps.size(), static_cast<std::size_t>(result->iterations_done));

    QSignalSpy saved(&window_->workspace(), &Workspace::saved);
    window_->workspace().save(path(method));
    QTRY_COMPARE(saved.count(), 1);
    const std::string file = saved[0][0].toString().toStdString() + "/result.json";
    const auto json = read_file(file);
    QVERIFY2(json, json ? "" : json.error().message.c_str());
    const auto read = result_from_json(*json, file);
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QVERIFY(read->spec == result->spec);

    const QString session = path(method + QStringLiteral(".fidoscope"));
    window_->persistence().save(session);
    newWindow();
    window_->openPath(session);
    QTRY_VERIFY_WITH_TIMEOUT(document().run() && document().run()->result, 60000);
    QCOMPARE(document().run()->result->map.values, result->map.values);
    QCOMPARE(document().run()->result->attribution.values, result->attribution.values);
    QCOMPARE(document().run()->steps.size(), static_cast<std::size_t>(result->iterations_done));
    QVERIFY(document().spec() == spec);
  }
};

int main(int argc, char** argv) {
  prepare_process();
  QApplication app(argc, argv);
  WindowMethodsTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "test_window_methods.moc"
