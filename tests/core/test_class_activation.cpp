// Grad-CAM and LayerCAM, compared with their equations in double precision, and the feature layers
// that a card can name.
#include "core/explain/run_common.h"
#include "core/run/methods.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QtTest>

#include "tests/core/attribution_support.h"

using namespace fido;
using fido::test::load_test_card;
using fido::test::load_test_classifier;
using fido::test::make_input;
using fido::test::relative_error;
using fido::test::run_to_end;
using fido::test::start_run;

namespace {

std::unique_ptr<Classifier> load_with_feature_layer(const std::string& id, const std::string& layer,
                                                    int randomized_layers = 0) {
  auto card = load_test_card(id);
  card.feature_layer = layer;
  auto classifier = Classifier::load(card, "cpu", "fp32", randomized_layers);
  if (!classifier) qFatal("%s", classifier.error().message.c_str());
  return std::move(*classifier);
}

// Computes Grad-CAM or LayerCAM of Blocks in make_models.py in double precision. Calls the modules
// one by one and takes a copy of the output of `layer` as the leaf.
std::vector<double> reference_class_activation(const RunInput& in, const std::string& id,
                                               const std::string& layer) {
  auto network = torch::jit::load(std::string(FIDOSCOPE_TEST_DATA) + "/models/" + id + ".pt");
  network.eval();
  network.to(torch::kFloat64);
  torch::Tensor leaf;
  const auto pass_through = [&](const std::string& path, const torch::Tensor& x) {
    if (path != layer) return x;
    leaf = x.detach().clone().requires_grad_(true);
    return leaf.clone();
  };
  const auto call = [](const torch::jit::Module& module, const char* name, const torch::Tensor& x) {
    return module.attr(name).toModule().forward({x}).toTensor();
  };
  auto x = pass_through("stem.0",
                        call(network.attr("stem").toModule(), "0", in.image.to(torch::kFloat64)));
  x = pass_through("stem", x.relu());
  for (const char* index : {"0", "1"}) {
    const std::string path = std::string("blocks.") + index;
    const auto block = network.attr("blocks").toModule().attr(index).toModule();
    auto y = pass_through(path + ".conv", call(block, "conv", x));
    y = pass_through(path + ".bn", call(block, "bn", y));
    x = pass_through(path, pass_through(path + ".relu", (x + y.relu()).relu()));
  }
  const auto logits = call(network, "fc", x.mean(at::IntArrayRef{2, 3}))[0];
  const auto p = logits.softmax(0)[in.target];
  const auto activation_gradient = torch::autograd::grad({(p / (1 - p)).log()}, {leaf})[0];
  const auto weights = in.spec.method == "layer-cam"
                           ? activation_gradient.relu()
                           : activation_gradient.mean(at::IntArrayRef{2, 3}, true);
  const auto map = (weights * leaf.detach()).sum(1, true).clamp_min(0);
  const auto upsampled = at::upsample_bilinear2d(map, {32, 32}, false).contiguous();
  return {upsampled.data_ptr<double>(), upsampled.data_ptr<double>() + upsampled.numel()};
}

}  // namespace

class TestClassActivation : public QObject {
  Q_OBJECT

 private slots:
  void grad_cam_notes_describe_the_feature_maps() {
    const auto classifier = load_test_classifier("tiny");
    const auto result = run_to_end(*classifier, make_input(*classifier, "grad-cam"));
    QCOMPARE(result.notes.size(), std::size_t{1});
    QVERIFY2(result.notes[0].find("10 maps of 8 x 8, the last feature maps") != std::string::npos,
             result.notes[0].c_str());
  }

  void class_activation_methods_use_the_feature_layer_of_the_card_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("layer");
    for (const char* method : {"grad-cam", "layer-cam"})
      for (const char* id : {"blocks", "blocks-scripted"})
        for (const char* layer : {"stem.0", "stem", "blocks.0.conv", "blocks.0.bn", "blocks.0.relu",
                                  "blocks.0", "blocks.1.bn", "blocks.1"})
          QTest::addRow("%s %s %s", method, id, layer) << method << id << layer;
  }
  void class_activation_methods_use_the_feature_layer_of_the_card() {
    QFETCH(QString, method);
    QFETCH(QString, id);
    QFETCH(QString, layer);
    const auto classifier = load_with_feature_layer(id.toStdString(), layer.toStdString());
    const auto result = run_to_end(*classifier, make_input(*classifier, method.toStdString()));
    const double error =
        relative_error(result.attribution.values,
                       reference_class_activation(make_input(*classifier, method.toStdString()),
                                                  id.toStdString(), layer.toStdString()));
    QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
    QVERIFY2(result.notes[0].find(find_method(method.toStdString())->label + " read " +
                                  layer.toStdString() +
                                  ", 6 maps of 16 x 16, which the card names") != std::string::npos,
             result.notes[0].c_str());
  }

  // This also holds for layers that freezing folds away and for outputs that later layers overwrite
  // in place.
  void feature_layer_does_not_change_scores_or_gradients() {
    for (const char* id : {"blocks", "blocks-scripted"})
      for (const int randomized : {0, 2}) {
        const auto plain = load_with_feature_layer(id, "", randomized);
        const auto in = make_input(*plain, "gradient");
        const auto expected = plain->score_gradient(in.image, 3, std::nullopt);
        for (const char* layer :
             {"stem.0", "blocks.0.conv", "blocks.0.bn", "blocks.1", "drop", "aside", "fc"}) {
          const auto with_layer_set = load_with_feature_layer(id, layer, randomized)
                                          ->score_gradient(in.image, 3, std::nullopt);
          QCOMPARE(with_layer_set.scores, expected.scores);
          QVERIFY2(torch::equal(with_layer_set.input_gradient, expected.input_gradient), layer);
        }
      }
  }

  void feature_layer_can_be_a_negative_index() {
    const auto cam = [](const std::string& layer) {
      const auto classifier = load_with_feature_layer("tiny", layer);
      return run_to_end(*classifier, make_input(*classifier, "grad-cam")).attribution.values;
    };
    QCOMPARE(cam("-1"), cam(""));
    QCOMPARE(cam("-1"), cam("c"));
    QCOMPARE(cam("-3"), cam("b"));  // -2 is the ReLU between the two
    QVERIFY(cam("-2") != cam("-3"));
    const auto classifier = load_with_feature_layer("tiny", "");
    const std::string name =
        classifier->layer_features(make_input(*classifier, "grad-cam").image, 3, std::nullopt)
            .value()
            .layer;
    QCOMPARE(cam(name), cam(""));  // the frozen graph's own name for the layer
  }

  void unknown_feature_layer_is_refused_data() {
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
  void unknown_feature_layer_is_refused() {
    QFETCH(QString, id);
    QFETCH(QString, layer);
    QFETCH(QString, wanted);
    const auto classifier = load_with_feature_layer(id.toStdString(), layer.toStdString());
    FIDO_FAILS(start_run(*classifier, make_input(*classifier, "grad-cam")), ErrorCode::input,
               wanted.toStdString());
  }
};

QTEST_GUILESS_MAIN(TestClassActivation)
#include "test_class_activation.moc"
