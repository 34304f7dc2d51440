// Tests of the Evaluate page, which starts fidoscope-cli in the background, pauses, resumes and
// stops it, and shows the tables in its output folder.
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonObject>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>

#include "core/evaluate/summary.h"
#include "tests/ui/window_fixture.h"
#include "ui/engine/model_trust.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/form.h"
#include "ui/panels/banner.h"
#include "ui/window/main_actions.h"

namespace {

constexpr int kPhotos = 7, kMethods = 3;
constexpr int kTimeoutMs = 120'000;
const QString kCard = QStringLiteral(FIDOSCOPE_TEST_DATA "/models/tiny.card.json");
const QString kGreyCard = QStringLiteral(FIDOSCOPE_TEST_DATA "/models/tiny-grey.card.json");

}  // namespace

class EvaluatePageTest : public WindowFixture {
  Q_OBJECT

  EvaluatePage* page() const { return find<EvaluatePage>("evaluatePage"); }
  EvaluationResults& results() const { return page()->results(); }
  int rows() const { return static_cast<int>(results().rows().size()); }

  // Prepares what every test needs: photos on disk, a classifier, and the open page.
  void openPage() {
    QTRY_VERIFY(window_->workspace().isIdle());
    // The window needs a card of this name; fidoscope-cli uses the real model.
    fake_card(to_path(path("models")), "tiny", "Tiny");
    window_->begin({});
    QTRY_COMPARE(window_->workspace().models().size(), std::size_t{3});
    writePhotos();
    window_->actions().show_evaluate->trigger();
    QVERIFY(page()->isVisible());
  }

  void writePhotos(const QByteArray& head = "image,label_0based,x0,y0,x1,y1\n") const {
    QDir().mkpath(path("photos"));
    QByteArray boxes = head;
    for (int i = 0; i < kPhotos; ++i) {
      Image photo(60, 50);
      for (int y = 0; y < photo.height; ++y)
        for (int x = 0; x < photo.width; ++x) {
          std::uint8_t* pixel = photo.row(y) + 3 * x;
          pixel[0] = (x / 8 + y / 8 + i) % 2 ? 210 : 60;
          pixel[1] = static_cast<std::uint8_t>(255 - pixel[0]);
          pixel[2] = static_cast<std::uint8_t>(30 * i);
        }
      (void)save_png(to_path(path("photos") + QStringLiteral("/%1.png").arg(i)), photo);
      boxes += QByteArray::number(i) + ".png," + QByteArray::number(i % 4) + ",8,8," +
               QByteArray::number(30 + 3 * i) + ",45\n";
    }
    (void)write_file(to_path(path("boxes.csv")), boxes.toStdString());
  }

  EvaluationPlan plan(int iterations) const {
    EvaluationPlan out;
    out.images = path("photos");
    out.boxes = path("boxes.csv");
    out.classifiers = {kCard};
    out.methods = {PlannedMethod::parse(QStringLiteral("fido-ssr:mean")),
                   PlannedMethod::parse(QStringLiteral("gradient")),
                   PlannedMethod::parse(QStringLiteral("bbox"))};
    out.metrics = {QStringLiteral("wsl")};
    out.fields = {{QStringLiteral("iterations"), QString::number(iterations)},
                  {QStringLiteral("grid"), QStringLiteral("8")},
                  {QStringLiteral("threads"), QStringLiteral("1")}};
    return out;
  }

  // Fills in the form and the output folder. The classifier lies outside the model folders, so it
  // is allowed first, as a user would.
  void fill(int iterations, const char* out = "eval") {
    ModelTrust({}).allow(kCard);
    page()->form().setPlan(plan(iterations));
    find<QLineEdit>("out")->setText(path(out));
    QTRY_VERIFY(!label("maps").isEmpty() || !page()->form().boxesError().isEmpty());
  }
  void waitUntilMeasured() {
    QTRY_VERIFY_WITH_TIMEOUT(!page()->program().isRunning(), kTimeoutMs);
    // The means are computed a moment after the rows are read.
    const auto all_means_computed = [&] {
      const auto& means = results().means();
      return std::count_if(means.begin(), means.end(), [](const EvaluationMean& m) {
               return m.metric == "probability" && m.value.count == kPhotos;
             }) == kMethods;
    };
    QTRY_VERIFY_WITH_TIMEOUT(all_means_computed(), kTimeoutMs);
    QCOMPARE(rows(), kPhotos * kMethods);
    QVERIFY(results().isFinished());
  }
  QByteArray contents(const QString& name) const {
    const auto text = read_file(to_path(path(name.toUtf8().constData())));
    return text ? QByteArray::fromStdString(*text) : QByteArray();
  }

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
    window_.reset();
    control_ = std::make_shared<FakeControl>();
    window_ =
        std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    window_->resize(1280, 800);
    window_->show();
    window_->begin({});
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

QTEST_MAIN(EvaluatePageTest)
#include "test_evaluate_page.moc"
