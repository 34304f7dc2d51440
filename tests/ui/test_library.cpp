// Tests of the run library and of the page that compares runs side by side.
#include <QCheckBox>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <cmath>

#include "core/image/map_stats.h"
#include "core/run/results.h"
#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/engine/series.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/library_page.h"
#include "ui/panels/method_picker.h"
#include "ui/persistence/run_library.h"
#include "ui/plots/run_plots.h"
#include "ui/window/main_actions.h"

class LibraryTest : public WindowFixture {
  Q_OBJECT

  std::vector<LibraryEntry> libraryEntries(const QString& words = {}) const {
    const auto found = RunLibrary(RunLibrary::userFile()).find(words);
    if (!found) qFatal("%s", found.error().message.c_str());
    return *found;
  }
  void explainAgain() {
    const auto before = libraryEntries().size();
    explain();
    QTRY_VERIFY(libraryEntries().size() == before + 1);
  }
  RunSpec spec() const { return document().spec(); }
  void setSpec(const RunSpec& next) { window_->workspace().document().setSpec(next); }
  std::vector<QString> methodsRun() const {
    std::vector<QString> names;
    // The library lists the newest run first.
    for (const LibraryEntry& entry : libraryEntries()) names.insert(names.begin(), entry.method);
    return names;
  }
  MethodPicker& picker() const {
    find<ComparePage>("comparePage")->vary(QStringLiteral("chooseMethods"));
    return *find<MethodPicker>("methodPicker");
  }
  static QCheckBox& box(const MethodPicker& picker, const char* method) {
    auto* found = picker.findChild<QCheckBox*>(QStringLiteral("pick-") + QLatin1String(method));
    if (!found) qFatal("no box of %s", method);
    return *found;
  }
  // A series of four is shown two by two, while it runs and when it has ended.
  void verifyTwoByTwo() const {
    const QWidget& page = *find<QWidget>("comparePage");
    QPoint at[ComparePage::kMaxRuns];
    for (int i = 0; i < ComparePage::kMaxRuns; ++i) {
      const auto* pane = page.findChild<ImageCanvas*>(QStringLiteral("pane%1").arg(i));
      QVERIFY(pane && pane->isVisible());
      at[i] = pane->mapTo(&page, QPoint(0, 0));
    }
    QVERIFY(at[0].y() == at[1].y() && at[2].y() == at[3].y() && at[2].y() > at[0].y());
    QVERIFY(at[0].x() == at[2].x() && at[1].x() == at[3].x() && at[1].x() > at[0].x());
  }

 private slots:
  void everyRunIsStoredAndFound() {
    runToCompletion();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    RunSpec other = spec();
    other.infill = "mean";
    other.seed = 18446744073709551615U;
    setSpec(other);
    explainAgain();
    const auto found = libraryEntries();
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[0].infill, QStringLiteral("mean"));
    QCOMPARE(found[0].seed, other.seed);
    QCOMPARE(found[0].photo, QStringLiteral("photo.png"));
    QVERIFY(!found[0].thumbnail.isNull());
    QCOMPARE(found[0].before, document().run()->result->probability_original);
    QCOMPARE(libraryEntries(QStringLiteral("MEAN photo")).size(), std::size_t{1});
    QCOMPARE(libraryEntries(QStringLiteral("mean nothing")).size(), std::size_t{0});
    QCOMPARE(libraryEntries(QStringLiteral("%")).size(), std::size_t{0});
    const auto whole = RunLibrary(RunLibrary::userFile()).read(found[1].id);
    QVERIFY(whole && whole->run && whole->run->result);
    QCOMPARE(whole->run->spec.infill, default_spec().infill);
    QCOMPARE(whole->run->steps.size(), std::size_t{kSteps});
  }

  void stoppedRunIsStored() {
    control_->closeGate();
    openPhoto();
    explain();
    control_->allowSteps(5);
    QTRY_COMPARE(document().run() ? document().run()->steps.size() : 0, std::size_t{5});
    window_->workspace().stop();
    control_->allowSteps(1);
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    QVERIFY(libraryEntries()[0].iterations >= 5 && libraryEntries()[0].iterations < kSteps);
  }

  void deletingARunCanBeUndone() {
    runToCompletion();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    window_->actions().show_library->trigger();
    auto* list = find<QListView>("libraryList");
    QTRY_VERIFY(list->isVisible() && list->model()->rowCount() == 1);
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(libraryEntries().size(), std::size_t{0});
    QTRY_VERIFY(!list->isVisible());
    for (QPushButton* button : find<QWidget>("banner")->findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Undo")) button->click();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    QTRY_VERIFY(list->isVisible());
  }

  void reopenedRunKeepsThePaintedMasks() {
    runToCompletion();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    const auto map = document().run()->result->map.values;
    RunSpec other = spec();
    other.keep_evidence = 0.5;
    setSpec(other);
    explainAgain();
    window_->workspace().document().masks().add(QStringLiteral("New"), QStringLiteral("Mine"),
                                                QImage(8, 8, QImage::Format_Grayscale8));
    window_->workspace().document().masks().setCurrent(-1);
    window_->actions().show_library->trigger();
    emit find<LibraryPage>("library")->openRequested(libraryEntries()[1].id);
    QTRY_VERIFY(document().run() && document().run()->spec.keep_evidence != 0.5);
    QCOMPARE(document().run()->result->map.values, map);
    QCOMPARE(document().spec().keep_evidence, document().run()->spec.keep_evidence);
    QTRY_VERIFY(!document().isOutdated());
    QCOMPARE(document().masks().all().size(), std::size_t{1});
  }

  void twoWindowsShareTheLibrary() {
    runToCompletion();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    SessionData session = *RunLibrary(RunLibrary::userFile()).read(libraryEntries()[0].id);
    RunLibrary a(RunLibrary::userFile()), b(RunLibrary::userFile());
    QSignalSpy added_a(&a, &RunLibrary::changed), added_b(&b, &RunLibrary::changed),
        failed_a(&a, &RunLibrary::failed), failed_b(&b, &RunLibrary::failed);
    for (int i = 0; i < 20; ++i) {
      a.add(session, document().photo()->display);
      b.add(session, document().photo()->display);
    }
    QTRY_COMPARE(added_a.count() + added_b.count(), 40);
    QCOMPARE(failed_a.count() + failed_b.count(), 0);
    QCOMPARE(libraryEntries().size(), std::size_t{41});
    // A watched library notices the changes of another window.
    a.setWatched(true);
    const auto before = added_a.count();
    QVERIFY(b.setDeleted({libraryEntries()[0].id}, true));
    QTRY_VERIFY(added_a.count() > before);
  }

  void invalidLibraryFileIsReported() {
    QFile file(RunLibrary::userFile());
    QDir().mkpath(QFileInfo(file).absolutePath());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "this is not a database, whatever it is called, and long enough to be one "
        ".....................................");
    file.close();
    const auto found = RunLibrary(RunLibrary::userFile()).find({});
    QVERIFY(!found);
    QVERIFY(QString::fromStdString(found.error().message).startsWith(RunLibrary::userFile()));
    runToCompletion();
    QTRY_VERIFY2(banner().contains(QStringLiteral("library.sqlite")), qPrintable(banner()));
  }

  void selectedRunsAreShownSideBySide() {
    runToCompletion();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    explainAgain();
    emit find<LibraryPage>("library")->compareRequested(
        {libraryEntries()[0].id, libraryEntries()[1].id});
    auto* first = find<ImageCanvas>("pane0");
    QVERIFY(first->isVisible() && find<ImageCanvas>("pane1")->isVisible() &&
            !find<ImageCanvas>("pane2")->isVisible());
    QVERIFY(!first->photo().isNull());
    // The pane shows the photo itself, not the crop that the classifier sees.
    QCOMPARE(first->photo().size(), QSize(60, 40));
    first->viewState()->set(3, {0.4, 0.4});
    QCOMPARE(find<ImageCanvas>("pane1")->viewState()->zoom(), 3.0);
  }

  void seedSeriesShowsMeanAndDeviation() {
    openPhoto();
    const RunSpec before = spec();
    QMenu menu;
    auto* page = find<ComparePage>("comparePage");
    page->fillVariations(menu);
    menu.actions().front()->trigger();  // four seeds
    QVERIFY(page->isVisible());
    QTRY_COMPARE(libraryEntries().size(), std::size_t{4});
    std::vector<quint64> seeds;
    for (const LibraryEntry& entry : libraryEntries()) seeds.push_back(entry.seed);
    QCOMPARE(seeds, (std::vector<quint64>{3, 2, 1, 0}));
    QTRY_VERIFY(!find<QPushButton>("vary")->menu()->isVisible() && spec() == before);
    QVERIFY(find<ImageCanvas>("pane1")->isVisible() && !find<ImageCanvas>("pane2")->isVisible());
  }

  void seriesEndsWithARunThatIsStoppedBeforeItsFirstStep() {
    openPhoto();
    control_->hold_load = true;
    const RunSpec before = spec();
    QMenu menu;
    auto* page = find<ComparePage>("comparePage");
    page->fillVariations(menu);
    menu.actions()[1]->trigger();
    QVERIFY(spec() != before || document().run());
    window_->workspace().stop();
    control_->hold_load = false;
    QTRY_VERIFY(window_->workspace().isIdle());
    QVERIFY(spec() == before);
    explain();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    QTRY_VERIFY(window_->workspace().isIdle());
    QTest::qWait(50);
    QCOMPARE(libraryEntries().size(), std::size_t{1});
  }

  void seriesButtonsAreEnabledWhenTheClassifierIsLoaded() {
    control_->hold_load = true;
    window_ =
        std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->begin({});
    window_->openPath(writePhoto("photo.png"));
    QTRY_VERIFY(document().photo());
    window_->actions().show_compare->trigger();
    const auto choice = [this]() -> QPushButton* {
      for (auto* button : find<QWidget>("comparePage")->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Four infills") && button->isVisible()) return button;
      return nullptr;
    };
    QTRY_VERIFY(choice() && !choice()->isEnabled());
    control_->hold_load = false;
    QTRY_VERIFY(choice() && choice()->isEnabled());
    choice()->click();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{4});
  }

  void seriesReplacesTheActiveRun() {
    control_->closeGate();
    openPhoto();
    explain();
    control_->allowSteps(3);
    QTRY_VERIFY(document().run() && document().run()->steps.size() == 3);
    QMenu menu;
    find<ComparePage>("comparePage")->fillVariations(menu);
    menu.actions().front()->trigger();
    control_->openGate();
    QTRY_COMPARE(libraryEntries().size(),
                 std::size_t{5});  // the run that was stopped, and four seeds
    QVERIFY(find<ImageCanvas>("pane1")->isVisible());
  }

  void classifierSeriesUsesOneTarget() {
    openPhoto();
    window_->workspace().document().setTarget(2);
    const QString card = qstr(document().classifier()->card.card_path);
    QMenu menu;
    find<ComparePage>("comparePage")->fillVariations(menu);
    menu.actions().back()->trigger();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{2});
    QVERIFY(libraryEntries()[0].classifier != libraryEntries()[1].classifier);
    QCOMPARE(libraryEntries()[0].target, libraryEntries()[1].target);
    QTRY_COMPARE(qstr(document().classifier()->card.card_path), card);
  }

  void presetsRunTheirMethods_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<std::vector<QString>>("methods");
    QTest::newRow("masks") << QStringLiteral("methods")
                           << std::vector<QString>{"fido-ssr", "fido-sdr", "fido-joint", "bbmp"};
    QTest::newRow("rivals") << QStringLiteral("rivals")
                            << std::vector<QString>{"gradient", "grad-cam", "occlusion", "rise"};
  }
  void presetsRunTheirMethods() {
    QFETCH(QString, preset);
    QFETCH(std::vector<QString>, methods);
    control_->closeGate();
    openPhoto();
    find<ComparePage>("comparePage")->vary(preset);
    control_->allowSteps(3);
    QTRY_VERIFY(document().run() && document().run()->steps.size() == 3);
    verifyTwoByTwo();
    control_->openGate();
    QTRY_COMPARE(libraryEntries().size(), methods.size());
    QTRY_VERIFY(window_->workspace().isIdle());
    QTest::qWait(50);
    QCOMPARE(methodsRun(), methods);
    for (const char* pane : {"pane0", "pane1", "pane2", "pane3"})
      QVERIFY(!find<ImageCanvas>(pane)->photo().isNull());
    verifyTwoByTwo();
  }

  void pickerAllowsTwoToFourMethods() {
    openPhoto();
    MethodPicker& dialog = picker();
    QVERIFY(dialog.isVisible() && !dialog.isModal());
    auto* explain = dialog.findChild<QPushButton*>(QStringLiteral("pickExplain"));
    auto* note = dialog.findChild<QLabel*>(QStringLiteral("pickNote"));
    QCOMPARE(dialog.findChildren<QCheckBox*>().size(), static_cast<qsizetype>(methods().size()));
    for (QCheckBox* each : dialog.findChildren<QCheckBox*>()) {
      QVERIFY(!each->toolTip().isEmpty());
      each->setChecked(false);
    }
    box(dialog, "pda").click();
    QVERIFY(!explain->isEnabled());
    for (const char* method : {"fido-joint", "gradient"}) box(dialog, method).click();
    QCOMPARE(explain->text(), QStringLiteral("Explain with 3 methods"));
    QVERIFY(explain->isEnabled() && box(dialog, "bbmp").isEnabled());
    box(dialog, "rise").click();
    QVERIFY(!box(dialog, "bbmp").isEnabled() && box(dialog, "rise").isEnabled() &&
            explain->isEnabled());
    QVERIFY(note->text().contains(QStringLiteral("untick")) &&
            box(dialog, "bbmp").toolTip().contains(QStringLiteral("untick")));
    QCOMPARE(dialog.chosen().size(), std::size_t{4});
    box(dialog, "rise").click();
    QVERIFY(box(dialog, "bbmp").isEnabled());
    explain->click();
    QTRY_COMPARE(methodsRun(), (std::vector<QString>{"fido-joint", "gradient", "pda"}));
    QTRY_VERIFY(window_->workspace().isIdle());
    QVERIFY(find<ImageCanvas>("pane2")->isVisible() && !find<ImageCanvas>("pane3")->isVisible());
    QTRY_VERIFY(!window_->findChild<MethodPicker*>());
    // The picker remembers the last choice.
    QCOMPARE(picker().chosen(), (std::vector<std::string>{"fido-joint", "gradient", "pda"}));
  }

  void unavailableMethodsGiveAReason() {
    openPhoto();
    MethodPicker& dialog = picker();
    QVERIFY(!box(dialog, "realtime").isEnabled());
    QVERIFY(box(dialog, "realtime").toolTip().contains(QStringLiteral("saliency network")));
    box(dialog, "sedc").setChecked(true);
    window_->workspace().document().setTarget(2);
    QVERIFY(!box(dialog, "sedc").isEnabled() && !box(dialog, "sedc").isChecked());
    QVERIFY(box(dialog, "sedc").toolTip().contains(QStringLiteral("predicts")));
    window_->workspace().document().setTarget(0);
    QVERIFY(box(dialog, "sedc").isEnabled());
  }

  void iterativeMethodsAreCurvesAndOthersAreLevels() {
    openPhoto();
    auto* plots = find<RunPlots>("comparePlots");
    QVERIFY(!plots->isVisible());
    MethodPicker& dialog = picker();
    for (const char* method : {"fido-ssr", "bbmp", "extremal", "grad-cam"})
      box(dialog, method).setChecked(qstrcmp(method, "extremal") != 0);
    control_->closeGate();
    dialog.findChild<QPushButton*>(QStringLiteral("pickExplain"))->click();
    control_->allowSteps(7);
    const auto lines = [&] {
      return plots->toText().split(QLatin1Char('\n'), Qt::SkipEmptyParts).mid(1);
    };
    QTRY_COMPARE(lines().size(), 7);  // while the first method runs
    QVERIFY(plots->isVisible());
    QCOMPARE(plots->comparedCount(),
             std::size_t{3});  // methods that have not run yet are already in the legend
    control_->openGate();
    QTRY_COMPARE(libraryEntries().size(), std::size_t{3});
    QTRY_VERIFY(window_->workspace().isIdle());
    QTRY_COMPARE(lines().size(), 2 * kSteps + 1);
    QCOMPARE(lines().filter(QStringLiteral("SSR: keep\t")).size(), kSteps);
    const QStringList level = lines().last().split(QLatin1Char('\t'));
    QCOMPARE(level.front(), QStringLiteral("Grad-CAM"));
    QVERIFY(level[1].isEmpty());
    const RunResult& last = *document().run()->result;
    QVERIFY(std::abs(level[2].toDouble() - last.score_counterfactual) < 1e-4);
    QVERIFY(std::abs(level[3].toDouble() - probability_after(last)) < 1e-4);
    QVERIFY(level[4].toDouble() > 0 && level[4].toDouble() < 1);
    plots->setCursor(5);
    QVERIFY(plots->height() >= plots->minimumSizeHint().height());
    QVERIFY(plots->mapTo(window_.get(), QPoint(0, plots->height())).y() <= window_->height());
    // Methods that do not run step by step have no curves.
    find<ComparePage>("comparePage")->vary(QStringLiteral("rivals"));
    QTRY_COMPARE(libraryEntries().size(), std::size_t{7});
    QTRY_VERIFY(window_->workspace().isIdle());
    QVERIFY(!plots->isVisible());
    // Runs opened from the library are plotted too: SSR and BBMP.
    emit find<LibraryPage>("library")->compareRequested(
        {libraryEntries()[5].id, libraryEntries()[6].id});
    QVERIFY(plots->isVisible());
    QCOMPARE(plots->comparedCount(), std::size_t{2});
    QCOMPARE(lines().size(), 2 * kSteps);
  }

  void runWithoutAnOptimizedMaskIsReadBack() {
    openPhoto();
    find<ComparePage>("comparePage")->vary(QStringLiteral("rivals"));
    QTRY_COMPARE(libraryEntries().size(), std::size_t{4});
    QTRY_VERIFY(window_->workspace().isIdle());
    const auto whole = RunLibrary(RunLibrary::userFile()).read(libraryEntries()[0].id);
    QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
    QVERIFY(whole->run && whole->run->result && whole->run->result->drop.empty());
    emit find<LibraryPage>("library")->compareRequested(
        {libraryEntries()[0].id, libraryEntries()[1].id});
    QVERIFY2(banner().isEmpty(), qPrintable(banner()));
    QVERIFY(find<ImageCanvas>("pane1")->isVisible() && !find<ImageCanvas>("pane2")->isVisible());
    emit find<LibraryPage>("library")->openRequested(libraryEntries()[3].id);
    // While another run is opened, the document has no run for a moment.
    QTRY_VERIFY(document().run() && document().run()->spec.method == "gradient");
    QVERIFY(!document().shown().map.empty() && !document().shown().mask.empty());
  }

  void seriesCanBeStopped() {
    control_->closeGate();
    openPhoto();
    const RunSpec before = spec();
    QMenu menu;
    find<ComparePage>("comparePage")->fillVariations(menu);
    menu.actions().front()->trigger();
    control_->allowSteps(3);
    QTRY_VERIFY(document().run() && document().run()->steps.size() == 3);
    window_->workspace().stop();
    control_->openGate();
    QTRY_VERIFY(spec() == before);
    QTRY_COMPARE(libraryEntries().size(), std::size_t{1});
    QTest::qWait(100);
    QCOMPARE(libraryEntries().size(), std::size_t{1});
  }

  void deviationMatchesAHandComputedExample() {
    Plane a(2, 1), b(2, 1), c(2, 1);
    a.values = {0, 1};
    b.values = {1, 1};
    c.values = {0.5F, 1};
    const MapStats stats = map_stats({&a, &b, &c});
    QCOMPARE(stats.mean.values, (std::vector<float>{0.5F, 1.F}));
    QCOMPARE(stats.deviation.values, (std::vector<float>{0.5F, 0.F}));
    QVERIFY(map_stats({}).mean.empty());
  }

  // tests/data/formats-0.1 was written by version 0.1.0.
  void readsALibraryOfAnEarlierVersion() {
    const QString file = path("earlier.sqlite");
    QVERIFY(QFile::copy(QStringLiteral(FIDOSCOPE_TEST_DATA "/formats-0.1/library.sqlite"), file));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
    RunLibrary library(file);
    const auto found = library.find({});
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    QCOMPARE(found->size(), std::size_t{2});
    QCOMPARE(found->at(0).method, QStringLiteral("gradient"));
    QCOMPARE(found->at(1).method, QStringLiteral("fido-ssr"));
    for (const LibraryEntry& entry : *found) {
      const auto session = library.read(entry.id);
      QVERIFY2(session, session ? "" : session.error().message.c_str());
      QVERIFY(session->run && session->run->result);
      QCOMPARE(QString::fromStdString(session->run->spec.method), entry.method);
    }
  }
};

QTEST_MAIN(LibraryTest)
#include "test_library.moc"
