// One test of the window on the real engine: a photo is opened, classified and explained, and the
// mask of one frame is evaluated.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/base/process.h"
#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/persistence/command_text.h"
#include "ui/window/main_window.h"

using namespace fido;
using namespace fido::ui;

class RealEngineTest : public QObject {
  Q_OBJECT

 private slots:
  void explainsAPhoto() {
    const QString shared =
        QStringLiteral(FIDOSCOPE_SHARED_DATA "/classifiers/squeezenet1_1.card.json");
    QString card;
    for (const QString& folder :
         qEnvironmentVariable("FIDOSCOPE_MODELS").split(QLatin1Char(':'), Qt::SkipEmptyParts))
      if (const auto cards = QDir(folder).entryInfoList({QStringLiteral("*.card.json")});
          !cards.isEmpty() && card.isEmpty())
        card = cards.first().absoluteFilePath();
    if (card.isEmpty() && QFileInfo::exists(shared)) card = shared;
    if (card.isEmpty())
      QSKIP("no classifier: set FIDOSCOPE_MODELS, or put the shared data beside the repository");
    const QString photo = QStringLiteral(FIDOSCOPE_SOURCE_DIR "/resources/samples/chelsea.png");
    QVERIFY(QFileInfo::exists(photo));

    QTemporaryDir settings, data;
    // The sessions and the run library of the user who runs the tests must not be read or changed.
    qputenv("XDG_DATA_HOME", data.path().toUtf8());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    MainWindow window(make_engine, {});
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    RunSpec spec = default_spec();
    spec.iterations = 12;
    window.workspace().document().setSpec(spec);
    window.begin(card);
    window.openPath(photo);
    const Document& document = window.workspace().document();
    QTRY_VERIFY2_WITH_TIMEOUT(!document.predictions().empty() || !window.bannerText().isEmpty(),
                              qPrintable(window.bannerText()), 120000);
    QCOMPARE(window.bannerText(), QString());
    const double before = document.predictions().front().probability;
    QVERIFY(before > 0 && before <= 1);

    auto* explain = window.findChild<QPushButton*>(QStringLiteral("explain"));
    QTRY_VERIFY(explain->isEnabled());
    QTest::mouseClick(explain, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        (document.run() && document.run()->result) || !window.bannerText().isEmpty(), 300000);
    QCOMPARE(window.bannerText(), QString());
    const RunResult& result = *document.run()->result;
    QCOMPARE(result.iterations_done, 12);
    QCOMPARE(document.run()->steps.size(), std::size_t{12});
    QCOMPARE(document.run()->frames.size(), std::size_t{13});
    QVERIFY(std::abs(result.probability_original - before) < 1e-3);
    QCOMPARE(document.shown().map.width, document.classifier()->card.width);
    // The engine returns the probabilities of all classes under the result's mask.
    QTRY_VERIFY_WITH_TIMEOUT(!document.shown().predictions.empty(), 60000);

    auto* scrub = window.findChild<QSlider*>(QStringLiteral("scrub"));
    scrub->setFocus();
    QTest::keyClick(scrub, Qt::Key_Home);
    QVERIFY(!document.isLive());
    QTRY_VERIFY_WITH_TIMEOUT(!document.shown().predictions.empty(), 60000);
    QCOMPARE(document.shown().iteration, 0);

    // The command copied for a painted mask with a soft edge gives the same probability as the
    // window.
    Masks& masks = window.workspace().document().masks();
    QImage mask = masks.blank(Masks::kKept);
    for (int y = 0; y < mask.height(); ++y)
      for (int x = 0; x < mask.width(); ++x)
        mask.scanLine(y)[x] = static_cast<uchar>(std::clamp(x - mask.width() / 2, 0, 255));
    masks.add(QStringLiteral("Half"), QStringLiteral("Half"), mask);
    QTRY_VERIFY_WITH_TIMEOUT(document.shown().probability && !document.editPoints().empty(), 60000);
    const auto command = command_text(document, data.filePath(QStringLiteral("masks")));
    QVERIFY(command);
    QProcess shell;
    shell.setWorkingDirectory(data.path());
    QString line = *command;
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"),
                 line.replace(0, 13, QStringLiteral(FIDOSCOPE_CLI)) + QStringLiteral(" --json")});
    QVERIFY(shell.waitForFinished(120000));
    QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
    const QJsonObject answer = QJsonDocument::fromJson(shell.readAllStandardOutput()).object();
    QCOMPARE(answer[QStringLiteral("soft")].toBool(), true);
    QVERIFY(std::abs(answer[QStringLiteral("probability_counterfactual")].toDouble() -
                     *document.shown().probability) < 1e-4);
  }
};

int main(int argc, char** argv) {
  prepare_process();
  QApplication app(argc, argv);
  RealEngineTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "test_real_engine.moc"
