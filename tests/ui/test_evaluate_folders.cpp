// Tests of what the Evaluate page is given: folders of evaluations, photos, boxes, methods and
// plans.
#include <QComboBox>
#include <QJsonArray>
#include <QJsonObject>
#include <QListWidget>
#include <QProcess>
#include <QTableView>

#include "core/evaluate/entries.h"
#include "tests/ui/evaluate_fixture.h"
#include "ui/panels/banner.h"

class EvaluateFoldersTest : public EvaluateFixture {
  Q_OBJECT

 private slots:
  void badBoxesFileIsReportedBeforeTheStart() {
    openPage();
    writePhotos("image,x0,y0,x1,y1,label\n");
    fill(5);
    QVERIFY(find<QLabel>("boxesProblem")->isVisible());
    QVERIFY2(label("boxesProblem").startsWith(QStringLiteral("boxes.csv, line 1")),
             qPrintable(label("boxesProblem")));
    click("startEvaluation");
    QVERIFY(!page()->program().isRunning());
    QVERIFY2(banner().contains(QStringLiteral("boxes.csv, line 1: has no column \"label_0based\"")),
             qPrintable(banner()));
    QVERIFY(!QFile::exists(path("eval")));
    find<QLineEdit>("boxes")->setText(path("nothing.csv"));
    click("startEvaluation");
    QVERIFY(banner().contains(QStringLiteral("nothing.csv")));
    find<QLineEdit>("images")->clear();
    click("startEvaluation");
    QVERIFY(banner().contains(QStringLiteral("folder of photos")));
  }

  void planOfAFolderHoldsTheShareWhateverComesFirst() {
    FieldValues common{{"keep_evidence", "0.7"}, {"preset", "quick"}};
    EvaluationSettings settings;
    for (const char* text : {"bbmp:blur", "fido-ssr:mean", "grad-cam"}) {
      const EvaluationEntry entry = parse_entry(text, common).value();
      settings.methods.push_back({entry.method, entry.infill, entry.spec, "", {}});
    }
    const EvaluationPlan plan = plan_from_settings(settings);
    QCOMPARE(plan.fields.value(QStringLiteral("keep_evidence")), QStringLiteral("0.7"));
    QCOMPARE(plan.fields.value(QStringLiteral("preset")), QStringLiteral("quick"));
    QCOMPARE(plan.fields.size(), 2);
  }

  void folderFromAnotherMachineIsShownAndResumed() {
    openPage();
    fill(5);
    click("startEvaluation");
    waitUntilMeasured();
    QVERIFY(QDir().mkpath(path("cluster")));
    for (const char* name : {"evaluation.json", "per_image.csv"})
      QVERIFY(
          QFile::copy(path("eval/") + QLatin1String(name), path("cluster/") + QLatin1String(name)));
    // The copy ends in the middle of its last row.
    QByteArray text = contents(QStringLiteral("cluster/per_image.csv"));
    text.truncate(text.size() - 20);
    (void)write_file(to_path(path("cluster/per_image.csv")), text.toStdString());
    page()->openFolder(path("cluster"));
    QCOMPARE(rows(), kPhotos * kMethods - 1);
    QCOMPARE(find<QPushButton>("pauseEvaluation")->text(), QStringLiteral("Resume"));

    QFile boxes(path("boxes.csv"));
    QVERIFY(boxes.rename(path("other.csv")));
    writePhotos("image,label_0based,x0,y0,x1,y1\n6.png,0,1,1,2,2\n");
    click("pauseEvaluation");
    QVERIFY2(banner().contains(QStringLiteral("does not contain the boxes")), qPrintable(banner()));
    find<QLineEdit>("boxes")->setText(path("other.csv"));
    // The classifier is looked up by its id, which must be known on this machine.
    qputenv("FIDOSCOPE_MODELS", FIDOSCOPE_TEST_DATA "/models");
    click("pauseEvaluation");
    QVERIFY(page()->program().isRunning());
    waitUntilMeasured();
    qunsetenv("FIDOSCOPE_MODELS");
    QCOMPARE(contents(QStringLiteral("cluster/per_image.csv")),
             contents(QStringLiteral("eval/per_image.csv")));

    page()->openFolder(path("photos"));
    QVERIFY2(banner().contains(QStringLiteral("evaluation.json")), qPrintable(banner()));
    QCOMPARE(results().folder(), path("cluster"));  // the evaluation that was shown stays
  }

  void severalClassifiersAreShownOneAtATime() {
    openPage();
    fill(3, "both");
    ModelTrust({}).allow(kGreyCard);
    const QStringList one = page()->form().plan().classifiers;
    click("addClassifier");
    QCOMPARE(page()->form().plan().classifiers.size(), 2);
    QVERIFY(page()->form().plan().classifiers.at(1) != one.first());
    QVERIFY2(label("maps").contains(QStringLiteral("%1 × 2 × %2 = %3")
                                        .arg(kPhotos)
                                        .arg(kMethods)
                                        .arg(2 * kPhotos * kMethods)),
             qPrintable(label("maps")));
    click("removeClassifier");
    QCOMPARE(page()->form().plan().classifiers, one);
    EvaluationPlan both = page()->form().plan();
    both.classifiers << kGreyCard;
    page()->form().setPlan(both);
    QCOMPARE(page()->form().plan().classifiers, both.classifiers);
    click("startEvaluation");
    QTRY_VERIFY_WITH_TIMEOUT(!page()->program().isRunning() && results().isFinished(), kTimeoutMs);
    QTRY_VERIFY(!results().means().empty());
    QCOMPARE(rows(), 2 * kPhotos * kMethods);
    auto* classifiers = find<QComboBox>("evaluatedClassifiers");
    QVERIFY(classifiers->isVisible());
    auto* methods = find<QTableView>("methodTable");
    QTRY_COMPARE(methods->model()->rowCount(), kMethods);
    QCOMPARE(find<QTableView>("photoTable")->model()->rowCount(), kPhotos);
    const QString before = methods->model()->index(0, 0).data().toString() +
                           methods->model()->index(1, 0).data().toString();
    // Later values may be wider than the columns, as intervals are from the second photo on, so the
    // columns must grow.
    for (int c = 1; c < methods->model()->columnCount(); ++c) methods->setColumnWidth(c, kUnit);
    classifiers->setCurrentIndex(1);
    emit classifiers->activated(1);
    QTRY_COMPARE(methods->model()->rowCount(), kMethods);  // computed again for this classifier
    QCOMPARE(find<QTableView>("photoTable")->model()->rowCount(), kPhotos);
    QVERIFY(methods->model()->index(0, 0).data().toString() +
                methods->model()->index(1, 0).data().toString() !=
            before);
    for (int c = 1; c < methods->model()->columnCount(); ++c)
      QVERIFY(methods->columnWidth(c) >=
              static_cast<QAbstractItemView*>(methods)->sizeHintForColumn(c));
  }

  void folderWrittenByAnotherProcessIsUpdatedLive() {
    openPage();
    EvaluationPlan other = plan(1500);
    other.out = path("elsewhere");
    QProcess program;
    program.start(EvaluationProgram::defaultPath(), other.arguments(false));
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(contents(QStringLiteral("elsewhere/per_image.csv")).count('\n') >= 2,
                             kTimeoutMs);
    page()->openFolder(other.out);
    QVERIFY2(number("evaluationProgress").contains(QStringLiteral("another program")),
             qPrintable(number("evaluationProgress")));
    QVERIFY(!find<QPushButton>("pauseEvaluation")->isVisible());
    const int before = rows();
    QTRY_VERIFY_WITH_TIMEOUT(rows() > before, kTimeoutMs);
    program.kill();
    QVERIFY(program.waitForFinished());
    QTRY_VERIFY(find<QPushButton>("pauseEvaluation")->isVisible());
    QCOMPARE(find<QPushButton>("pauseEvaluation")->text(), QStringLiteral("Resume"));
  }

  void existingEvaluationIsNotOverwritten() {
    openPage();
    fill(5);
    click("startEvaluation");
    waitUntilMeasured();
    click("startEvaluation");
    QVERIFY(!page()->program().isRunning());
    QVERIFY(banner().contains(QStringLiteral("already contains an evaluation")));
    for (QPushButton* button : find<Banner>("banner")->findChildren<QPushButton*>())
      if (button->text().contains(QStringLiteral("eval-2"))) button->click();
    QVERIFY(page()->program().isRunning());
    waitUntilMeasured();
    QCOMPARE(contents(QStringLiteral("eval-2/per_image.csv")),
             contents(QStringLiteral("eval/per_image.csv")));
  }

  void methodsAreAddedAndRemoved() {
    openPage();
    page()->form().setPlan(plan(5));
    auto* list = find<QListWidget>("methodList");
    QCOMPARE(page()->form().plan().methods, plan(5).methods);
    auto* method = find<QComboBox>("addMethod");
    method->setCurrentIndex(method->findData(QStringLiteral("bbmp")));
    auto* infill = find<QComboBox>("addInfill");
    infill->setCurrentIndex(infill->findData(QStringLiteral("push-pull")));
    QVERIFY(!find<QWidget>("addEntry")->isEnabled());  // push-pull gives BBMP no gradient
    infill->setCurrentIndex(infill->findData(QStringLiteral("local")));
    const int before = list->count();
    method->setCurrentIndex(method->findData(QStringLiteral("fido-sdr")));
    click("addEntry");
    QCOMPARE(list->count(), before + 1);
    QCOMPARE(page()->form().plan().methods.back(),
             PlannedMethod::parse(QStringLiteral("fido-sdr:local")));
    click("addEntry");
    QCOMPARE(list->count(), before + 1);
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(list->count(), before);
    QCOMPARE(page()->form().plan().methods, plan(5).methods);
    const EvaluationPlan kept = page()->form().plan();
    QCOMPARE(EvaluationPlan::fromJson(kept.toJson()).toJson(), kept.toJson());
  }

  // plan.json may come from an untrusted source, and its values become command-line arguments.
  void untrustedPlanSetsNoOptions() {
    const QJsonObject json{
        {QStringLiteral("classifiers"),
         QJsonArray{QStringLiteral("tiny"), QStringLiteral("--models=/tmp"),
                    QStringLiteral("/elsewhere/evil.card.json")}},
        {QStringLiteral("methods"),
         QJsonArray{QStringLiteral("--spec"), QStringLiteral("fido-ssr:/elsewhere/x.card.json"),
                    QStringLiteral("fido-ssr@seed=1,fido-ssr:/elsewhere/y.card.json")}},
        {QStringLiteral("fields"), QJsonObject{{QStringLiteral("grid"), QStringLiteral("8")},
                                               {QStringLiteral("tv"), QStringLiteral("-1")},
                                               {QStringLiteral("device"), QStringLiteral("--spec")},
                                               {QStringLiteral("mask"), QStringLiteral("m.png")},
                                               {QStringLiteral("models"), QStringLiteral("/")}}}};
    const EvaluationPlan plan = EvaluationPlan::fromJson(json);
    QCOMPARE(plan.classifiers,
             (QStringList{QStringLiteral("tiny"), QStringLiteral("/elsewhere/evil.card.json")}));
    QCOMPARE(plan.methods.size(), std::size_t{1});
    QCOMPARE(plan.fields.keys(), (QStringList{QStringLiteral("grid"), QStringLiteral("tv")}));
    QCOMPARE(plan.models(),
             (QStringList{QStringLiteral("tiny"), QStringLiteral("/elsewhere/evil.card.json"),
                          QStringLiteral("/elsewhere/x.card.json")}));
  }

  void droppedFilesAndFoldersAreUsed() {
    openPage();
    QTest::keyClick(page(), Qt::Key_Escape);
    drop(window_.get(), path("photos"));
    QVERIFY(page()->isVisible());
    QCOMPARE(find<QLineEdit>("images")->text(), path("photos"));
    QCOMPARE(find<QLineEdit>("boxes")->text(), path("boxes.csv"));  // found beside the photos
    QVERIFY(QFile::copy(path("boxes.csv"), path("other.csv")));
    drop(window_.get(), path("other.csv"));
    QCOMPARE(find<QLineEdit>("boxes")->text(), path("other.csv"));
    fill(5);
    click("startEvaluation");
    waitUntilMeasured();
    page()->results().expect(QString());
    drop(window_.get(), path("eval"));
    QCOMPARE(rows(), kPhotos * kMethods);
  }

  void sidePanelIsHiddenOnThePage() {
    openPage();
    auto* stage = find<QWidget>("welcome")->parentWidget();
    QTRY_COMPARE(stage->width(), window_->width());
    // No photo is open, so loading a classifier does not leave the page.
    window_->begin(QStringLiteral("two"));
    QTRY_COMPARE(document().classifier()->card.id, std::string("two"));
    QVERIFY(page()->isVisible());
    QTest::keyClick(page(), Qt::Key_Escape);
    QVERIFY(!page()->isVisible());
    QTRY_VERIFY(stage->width() < window_->width());
  }
};

QTEST_MAIN(EvaluateFoldersTest)
#include "test_evaluate_folders.moc"
