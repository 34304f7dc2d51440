// FIDO and BBMP runs: compared with an independent double-precision computation, with autograd and
// with finite differences; repeatable, unaffected by previews, and correct when memory runs out.
#include "core/explain/fido_run.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QtTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/model/score.h"
#include "tests/core/run_support.h"

using namespace fido;
using fido::test::always;
using fido::test::load_test_classifier;
using fido::test::make_run_input;
using fido::test::max_abs;
using fido::test::max_difference;
using fido::test::small_spec;
using nlohmann::json;

namespace {

const auto never = [] { return false; };

}  // namespace

class TestFidoRun : public QObject {
  Q_OBJECT

  json golden_;

 private slots:
  void initTestCase() {
    std::ifstream file(std::string(FIDOSCOPE_TEST_DATA) + "/golden_steps.json");
    golden_ = json::parse(file);
    QVERIFY(golden_["cases"].size() == 7);
  }

  void given_mask_starts_or_constrains_the_run_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"fido-ssr", "fido-sdr", "fido-joint", "bbmp"})
      QTest::newRow(method) << method;
  }
  void given_mask_starts_or_constrains_the_run() {
    QFETCH(QString, method);
    const auto classifier = load_test_classifier("tiny");
    Plane mask(6, 6, 1.F);
    // The mask drops the upper half.
    for (int i = 0; i < 18; ++i) mask.values[static_cast<std::size_t>(i)] = 0.F;
    for (const char* role : {"start", "keep", "drop"}) {
      auto spec = small_spec(method.toStdString());
      spec.mask_role = role;
      auto in = make_run_input(*classifier, spec);
      in.mask = mask;
      FidoRun run(*classifier, std::move(in));
      const auto initial_drop = run.drop().values;
      const bool is_start = spec.mask_role == "start", is_keep = spec.mask_role == "keep";
      if (is_start) {
        for (std::size_t i = 0; i < initial_drop.size(); ++i)
          QVERIFY(std::abs(initial_drop[i] - (i < 18 ? 0.9F : 0.1F)) < 1e-6F);
      }
      for (int i = 0; i < spec.iterations; ++i) QVERIFY(run.step());
      const auto final_drop = run.drop().values;
      int moved = 0;
      for (std::size_t i = 0; i < final_drop.size(); ++i) {
        const bool is_fixed = !is_start && (is_keep ? i >= 18 : i < 18);
        if (is_fixed) QCOMPARE(final_drop[i], initial_drop[i]);
        if (is_fixed) QVERIFY(is_keep ? final_drop[i] < 1e-5F : final_drop[i] > 1 - 1e-5F);
        moved += final_drop[i] != initial_drop[i];
      }
      QVERIFY2(moved >= (is_start           ? 30
                         : method == "bbmp" ? 1
                                            : 12),
               qPrintable(QString("%1: %2 moved").arg(role).arg(moved)));
    }
  }

  void steps_match_golden_values_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < 7; ++i) {
      const auto& c = golden_["cases"][i];
      QTest::addRow("%d %s %s", i, c["method"].get<std::string>().c_str(),
                    c["infill"].get<std::string>().c_str())
          << i;
    }
  }
  void steps_match_golden_values() {
    QFETCH(int, index);
    const auto& expected = golden_["cases"][index];
    const auto classifier = load_test_classifier("tiny");
    for (const bool uses_aten : {false, true}) {
      auto spec = preset_spec("paper", expected["method"]);
      const auto& settings = golden_["settings"];
      spec.infill = expected["infill"];
      spec.grid = settings["grid"];
      spec.iterations = settings["iterations"];
      spec.seed = settings["seed"];
      if (spec.method != "bbmp") spec.warmup = settings["warmup"];
      spec.lambda = expected["lambda"];
      spec.tv = expected["tv"];
      spec.stratified = expected["stratified"];
      auto in = make_run_input(*classifier, spec, expected["target"]);
      if (!expected["contrast"].is_null()) in.contrast = expected["contrast"].get<int>();
      FidoRun run(*classifier, std::move(in), uses_aten);
      for (const auto& row : expected["steps"]) {
        const auto step = run.step();
        QVERIFY(step.has_value());
        QVERIFY2(std::abs(step->loss - row["loss"].get<double>()) < 2e-5,
                 qPrintable(QString::number(step->loss, 'g', 10)));
        QVERIFY(std::abs(step->score - row["score"].get<double>()) < 2e-5);
        QVERIFY(std::abs(step->probability - row["probability"].get<double>()) < 1e-5);
        QVERIFY(std::abs(step->expected_drop - row["expected_drop"].get<double>()) < 1e-5);
        const auto gradient = row["gradient"].get<std::vector<double>>();
        QVERIFY2(max_difference(run.gradient(), gradient) < 1e-4 * std::max(1.0, max_abs(gradient)),
                 qPrintable(QString::number(max_difference(run.gradient(), gradient))));
        // Adam's first steps divide a gradient by its own size, so the rounding of tiny gradients
        // shows most here.
        QVERIFY(max_difference(run.parameters(), row["parameters"].get<std::vector<double>>()) <
                2e-3);
      }
    }
  }

  void fused_gradient_matches_autograd_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("infill");
    for (const char* method : {"fido-ssr", "fido-sdr", "bbmp"})
      for (const char* infill : {"mean", "blur", "random", "local", "push-pull"})
        QTest::addRow("%s %s", method, infill) << method << infill;
  }
  void fused_gradient_matches_autograd() {
    QFETCH(QString, method);
    QFETCH(QString, infill);
    for (const char* name : {"tiny", "tiny-grey", "tiny-wide", "tiny-probabilities"}) {
      const auto classifier = load_test_classifier(name);
      auto spec = small_spec(method.toStdString());
      spec.infill = infill.toStdString();
      spec.samples = 5;
      FidoRun fused(*classifier, make_run_input(*classifier, spec), false),
          plain(*classifier, make_run_input(*classifier, spec), true);
      for (int i = 0; i < 3; ++i) {
        const auto a = fused.step(), b = plain.step();
        QVERIFY(a && b);
        QVERIFY(std::abs(a->loss - b->loss) < 1e-4);
        // Different rounding may move one ReLU across its kink. This shows only in the nine cells
        // that reach its receptive field, and only slightly; everywhere else the two agree.
        const double scale = std::max(0.05, max_abs(plain.gradient()));
        int differing_cells = 0;
        for (std::size_t k = 0; k < fused.gradient().size(); ++k)
          differing_cells += std::abs(fused.gradient()[k] - plain.gradient()[k]) >= 2e-4 * scale;
        const double error = max_difference(fused.gradient(), plain.gradient());
        QVERIFY2(
            differing_cells <= 9 && error < (differing_cells > 0 ? 5e-3 : 2e-4) * scale,
            qPrintable(
                QStringLiteral("%1, step %2: %3 of %4").arg(name).arg(i).arg(error).arg(scale)));
        plain.parameters() = fused.parameters();
      }
    }
  }

  // With the noise fixed by the seed, a step's loss is a smooth function of the parameters (for an
  // infiller that ignores the mask). The first step of a fresh run gives loss and gradient at any
  // parameters.
  void gradient_matches_finite_differences_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"fido-ssr", "fido-sdr", "fido-joint"})
      QTest::newRow(method) << method;
  }
  void gradient_matches_finite_differences() {
    QFETCH(QString, method);
    const auto classifier = load_test_classifier("tiny");
    auto spec = small_spec(method.toStdString());
    spec.warmup = 0;
    spec.tv = 0.01;
    spec.temperature = 1.0;  // smooth enough for a finite difference in float32
    const auto loss_at = [&](int entry, double delta, std::vector<double>* gradient) {
      FidoRun run(*classifier, make_run_input(*classifier, spec));
      for (std::size_t i = 0; i < run.parameters().size(); ++i)
        run.parameters()[i] = 0.5 * std::sin(static_cast<double>(i));
      run.parameters()[entry] += delta;
      const auto step = run.step();
      if (gradient) *gradient = run.gradient();
      return step ? step->loss : NAN;
    };
    std::vector<double> gradient;
    loss_at(0, 0, &gradient);
    for (int entry = 0; entry < 36; entry += 5) {
      // small against the distance to ReLU's kinks, large against float32 rounding
      constexpr double h = 0.005;
      const double slope = (loss_at(entry, h, nullptr) - loss_at(entry, -h, nullptr)) / (2 * h);
      QVERIFY2(std::abs(slope - gradient[entry]) < 4e-3 * std::max(0.05, max_abs(gradient)),
               qPrintable(QString("entry %1: %2 by difference, %3 analytic")
                              .arg(entry)
                              .arg(slope)
                              .arg(gradient[entry])));
    }
  }

  void same_seed_gives_the_same_result() {
    const auto classifier = load_test_classifier("tiny");
    for (const char* infill : {"push-pull", "random", "vae-samples"}) {
      auto spec = small_spec();
      spec.infill = infill;
      QVERIFY2(find_infiller(infill), infill);
      std::vector<std::vector<float>> maps;
      std::vector<std::vector<std::uint8_t>> pictures;
      std::vector<double> marginals;
      for (const int has_previews : {0, 1, 0}) {
        FidoRun run(*classifier, make_run_input(*classifier, spec));
        while (!run.done()) {
          QVERIFY(run.step().has_value());
          if (!has_previews) continue;
          // Neither previews nor questions about other masks change the random numbers of the run.
          QVERIFY(run.snapshot(true).has_value());
          const auto other_input = make_run_input(*classifier, spec);
          other_input.begin_infillers();
          (void)other_input.infiller->fill(torch::zeros({1, 1, 32, 32}));
        }
        const auto result = run.result(always);
        maps.push_back(result->map.values);
        pictures.push_back(result->counterfactual.rgb);
        marginals.push_back(result->marginal.mean);
      }
      QVERIFY(maps[0] == maps[1] && maps[0] == maps[2]);
      QVERIFY(pictures[0] == pictures[1] && pictures[0] == pictures[2]);
      QVERIFY(marginals[0] == marginals[1] && marginals[0] == marginals[2]);
      spec.seed = 43;
      FidoRun other_seed(*classifier, make_run_input(*classifier, spec));
      while (!other_seed.done()) QVERIFY(other_seed.step().has_value());
      QVERIFY(other_seed.result(always)->map.values != maps[0]);
    }
  }

  void bbmp_marginal_requires_a_stochastic_infiller() {
    const auto classifier = load_test_classifier("tiny");
    for (const char* infill : {"blur", "random"}) {
      auto spec = small_spec("bbmp");
      spec.infill = infill;
      FidoRun run(*classifier, make_run_input(*classifier, spec));
      QVERIFY(run.step().has_value());
      const auto result = run.result(always);
      QVERIFY(result.has_value());
      const bool is_stochastic = find_infiller(infill)->stochastic;
      QCOMPARE(result->marginal.samples, is_stochastic ? spec.marginal_samples : 0);
      if (is_stochastic) QVERIFY(result->marginal.high > result->marginal.low);
    }
  }

  void out_of_memory_splits_the_batch_and_keeps_the_result() {
    const auto whole = load_test_classifier("tiny"), split = load_test_classifier("tiny");
    split->simulate_memory_limit(3);
    FidoRun a(*whole, make_run_input(*whole, small_spec())),
        b(*split, make_run_input(*split, small_spec()));
    for (int i = 0; i < 5; ++i) {
      const auto x = a.step(), y = b.step();
      QVERIFY(x && y);
      QVERIFY(std::abs(x->loss - y->loss) < 1e-5);
      QVERIFY(max_difference(a.gradient(), b.gradient()) <
              1e-5 * std::max(1.0, max_abs(a.gradient())));
    }
    QCOMPARE(*split->max_batch_size(), std::int64_t{2});
    QVERIFY(b.result(always)->notes.size() == 1);
    QVERIFY(a.result(always)->notes.empty());
    split->simulate_memory_limit(0);
    const auto failed = b.step();
    FIDO_FAILS(failed, ErrorCode::failed,
               "out of memory, with the classifier's batch split as far as it goes");
  }

  void saliency_map_covers_the_evidence_of_the_class_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("infill");
    // Mean is left out because it is the background's own colour here, and Push-pull because it
    // restores a flat square from a few of its pixels.
    for (const char* method : {"fido-ssr", "fido-sdr"})
      for (const char* infill : {"blur", "random", "local"})
        QTest::newRow((std::string(method) + " " + infill).c_str()) << method << infill;
  }
  // The classifier "colors" counts pixels of a colour, so the only evidence for red is the red
  // square.
  void saliency_map_covers_the_evidence_of_the_class() {
    QFETCH(QString, method);
    QFETCH(QString, infill);
    const auto classifier = load_test_classifier("colors");
    const int side = classifier->card().width;
    Image image(side, side);
    std::fill(image.rgb.begin(), image.rgb.end(), std::uint8_t{110});
    const int low = side / 4, high = side * 5 / 8;
    for (int y = low; y < high; ++y)
      for (int x = low; x < high; ++x) {
        image.row(y)[3 * x] = 255;
        image.row(y)[3 * x + 1] = image.row(y)[3 * x + 2] = 0;
      }
    auto spec = preset_spec("paper", method.toStdString());
    spec.infill = infill.toStdString();
    spec.grid = side / 2;
    spec.iterations = 150;
    spec.lambda = 0.02;  // a sum over 32 x 32 pixels, not 224 x 224
    auto in = make_run_input(*classifier, spec, 0);
    in.image = classifier->normalize(classifier->crop_and_resize(image));
    FidoRun run(*classifier, std::move(in));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = run.result(always);
    double inside = 0, outside = 0;
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x)
        (y >= low && y < high && x >= low && x < high ? inside : outside) +=
            static_cast<double>(result->map.at(x, y));
    inside /= (high - low) * (high - low);
    outside /= side * side - (high - low) * (high - low);
    QVERIFY2(inside > 2 * outside && inside > 0.1,
             qPrintable(QString("%1 inside, %2 outside").arg(inside).arg(outside)));
    if (method != "fido-ssr") QVERIFY(result->probability_counterfactual < 0.5);
  }

  void result_describes_the_run() {
    const auto classifier = load_test_classifier("tiny");
    auto spec = small_spec("fido-sdr");
    FidoRun run(*classifier, make_run_input(*classifier, spec));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = *run.result(always);
    QCOMPARE(result.history.size(), std::size_t{20});
    double last_mean = 0;
    for (int i = 10; i < 20; ++i) last_mean += result.history[i].loss / 10;
    QVERIFY(std::abs(result.loss_final - last_mean) < 1e-12);
    QCOMPARE(result.marginal.samples, spec.marginal_samples);
    QVERIFY(result.marginal.low <= result.marginal.mean &&
            result.marginal.mean <= result.marginal.high);
    QVERIFY(result.marginal.high > result.marginal.low);
    // For SDR, importance is the drop probability, and the mask drops where it exceeds one half.
    int over_half = 0;
    for (std::size_t i = 0; i < result.map.values.size(); ++i) {
      QCOMPARE(result.mask.values[i], result.map.values[i] > 0.5F ? 0.F : 1.F);
      over_half += result.map.values[i] > 0.5F;
    }
    QVERIFY(std::abs(result.area - static_cast<double>(over_half) / 1024) < 1e-9);
    QCOMPARE(run.result(never)->marginal.samples, 0);  // a stopped run skips the marginal
    int batches = 0;
    // A run that is stopped during the marginal keeps the samples that it has.
    QCOMPARE(run.result([&] { return ++batches <= 2; })->marginal.samples, 16);
  }

  void non_finite_output_for_the_infilled_photo_fails() {
    const auto classifier = load_test_classifier("nan-on-black");
    FidoRun run(*classifier, make_run_input(*classifier, small_spec()));
    QVERIFY(run.step().has_value());
    // all pixels are dropped, and the mean is black
    run.parameters().assign(run.parameters().size(), 40);
    FIDO_FAILS(run.snapshot(true), ErrorCode::failed,
               "NaN or infinite values for the infilled photo");
    FIDO_FAILS(run.result(always), ErrorCode::failed,
               "NaN or infinite values for the infilled photo");
  }

  void no_marginal_without_marginal_samples() {
    const auto classifier = load_test_classifier("tiny");
    auto spec = small_spec();
    spec.marginal_samples = 0;
    FidoRun run(*classifier, make_run_input(*classifier, spec));
    QVERIFY(run.step().has_value());
    QCOMPARE(run.result(always)->marginal.samples, 0);
  }

  void map_can_upsample_logits() {
    const auto classifier = load_test_classifier("tiny");
    auto spec = small_spec();
    spec.map_upsampling = "logits";
    FidoRun run(*classifier, make_run_input(*classifier, spec));
    auto& logits = run.parameters();
    for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = i % 2 ? 4 : -4;
    const auto map = run.snapshot(false)->map;
    const auto drop = run.drop();
    // the corners agree for either upsampling
    QVERIFY(std::abs(map.at(0, 0) - (1 - drop.at(0, 0))) < 1e-5F);
    spec.map_upsampling = "probabilities";
    FidoRun plain(*classifier, make_run_input(*classifier, spec));
    plain.parameters() = logits;
    QVERIFY(plain.snapshot(false)->map.values != map.values);
  }

  void student_t_interval_matches_tables() {
    const auto interval = student_t_interval({0.2, 0.4, 0.3, 0.5, 0.6});
    QVERIFY(std::abs(interval.mean - 0.4) < 1e-12);
    // t(4) = 2.776, s = 0.158114, n = 5
    QVERIFY(std::abs(interval.high - 0.4 - 2.776 * 0.158114 / std::sqrt(5.0)) < 1e-5);
    QCOMPARE(student_t_interval({0.3}).low, 0.3);
    QCOMPARE(student_t_interval({}).samples, 0);
    std::vector<double> many(64);
    for (int i = 0; i < 64; ++i) many[i] = i % 2;
    // t(63) = 1.9983, s = 0.503953
    QVERIFY(std::abs(student_t_interval(many).high - 0.5 - 1.9983 * 0.503953 / 8) < 1e-4);
  }
};

QTEST_GUILESS_MAIN(TestFidoRun)
#include "test_fido_run.moc"
