// Tests of evaluations that the Evaluate page runs: it starts fidoscope-cli in the background,
// pauses, resumes and stops it, and shows the tables in its output folder.
#include <QClipboard>
#include <QFileDialog>
#include <QListView>
#include <QMenu>
#include <QTableView>

#include "tests/ui/evaluate_fixture.h"
#include "ui/panels/banner.h"

class EvaluatePageTest : public EvaluateFixture {
  Q_OBJECT

 private slots:
  void untrustedClassifierNeedsPermission() {
    openPage();
    fill(5);
    QSettings().remove(QStringLiteral("allowedModels"));
    click("startEvaluation");
    QVERIFY2(banner().contains(kCard), qPrintable(banner()));
    QVERIFY(!page()->program().isRunning());
    pressBannerButton(QStringLiteral("Cancel"));
    QVERIFY(!page()->program().isRunning());
    click("startEvaluation");
    pressBannerButton(QStringLiteral("Load it"));
    QVERIFY(page()->program().isRunning());
    waitUntilMeasured();
  }

  void questionOfAnEarlierStartIsVoid() {
    openPage();
    fill(5);
    QSettings().remove(QStringLiteral("allowedModels"));
    click("startEvaluation");
    QVERIFY2(banner().contains(kCard), qPrintable(banner()));
    ModelTrust({}).allow(kCard);
    click("startEvaluation");
    QVERIFY(page()->program().isRunning());
    pressBannerButton(QStringLiteral("Load it"));
    waitUntilMeasured();
    QVERIFY2(banner().contains(QStringLiteral("21")), qPrintable(banner()));
  }

  void tablesFillAndARowOpensInTheExplorer() {
    openPage();
    fill(5);
    QVERIFY(label("maps").contains(
        QStringLiteral("%1 × %2 = %3").arg(kPhotos).arg(kMethods).arg(kPhotos * kMethods)));
    click("startEvaluation");
    QVERIFY(page()->program().isRunning());
    QVERIFY(!find<QPushButton>("startEvaluation")->isEnabled());
    QTRY_VERIFY(find<QPushButton>("pauseEvaluation")->isVisible());
    waitUntilMeasured();
    QVERIFY2(banner().contains(QStringLiteral("21")), qPrintable(banner()));
    QVERIFY(number("evaluationProgress").contains(QStringLiteral("21")));
    QVERIFY(!find<QPushButton>("pauseEvaluation")->isVisible());
    QVERIFY(QFile::exists(path("eval/summary.html")));

    auto* methods = find<QTableView>("methodTable");
    QTRY_COMPARE(methods->model()->rowCount(), kMethods);
    QCOMPARE(methods->model()->headerData(0, Qt::Vertical).toString(),
             PlannedMethod::parse(QStringLiteral("fido-ssr:mean")).label());
    // The page computes the same summary that fidoscope-cli writes at its end.
    QCOMPARE(QByteArray::fromStdString(summary_csv(results().means())),
             contents(QStringLiteral("eval/summary.csv")));

    // Sort by the share outside the box: the baseline that draws the true box has the lowest.
    int outside = -1;
    for (int c = 0; c < methods->model()->columnCount(); ++c)
      if (methods->model()
              ->headerData(c, Qt::Horizontal)
              .toString()
              .startsWith(QLatin1String("Outside")))
        outside = c;
    QVERIFY(outside >= 0);
    methods->sortByColumn(outside, Qt::AscendingOrder);
    QCOMPARE(methods->model()->headerData(0, Qt::Vertical).toString(),
             PlannedMethod::parse(QStringLiteral("bbox")).label());

    methods->selectRow(1);
    auto* photos = find<QTableView>("photoTable");
    QCOMPARE(photos->model()->rowCount(), kPhotos);
    auto* extremes = find<QListView>("extremesList");
    QCOMPARE(extremes->model()->rowCount(), kPhotos);
    const QString worst = extremes->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    click("best");
    QVERIFY(extremes->model()->index(0, 0).data(Qt::AccessibleTextRole).toString() != worst);

    QVERIFY(!find<QPushButton>("openRow")->isEnabled());
    for (int i = 0; i < methods->model()->rowCount(); ++i)
      if (methods->model()->headerData(i, Qt::Vertical).toString() ==
          PlannedMethod::parse(QStringLiteral("fido-ssr:mean")).label())
        methods->selectRow(i);
    photos->selectRow(3);
    photos->setFocus();
    QTest::keyClick(photos, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("\n3.png\tclass 3\t")));
    click("openRow");
    QTRY_VERIFY(document().photo() && document().photo()->name == QLatin1String("3.png"));
    QTRY_COMPARE(document().target(), 3);
    QVERIFY(!page()->isVisible());
    QCOMPARE(document().classifier()->card.id, std::string("tiny"));
    QCOMPARE(document().spec().method, std::string("fido-ssr"));
    QCOMPARE(document().spec().infill, std::string("mean"));
    QCOMPARE(document().spec().iterations, 5);
    QCOMPARE(document().spec().seed, std::uint64_t{3});
    QVERIFY(find<QPushButton>("explain")->isEnabled());
  }

  // The evaluation is paused at an arbitrary moment, resumed, stopped and resumed again: the rows
  // equal those of an uninterrupted evaluation.
  void pausedAndStoppedEvaluationResumesWithoutLoss() {
    openPage();
    fill(5, "whole");
    click("startEvaluation");
    waitUntilMeasured();
    const QByteArray gradient = contents(QStringLiteral("whole/per_image.csv"));
    window_->findChild<Banner*>(QStringLiteral("banner"))->dismiss();

    fill(1500, "broken");
    click("startEvaluation");
    QTRY_VERIFY_WITH_TIMEOUT(rows() >= 2, kTimeoutMs);
    click("pauseEvaluation");
    QTRY_VERIFY_WITH_TIMEOUT(!page()->program().isRunning(), kTimeoutMs);
    QCOMPARE(banner(), QString());
    QVERIFY(find<QPushButton>("startEvaluation")->isEnabled());
    const int before = rows();
    QVERIFY(before < kPhotos * kMethods);
    QVERIFY(number("evaluationProgress").contains(QStringLiteral("%1 of 21").arg(before)));
    QTRY_VERIFY(!results().means().empty());

    auto* pause = find<QPushButton>("pauseEvaluation");
    QCOMPARE(pause->text(), QStringLiteral("Resume"));
    click("pauseEvaluation");
    QTRY_VERIFY_WITH_TIMEOUT(rows() > before, kTimeoutMs);
    // The progress is also shown outside the page.
    QCOMPARE(number("elsewhere"), number("evaluationProgress"));
    QVERIFY(find<QWidget>("elsewhere")->isVisible());
    click("stopEvaluation");
    QTRY_VERIFY(!page()->program().isRunning());
    QVERIFY(!find<QWidget>("elsewhere")->isVisible());
    QCOMPARE(banner(), QString());
    QVERIFY(rows() < kPhotos * kMethods);
    const int kept = rows();

    // A window that is opened later shows the same evaluation.
    newWindow();
    QTRY_VERIFY(document().classifier());
    window_->actions().show_evaluate->trigger();
    QTRY_COMPARE(rows(), kept);
    QCOMPARE(find<QLineEdit>("images")->text(), path("photos"));
    click("pauseEvaluation");
    waitUntilMeasured();
    // Rows that do not depend on the number of steps equal those of the other evaluation.
    const auto lines = [](const QByteArray& text, const char* method) {
      QList<QByteArray> out;
      for (const QByteArray& line : text.split('\n'))
        if (line.contains(method)) out << line;
      return out;
    };
    const QByteArray text = contents(QStringLiteral("broken/per_image.csv"));
    QCOMPARE(lines(text, ",gradient,"), lines(gradient, ",gradient,"));
    QCOMPARE(lines(text, ",fido-ssr,").size(), kPhotos);
  }

  void closingTheWindowPausesTheEvaluation() {
    openPage();
    fill(1500);
    click("startEvaluation");
    QTRY_VERIFY_WITH_TIMEOUT(rows() >= 1, kTimeoutMs);
    window_->close();
    window_.reset();
    const QByteArray text = contents(QStringLiteral("eval/per_image.csv"));
    QVERIFY(text.endsWith('\n') && text.count('\n') >= 2);
    // The folder is not locked any more, so the evaluation can be resumed.
    window_ =
        std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    window_->show();
    window_->begin({});
    window_->actions().show_evaluate->trigger();
    QTRY_VERIFY(results().settings());
    click("pauseEvaluation");
    QTRY_VERIFY_WITH_TIMEOUT(rows() >= text.count('\n'), kTimeoutMs);
    click("stopEvaluation");
    QTRY_VERIFY(!page()->program().isRunning());
    QCOMPARE(banner(), QString());
  }

  void errorsOfTheProgramAreShownInTheBanner() {
    openPage();
    fill(5);
    EvaluationPlan with_fast = page()->form().plan();
    with_fast.methods = {PlannedMethod::parse(QStringLiteral("fido-ssr:fast"))};
    page()->form().setPlan(with_fast);
    find<QLineEdit>("evaluate_lambda")->setText(QStringLiteral("3"));
    // Only fidoscope-cli knows that a lambda this high needs an explicit unit.
    click("startEvaluation");
    QTRY_VERIFY_WITH_TIMEOUT(!page()->program().isRunning(), kTimeoutMs);
    QTRY_VERIFY2(banner().contains(QStringLiteral("--lambda-unit")), qPrintable(banner()));
    QVERIFY(find<QPushButton>("startEvaluation")->isEnabled());
    page()->program().setPath(path("no-program"));
    find<QLineEdit>("evaluate_lambda")->clear();
    click("startEvaluation");
    QTRY_VERIFY2(banner().contains(QStringLiteral("no-program")), qPrintable(banner()));
  }

  void tablesAreCopiedAndSaved() {
    openPage();
    fill(5);
    click("startEvaluation");
    waitUntilMeasured();
    QMenu* menu = find<QPushButton>("exportEvaluation")->menu();
    const auto action = [&](const char* name) {
      return menu->findChild<QAction*>(QLatin1String(name))
                 ? menu->findChild<QAction*>(QLatin1String(name))
                 : page()->findChild<QAction*>(QLatin1String(name));
    };
    action("copyTable")->trigger();
    const QString copied = QApplication::clipboard()->text();
    QVERIFY(copied.startsWith(QStringLiteral("method\tinfill\t")) &&
            copied.contains(QStringLiteral("\nfido-ssr\tmean\t")));
    for (const auto& [name, file] :
         {std::pair("saveRows", "rows.csv"), std::pair("saveTable", "table.csv"),
          std::pair("savePage", "page.html")}) {
      action(name)->trigger();
      auto* dialog = page()->findChild<QFileDialog*>();
      QVERIFY(dialog);
      dialog->selectFile(path(file));
      QMetaObject::invokeMethod(dialog, "accept");
      QTRY_VERIFY2(QFile::exists(path(file)), file);
      QTRY_VERIFY(!page()->findChild<QFileDialog*>());
    }
    QCOMPARE(contents(QStringLiteral("rows.csv")), contents(QStringLiteral("eval/per_image.csv")));
    QCOMPARE(contents(QStringLiteral("table.csv")), contents(QStringLiteral("eval/summary.csv")));
    QVERIFY(contents(QStringLiteral("page.html")).contains("<html"));
  }
};

QTEST_MAIN(EvaluatePageTest)
#include "test_evaluate_page.moc"
