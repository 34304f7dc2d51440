// The search for the smallest region that keeps the evidence, on problems whose answer is known,
// and the map that shows its result as regions.
#include "core/explain/evidence_search.h"

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/image/region_map.h"
#include "core/image/resample.h"

using namespace fido;

namespace {

constexpr int kCells = 100;

// A score that is linear in q: ten cells are worth 1 each, the others 0.01.
double worth(int cell) { return cell % 10 == 0 ? 1 : 0.01; }

// Runs the search on that score with noisy gradients. `target`: the score to reach; the range is
// 10. Returns the score at the end.
double run_search(EvidenceSearch& search, double target, int steps, double noise = 0.05) {
  std::mt19937 random(7);
  std::normal_distribution<double> normal(0, noise);
  const auto score = [&] {
    const auto q = search.probabilities();
    double sum = 0;
    for (int i = 0; i < kCells; ++i) sum += worth(i) * q[i];
    return sum;
  };
  std::vector<double> gradient(kCells);
  for (int step = 0; step < steps; ++step) {
    for (int i = 0; i < kCells; ++i) gradient[i] = worth(i) + normal(random);
    search.step((score() - target) / 10, gradient);
  }
  return score();
}

EvidenceSearch make_search(const EvidenceSearch::Options& options, std::vector<char> frozen = {},
                           std::vector<double> logits = std::vector<double>(kCells)) {
  return {options, std::vector<double>(kCells, 16.0), std::move(logits), std::move(frozen)};
}

EvidenceSearch make_search(int steps, std::vector<char> frozen = {},
                           std::vector<double> logits = std::vector<double>(kCells)) {
  EvidenceSearch::Options options;
  options.steps = steps;
  return make_search(options, std::move(frozen), std::move(logits));
}

// A map of 28 x 28 with two bright squares of 6 x 6 cells and a single bright cell.
Plane make_probability() {
  Plane plane(28, 28, 0.01F);
  for (int y = 4; y < 10; ++y)
    for (int x = 4; x < 10; ++x) plane.values[y * 28 + x] = (x + y) % 2 ? 0.9F : 0.3F;
  for (int y = 16; y < 22; ++y)
    for (int x = 16; x < 22; ++x) plane.values[y * 28 + x] = 0.6F;
  plane.values[2 * 28 + 25] = 0.95F;
  return plane;
}

}  // namespace

class TestEvidenceSearch : public QObject {
  Q_OBJECT

 private slots:
  void finds_the_cells_that_matter() {
    auto search = make_search(200);
    const double score = run_search(search, 5, 200);
    QVERIFY2(std::abs(score - 5) < 0.3, qPrintable(QString::number(score)));
    // Half of the ten valuable cells suffice, which is a twentieth of the area.
    QVERIFY2(search.area() < 0.1, qPrintable(QString::number(search.area())));
    const auto q = search.mean_probabilities();
    double least = 1, largest_other = 0;
    for (int i = 0; i < kCells; ++i)
      if (worth(i) == 1)
        least = std::min(least, q[i]);
      else
        largest_other = std::max(largest_other, q[i]);
    QVERIFY2(least > largest_other, qPrintable(QString("%1 %2").arg(least).arg(largest_other)));
  }

  void price_is_what_an_undecided_pixel_is_worth() {
    // All cells are worth the same, so the price is their worth by area, whatever the region is.
    auto search = make_search(60);
    for (int step = 0; step < 60; ++step) search.step(0.1, std::vector<double>(kCells, 0.8));
    QVERIFY2(std::abs(search.price() - 0.8 / 16) < 1e-9,
             qPrintable(QString::number(search.price())));
    // A pixel that harms has no price.
    auto harmful = make_search(10);
    harmful.step(0.1, std::vector<double>(kCells, -0.8));
    QCOMPARE(harmful.price(), 0.0);
  }

  void area_waits_during_the_first_steps() {
    auto search = make_search(20);
    const std::vector<double> gradient(kCells, 1);
    for (int step = 0; step < 3; ++step) {
      search.step(1, gradient);
      QVERIFY(std::abs(search.area() - 0.5) < 1e-6);
    }
    search.step(1, gradient);
    QVERIFY(search.area() < 0.49);
  }

  void area_grows_while_the_target_is_missed() {
    auto search = make_search(100);
    run_search(search, 1000, 100, 0);
    QVERIFY2(std::abs(search.area() - 0.98) < 1e-3, qPrintable(QString::number(search.area())));
  }

  void settles_when_the_area_no_longer_changes() {
    auto search = make_search(200);
    int steps = 0;
    while (!search.has_settled() && steps < 200) {
      run_search(search, 5, 1);
      ++steps;
    }
    QVERIFY2(steps > 63 && steps < 190, qPrintable(QString::number(steps)));
    // Where it has settled, the answer is that of all steps.
    QVERIFY2(std::abs(run_search(search, 5, 0) - 5) < 0.3,
             qPrintable(QString::number(run_search(search, 5, 0))));
    QVERIFY2(search.area() < 0.1, qPrintable(QString::number(search.area())));
  }

  // While the area turns, it is as large as it was a few steps ago.
  void has_not_settled_while_the_target_is_missed() {
    auto search = make_search(40);
    const std::vector<double> gradient(kCells, 1);
    for (int step = 0; step < 40; ++step) {
      const double slack = step < 12 ? 0.03 : -0.03;
      search.step(slack, gradient);
      QVERIFY2(!search.has_settled(), qPrintable(QString::number(step)));
    }
    // A target that no area reaches is not searched for any longer.
    auto hopeless = make_search(40);
    int steps = 0;
    for (; steps < 40 && !hopeless.has_settled(); ++steps) hopeless.step(-1, gradient);
    QVERIFY2(steps > 20 && steps < 40, qPrintable(QString::number(steps)));
  }

  // A score that is steep in the area, as SDR's is: without a limit, each step would cross the
  // target.
  void area_does_not_swing_around_the_target() {
    auto search = make_search(60);
    const std::vector<double> gradient(kCells, 1);
    std::vector<double> areas;
    for (int step = 0; step < 60; ++step) {
      search.step(20 * (search.area() - 0.3), gradient);
      areas.push_back(search.area());
    }
    const auto [low, high] = std::minmax_element(areas.end() - 10, areas.end());
    QVERIFY2(*high - *low < 0.01, qPrintable(QString("%1 %2").arg(*low).arg(*high)));
    QVERIFY(std::abs(areas.back() - 0.3) < 0.01);
  }

  // What a hand-made mask fixes takes no part in the area and its limits.
  void frozen_cells_do_not_count() {
    std::vector<char> frozen(kCells);
    std::vector<double> logits(kCells);
    for (int i = 0; i < 95; ++i) {
      frozen[i] = 1;
      logits[i] = i < 60 ? 14 : -14;
    }
    // The free twentieth shrinks by a tenth a step at most, and keeps its order.
    auto search = make_search(40, frozen, logits);
    std::vector<double> gradient(kCells);
    for (int i = 95; i < kCells; ++i) gradient[i] = i - 94;
    for (int step = 0; step < 12; ++step) search.step(1, gradient);
    const auto q = search.probabilities();
    const double free = std::accumulate(q.begin() + 95, q.end(), 0.0) / 5;
    QVERIFY2(std::abs(free - 0.5 * std::exp(-0.12 * 9)) < 1e-6, qPrintable(QString::number(free)));
    QVERIFY(std::is_sorted(q.begin() + 95, q.end()) && q[99] > q[95]);
    // A target that they cannot reach ends the search, as does a search without free cells.
    for (const bool has_free : {true, false}) {
      auto hopeless = make_search(40, has_free ? frozen : std::vector<char>(kCells, 1), logits);
      int steps = 0;
      for (; steps < 40 && !hopeless.has_settled(); ++steps) hopeless.step(-1, gradient);
      QVERIFY2(steps < 40, qPrintable(QString::number(steps)));
    }
  }

  void few_steps_or_a_long_hold_do_not_settle() {
    const std::vector<double> gradient(kCells, 1);
    for (const auto& [steps, hold] : {std::pair{12, 3}, {40, 2147483647}}) {
      EvidenceSearch::Options options;
      options.steps = steps;
      options.hold_steps = hold;
      auto search = make_search(options);
      for (int step = 0; step < steps; ++step) {
        QVERIFY(!search.has_settled());
        search.step(0, gradient);
      }
    }
  }

  void area_stays_below_its_limit() {
    for (const double logit : {0.0, 2.0}) {
      EvidenceSearch::Options options;
      options.max_share = 0.5;
      auto search = make_search(options, {}, std::vector<double>(kCells, logit));
      const double start = search.area();
      run_search(search, 1000, 40, 0);
      QVERIFY2(std::abs(search.area() - start) < 1e-3, qPrintable(QString::number(search.area())));
      QVERIFY(search.has_settled());
    }
  }

  // At its limit, a search goes on as long as the score comes closer to the target.
  void limit_does_not_end_what_improves() {
    EvidenceSearch::Options options;
    options.max_share = 0.5;
    auto search = make_search(options);
    const std::vector<double> gradient(kCells, 1);
    for (int step = 0; step < 40; ++step) {
      QVERIFY2(!search.has_settled(), qPrintable(QString::number(step)));
      search.step(-1 + 0.01 * step, gradient);
    }
  }

  void small_start_can_become_large() {
    auto search = make_search(40, {}, std::vector<double>(kCells, -3));
    run_search(search, 1000, 40, 0);
    QVERIFY2(search.area() > 0.9, qPrintable(QString::number(search.area())));
  }

  void frozen_cells_stay() {
    std::vector<char> frozen(kCells);
    std::vector<double> logits(kCells);
    for (int i = 0; i < 50; ++i) {
      frozen[i] = 1;
      logits[i] = i < 25 ? 14 : -14;
    }
    auto search = make_search(60, frozen, logits);
    run_search(search, 0.5, 60);
    for (int i = 0; i < 50; ++i) QCOMPARE(search.logits()[i], logits[i]);
    // The frozen quarter keeps more than the target, so everything else is left out.
    QVERIFY2(search.area() > 0.25 && search.area() < 0.27,
             qPrintable(QString::number(search.area())));
  }

  void map_shows_regions_instead_of_specks() {
    const Plane probability = make_probability();
    const Plane map = region_map(probability, 56, 56);
    QVERIFY(
        std::all_of(map.values.begin(), map.values.end(), [](float v) { return v > 0 && v < 1; }));
    const auto at = [&](int x, int y) { return map.values[y * 56 + x]; };
    // Inside a square even the weaker cells belong to the region; the single cell does not.
    for (int y = 5; y < 9; ++y)
      for (int x = 5; x < 9; ++x)
        QVERIFY2(at(2 * x, 2 * y) > 0.5F, qPrintable(QString("%1 %2").arg(x).arg(y)));
    QVERIFY(at(38, 38) > 0.5F);
    QVERIFY(at(51, 4) < 0.5F);
    QVERIFY(at(2, 50) < 0.5F);
    const double area = area_over_half(map);
    QVERIFY2(area > 0.05 && area < 0.25, qPrintable(QString::number(area)));
    // Outside the region the single cell still comes first.
    QVERIFY(at(51, 4) > at(2, 50));
  }

  void map_of_a_large_region_shows_all_of_it() {
    // Seven tenths of the photo are in the region, a little unevenly.
    Plane probability(20, 20, 0.02F);
    for (int y = 0; y < 14; ++y)
      for (int x = 0; x < 20; ++x) probability.values[y * 20 + x] = x % 2 ? 0.89F : 0.91F;
    const Plane map = region_map(probability, 40, 40);
    const double area = area_over_half(map);
    QVERIFY2(area > 0.3 && area < 0.75, qPrintable(QString::number(area)));
    for (int x = 0; x < 40; ++x) QVERIFY(map.values[35 * 40 + x] < 0.5F);
  }

  // What a hand-made mask keeps or drops stays so in the region, and does not crowd out the rest.
  void map_keeps_what_is_certain() {
    Plane probability = make_probability();
    for (int y = 0; y < 28; ++y) probability.values[y * 28] = 0.99999917F;
    probability.values[18 * 28 + 18] = 8e-7F;
    const Plane map = region_map(probability, 28, 28);
    for (int y = 1; y < 27; ++y) QVERIFY(map.values[y * 28] > 0.5F);
    QVERIFY(map.values[18 * 28 + 18] < 0.5F);
    QVERIFY(map.values[19 * 28 + 19] > 0.5F);
    QVERIFY(map.values[6 * 28 + 6] > 0.5F);
    QVERIFY(map.values[14 * 28 + 3] < 0.5F);
  }

  void map_of_equal_probabilities_has_no_preference() {
    // Without evidence half of the photo would be an arbitrary half.
    for (const float level : {0.F, 0.3F, 1.F}) {
      const Plane map = region_map(Plane(14, 14, level), 28, 28);
      const auto [low, high] = std::minmax_element(map.values.begin(), map.values.end());
      QVERIFY2(*high - *low < 1e-4F, qPrintable(QString::number(level)));
    }
  }

  void map_has_the_size_of_any_input() {
    for (const auto& [width, height] : {std::pair{1, 1}, {7, 3}, {224, 192}}) {
      const Plane map = region_map(make_probability(), width, height);
      QCOMPARE(map.width, width);
      QCOMPARE(map.height, height);
    }
    QCOMPARE(region_map(Plane(1, 1, 0.4F), 5, 5).values.size(), std::size_t{25});
  }
};

QTEST_GUILESS_MAIN(TestEvidenceSearch)
#include "test_evidence_search.moc"
