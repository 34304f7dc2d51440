// Tests of the run's curves: they lose no point, their axes rescale rarely, and they can be
// scrubbed.
#include <qcustomplot.h>

#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <limits>

#include "tests/ui/widget_support.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/theme.h"

using namespace fido::ui;
using namespace fido::ui::test;

namespace {

fido::Step step(int iteration, double loss, double probability = 0.5, double drop = 0.5) {
  fido::Step s;
  s.iteration = iteration;
  s.loss = loss;
  s.probability = probability;
  s.expected_drop = drop;
  return s;
}

}  // namespace

class TestPlots : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { apply_theme(*qApp, Scheme::light); }

  void axesGrowOnlyInSteps() {
    GrowingRange range(0, 1);
    int changes = 0;
    double low = range.low(), high = range.high();
    for (int i = 0; i < 1000; ++i) {
      const double value = 0.01 * i * (i % 2 ? 1 : -0.5);
      changes += range.include(value);
      QVERIFY(value >= range.low() && value <= range.high());
      QVERIFY(range.low() <= low && range.high() >= high);  // never shrinks
      low = range.low();
      high = range.high();
      const double ticks = (high - low) / range.step();
      QVERIFY(std::abs(ticks - std::round(ticks)) < 1e-6 && ticks <= 6);
    }
    QVERIFY(changes < 25);
    QVERIFY(!range.include(std::nan("")));
    QVERIFY(!range.include(std::numeric_limits<double>::infinity()));
    GrowingRange share(0, 1, true);
    QVERIFY(!share.include(3));
    QCOMPARE(share.high(), 1.0);
  }

  void curvesKeepEveryPointAndRescaleRarely() {
    RunPlots plots;
    plots.resize(800, 140);
    plots.show();
    plots.reset(300, true);
    auto* plot = plots.findChild<QCustomPlot*>();
    QVERIFY(plot);
    QCOMPARE(plot->graphCount(), 3);
    const auto range = [&](int i) { return plot->graph(i)->valueAxis()->range(); };
    int rescaled = 0;
    QCPRange before = range(0);
    for (int i = 0; i < 300; i += 3) {  // steps arrive a few at a time
      std::vector<fido::Step> some;
      for (int k = i; k < i + 3; ++k)
        some.push_back(step(k, 6 * std::exp(-k / 60.0) - 3, 0.2 + k / 500.0, k / 400.0));
      plots.append(some);
      rescaled += range(0) != before;
      before = range(0);
      QCOMPARE(range(1), QCPRange(0, 1));
      QCOMPARE(range(2), QCPRange(0, 100));
      for (int g = 0; g < 3; ++g) QCOMPARE(plot->graph(g)->keyAxis()->range(), QCPRange(0, 300));
    }
    QVERIFY2(rescaled <= 3, qPrintable(QString::number(rescaled)));
    QCOMPARE(plots.count(), 300);
    for (int g = 0; g < 3; ++g) QCOMPARE(plot->graph(g)->dataCount(), 300);
    QCOMPARE(plot->graph(2)->data()->at(200)->value, 50.0);  // kept area in percent
    QCOMPARE(plots.toText().count(QLatin1Char('\n')), 301);
    plots.reset(300, false);
    QCOMPARE(plots.count(), 0);
    plots.append({step(0, 1, 0.5, 0.25)});
    QCOMPARE(plot->graph(2)->data()->at(0)->value, 25.0);  // dropped area
    plots.append({step(1, std::nan(""), std::nan(""), 0.25)});
    QCOMPARE(plots.count(), 2);
  }

  void replotsOncePerFrame() {
    RunPlots plots;
    plots.resize(600, 120);
    plots.show();
    plots.reset(500, true);
    QTest::qWait(60);
    QSignalSpy replots(plots.findChild<QCustomPlot*>(), &QCustomPlot::afterReplot);
    for (int i = 0; i < 200; ++i) plots.append({step(i, i)});
    QTRY_VERIFY(replots.count() >= 1);
    QVERIFY2(replots.count() <= 2, qPrintable(QString::number(replots.count())));
  }

  void mouseAndKeysScrub() {
    RunPlots plots;
    plots.resize(900, 140);
    plots.show();
    plots.reset(100, true);
    QSignalSpy scrubbed(&plots, &RunPlots::scrubbed);
    QTest::qWait(40);
    QTest::mouseClick(&plots, Qt::LeftButton, {}, {100, 70});  // there is no step yet
    QCOMPARE(scrubbed.count(), 0);
    std::vector<fido::Step> steps;
    for (int i = 0; i < 60; ++i) steps.push_back(step(i, i));
    plots.append(steps);
    auto* plot = plots.findChild<QCustomPlot*>();
    const auto x_of = [&](int graph, int iteration) {
      return static_cast<int>(std::lround(plot->graph(graph)->keyAxis()->coordToPixel(iteration)));
    };
    for (int graph = 0; graph < 3; ++graph) {
      QTest::mouseClick(&plots, Qt::LeftButton, {}, {x_of(graph, 20 + graph), 70});
      QCOMPARE(scrubbed.takeLast().at(0).toInt(), 20 + graph);
      QCOMPARE(plots.cursor(), 20 + graph);
    }
    // A drag continues outside its plot and ends at the newest step.
    QTest::mousePress(&plots, Qt::LeftButton, {}, {x_of(1, 30), 70});
    move_to(plots, {x_of(1, 40), 70}, Qt::LeftButton);
    QCOMPARE(scrubbed.takeLast().at(0).toInt(), 40);
    move_to(plots, {x_of(2, 10), 70}, Qt::LeftButton);
    QTest::mouseRelease(&plots, Qt::LeftButton, {}, {x_of(2, 10), 70});
    QCOMPARE(scrubbed.takeLast().at(0).toInt(), 59);
    const auto count = scrubbed.count();
    move_to(plots, {x_of(0, 5), 70});
    QCOMPARE(scrubbed.count(), count);
    QTest::keyClick(&plots, Qt::Key_Left);
    QCOMPARE(plots.cursor(), 58);
    QTest::keyClick(&plots, Qt::Key_Home);
    QCOMPARE(plots.cursor(), 0);
    plots.setCursor(-1);
    QCOMPARE(plots.cursor(), -1);
    plots.setCursor(10);  // setCursor() emits no signal
    QCOMPARE(scrubbed.takeLast().at(0).toInt(), 0);
  }
};

QTEST_MAIN(TestPlots)
#include "test_plots.moc"
