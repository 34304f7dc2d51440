// FIDO and BBMP as a whole: against an independent double-precision computation, against autograd,
// against finite differences; repeatable, indifferent to being watched, and whole when memory runs
// out.
#include "core/explain/fido_run.h"
// Torch before Qt: both claim the word "slots".
#include <QtTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/core/run_support.h"

using namespace fido;
using fido::test::classifier_of;
using fido::test::run_input;
using nlohmann::json;

namespace {

const auto always = [] { return true; };
const auto never = [] { return false; };

RunSpec small_spec(const std::string& method = "fido-ssr") {
  auto spec = default_spec(method);
  spec.grid = 6;
  spec.iterations = 20;
  spec.warmup = 3;
  spec.seed = 42;
  spec.infill = "mean";
  return spec;
}

double worst(const std::vector<double>& a, const std::vector<double>& b) {
  double out = a.size() == b.size() ? 0 : 1e9;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    out = std::max(out, std::abs(a[i] - b[i]));
  return out;
}

double largest(const std::vector<double>& a) {
  double out = 0;
  for (const double v : a) out = std::max(out, std::abs(v));
  return out;
}

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

  void a_given_mask_starts_or_binds_the_run_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"fido-ssr", "fido-sdr", "fido-joint", "bbmp"})
      QTest::newRow(method) << method;
  }
  void a_given_mask_starts_or_binds_the_run() {
    QFETCH(QString, method);
    const auto classifier = classifier_of("tiny");
    Plane mask(6, 6, 1.F);
    // the upper half is dropped
    for (int i = 0; i < 18; ++i) mask.values[static_cast<std::size_t>(i)] = 0.F;
    for (const char* role : {"start", "keep", "drop"}) {
      auto spec = small_spec(method.toStdString());
      spec.mask_role = role;
      auto in = run_input(*classifier, spec);
      in.mask = mask;
      FidoRun run(*classifier, std::move(in));
      const auto begun = run.drop().values;
      const bool start = spec.mask_role == "start", keep = spec.mask_role == "keep";
      if (start) {
        for (std::size_t i = 0; i < begun.size(); ++i)
          QVERIFY(std::abs(begun[i] - (i < 18 ? 0.9F : 0.1F)) < 1e-6F);
      }
      for (int i = 0; i < spec.iterations; ++i) QVERIFY(run.step());
      const auto ended = run.drop().values;
      int moved = 0;
      for (std::size_t i = 0; i < ended.size(); ++i) {
        const bool bound = !start && (keep ? i >= 18 : i < 18);
        if (bound) QCOMPARE(ended[i], begun[i]);
        if (bound) QVERIFY(keep ? ended[i] < 1e-5F : ended[i] > 1 - 1e-5F);
        moved += ended[i] != begun[i];
      }
      QVERIFY2(moved >= (start              ? 30
                         : method == "bbmp" ? 1
                                            : 12),
               qPrintable(QString("%1: %2 moved").arg(role).arg(moved)));
    }
  }

  void golden_steps_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < 7; ++i) {
      const auto& c = golden_["cases"][i];
      QTest::addRow("%d %s %s", i, c["method"].get<std::string>().c_str(),
                    c["infill"].get<std::string>().c_str())
          << i;
    }
  }
  void golden_steps() {
    QFETCH(int, index);
    const auto& wanted = golden_["cases"][index];
    const auto classifier = classifier_of("tiny");
    for (const bool aten : {false, true}) {
      auto spec = default_spec(wanted["method"]);
      const auto& s = golden_["settings"];
      spec.infill = wanted["infill"];
      spec.grid = s["grid"];
      spec.iterations = s["iterations"];
      spec.seed = s["seed"];
      if (spec.method != "bbmp") spec.warmup = s["warmup"];
      spec.lambda = wanted["lambda"];
      spec.tv = wanted["tv"];
      spec.stratified = wanted["stratified"];
      auto in = run_input(*classifier, spec, wanted["target"]);
      if (!wanted["contrast"].is_null()) in.contrast = wanted["contrast"].get<int>();
      FidoRun run(*classifier, std::move(in), aten);
      for (const auto& row : wanted["steps"]) {
        const auto step = run.step();
        QVERIFY(step.has_value());
        QVERIFY2(std::abs(step->loss - row["loss"].get<double>()) < 2e-5,
                 qPrintable(QString::number(step->loss, 'g', 10)));
        QVERIFY(std::abs(step->score - row["score"].get<double>()) < 2e-5);
        QVERIFY(std::abs(step->probability - row["probability"].get<double>()) < 1e-5);
        QVERIFY(std::abs(step->expected_drop - row["expected_drop"].get<double>()) < 1e-5);
        const auto gradient = row["gradient"].get<std::vector<double>>();
        QVERIFY2(worst(run.gradient(), gradient) < 1e-4 * std::max(1.0, largest(gradient)),
                 qPrintable(QString::number(worst(run.gradient(), gradient))));
        // Adam's first steps divide a gradient by its own size, so a tiny one's rounding shows here
        // the most.
        QVERIFY(worst(run.parameters(), row["parameters"].get<std::vector<double>>()) < 2e-3);
      }
    }
  }

  void the_fused_gradient_is_autograds_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("infill");
    for (const char* method : {"fido-ssr", "fido-sdr", "bbmp"})
      for (const char* infill : {"mean", "blur", "random", "local", "push-pull"})
        QTest::addRow("%s %s", method, infill) << method << infill;
  }
  void the_fused_gradient_is_autograds() {
    QFETCH(QString, method);
    QFETCH(QString, infill);
    for (const char* name : {"tiny", "tiny-grey", "tiny-wide", "tiny-probabilities"}) {
      const auto classifier = classifier_of(name);
      auto spec = small_spec(method.toStdString());
      spec.infill = infill.toStdString();
      spec.samples = 5;
      FidoRun fused(*classifier, run_input(*classifier, spec), false),
          plain(*classifier, run_input(*classifier, spec), true);
      for (int i = 0; i < 3; ++i) {
        const auto a = fused.step(), b = plain.step();
        QVERIFY(a && b);
        QVERIFY(std::abs(a->loss - b->loss) < 1e-4);
        // Rounding that differs may put one ReLU on the other side of its kink. That shows in the
        // cells over what it sees, of which there are nine, and a little; everywhere else the two
        // agree.
        const double most = std::max(0.05, largest(plain.gradient()));
        int apart = 0;
        for (std::size_t k = 0; k < fused.gradient().size(); ++k)
          apart += std::abs(fused.gradient()[k] - plain.gradient()[k]) >= 2e-4 * most;
        const double error = worst(fused.gradient(), plain.gradient());
        QVERIFY2(
            apart <= 9 && error < (apart > 0 ? 5e-3 : 2e-4) * most,
            qPrintable(
                QStringLiteral("%1, step %2: %3 of %4").arg(name).arg(i).arg(error).arg(most)));
        plain.parameters() = fused.parameters();
      }
    }
  }

  // With the noise fixed by the seed a step's loss is a smooth function of the parameters (for an
  // infiller that does not look at the mask): the first step of a fresh run gives loss and gradient
  // at whatever parameters are set.
  void finite_differences_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"fido-ssr", "fido-sdr", "fido-joint"})
      QTest::newRow(method) << method;
  }
  void finite_differences() {
    QFETCH(QString, method);
    const auto classifier = classifier_of("tiny");
    auto spec = small_spec(method.toStdString());
    spec.warmup = 0;
    spec.tv = 0.01;
    spec.temperature = 1.0;  // smooth enough for a difference in float32
    const auto at = [&](int entry, double delta, std::vector<double>* gradient) {
      FidoRun run(*classifier, run_input(*classifier, spec));
      for (std::size_t i = 0; i < run.parameters().size(); ++i)
        run.parameters()[i] = 0.5 * std::sin(static_cast<double>(i));
      run.parameters()[entry] += delta;
      const auto step = run.step();
      if (gradient) *gradient = run.gradient();
      return step ? step->loss : NAN;
    };
    std::vector<double> gradient;
    at(0, 0, &gradient);
    for (int entry = 0; entry < 36; entry += 5) {
      constexpr double h = 0.005;  // small against the kinks of ReLU, large against float32
      const double slope = (at(entry, h, nullptr) - at(entry, -h, nullptr)) / (2 * h);
      QVERIFY2(std::abs(slope - gradient[entry]) < 4e-3 * std::max(0.05, largest(gradient)),
               qPrintable(QString("entry %1: %2 by difference, %3 analytic")
                              .arg(entry)
                              .arg(slope)
                              .arg(gradient[entry])));
    }
  }

  void same_seed_same_bytes() {
    const auto classifier = classifier_of("tiny");
    for (const char* infill : {"push-pull", "random", "vae-samples"}) {
      auto spec = small_spec();
      spec.infill = infill;
      QVERIFY2(find_infiller(infill), infill);
      std::vector<std::vector<float>> maps;
      std::vector<std::vector<std::uint8_t>> pictures;
      std::vector<double> marginals;
      for (const int watched : {0, 1, 0}) {
        FidoRun run(*classifier, run_input(*classifier, spec));
        while (!run.done()) {
          QVERIFY(run.step().has_value());
          if (!watched) continue;
          // Neither previews nor questions about other masks change what the run draws.
          QVERIFY(run.snapshot(true).has_value());
          const auto asked = run_input(*classifier, spec);
          asked.begin_infillers();
          (void)asked.infiller->fill(torch::zeros({1, 1, 32, 32}));
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
      FidoRun other(*classifier, run_input(*classifier, spec));
      while (!other.done()) QVERIFY(other.step().has_value());
      QVERIFY(other.result(always)->map.values != maps[0]);
    }
  }

  void a_point_mass_has_no_interval_where_nothing_is_drawn() {
    const auto classifier = classifier_of("tiny");
    for (const char* infill : {"blur", "random"}) {
      auto spec = small_spec("bbmp");
      spec.infill = infill;
      FidoRun run(*classifier, run_input(*classifier, spec));
      QVERIFY(run.step().has_value());
      const auto result = run.result(always);
      QVERIFY(result.has_value());
      const bool is_stochastic = find_infiller(infill)->stochastic;
      QCOMPARE(result->marginal.samples, is_stochastic ? spec.marginal_samples : 0);
      if (is_stochastic) QVERIFY(result->marginal.high > result->marginal.low);
    }
  }

  void out_of_memory_splits_the_batch_and_not_the_result() {
    const auto whole = classifier_of("tiny"), split = classifier_of("tiny");
    split->simulate_memory_limit(3);
    FidoRun a(*whole, run_input(*whole, small_spec())), b(*split, run_input(*split, small_spec()));
    for (int i = 0; i < 5; ++i) {
      const auto x = a.step(), y = b.step();
      QVERIFY(x && y);
      QVERIFY(std::abs(x->loss - y->loss) < 1e-5);
      QVERIFY(worst(a.gradient(), b.gradient()) < 1e-5 * std::max(1.0, largest(a.gradient())));
    }
    QCOMPARE(*split->max_batch_size(), std::int64_t{2});
    QVERIFY(b.result(always)->notes.size() == 1);
    QVERIFY(a.result(always)->notes.empty());
    split->simulate_memory_limit(0);
    const auto failed = b.step();
    FIDO_FAILS(failed, ErrorCode::failed,
               "out of memory, with the classifier's batch split as far as it goes");
  }

  void the_map_points_at_what_the_class_is_made_of_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("infill");
    // Mean is the background's own colour here, and Push-pull restores a flat square from a few of
    // its pixels.
    for (const char* method : {"fido-ssr", "fido-sdr"})
      for (const char* infill : {"blur", "random", "local"})
        QTest::newRow((std::string(method) + " " + infill).c_str()) << method << infill;
  }
  // The classifier "colors" counts pixels of a colour, so the evidence for red is the red square
  // and nothing else.
  void the_map_points_at_what_the_class_is_made_of() {
    QFETCH(QString, method);
    QFETCH(QString, infill);
    const auto classifier = classifier_of("colors");
    const int side = classifier->card().width;
    Image image(side, side);
    std::fill(image.rgb.begin(), image.rgb.end(), std::uint8_t{110});
    const int low = side / 4, high = side * 5 / 8;
    for (int y = low; y < high; ++y)
      for (int x = low; x < high; ++x) {
        image.row(y)[3 * x] = 255;
        image.row(y)[3 * x + 1] = image.row(y)[3 * x + 2] = 0;
      }
    auto spec = default_spec(method.toStdString());
    spec.infill = infill.toStdString();
    spec.grid = side / 2;
    spec.iterations = 150;
    spec.lambda = 0.02;  // a sum over 32 x 32 pixels, not 224 x 224
    auto in = run_input(*classifier, spec, 0);
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

  void results_speak_of_what_was_run() {
    const auto classifier = classifier_of("tiny");
    auto spec = small_spec("fido-sdr");
    FidoRun run(*classifier, run_input(*classifier, spec));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = *run.result(always);
    QCOMPARE(result.history.size(), std::size_t{20});
    double last = 0;
    for (int i = 10; i < 20; ++i) last += result.history[i].loss / 10;
    QVERIFY(std::abs(result.loss_final - last) < 1e-12);
    QCOMPARE(result.marginal.samples, spec.marginal_samples);
    QVERIFY(result.marginal.low <= result.marginal.mean &&
            result.marginal.mean <= result.marginal.high);
    QVERIFY(result.marginal.high > result.marginal.low);
    // SDR: importance is the drop probability, and the mask drops where it is over one half.
    int over = 0;
    for (std::size_t i = 0; i < result.map.values.size(); ++i) {
      QCOMPARE(result.mask.values[i], result.map.values[i] > 0.5F ? 0.F : 1.F);
      over += result.map.values[i] > 0.5F;
    }
    QVERIFY(std::abs(result.area - static_cast<double>(over) / 1024) < 1e-9);
    QCOMPARE(run.result(never)->marginal.samples, 0);  // a stopped run does not wait for it
    int batches = 0;
    // nor for the rest of it
    QCOMPARE(run.result([&] { return ++batches <= 2; })->marginal.samples, 16);
  }

  void a_classifier_that_fails_on_the_infilled_photo() {
    const auto classifier = classifier_of("nan-on-black");
    FidoRun run(*classifier, run_input(*classifier, small_spec()));
    QVERIFY(run.step().has_value());
    run.parameters().assign(run.parameters().size(), 40);  // all dropped, and the mean is black
    FIDO_FAILS(run.snapshot(true), ErrorCode::failed,
               "NaN or infinite values for the infilled photo");
    FIDO_FAILS(run.result(always), ErrorCode::failed,
               "NaN or infinite values for the infilled photo");
  }

  void no_marginal_where_none_was_asked_for() {
    const auto classifier = classifier_of("tiny");
    auto spec = small_spec();
    spec.marginal_samples = 0;
    FidoRun run(*classifier, run_input(*classifier, spec));
    QVERIFY(run.step().has_value());
    QCOMPARE(run.result(always)->marginal.samples, 0);
  }

  void logits_may_be_upsampled_instead() {
    const auto classifier = classifier_of("tiny");
    auto spec = small_spec();
    spec.map_upsampling = "logits";
    FidoRun run(*classifier, run_input(*classifier, spec));
    auto& l = run.parameters();
    for (std::size_t i = 0; i < l.size(); ++i) l[i] = i % 2 ? 4 : -4;
    const auto map = run.snapshot(false)->map;
    const auto drop = run.drop();
    QVERIFY(std::abs(map.at(0, 0) - (1 - drop.at(0, 0))) < 1e-5F);  // the corners agree either way
    spec.map_upsampling = "probabilities";
    FidoRun plain(*classifier, run_input(*classifier, spec));
    plain.parameters() = l;
    QVERIFY(plain.snapshot(false)->map.values != map.values);
  }

  void intervals_hold_students_t() {
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
