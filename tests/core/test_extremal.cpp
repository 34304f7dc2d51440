// Extremal perturbations: a step compared with the equations, computed again in double precision
// with automatic differentiation, and the result of a whole run.
#include "core/explain/extremal_run.h"
#include "core/image/map_stats.h"
#include "core/image/resample.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QtTest>
#include <cmath>
#include <random>

#include "tests/core/run_support.h"

using namespace fido;

namespace {

constexpr int kSide = 32;

RunInput make_input(Classifier& classifier, const std::string& infill, int grid) {
  RunSpec spec = default_spec("extremal", infill);
  spec.grid = grid;
  return fido::test::make_run_input(classifier, std::move(spec));
}

std::vector<float> random_cells(int grid, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<float> cells(static_cast<std::size_t>(grid) * grid);
  for (float& c : cells) c = static_cast<float>(random() % 1000U) / 1000;
  return cells;
}

torch::Tensor to_double_tensor(const std::vector<float>& values) {
  return torch::from_blob(const_cast<float*>(values.data()),
                          {static_cast<std::int64_t>(values.size())}, torch::kFloat32)
      .clone()
      .to(torch::kFloat64);
}

// Computes the smooth maximum of grid x grid cells, [side * side], term by term.
torch::Tensor smooth_maximum(const torch::Tensor& cells, int grid, int side) {
  const double sigma = 21.0 / 224.0 * side, cell = static_cast<double>(side) / grid;
  const int reach = 1 + static_cast<int>(std::ceil(sigma / cell)),
            window = (2 * reach + 1) * (2 * reach + 1);
  auto kernel = torch::zeros({side * side, grid * grid}, torch::kFloat64),
       in_window = kernel.clone();
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
          in_window[y * side + x][row * grid + column] = 1;
        }
  const auto f = kernel * cells, e = (20 * f).exp() * in_window;
  // Cells outside the photo are 0 and still count in the denominator with exp(0) = 1.
  return (f * e).sum(1) / (e.sum(1) + (window - in_window.sum(1)));
}

torch::Tensor reference_mask(const torch::Tensor& cells, int grid, int side) {
  return (smooth_maximum(cells, grid, side) /
          smooth_maximum(torch::ones_like(cells).detach(), grid, side).detach().clamp_min(1e-6))
      .clamp_max(1);
}

struct ReferenceStep {
  double loss;
  torch::Tensor gradient;
};

// Computes the loss and its gradient with respect to the cells in double precision. Only the infill
// comes from the program.
ReferenceStep compute_reference_step(const ClassifierCard& card, const RunInput& in,
                                     const torch::Tensor& cells, double weight) {
  auto module = torch::jit::load(card.file.string());
  module.eval();
  module.to(torch::kFloat64);
  const auto leaf = cells.clone().requires_grad_(true);
  const auto mask = reference_mask(leaf, in.spec.grid, kSide);
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

double max_difference(const std::vector<float>& values, const torch::Tensor& expected) {
  return (to_double_tensor(values) - expected).abs().max().item<double>();
}

}  // namespace

class TestExtremal : public QObject {
  Q_OBJECT

  std::unique_ptr<Classifier> classifier_;

 private slots:
  void initTestCase() { classifier_ = fido::test::load_test_classifier("tiny"); }

  void mask_and_gradient_match_the_paper_data() {
    QTest::addColumn<int>("grid");
    for (const int grid : {1, 5, 8, 16, 40}) QTest::addRow("%d", grid) << grid;
  }
  void mask_and_gradient_match_the_paper() {
    QFETCH(int, grid);
    SmoothMask smooth(grid, kSide, kSide);
    const auto cells = random_cells(grid, 3);
    const auto leaf = to_double_tensor(cells).requires_grad_(true);
    const auto expected = reference_mask(leaf, grid, kSide);
    QVERIFY(max_difference(smooth.upsample(cells), expected.detach()) < 1e-5);
    std::vector<float> slope(kSide * kSide);
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = static_cast<float>((i * 37) % 11) - 5;
    const auto expected_gradient =
        torch::autograd::grad({(expected * to_double_tensor(slope)).sum()}, {leaf})[0];
    const double error = max_difference(smooth.upsample_backward(slope), expected_gradient);
    QVERIFY2(error < 1e-4 * std::max(1.0, expected_gradient.abs().max().item<double>()),
             qPrintable(QString::number(error)));
  }

  void constant_cells_give_a_constant_mask() {
    SmoothMask smooth(7, kSide, kSide);
    for (const float m : smooth.upsample(std::vector<float>(49, 1.F))) QCOMPARE(m, 1.F);
    for (const float m : smooth.upsample(std::vector<float>(49, 0.F))) QCOMPARE(m, 0.F);
  }

  // Equal values get equal gradients, whatever their position.
  void area_penalty_treats_equal_values_equally() {
    std::vector<float> slope;
    const double penalty = area_penalty(std::vector<float>(40, 0.5F), 0.25, slope);
    QCOMPARE(penalty, 0.25);
    for (const float s : slope) QVERIFY(std::abs(s - 2 * (0.5F - 0.25F) / 40) < 1e-7F);
    QCOMPARE(area_penalty({0, 0, 1, 0}, 0.25, slope), 0.0);
    QCOMPARE(area_penalty({1, 1, 1, 1}, 1, slope), 0.0);
  }

  void steps_match_double_precision_reference_data() {
    QTest::addColumn<QString>("infill");
    for (const char* infill : {"blur", "mean", "local"}) QTest::newRow(infill) << infill;
  }
  void steps_match_double_precision_reference() {
    QFETCH(QString, infill);
    constexpr int kGrid = 8;
    const RunInput reference_input = make_input(*classifier_, infill.toStdString(), kGrid);
    reference_input.begin_infillers();
    ExtremalRun run(*classifier_, make_input(*classifier_, infill.toStdString(), kGrid));
    run.cells() = random_cells(kGrid, 5);
    const auto ones = torch::ones({kGrid * kGrid}, torch::kFloat64).requires_grad_(true);
    const auto mask_gradient =
                   torch::autograd::grad({reference_mask(ones, kGrid, kSide).sum()}, {ones})[0],
               step_scale = mask_gradient.mean() / mask_gradient;
    auto cells = to_double_tensor(run.cells()), velocity = torch::zeros_like(cells);
    for (int step = 0; step < 2; ++step) {
      const auto expected = compute_reference_step(classifier_->card(), reference_input, cells,
                                                   300 * std::pow(1.0035, step));
      const auto result = run.step();
      QVERIFY(result.has_value());
      QVERIFY2(std::abs(result->loss - expected.loss) < 1e-3,
               qPrintable(QString("%1 %2").arg(result->loss).arg(expected.loss)));
      const double error = max_difference(run.gradient(), expected.gradient),
                   max_gradient = expected.gradient.abs().max().item<double>();
      QVERIFY2(error < 2e-4 * max_gradient,
               qPrintable(QString("%1 of %2").arg(error).arg(max_gradient)));
      velocity = step == 0 ? step_scale * expected.gradient
                           : 0.9 * velocity + 0.1 * step_scale * expected.gradient;
      cells = (cells - 0.01 * kGrid * kGrid / 1024.0 * velocity).clamp(0, 1);
      QVERIFY(max_difference(run.cells(), cells) < 1e-5);
    }
  }

  void run_reaches_the_area_and_beats_random_squares() {
    RunInput in = make_input(*classifier_, "random", 12);
    in.spec.area = 0.2;
    const double area = in.spec.area;
    ExtremalRun run(*classifier_, std::move(in));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = run.result([] { return true; }).value();
    QCOMPARE(result.iterations_done, 800);
    QVERIFY2(std::abs(result.area - area) < 0.03, qPrintable(QString::number(result.area)));
    // The mask is smooth and decided: neighbouring pixels differ by less than one half, and few
    // pixels lie between kept and dropped.
    const Plane& map = result.map;
    float largest_step = 0;
    int undecided = 0;
    for (int y = 0; y < kSide; ++y)
      for (int x = 0; x < kSide; ++x) {
        if (x + 1 < kSide)
          largest_step = std::max(
              largest_step, std::abs(map.values[y * kSide + x + 1] - map.values[y * kSide + x]));
        undecided += map.values[y * kSide + x] > 0.2F && map.values[y * kSide + x] < 0.8F;
      }
    QVERIFY2(largest_step < 0.5F, qPrintable(QString::number(largest_step)));
    QVERIFY2(undecided < kSide * kSide / 4, qPrintable(QString::number(undecided)));

    // Random squares of the same area score lower on average.
    const RunInput square_input = make_input(*classifier_, "random", 12);
    square_input.begin_infillers();
    std::mt19937 random(1);
    double mean_square_score = 0;
    const int side = static_cast<int>(std::lround(std::sqrt(result.area) * kSide));
    for (int i = 0; i < 20; ++i) {
      Plane mask(kSide, kSide);
      const int top = static_cast<int>(random() % static_cast<unsigned>(kSide - side)),
                left = static_cast<int>(random() % static_cast<unsigned>(kSide - side));
      for (int y = 0; y < side; ++y)
        std::fill_n(mask.values.begin() + (top + y) * kSide + left, side, 1.F);
      mean_square_score += make_counterfactual(*classifier_, square_input, mask).value().score / 20;
    }
    QVERIFY2(result.score_counterfactual > mean_square_score,
             qPrintable(QString("%1 %2").arg(result.score_counterfactual).arg(mean_square_score)));
    QVERIFY(result.history.back().score > result.history[100].score - 10);
    QCOMPARE(result.drop.width, 12);
  }

  void snapshots_do_not_change_the_run() {
    ExtremalRun with_snapshots(*classifier_, make_input(*classifier_, "blur", 8)),
        without_snapshots(*classifier_, make_input(*classifier_, "blur", 8));
    for (int i = 0; i < 5; ++i) {
      QVERIFY(with_snapshots.step().has_value() && without_snapshots.step().has_value());
      QVERIFY(with_snapshots.snapshot(true).has_value());
    }
    QCOMPARE(with_snapshots.cells(), without_snapshots.cells());
  }
};

QTEST_GUILESS_MAIN(TestExtremal)
#include "test_extremal.moc"
