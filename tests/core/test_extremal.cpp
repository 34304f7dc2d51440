// Extremal Perturbations: against its equations, written once more in double precision on automatic
// derivatives, and what a run comes to.
#include "core/explain/extremal_run.h"
#include "core/image/map_stats.h"
#include "core/image/resample.h"
// Torch before Qt: both claim the word "slots".
#include <QtTest>
#include <cmath>
#include <random>

#include "tests/core/run_support.h"

using namespace fido;

namespace {

constexpr int kSide = 32;

RunInput input_of(Classifier& classifier, const std::string& infill, int grid) {
  RunSpec spec = default_spec("extremal", infill);
  spec.grid = grid;
  return fido::test::run_input(classifier, std::move(spec));
}

std::vector<float> random_cells(int grid, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<float> cells(static_cast<std::size_t>(grid) * grid);
  for (float& c : cells) c = static_cast<float>(random() % 1000U) / 1000;
  return cells;
}

torch::Tensor tensor_of(const std::vector<float>& values) {
  return torch::from_blob(const_cast<float*>(values.data()),
                          {static_cast<std::int64_t>(values.size())}, torch::kFloat32)
      .clone()
      .to(torch::kFloat64);
}

// The smooth maximum of grid x grid cells, [side * side], term by term.
torch::Tensor raw_of(const torch::Tensor& cells, int grid, int side) {
  const double sigma = 21.0 / 224.0 * side, cell = static_cast<double>(side) / grid;
  const int reach = 1 + static_cast<int>(std::ceil(sigma / cell)),
            window = (2 * reach + 1) * (2 * reach + 1);
  auto kernel = torch::zeros({side * side, grid * grid}, torch::kFloat64), near = kernel.clone();
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      for (int row = 0; row < grid; ++row)
        for (int column = 0; column < grid; ++column) {
          if (std::abs(row - y * grid / side) > reach || std::abs(column - x * grid / side) > reach)
            continue;
          const double distance =
              std::hypot(y + 0.5 - (row + 0.5) * cell, x + 0.5 - (column + 0.5) * cell);
          kernel[y * side + x][row * grid + column] =
              std::exp(-2 * std::pow(std::max(0.0, distance / sigma - 0.5), 2));
          near[y * side + x][row * grid + column] = 1;
        }
  const auto f = kernel * cells, e = (20 * f).exp() * near;
  // a cell outside the photo is 0, and exp(0) = 1
  return (f * e).sum(1) / (e.sum(1) + (window - near.sum(1)));
}

torch::Tensor mask_of(const torch::Tensor& cells, int grid, int side) {
  return (raw_of(cells, grid, side) /
          raw_of(torch::ones_like(cells).detach(), grid, side).detach().clamp_min(1e-6))
      .clamp_max(1);
}

struct Wanted {
  double loss;
  torch::Tensor gradient;
};

// The loss and its slope in the cells, everything in double precision; the infill alone is the
// program's.
Wanted wanted_of(const ClassifierCard& card, const RunInput& in, const torch::Tensor& cells,
                 double weight) {
  auto module = torch::jit::load(card.file.string());
  module.eval();
  module.to(torch::kFloat64);
  const auto leaf = cells.clone().requires_grad_(true);
  const auto mask = mask_of(leaf, in.spec.grid, kSide);
  const auto z = mask.view({1, 1, kSide, kSide});
  const auto fill = in.infiller->fill(z.detach().round().to(torch::kFloat32)).to(torch::kFloat64),
             image = in.image.to(torch::kFloat64);
  const auto y = module.forward({z * image + (1 - z) * fill}).toTensor()[0];
  const auto others = at::cat({y.slice(0, 0, in.target), y.slice(0, in.target + 1)});
  const std::int64_t pixels = mask.numel(),
                     kept = std::llround(in.spec.area * static_cast<double>(pixels));
  auto reference = torch::zeros({pixels}, torch::kFloat64);
  reference.slice(0, pixels - kept).fill_(1);
  const auto loss = weight * (std::get<0>(mask.sort()) - reference).square().mean() -
                    (y[in.target] - others.logsumexp(0));
  return {loss.item<double>(), torch::autograd::grad({loss}, {leaf})[0]};
}

double worst(const std::vector<float>& values, const torch::Tensor& wanted) {
  return (tensor_of(values) - wanted).abs().max().item<double>();
}

}  // namespace

class TestExtremal : public QObject {
  Q_OBJECT

  std::unique_ptr<Classifier> tiny_;

 private slots:
  void initTestCase() { tiny_ = fido::test::classifier_of("tiny"); }

  void the_mask_is_the_papers_data() {
    QTest::addColumn<int>("grid");
    for (const int grid : {1, 5, 8, 16, 40}) QTest::addRow("%d", grid) << grid;
  }
  void the_mask_is_the_papers() {
    QFETCH(int, grid);
    SmoothMask smooth(grid, kSide, kSide);
    const auto cells = random_cells(grid, 3);
    const auto leaf = tensor_of(cells).requires_grad_(true);
    const auto wanted = mask_of(leaf, grid, kSide);
    QVERIFY(worst(smooth.upsample(cells), wanted.detach()) < 1e-5);
    std::vector<float> slope(kSide * kSide);
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = static_cast<float>((i * 37) % 11) - 5;
    const auto down = torch::autograd::grad({(wanted * tensor_of(slope)).sum()}, {leaf})[0];
    const double off = worst(smooth.upsample_backward(slope), down);
    QVERIFY2(off < 1e-4 * std::max(1.0, down.abs().max().item<double>()),
             qPrintable(QString::number(off)));
  }

  void all_kept_is_the_photo() {
    SmoothMask smooth(7, kSide, kSide);
    for (const float m : smooth.upsample(std::vector<float>(49, 1.F))) QCOMPARE(m, 1.F);
    for (const float m : smooth.upsample(std::vector<float>(49, 0.F))) QCOMPARE(m, 0.F);
  }

  // Of equal values none is favoured for its place.
  void equal_values_share_the_area() {
    std::vector<float> slope;
    const double penalty = area_penalty(std::vector<float>(40, 0.5F), 0.25, slope);
    QCOMPARE(penalty, 0.25);
    for (const float s : slope) QVERIFY(std::abs(s - 2 * (0.5F - 0.25F) / 40) < 1e-7F);
    QCOMPARE(area_penalty({0, 0, 1, 0}, 0.25, slope), 0.0);
    QCOMPARE(area_penalty({1, 1, 1, 1}, 1, slope), 0.0);
  }

  void steps_agree_with_the_equations_data() {
    QTest::addColumn<QString>("infill");
    for (const char* infill : {"blur", "mean", "local"}) QTest::newRow(infill) << infill;
  }
  void steps_agree_with_the_equations() {
    QFETCH(QString, infill);
    constexpr int kGrid = 8;
    const RunInput again = input_of(*tiny_, infill.toStdString(), kGrid);
    again.begin_infillers();
    ExtremalRun run(*tiny_, input_of(*tiny_, infill.toStdString(), kGrid));
    run.cells() = random_cells(kGrid, 5);
    const auto ones = torch::ones({kGrid * kGrid}, torch::kFloat64).requires_grad_(true);
    const auto reached = torch::autograd::grad({mask_of(ones, kGrid, kSide).sum()}, {ones})[0],
               pace = reached.mean() / reached;
    auto cells = tensor_of(run.cells()), velocity = torch::zeros_like(cells);
    for (int step = 0; step < 2; ++step) {
      const auto wanted = wanted_of(tiny_->card(), again, cells, 300 * std::pow(1.0035, step));
      const auto seen = run.step();
      QVERIFY(seen.has_value());
      QVERIFY2(std::abs(seen->loss - wanted.loss) < 1e-3,
               qPrintable(QString("%1 %2").arg(seen->loss).arg(wanted.loss)));
      const double off = worst(run.gradient(), wanted.gradient),
                   most = wanted.gradient.abs().max().item<double>();
      QVERIFY2(off < 2e-4 * most, qPrintable(QString("%1 of %2").arg(off).arg(most)));
      velocity = step == 0 ? pace * wanted.gradient : 0.9 * velocity + 0.1 * pace * wanted.gradient;
      cells = (cells - 0.01 * kGrid * kGrid / 1024.0 * velocity).clamp(0, 1);
      QVERIFY(worst(run.cells(), cells) < 1e-5);
    }
  }

  void a_run_keeps_the_area_and_the_class() {
    RunInput in = input_of(*tiny_, "random", 12);
    in.spec.area = 0.2;
    const double area = in.spec.area;
    ExtremalRun run(*tiny_, std::move(in));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = run.result([] { return true; }).value();
    QCOMPARE(result.iterations_done, 800);
    QVERIFY2(std::abs(result.area - area) < 0.03, qPrintable(QString::number(result.area)));
    // Neither speckled nor undecided: no two neighbours are far apart, few pixels lie between kept
    // and dropped.
    const Plane& map = result.map;
    float step = 0;
    int between = 0;
    for (int y = 0; y < kSide; ++y)
      for (int x = 0; x < kSide; ++x) {
        if (x + 1 < kSide)
          step =
              std::max(step, std::abs(map.values[y * kSide + x + 1] - map.values[y * kSide + x]));
        between += map.values[y * kSide + x] > 0.2F && map.values[y * kSide + x] < 0.8F;
      }
    QVERIFY2(step < 0.5F, qPrintable(QString::number(step)));
    QVERIFY2(between < kSide * kSide / 4, qPrintable(QString::number(between)));

    // Squares of the same area, anywhere.
    const RunInput other = input_of(*tiny_, "random", 12);
    other.begin_infillers();
    std::mt19937 random(1);
    double sum = 0;
    const int side = static_cast<int>(std::lround(std::sqrt(result.area) * kSide));
    for (int i = 0; i < 20; ++i) {
      Plane mask(kSide, kSide);
      const int top = static_cast<int>(random() % static_cast<unsigned>(kSide - side)),
                left = static_cast<int>(random() % static_cast<unsigned>(kSide - side));
      for (int y = 0; y < side; ++y)
        std::fill_n(mask.values.begin() + (top + y) * kSide + left, side, 1.F);
      sum += make_counterfactual(*tiny_, other, mask).value().score / 20;
    }
    QVERIFY2(result.score_counterfactual > sum,
             qPrintable(QString("%1 %2").arg(result.score_counterfactual).arg(sum)));
    QVERIFY(result.history.back().score > result.history[100].score - 10);
    QCOMPARE(result.drop.width, 12);
  }

  void looking_changes_nothing() {
    ExtremalRun watched(*tiny_, input_of(*tiny_, "blur", 8)),
        alone(*tiny_, input_of(*tiny_, "blur", 8));
    for (int i = 0; i < 5; ++i) {
      QVERIFY(watched.step().has_value() && alone.step().has_value());
      QVERIFY(watched.snapshot(true).has_value());
    }
    QCOMPARE(watched.cells(), alone.cells());
  }
};

QTEST_GUILESS_MAIN(TestExtremal)
#include "test_extremal.moc"
