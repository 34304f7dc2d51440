// Tests of the search of several regions in the window: its runs, and what ends it.
#include <QAction>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>

#include "tests/ui/window_fixture.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/regions_page.h"
#include "ui/window/main_actions.h"

class WindowRegionsTest : public WindowFixture {
  Q_OBJECT

 private:
  // Begins a search whose first run waits at its first step.
  const RegionSearch& beginRegions() {
    window_->actions().show_regions->trigger();
    control_->closeGate();
    find<QPushButton>("findRegions")->click();
    return find<RegionsPage>("regionsPage")->search();
  }

 private slots:
  // Each run after the first drops the regions before it, until one cannot keep the evidence.
  void regionsAreSearchedOneAfterAnother() {
    openPhoto();
    window_->actions().show_regions->trigger();
    auto* page = find<RegionsPage>("regionsPage");
    QVERIFY(page->isVisible());
    const auto& search = page->search();
    const RunSpec before = document().spec();
    auto* find_button = find<QPushButton>("findRegions");
    find_button->click();
    QVERIFY(search.isActive());
    QTRY_VERIFY(!search.isActive());
    QCOMPARE(search.set().regions.size(), std::size_t{3});
    QTRY_COMPARE(search.set().answers.size(), std::size_t{7});
    QCOMPARE(find<QTableWidget>("regionsTable")->rowCount(), 7);
    QVERIFY(!page->picture().isNull());
    QVERIFY(control_->run_mask);
    const auto& kept = control_->run_mask->values;
    for (std::size_t i = 0; i < kept.size(); ++i)
      QCOMPARE(kept[i], search.set().regions[0].mask.values[i] > 0 ||
                                search.set().regions[1].mask.values[i] > 0
                            ? 0.F
                            : 1.F);
    QVERIFY(document().spec() == before);

    // A run that keeps too little ends the search.
    control_->evidence_reached = 0.3;
    find_button->click();
    QTRY_VERIFY(!search.isActive());
    QCOMPARE(search.set().regions.size(), std::size_t{1});
    QCOMPARE(search.set().reached_by_next.value_or(0), 0.3);
    // The button stops a search that is under way.
    control_->closeGate();
    find_button->click();
    QVERIFY(search.isActive());
    find_button->click();
    QVERIFY(!search.isActive());
    control_->openGate();
    QTRY_VERIFY(state() == RunState::idle);
    // The paper's form has no such regions.
    window_->actions().show_regions->trigger();
    window_->workspace().document().setSpec(with_preset(document().spec(), "paper"));
    find_button->click();
    QVERIFY(banner().startsWith(QStringLiteral("--regions: needs a method")));
  }

  void regionsAreOfOneQuestion() {
    openPhoto();
    const auto& search = beginRegions();
    QTRY_VERIFY(state() == RunState::running);
    RunSpec next = document().spec();
    next.keep_evidence = 0.7;
    window_->workspace().document().setSpec(next);
    control_->openGate();
    QTRY_VERIFY(!search.isActive());
    QTRY_VERIFY(window_->workspace().isIdle());
    QCOMPARE(search.set().regions.size(), std::size_t{1});
    QCOMPARE(document().run()->spec.mask_role, std::string("none"));
    QCOMPARE(document().run()->spec.keep_evidence, 1.0);
    // The next search answers the new question from the beginning.
    find<QPushButton>("findRegions")->click();
    QTRY_VERIFY(!search.isActive());
    QCOMPARE(search.set().regions.size(), std::size_t{3});
    QCOMPARE(document().run()->spec.keep_evidence, 0.7);
  }

  void searchEndsWithARunThatIsStoppedBeforeItsFirstStep() {
    openPhoto();
    control_->hold_load = true;
    const auto& search = beginRegions();
    QVERIFY(search.isActive());
    click("stop");
    control_->hold_load = false;
    control_->openGate();
    QTRY_VERIFY(window_->workspace().isIdle());
    QVERIFY(!search.isActive());
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
    QVERIFY(search.set().regions.empty());
  }

  void searchEndsWithARunThatFails() {
    openPhoto();
    control_->fail_next_step = true;
    const auto& search = beginRegions();
    control_->openGate();
    QTRY_VERIFY(!search.isActive());
    QVERIFY(!banner().isEmpty());
  }

  void searchGoesOnWhenSomethingElseFails() {
    openPhoto();
    const auto& search = beginRegions();
    window_->openPath(path("missing.png"));
    QTRY_VERIFY(!banner().isEmpty());
    QVERIFY(search.isActive());
    control_->openGate();
    QTRY_VERIFY(!search.isActive());
    QCOMPARE(search.set().regions.size(), std::size_t{3});
  }

  void searchWaitsForTheClassifier() {
    openPhoto();
    control_->hold_load = true;
    for (const CatalogueEntry& entry : window_->workspace().models())
      if (entry.card_path != document().classifier()->card.card_path && entry.problem.empty())
        window_->workspace().chooseClassifier(qstr(entry.card_path));
    QTRY_VERIFY(window_->workspace().isLoadingClassifier());
    const std::string before = document().classifier()->card.id;
    const auto& search = beginRegions();
    control_->hold_load = false;
    control_->openGate();
    QTRY_VERIFY(!search.isActive());
    QVERIFY(document().classifier()->card.id != before);
    QCOMPARE(search.set().regions.size(), std::size_t{3});
  }

  void searchEndsWithItsPhoto() {
    openPhoto();
    const auto& search = beginRegions();
    control_->allowSteps(kSteps);
    QTRY_COMPARE(search.set().regions.size(), std::size_t{1});
    window_->openPath(writePhoto("other.png"));
    QTRY_VERIFY(document().photo()->name == QStringLiteral("other.png"));
    control_->openGate();
    QTRY_VERIFY(window_->workspace().isIdle());
    QVERIFY(!search.isActive() && search.set().regions.empty());
    QVERIFY(!document().run());
  }

  // What the last run of a search misses is the search's answer, and no warning.
  void shortfallIsShownForTheFirstRunOnly() {
    openPhoto();
    const auto& search = beginRegions();
    control_->allowSteps(kSteps);
    QTRY_COMPARE(search.set().regions.size(), std::size_t{1});
    control_->evidence_reached = 0.3;
    control_->openGate();
    QTRY_VERIFY(!search.isActive());
    QCOMPARE(search.set().reached_by_next.value_or(0), 0.3);
    QCOMPARE(banner(), QString());
    explain();
    QTRY_VERIFY(banner().contains(QStringLiteral("30 %")));
  }

  // Whoever asks for a run ends what was asking for runs, and gets it.
  void searchAndSeriesGiveWayToEachOther() {
    openPhoto();
    const RunSpec before = document().spec();
    const auto& search = beginRegions();
    QTRY_VERIFY(state() == RunState::running);
    find<ComparePage>("comparePage")->vary(QStringLiteral("seeds"));
    QVERIFY(!search.isActive());
    control_->openGate();
    // All four seeds, and then the settings from before.
    QTRY_VERIFY(document().run() && document().run()->spec.seed == 3 && document().run()->result &&
                document().spec() == before);
    QVERIFY(search.set().regions.empty());

    control_->closeGate();
    find<ComparePage>("comparePage")->vary(QStringLiteral("seeds"));
    QTRY_VERIFY(state() == RunState::running);
    find<QPushButton>("findRegions")->click();
    QVERIFY(search.isActive() && document().spec() == before);
    control_->openGate();
    QTRY_VERIFY(!search.isActive());
    QCOMPARE(search.set().regions.size(), std::size_t{3});
    QTRY_VERIFY(window_->workspace().isIdle());
  }

  void searchGivesWayToExplain() {
    openPhoto();
    const auto& search = beginRegions();
    QTRY_VERIFY(state() == RunState::running);
    RunSpec next = document().spec();
    next.seed = 5;
    window_->workspace().document().setSpec(next);
    explain();
    QVERIFY(!search.isActive());
    control_->openGate();
    QTRY_VERIFY(document().run() && document().run()->result && document().run()->spec.seed == 5 &&
                window_->workspace().isIdle());
    QTest::qWait(50);
    QVERIFY(search.set().regions.empty() && window_->workspace().isIdle());
  }

  void searchEndsWithItsClassifier() {
    openPhoto();
    const auto& search = beginRegions();
    QTRY_VERIFY(state() == RunState::running);
    for (const CatalogueEntry& entry : window_->workspace().models())
      if (entry.card_path != document().classifier()->card.card_path && entry.problem.empty())
        window_->workspace().chooseClassifier(qstr(entry.card_path));
    control_->openGate();
    QTest::qSleep(100);  // so that the end of the run and the new classifier arrive together
    QTRY_VERIFY(!window_->workspace().isLoadingClassifier() && window_->workspace().isIdle());
    QVERIFY(!search.isActive());
  }
};

QTEST_MAIN(WindowRegionsTest)
#include "test_window_regions.moc"
