// FIDO runs that search for the evidence: their target, their end, given masks and hard masks.
#include "core/explain/fido_run.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QtTest>
#include <cmath>

#include "core/model/score.h"
#include "tests/core/run_support.h"

using namespace fido;
using fido::test::always;
using fido::test::load_test_classifier;
using fido::test::make_run_input;
using fido::test::max_abs;
using fido::test::max_difference;
using fido::test::small_spec;

namespace {

RunSpec evidence_spec(const std::string& method, double share, int iterations) {
  auto spec = with_preset(small_spec(method), "standard");
  spec.grid = small_spec().grid;
  spec.keep_evidence = share;
  spec.iterations = iterations;
  spec.marginal_samples = 8;
  return spec;
}

// Returns the input of an evidence run for the class whose score falls most when everything is
// replaced by the mean, with its targets.
RunInput evidence_input(Classifier& classifier, const RunSpec& spec) {
  auto in = make_run_input(classifier, spec);
  const auto logits = classifier.logits(torch::cat({in.image, torch::zeros_like(in.image)}));
  const int classes = static_cast<int>(logits.size(1));
  const auto score_of = [&](int row, int index) {
    return score(logits.data_ptr<float>() + row * classes, classes, index);
  };
  in.score_range = 0;
  for (int index = 0; index < classes; ++index) {
    const double range = score_of(0, index) - score_of(1, index);
    if (range <= in.score_range) continue;
    in.target = index;
    in.score_range = range;
  }
  in.target_to_keep = score_of(0, in.target) - (1 - spec.keep_evidence) * in.score_range;
  in.target_to_destroy = score_of(0, in.target) - spec.keep_evidence * in.score_range;
  return in;
}

}  // namespace

class TestEvidenceRun : public QObject {
  Q_OBJECT

 private slots:
  void reaches_its_target_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"fido-ssr", "fido-sdr", "fido-joint"})
      QTest::newRow(method) << method;
  }
  // The masks' mean score ends at the target, with less than half of the photo in the region.
  void reaches_its_target() {
    QFETCH(QString, method);
    const auto classifier = load_test_classifier("tiny");
    const double share = method == "fido-ssr" ? 0.8 : 0.3;
    auto in = evidence_input(*classifier, evidence_spec(method.toStdString(), share, 120));
    const double range = in.score_range;
    QVERIFY2(range > 0.5, qPrintable(QString::number(range)));
    FidoRun run(*classifier, std::move(in));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = run.result(always);
    QVERIFY(result.has_value());
    // Both questions at once may keep more than either needs.
    const double missing = (*result->score_target - *result->score_under_masks) / range;
    QVERIFY2(method == "fido-joint" ? missing < 0.1 : std::abs(missing) < 0.1,
             qPrintable(QString("%1 of %2").arg(missing).arg(range)));
    QVERIFY2(result->notes.empty(), result->notes.empty() ? "" : result->notes[0].c_str());
    const double first = result->history.front().loss, last = result->history.back().loss;
    QVERIFY2(first > 0.49 && last < 0.45, qPrintable(QString::number(last)));
    QVERIFY(result->lambda_per_pixel >= 0);
    // The mask is the region of the map.
    for (std::size_t i = 0; i < result->mask.values.size(); ++i)
      QCOMPARE(result->mask.values[i] > 0.5F,
               (result->map.values[i] > 0.5F) == (method != "fido-sdr"));
  }

  void ends_when_it_has_settled() {
    const auto classifier = load_test_classifier("tiny");
    FidoRun run(*classifier, evidence_input(*classifier, evidence_spec("fido-ssr", 0.8, 400)));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = run.result(always);
    QVERIFY(result.has_value());
    QVERIFY2(result->iterations_done > 100 && result->iterations_done < 390,
             qPrintable(QString::number(result->iterations_done)));
    QVERIFY(!result->stopped);
    QVERIFY(result->marginal.samples > 0);
  }

  void region_respects_a_given_mask() {
    const auto classifier = load_test_classifier("tiny");
    for (const char* role : {"keep", "drop"})
      for (const char* method : {"fido-ssr", "fido-sdr"}) {
        auto spec = evidence_spec(method, 0.5, 30);
        spec.mask_role = role;
        auto in = evidence_input(*classifier, spec);
        in.mask = Plane(6, 6, spec.mask_role == "keep" ? 0.F : 1.F);
        in.mask.values[14] = spec.mask_role == "keep" ? 1.F : 0.F;
        FidoRun run(*classifier, std::move(in));
        while (!run.done()) QVERIFY(run.step().has_value());
        const auto result = run.result(always);
        QVERIFY(result.has_value());
        // Cell 14 is the third of the third row: at 2/5 of both sides.
        const auto pixel = static_cast<std::size_t>(12 * 32 + 12);
        QVERIFY2((result->mask.values[pixel] > 0.5F) == (spec.mask_role == "keep"),
                 qPrintable(QString("%1 %2").arg(role, method)));
      }
  }

  void evidence_that_cannot_be_kept_is_noted() {
    const auto classifier = load_test_classifier("tiny");
    auto spec = evidence_spec("fido-ssr", 1, 20);
    auto in = evidence_input(*classifier, spec);
    in.target_to_keep = in.target_to_keep + in.score_range;
    const double target = in.target_to_keep;
    FidoRun run(*classifier, std::move(in));
    while (!run.done()) QVERIFY(run.step().has_value());
    const auto result = run.result(always);
    QVERIFY(result.has_value());
    QCOMPARE(result->notes.size(), std::size_t{1});
    QVERIFY2(result->notes[0].find("of the evidence, not 100 %") != std::string::npos,
             result->notes[0].c_str());
    QCOMPARE(*result->score_target, target);
  }

  // Scores are those of hard masks, and both forms of the pixel step agree on them.
  void scores_hard_masks() {
    const auto classifier = load_test_classifier("tiny");
    auto spec = evidence_spec("fido-ssr", 0.8, 20);
    spec.infill = "push-pull";
    FidoRun fused(*classifier, make_run_input(*classifier, spec), false),
        plain(*classifier, make_run_input(*classifier, spec), true);
    const auto a = fused.step(), b = plain.step();
    QVERIFY(a && b);
    QVERIFY2(std::abs(a->score - b->score) < 1e-4,
             qPrintable(QString::number(a->score - b->score)));
    QVERIFY(max_difference(fused.gradient(), plain.gradient()) <
            5e-3 * std::max(0.05, max_abs(plain.gradient())));
    // At a high temperature relaxed masks are grey, but hard ones stay the same.
    spec.temperature = 10;
    FidoRun warm(*classifier, make_run_input(*classifier, spec));
    const auto c = warm.step();
    QVERIFY(c && std::abs(c->score - a->score) < 1e-4);
  }
};

QTEST_GUILESS_MAIN(TestEvidenceRun)
#include "test_evidence_run.moc"
