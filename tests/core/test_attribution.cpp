// The methods that look a fixed number of times: against Captum, against equations in double
// precision, against one another.
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/files.h"
#include "core/explain/run_common.h"
#include "core/image/resample.h"
#include "core/run/methods.h"
// Torch before Qt: both claim the word "slots".
#include <QtTest>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/core/run_support.h"

using namespace fido;
using fido::test::card_of;
using fido::test::classifier_of;
using nlohmann::json;

namespace {

RunInput input_of(Classifier& classifier, const std::string& method,
                  const std::string& infill = "mean") {
  RunSpec spec = default_spec(method, infill);
  spec.seed = 42;
  spec.samples = 8;
  spec.iterations = 4;
  spec.grid = 8;
  RunInput in = fido::test::run_input(classifier, std::move(spec));
  if (method == "sedc")
    in.target = score_batch(classifier, in, in.image).value().predicted_class.front();
  in.original_score = score_batch(classifier, in, in.image).value().scores.front();
  return in;
}

Expected<std::unique_ptr<Explanation>> start(Classifier& classifier, RunInput input) {
  const std::string method = input.spec.method;
  return find_start_method(method)(classifier, std::move(input));
}

RunResult finished(Classifier& classifier, RunInput input) {
  auto run = start(classifier, std::move(input));
  if (!run) qFatal("%s", run.error().message.c_str());
  while (!(*run)->done())
    if (auto step = (*run)->step(); !step) qFatal("%s", step.error().message.c_str());
  return (*run)->result([] { return true; }).value();
}

// Fills that a test knows: noise, another every time.
class KnownFills : public Infiller {
 public:
  static torch::Tensor of(int draw) {
    return at::randn({3, 32, 32}, at::make_generator<at::CPUGeneratorImpl>(1000 + draw)) *
           (1 + draw % 3);
  }
  void begin(const InfillerInput&) override { drawn_ = 0; }
  torch::Tensor fill(const torch::Tensor& keep) override {
    std::vector<torch::Tensor> fills;
    for (std::int64_t i = 0; i < keep.size(0); ++i) fills.push_back(of(drawn_++));
    return at::stack(fills).contiguous(torch::MemoryFormat::ChannelsLast);
  }

 private:
  int drawn_ = 0;
};

enum class Pda { as_published, odds_of_every_fill, last_window_alone };

// Zintgraf et al. 2017 in double precision, pixel by pixel: log odds(c | x) - log odds(c | x
// without w), with p(c | x without w) = 1/S sum_s p(c | x with fill s in w), and the mean of that
// over the windows w that a pixel lies in. Or what would be a mistake.
std::vector<double> pda_in_double(const RunInput& in, Pda form) {
  auto module = torch::jit::load(std::string(FIDOSCOPE_TEST_DATA) + "/models/tiny.pt");
  module.eval();
  module.to(torch::kFloat64);
  const torch::NoGradGuard no_grad;
  const auto p_of = [&](const torch::Tensor& x) {
    return module.forward({x}).toTensor().softmax(1)[0][in.target].item<double>();
  };
  const auto log_odds = [](double p) { return std::log(p / (1 - p)); };
  const auto image = in.image.to(torch::kFloat64);
  const double asked = log_odds(p_of(image));

  // fifths of 32 pixels; a window is two of them wide
  const std::array<int, 6> edges{0, 6, 12, 19, 25, 32};
  std::vector<std::vector<double>> found(32 * 32);
  int draw = 0;
  for (std::size_t row = 0; row < 4; ++row)
    for (std::size_t column = 0; column < 4; ++column) {
      double p = 0, odds = 0;
      for (int s = 0; s < in.spec.samples; ++s) {
        const auto fill = KnownFills::of(draw++).to(torch::kFloat64);
        auto x = image.clone();
        for (int y = edges[row]; y < edges[row + 2]; ++y)
          for (int c = 0; c < 3; ++c)
            x[0][c][y]
                .slice(0, edges[column], edges[column + 2])
                .copy_(fill[c][y].slice(0, edges[column], edges[column + 2]));
        const double seen = p_of(x);
        p += seen / in.spec.samples;
        odds += log_odds(seen) / in.spec.samples;
      }
      for (int y = edges[row]; y < edges[row + 2]; ++y)
        for (int x = edges[column]; x < edges[column + 2]; ++x)
          found[static_cast<std::size_t>(y * 32 + x)].push_back(
              asked - (form == Pda::odds_of_every_fill ? odds : log_odds(p)));
    }
  std::vector<double> values;
  for (const auto& of_pixel : found)
    values.push_back(form == Pda::last_window_alone ? of_pixel.back() : mean_of(of_pixel));
  return values;
}

std::unique_ptr<Classifier> with_layer(const std::string& id, const std::string& layer,
                                       int randomized_layers = 0) {
  auto card = card_of(id);
  card.feature_layer = layer;
  auto made = Classifier::load(card, "cpu", "fp32", randomized_layers);
  if (!made) qFatal("%s", made.error().message.c_str());
  return std::move(*made);
}

// Grad-CAM or LayerCAM of Blocks in make_models.py in double precision. The modules are called one
// by one, and a copy of what `layer` returns is the leaf.
std::vector<double> class_activation_in_double(const RunInput& in, const std::string& id,
                                               const std::string& layer) {
  auto network = torch::jit::load(std::string(FIDOSCOPE_TEST_DATA) + "/models/" + id + ".pt");
  network.eval();
  network.to(torch::kFloat64);
  torch::Tensor leaf;
  const auto returned = [&](const std::string& path, const torch::Tensor& x) {
    if (path != layer) return x;
    leaf = x.detach().clone().requires_grad_(true);
    return leaf.clone();
  };
  const auto call = [](const torch::jit::Module& module, const char* name, const torch::Tensor& x) {
    return module.attr(name).toModule().forward({x}).toTensor();
  };
  auto x =
      returned("stem.0", call(network.attr("stem").toModule(), "0", in.image.to(torch::kFloat64)));
  x = returned("stem", x.relu());
  for (const char* place : {"0", "1"}) {
    const std::string path = std::string("blocks.") + place;
    const auto block = network.attr("blocks").toModule().attr(place).toModule();
    auto y = returned(path + ".conv", call(block, "conv", x));
    y = returned(path + ".bn", call(block, "bn", y));
    x = returned(path, returned(path + ".relu", (x + y.relu()).relu()));
  }
  const auto logits = call(network, "fc", x.mean(at::IntArrayRef{2, 3}))[0];
  const auto p = logits.softmax(0)[in.target];
  const auto slope = torch::autograd::grad({(p / (1 - p)).log()}, {leaf})[0];
  const auto weights =
      in.spec.method == "layer-cam" ? slope.relu() : slope.mean(at::IntArrayRef{2, 3}, true);
  const auto map = (weights * leaf.detach()).sum(1, true).clamp_min(0);
  const auto large = at::upsample_bilinear2d(map, {32, 32}, false).contiguous();
  return {large.data_ptr<double>(), large.data_ptr<double>() + large.numel()};
}

// The largest difference, of the largest value.
double apart(const std::vector<float>& values, const std::vector<double>& wanted) {
  double worst = 0, most = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(values[i]) - wanted[i]));
    most = std::max(most, std::abs(wanted[i]));
  }
  return worst / most;
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

  void agrees_with_the_reference_data() {
    QTest::addColumn<QString>("method");
    for (const auto& [method, map] : golden_["maps"].items())
      QTest::newRow(method.c_str()) << QString::fromStdString(method);
  }
  void agrees_with_the_reference() {
    QFETCH(QString, method);
    const auto classifier = classifier_of("tiny");
    const auto result = finished(*classifier, input_of(*classifier, method.toStdString()));
    const auto wanted = golden_["maps"][method.toStdString()].get<std::vector<double>>();
    QCOMPARE(result.attribution.values.size(), wanted.size());
    double worst = 0, most = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      worst =
          std::max(worst, std::abs(static_cast<double>(result.attribution.values[i]) - wanted[i]));
      most = std::max(most, std::abs(wanted[i]));
    }
    QVERIFY2(worst < 1e-4 * std::max(1.0, most),
             qPrintable(QStringLiteral("%1 of %2").arg(worst).arg(most)));
    QVERIFY(most > 1e-3);
  }

  // With one fill a window there is nothing to average over; with many, the mean of the
  // probabilities counts, not of the scores.
  void pda_is_occlusion_where_nothing_is_drawn() {
    const auto classifier = classifier_of("tiny");
    const auto pda = finished(*classifier, input_of(*classifier, "pda", "local")),
               occlusion = finished(*classifier, input_of(*classifier, "occlusion", "local"));
    for (std::size_t i = 0; i < pda.attribution.values.size(); ++i)
      QVERIFY(std::abs(pda.attribution.values[i] - occlusion.attribution.values[i]) < 1e-4F);
  }

  void pda_is_its_equation() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "pda", "random"),
         known = input_of(*classifier, "pda", "random");
    in.infiller = std::make_unique<KnownFills>();
    in.spec.grid = known.spec.grid = 5;
    const auto values = finished(*classifier, std::move(in)).attribution.values;
    const double right = apart(values, pda_in_double(known, Pda::as_published));
    const double every = apart(values, pda_in_double(known, Pda::odds_of_every_fill)),
                 alone = apart(values, pda_in_double(known, Pda::last_window_alone));
    const QString text = QStringLiteral("%1; odds of every fill %2; one window a pixel %3")
                             .arg(right)
                             .arg(every)
                             .arg(alone);
    QVERIFY2(right < 1e-5, qPrintable(text));
    // that this test would see either mistake
    QVERIFY2(every > 1e-2 && alone > 1e-2, qPrintable(text));
  }

  void pda_averages_probabilities() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "pda", "random");
    in.spec.grid = 1;  // a single window, all of the photo
    const double asked = in.original_score;
    const auto result = finished(*classifier, std::move(in));
    // The same fills, drawn by an infiller of the same seed.
    auto again = input_of(*classifier, "pda", "random");
    again.begin_infillers();
    const auto keep = torch::zeros({8, 1, 32, 32});
    const auto seen = score_batch(*classifier, again, again.infiller->fill(keep)).value();
    double p = 0;
    for (const double one : seen.probabilities) p += one / 8;
    const double wanted = asked - (std::log(p) - std::log1p(-p));
    for (const float v : result.attribution.values)
      QVERIFY2(std::abs(static_cast<double>(v) - wanted) < 1e-4,
               qPrintable(QString("%1 %2").arg(v).arg(wanted)));
  }

  void integrated_gradients_add_up_to_the_difference() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "integrated-gradients", "blur");
    in.spec.iterations = 64;
    in.begin_infillers();
    const auto start = in.infiller->fill(torch::zeros({1, 1, 32, 32})).clone();
    const double difference =
        in.original_score - score_batch(*classifier, in, start).value().scores.front();
    const auto result = finished(*classifier, std::move(in));
    double sum = 0;
    for (const float v : result.attribution.values) sum += static_cast<double>(v);
    QVERIFY2(std::abs(sum - difference) < 2e-3 * std::max(1.0, std::abs(difference)),
             qPrintable(QString("%1 %2").arg(sum).arg(difference)));
  }

  // A run that is stopped has integrated over the whole line, only more coarsely: a prefix of the
  // steps comes near the whole, where the far half of the line would not.
  void integrated_gradients_stopped_early_cover_the_line() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "integrated-gradients", "blur");
    in.spec.iterations = 64;
    in.begin_infillers();
    const auto start_picture = in.infiller->fill(torch::zeros({1, 1, 32, 32})).clone();
    const double difference =
        in.original_score - score_batch(*classifier, in, start_picture).value().scores.front();
    auto run = start(*classifier, std::move(in)).value();
    for (int step = 0; step < 8; ++step) QVERIFY(run->step().has_value());
    const auto result = run->result([] { return true; }).value();
    QVERIFY(result.stopped);
    double sum = 0;
    for (const float v : result.attribution.values) sum += static_cast<double>(v);
    QVERIFY2(std::abs(sum - difference) < 0.05 * std::abs(difference),
             qPrintable(QString("%1 %2").arg(sum).arg(difference)));
  }

  // Where a class cannot be reached, every set of segments is tried before the search ends.
  void sedc_tries_all_that_its_budget_allows() {
    const auto classifier = classifier_of("tiny");
    int unreached = 0;
    for (int contrast = 0; contrast < 10; ++contrast) {
      auto in = input_of(*classifier, "sedc", "mean");
      if (contrast == in.target) continue;
      in.spec.iterations = 100000;
      in.spec.samples = 1;
      in.spec.grid = 2;
      in.contrast = contrast;
      in.original_score = score_batch(*classifier, in, in.image).value().scores.front();
      const auto result = finished(*classifier, std::move(in));
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

  // With a contrast class SEDC asks for that class (SEDC-T), and not for just any other.
  void sedc_asks_for_the_contrast_class() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "sedc", "mean");
    in.spec.iterations = 200;
    in.spec.grid = 4;
    for (int contrast = 0; contrast < 10; ++contrast) {
      if (contrast == in.target) continue;
      auto asked = input_of(*classifier, "sedc", "mean");
      asked.spec = in.spec;
      asked.contrast = contrast;
      asked.original_score = score_batch(*classifier, asked, asked.image).value().scores.front();
      const auto result = finished(*classifier, std::move(asked));
      if (QString::fromStdString(result.notes.at(0)).contains("no set")) continue;
      auto again = input_of(*classifier, "sedc", "mean");
      again.begin_infillers();
      const auto mask =
          torch::from_blob(const_cast<float*>(result.mask.values.data()), {1, 1, 32, 32}).clone();
      QCOMPARE(score_masked(*classifier, again, mask).value().predicted_class.front(), contrast);
    }
  }

  // RISE's map is linear in the probability, so that its contrast is the difference of two maps.
  void rise_answers_a_contrast_by_the_difference() {
    const auto classifier = classifier_of("tiny");
    auto one = input_of(*classifier, "rise"), other = input_of(*classifier, "rise"),
         both = input_of(*classifier, "rise");
    other.target = 5;
    both.contrast = 5;
    const auto a = finished(*classifier, std::move(one)),
               b = finished(*classifier, std::move(other)),
               c = finished(*classifier, std::move(both));
    for (std::size_t i = 0; i < c.attribution.values.size(); ++i)
      QVERIFY(std::abs(c.attribution.values[i] -
                       (a.attribution.values[i] - b.attribution.values[i])) < 1e-5F);
  }

  // The score is finite and its gradient is not: sqrt at 0.
  void a_gradient_that_is_not_finite_fails_the_step() {
    const fido::test::Folder folder;
    torch::jit::Module module("m");
    module.define(
        "def forward(self, x):\n"
        "  s = x.mean(dim=[1, 2, 3]).abs().sqrt()\n"
        "  return torch.stack([s, 1 - s], 1)\n");
    module.save((folder / "sqrt.pt").string());
    ClassifierCard card = card_of("tiny");
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
      auto in = fido::test::run_input(**classifier, std::move(spec), 0);
      in.image = torch::zeros_like(in.image);
      auto run = start(**classifier, std::move(in));
      FIDO_WORKS(run);
      FIDO_FAILS((*run)->step(), ErrorCode::failed, "NaN or infinite gradients");
    }
  }

  void maps_lie_between_0_and_1_and_repeat_data() {
    QTest::addColumn<QString>("method");
    for (const auto& info : methods())
      if (!info.optimizes_mask && info.id != "realtime")
        QTest::newRow(info.id.c_str()) << QString::fromStdString(info.id);
  }
  void maps_lie_between_0_and_1_and_repeat() {
    QFETCH(QString, method);
    const auto classifier = classifier_of("tiny");
    const auto once = finished(*classifier, input_of(*classifier, method.toStdString(), "random")),
               twice = finished(*classifier, input_of(*classifier, method.toStdString(), "random"));
    QCOMPARE(once.map.values, twice.map.values);
    const auto [least, most] = std::minmax_element(once.map.values.begin(), once.map.values.end());
    QVERIFY(*least >= 0 && *most == 1.F);
    QVERIFY(once.drop.empty());
    QCOMPARE(once.marginal.samples, 0);
    for (std::size_t i = 0; i < once.map.values.size(); ++i)
      QCOMPARE(once.mask.values[i],
               (once.map.values[i] > 0.5F) == find_method(method.toStdString())->keeps_important
                   ? 1.F
                   : 0.F);
    QCOMPARE(once.area, area_over_half(once.map));
    QCOMPARE(once.history.size(), static_cast<std::size_t>(once.iterations_done));
  }

  void a_contrast_class_is_subtracted() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "gradient-x-input"),
         other = input_of(*classifier, "gradient-x-input"),
         both = input_of(*classifier, "gradient-x-input");
    other.target = 5;
    both.contrast = 5;
    const auto a = finished(*classifier, std::move(in)),
               b = finished(*classifier, std::move(other)),
               c = finished(*classifier, std::move(both));
    for (std::size_t i = 0; i < a.attribution.values.size(); ++i)
      QVERIFY(std::abs(a.attribution.values[i] - b.attribution.values[i] -
                       c.attribution.values[i]) < 1e-4F);
  }

  void grad_cam_says_what_it_reads() {
    const auto classifier = classifier_of("tiny");
    const auto result = finished(*classifier, input_of(*classifier, "grad-cam"));
    QCOMPARE(result.notes.size(), std::size_t{1});
    QVERIFY2(result.notes[0].find("10 maps of 8 x 8, the last feature maps") != std::string::npos,
             result.notes[0].c_str());
  }

  void class_activations_read_the_module_that_the_card_names_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("layer");
    for (const char* method : {"grad-cam", "layer-cam"})
      for (const char* id : {"blocks", "blocks-scripted"})
        for (const char* layer : {"stem.0", "stem", "blocks.0.conv", "blocks.0.bn", "blocks.0.relu",
                                  "blocks.0", "blocks.1.bn", "blocks.1"})
          QTest::addRow("%s %s %s", method, id, layer) << method << id << layer;
  }
  void class_activations_read_the_module_that_the_card_names() {
    QFETCH(QString, method);
    QFETCH(QString, id);
    QFETCH(QString, layer);
    const auto classifier = with_layer(id.toStdString(), layer.toStdString());
    const auto result = finished(*classifier, input_of(*classifier, method.toStdString()));
    const double off = apart(result.attribution.values,
                             class_activation_in_double(input_of(*classifier, method.toStdString()),
                                                        id.toStdString(), layer.toStdString()));
    QVERIFY2(off < 1e-5, qPrintable(QString::number(off)));
    QVERIFY2(result.notes[0].find(find_method(method.toStdString())->label + " read " +
                                  layer.toStdString() +
                                  ", 6 maps of 16 x 16, which the card names") != std::string::npos,
             result.notes[0].c_str());
  }

  // Of layers that freezing folds away or later ones write over, too.
  void a_named_layer_changes_no_answer() {
    for (const char* id : {"blocks", "blocks-scripted"})
      for (const int randomized : {0, 2}) {
        const auto plain = with_layer(id, "", randomized);
        const auto in = input_of(*plain, "gradient");
        const auto wanted = plain->score_gradient(in.image, 3, std::nullopt);
        for (const char* layer :
             {"stem.0", "blocks.0.conv", "blocks.0.bn", "blocks.1", "drop", "aside", "fc"}) {
          const auto seen =
              with_layer(id, layer, randomized)->score_gradient(in.image, 3, std::nullopt);
          QCOMPARE(seen.scores, wanted.scores);
          QVERIFY2(torch::equal(seen.input_gradient, wanted.input_gradient), layer);
        }
      }
  }

  void a_layer_can_be_counted_from_the_end() {
    const auto cam = [](const std::string& layer) {
      const auto classifier = with_layer("tiny", layer);
      return finished(*classifier, input_of(*classifier, "grad-cam")).attribution.values;
    };
    QCOMPARE(cam("-1"), cam(""));
    QCOMPARE(cam("-1"), cam("c"));
    QCOMPARE(cam("-3"), cam("b"));  // -2 is ReLU's, between the two
    QVERIFY(cam("-2") != cam("-3"));
    const auto classifier = with_layer("tiny", "");
    const std::string name =
        classifier->layer_features(input_of(*classifier, "grad-cam").image, 3, std::nullopt)
            .value()
            .layer;
    QCOMPARE(cam(name), cam(""));  // the frozen graph's own name for it
  }

  void a_layer_that_is_none_is_refused_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("layer");
    QTest::addColumn<QString>("wanted");
    for (const char* id : {"blocks", "blocks-scripted"}) {
      const QString names =
          "feature_layer: %1 names no feature maps of this network; use one of its modules: "
          "stem, stem.0, stem.1, blocks.0, blocks.0.conv, ";
      for (const char* layer : {"layer4", "fc", "blocks", "blocks.2", "stem.", "-99", "0"})
        QTest::addRow("%s %s", id, layer) << id << layer << names.arg(layer);
      QTest::addRow("%s aside", id) << id << "aside"
                                    << "feature_layer: the output does not depend on aside";
    }
    QTest::newRow("colors") << "colors"
                            << "layer4"
                            << "none of its modules returns any (or the file has lost their "
                               "names); use a number from -1, the last of all, to -";
  }
  void a_layer_that_is_none_is_refused() {
    QFETCH(QString, id);
    QFETCH(QString, layer);
    QFETCH(QString, wanted);
    const auto classifier = with_layer(id.toStdString(), layer.toStdString());
    FIDO_FAILS(start(*classifier, input_of(*classifier, "grad-cam")), ErrorCode::input,
               wanted.toStdString());
  }

  void sedc_finds_what_changes_the_answer() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "sedc", "random");
    in.spec.iterations = 200;
    in.spec.grid = 4;
    const int target = in.target;
    const auto result = finished(*classifier, std::move(in));
    QCOMPARE(result.notes.size(), std::size_t{1});
    QVERIFY2(result.notes[0].find("the network predicts class") != std::string::npos,
             result.notes[0].c_str());
    QVERIFY(result.iterations_done < 200 && result.area > 0 && result.area < 1);
    auto again = input_of(*classifier, "sedc", "random");
    again.begin_infillers();
    const auto mask =
        torch::from_blob(const_cast<float*>(result.mask.values.data()), {1, 1, 32, 32}).clone();
    QVERIFY(score_masked(*classifier, again, mask).value().predicted_class.front() != target);
  }

  void sedc_asks_about_the_class_that_is_named() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "sedc");
    in.target = (in.target + 1) % 10;
    FIDO_FAILS(start(*classifier, std::move(in)), ErrorCode::usage, "use --target top");
  }

  void guided_backpropagation_is_for_relu() {
    const auto classifier = classifier_of("colors");
    const auto image = torch::rand({1, 3, classifier->card().height, classifier->card().width});
    const auto refused = classifier->guided_gradient(image, 0, std::nullopt);
    QVERIFY(!refused.has_value());
    QVERIFY2(refused.error().message.find("ReLU") != std::string::npos,
             refused.error().message.c_str());
  }

  // Something that no pixel speaks for.
  void a_map_without_importance_is_empty() {
    const auto classifier = classifier_of("tiny");
    auto in = input_of(*classifier, "occlusion", "mean");
    in.image = torch::zeros_like(in.image);  // the fill is what is there already
    in.original_score = score_batch(*classifier, in, in.image).value().scores.front();
    const auto result = finished(*classifier, std::move(in));
    for (const float v : result.map.values) QCOMPARE(v, 0.F);
    QCOMPARE(result.area, 0.0);
  }
};

QTEST_GUILESS_MAIN(TestAttribution)
#include "test_attribution.moc"
