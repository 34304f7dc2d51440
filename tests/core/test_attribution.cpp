// The methods with a fixed number of forward passes: compared with Captum, with their equations in
// double precision, and with one another.
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/files.h"
#include "core/explain/run_common.h"
#include "core/image/resample.h"
#include "core/run/methods.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QtTest>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/core/attribution_support.h"

using namespace fido;
using fido::test::load_test_card;
using fido::test::load_test_classifier;
using fido::test::make_input;
using fido::test::relative_error;
using fido::test::run_to_end;
using fido::test::start_run;
using nlohmann::json;

namespace {

// An infiller whose draws the test can reproduce: each draw is a different noise image.
class ReproducibleNoise : public Infiller {
 public:
  static torch::Tensor noise(int draw) {
    return at::randn({3, 32, 32}, at::make_generator<at::CPUGeneratorImpl>(1000 + draw)) *
           (1 + draw % 3);
  }
  void begin(const InfillerInput&) override { next_draw_ = 0; }
  torch::Tensor fill(const torch::Tensor& keep) override {
    std::vector<torch::Tensor> fills;
    for (std::int64_t i = 0; i < keep.size(0); ++i) fills.push_back(noise(next_draw_++));
    return at::stack(fills).contiguous(torch::MemoryFormat::ChannelsLast);
  }

 private:
  int next_draw_ = 0;
};

enum class PdaVariant { published, mean_of_log_odds, last_window_only };

// Computes prediction difference analysis (Zintgraf et al. 2017) in double precision, pixel by
// pixel: log odds(c | x) - log odds(c | x without w), with p(c | x without w) = 1/S sum_s p(c | x
// with fill s in w), averaged over the windows w that contain the pixel. The other variants are
// plausible mistakes.
std::vector<double> reference_pda(const RunInput& in, PdaVariant variant) {
  auto module = torch::jit::load(std::string(FIDOSCOPE_TEST_DATA) + "/models/tiny.pt");
  module.eval();
  module.to(torch::kFloat64);
  const torch::NoGradGuard no_grad;
  const auto probability_of = [&](const torch::Tensor& x) {
    return module.forward({x}).toTensor().softmax(1)[0][in.target].item<double>();
  };
  const auto log_odds = [](double p) { return std::log(p / (1 - p)); };
  const auto image = in.image.to(torch::kFloat64);
  const double original_log_odds = log_odds(probability_of(image));

  // fifths of 32 pixels; a window is two of them wide
  const std::array<int, 6> edges{0, 6, 12, 19, 25, 32};
  std::vector<std::vector<double>> window_differences(32 * 32);
  int draw = 0;
  for (std::size_t row = 0; row < 4; ++row)
    for (std::size_t column = 0; column < 4; ++column) {
      double mean_probability = 0, mean_log_odds = 0;
      for (int s = 0; s < in.spec.samples; ++s) {
        const auto fill = ReproducibleNoise::noise(draw++).to(torch::kFloat64);
        auto x = image.clone();
        for (int y = edges[row]; y < edges[row + 2]; ++y)
          for (int c = 0; c < 3; ++c)
            x[0][c][y]
                .slice(0, edges[column], edges[column + 2])
                .copy_(fill[c][y].slice(0, edges[column], edges[column + 2]));
        const double filled_probability = probability_of(x);
        mean_probability += filled_probability / in.spec.samples;
        mean_log_odds += log_odds(filled_probability) / in.spec.samples;
      }
      for (int y = edges[row]; y < edges[row + 2]; ++y)
        for (int x = edges[column]; x < edges[column + 2]; ++x)
          window_differences[static_cast<std::size_t>(y * 32 + x)].push_back(
              original_log_odds - (variant == PdaVariant::mean_of_log_odds
                                       ? mean_log_odds
                                       : log_odds(mean_probability)));
    }
  std::vector<double> values;
  for (const auto& differences : window_differences)
    values.push_back(variant == PdaVariant::last_window_only ? differences.back()
                                                             : mean_of(differences));
  return values;
}

}  // namespace

class TestAttribution : public QObject {
  Q_OBJECT

  json golden_;

 private slots:
  void initTestCase() {
    std::ifstream file(std::string(FIDOSCOPE_TEST_DATA) + "/golden_attributions.json");
    golden_ = json::parse(file);
    QCOMPARE(golden_["maps"].size(), std::size_t{8});
  }

  void maps_match_reference_values_data() {
    QTest::addColumn<QString>("method");
    for (const auto& [method, map] : golden_["maps"].items())
      QTest::newRow(method.c_str()) << QString::fromStdString(method);
  }
  void maps_match_reference_values() {
    QFETCH(QString, method);
    const auto classifier = load_test_classifier("tiny");
    const auto result = run_to_end(*classifier, make_input(*classifier, method.toStdString()));
    const auto expected = golden_["maps"][method.toStdString()].get<std::vector<double>>();
    QCOMPARE(result.attribution.values.size(), expected.size());
    double max_error = 0, max_expected = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      max_error = std::max(
          max_error, std::abs(static_cast<double>(result.attribution.values[i]) - expected[i]));
      max_expected = std::max(max_expected, std::abs(expected[i]));
    }
    QVERIFY2(max_error < 1e-4 * std::max(1.0, max_expected),
             qPrintable(QStringLiteral("%1 of %2").arg(max_error).arg(max_expected)));
    QVERIFY(max_expected > 1e-3);
  }

  // With a deterministic infiller every fill of a window is the same, so PDA equals occlusion.
  void pda_equals_occlusion_for_deterministic_infiller() {
    const auto classifier = load_test_classifier("tiny");
    const auto pda = run_to_end(*classifier, make_input(*classifier, "pda", "local")),
               occlusion = run_to_end(*classifier, make_input(*classifier, "occlusion", "local"));
    for (std::size_t i = 0; i < pda.attribution.values.size(); ++i)
      QVERIFY(std::abs(pda.attribution.values[i] - occlusion.attribution.values[i]) < 1e-4F);
  }

  void pda_matches_equation_in_double_precision() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "pda", "random"),
         reference_input = make_input(*classifier, "pda", "random");
    in.infiller = std::make_unique<ReproducibleNoise>();
    in.spec.grid = reference_input.spec.grid = 5;
    const auto values = run_to_end(*classifier, std::move(in)).attribution.values;
    const double published_error =
        relative_error(values, reference_pda(reference_input, PdaVariant::published));
    const double log_odds_error = relative_error(
                     values, reference_pda(reference_input, PdaVariant::mean_of_log_odds)),
                 last_window_error = relative_error(
                     values, reference_pda(reference_input, PdaVariant::last_window_only));
    const QString text = QStringLiteral("%1; odds of every fill %2; one window a pixel %3")
                             .arg(published_error)
                             .arg(log_odds_error)
                             .arg(last_window_error);
    QVERIFY2(published_error < 1e-5, qPrintable(text));
    // The test can tell the published form from either mistake.
    QVERIFY2(log_odds_error > 1e-2 && last_window_error > 1e-2, qPrintable(text));
  }

  void pda_averages_probabilities_and_not_scores() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "pda", "random");
    in.spec.grid = 1;  // a single window that covers the photo
    const double original_score = in.original_score;
    const auto result = run_to_end(*classifier, std::move(in));
    // An infiller with the same seed draws the same fills.
    auto repeated = make_input(*classifier, "pda", "random");
    repeated.begin_infillers();
    const auto keep = torch::zeros({8, 1, 32, 32});
    const auto scores = score_batch(*classifier, repeated, repeated.infiller->fill(keep)).value();
    double mean_probability = 0;
    for (const double probability : scores.probabilities) mean_probability += probability / 8;
    const double expected =
        original_score - (std::log(mean_probability) - std::log1p(-mean_probability));
    for (const float v : result.attribution.values)
      QVERIFY2(std::abs(static_cast<double>(v) - expected) < 1e-4,
               qPrintable(QString("%1 %2").arg(v).arg(expected)));
  }

  void integrated_gradients_satisfy_completeness() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "integrated-gradients", "blur");
    in.spec.iterations = 64;
    in.begin_infillers();
    const auto baseline = in.infiller->fill(torch::zeros({1, 1, 32, 32})).clone();
    const double difference =
        in.original_score - score_batch(*classifier, in, baseline).value().scores.front();
    const auto result = run_to_end(*classifier, std::move(in));
    double sum = 0;
    for (const float v : result.attribution.values) sum += static_cast<double>(v);
    QVERIFY2(std::abs(sum - difference) < 2e-3 * std::max(1.0, std::abs(difference)),
             qPrintable(QString("%1 %2").arg(sum).arg(difference)));
  }

  // A run that is stopped has integrated over the whole path, only more coarsely: the sum is close
  // to the difference, which it would miss if only the far half of the path were covered.
  void integrated_gradients_stopped_early_cover_the_whole_path() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "integrated-gradients", "blur");
    in.spec.iterations = 64;
    in.begin_infillers();
    const auto baseline = in.infiller->fill(torch::zeros({1, 1, 32, 32})).clone();
    const double difference =
        in.original_score - score_batch(*classifier, in, baseline).value().scores.front();
    auto run = start_run(*classifier, std::move(in)).value();
    for (int step = 0; step < 8; ++step) QVERIFY(run->step().has_value());
    const auto result = run->result([] { return true; }).value();
    QVERIFY(result.stopped);
    double sum = 0;
    for (const float v : result.attribution.values) sum += static_cast<double>(v);
    QVERIFY2(std::abs(sum - difference) < 0.05 * std::abs(difference),
             qPrintable(QString("%1 %2").arg(sum).arg(difference)));
  }

  // If the contrast class cannot be reached, every set of segments is tried before the search ends.
  void sedc_tries_every_segment_set_for_an_unreachable_class() {
    const auto classifier = load_test_classifier("tiny");
    int unreached = 0;
    for (int contrast = 0; contrast < 10; ++contrast) {
      auto in = make_input(*classifier, "sedc", "mean");
      if (contrast == in.target) continue;
      in.spec.iterations = 100000;
      in.spec.samples = 1;
      in.spec.grid = 2;
      in.contrast = contrast;
      in.original_score = score_batch(*classifier, in, in.image).value().scores.front();
      const auto result = run_to_end(*classifier, std::move(in));
      QVERIFY(!result.stopped);
      const QString note = QString::fromStdString(result.notes.at(0));
      if (!note.contains("no set of segments was found")) continue;
      ++unreached;
      const int segments = QRegularExpression("of (\\d+) segments").match(note).captured(1).toInt();
      QVERIFY2(segments >= 3 && segments <= 12, qPrintable(note));
      QCOMPARE(result.iterations_done, (1 << segments) - 1);
    }
    QVERIFY(unreached > 0);
  }

  // With a contrast class, SEDC searches for that class (SEDC-T) and not for any other class.
  void sedc_reaches_the_contrast_class() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "sedc", "mean");
    in.spec.iterations = 200;
    in.spec.grid = 4;
    for (int contrast = 0; contrast < 10; ++contrast) {
      if (contrast == in.target) continue;
      auto contrast_input = make_input(*classifier, "sedc", "mean");
      contrast_input.spec = in.spec;
      contrast_input.contrast = contrast;
      contrast_input.original_score =
          score_batch(*classifier, contrast_input, contrast_input.image).value().scores.front();
      const auto result = run_to_end(*classifier, std::move(contrast_input));
      if (QString::fromStdString(result.notes.at(0)).contains("no set")) continue;
      auto repeated = make_input(*classifier, "sedc", "mean");
      repeated.begin_infillers();
      const auto mask =
          torch::from_blob(const_cast<float*>(result.mask.values.data()), {1, 1, 32, 32}).clone();
      QCOMPARE(score_masked(*classifier, repeated, mask).value().predicted_class.front(), contrast);
    }
  }

  // RISE's map is linear in the probability, so its contrast map is the difference of two maps.
  void rise_contrast_map_is_the_difference_of_maps() {
    const auto classifier = load_test_classifier("tiny");
    auto target_input = make_input(*classifier, "rise"),
         contrast_input = make_input(*classifier, "rise"),
         difference_input = make_input(*classifier, "rise");
    contrast_input.target = 5;
    difference_input.contrast = 5;
    const auto a = run_to_end(*classifier, std::move(target_input)),
               b = run_to_end(*classifier, std::move(contrast_input)),
               c = run_to_end(*classifier, std::move(difference_input));
    for (std::size_t i = 0; i < c.attribution.values.size(); ++i)
      QVERIFY(std::abs(c.attribution.values[i] -
                       (a.attribution.values[i] - b.attribution.values[i])) < 1e-5F);
  }

  // The score is finite, but its gradient is not: sqrt has an infinite slope at 0.
  void non_finite_gradient_fails_the_step() {
    const fido::test::Folder folder;
    torch::jit::Module module("m");
    module.define(
        "def forward(self, x):\n"
        "  s = x.mean(dim=[1, 2, 3]).abs().sqrt()\n"
        "  return torch.stack([s, 1 - s], 1)\n");
    module.save((folder / "sqrt.pt").string());
    ClassifierCard card = load_test_card("tiny");
    card.file = folder / "sqrt.pt";
    card.sha256 = sha256_file(card.file).value();
    card.num_classes = 2;
    card.output = OutputKind::logits;
    card.labels_file.clear();
    const auto classifier = Classifier::load(card, "cpu", "fp32");
    FIDO_WORKS(classifier);
    for (const char* method : {"gradient", "fido-ssr", "extremal"}) {
      RunSpec spec = default_spec(method, "mean");
      spec.iterations = spec.samples = 1;
      auto in = fido::test::make_run_input(**classifier, std::move(spec), 0);
      in.image = torch::zeros_like(in.image);
      auto run = start_run(**classifier, std::move(in));
      FIDO_WORKS(run);
      FIDO_FAILS((*run)->step(), ErrorCode::failed, "NaN or infinite gradients");
    }
  }

  void maps_are_between_0_and_1_and_repeatable_data() {
    QTest::addColumn<QString>("method");
    for (const auto& info : methods())
      if (!info.optimizes_mask && info.id != "realtime")
        QTest::newRow(info.id.c_str()) << QString::fromStdString(info.id);
  }
  void maps_are_between_0_and_1_and_repeatable() {
    QFETCH(QString, method);
    const auto classifier = load_test_classifier("tiny");
    const auto first =
                   run_to_end(*classifier, make_input(*classifier, method.toStdString(), "random")),
               second =
                   run_to_end(*classifier, make_input(*classifier, method.toStdString(), "random"));
    QCOMPARE(first.map.values, second.map.values);
    const auto [lowest, highest] =
        std::minmax_element(first.map.values.begin(), first.map.values.end());
    QVERIFY(*lowest >= 0 && *highest == 1.F);
    QVERIFY(first.drop.empty());
    QCOMPARE(first.marginal.samples, 0);
    for (std::size_t i = 0; i < first.map.values.size(); ++i)
      QCOMPARE(first.mask.values[i],
               (first.map.values[i] > 0.5F) == find_method(method.toStdString())->keeps_important
                   ? 1.F
                   : 0.F);
    QCOMPARE(first.area, area_over_half(first.map));
    QCOMPARE(first.history.size(), static_cast<std::size_t>(first.iterations_done));
  }

  void gradient_contrast_map_is_the_difference_of_maps() {
    const auto classifier = load_test_classifier("tiny");
    auto target_input = make_input(*classifier, "gradient-x-input"),
         contrast_input = make_input(*classifier, "gradient-x-input"),
         difference_input = make_input(*classifier, "gradient-x-input");
    contrast_input.target = 5;
    difference_input.contrast = 5;
    const auto a = run_to_end(*classifier, std::move(target_input)),
               b = run_to_end(*classifier, std::move(contrast_input)),
               c = run_to_end(*classifier, std::move(difference_input));
    for (std::size_t i = 0; i < a.attribution.values.size(); ++i)
      QVERIFY(std::abs(a.attribution.values[i] - b.attribution.values[i] -
                       c.attribution.values[i]) < 1e-4F);
  }

  void sedc_mask_changes_the_predicted_class() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "sedc", "random");
    in.spec.iterations = 200;
    in.spec.grid = 4;
    const int target = in.target;
    const auto result = run_to_end(*classifier, std::move(in));
    QCOMPARE(result.notes.size(), std::size_t{1});
    QVERIFY2(result.notes[0].find("the network predicts class") != std::string::npos,
             result.notes[0].c_str());
    QVERIFY(result.iterations_done < 200 && result.area > 0 && result.area < 1);
    auto repeated = make_input(*classifier, "sedc", "random");
    repeated.begin_infillers();
    const auto mask =
        torch::from_blob(const_cast<float*>(result.mask.values.data()), {1, 1, 32, 32}).clone();
    QVERIFY(score_masked(*classifier, repeated, mask).value().predicted_class.front() != target);
  }

  void sedc_refuses_a_target_that_is_not_predicted() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "sedc");
    in.target = (in.target + 1) % 10;
    FIDO_FAILS(start_run(*classifier, std::move(in)), ErrorCode::usage, "use --target top");
  }

  void guided_backpropagation_requires_relu() {
    const auto classifier = load_test_classifier("colors");
    const auto image = torch::rand({1, 3, classifier->card().height, classifier->card().width});
    const auto refused = classifier->guided_gradient(image, 0, std::nullopt);
    QVERIFY(!refused.has_value());
    QVERIFY2(refused.error().message.find("ReLU") != std::string::npos,
             refused.error().message.c_str());
  }

  // The infill equals the photo, so no pixel changes the score.
  void saliency_map_without_evidence_is_zero() {
    const auto classifier = load_test_classifier("tiny");
    auto in = make_input(*classifier, "occlusion", "mean");
    in.image = torch::zeros_like(in.image);  // zero is the mean colour, which the infiller fills in
    in.original_score = score_batch(*classifier, in, in.image).value().scores.front();
    const auto result = run_to_end(*classifier, std::move(in));
    for (const float v : result.map.values) QCOMPARE(v, 0.F);
    QCOMPARE(result.area, 0.0);
  }
};

QTEST_GUILESS_MAIN(TestAttribution)
#include "test_attribution.moc"
