// The saliency network of the method `realtime`: its class filter, its training, its card and its
// saliency map.
#include "core/explain/run_common.h"
#include "core/explain/saliency_net.h"
#include "core/image/codec.h"
#include "core/model/catalogue.h"
#include "core/model/saliency_net_card.h"
#include "core/train/train.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QtTest>

#include "tests/core/run_support.h"

using namespace fido;
using namespace fido::test;

namespace {

const auto continue_training = [](const TrainProgress&) { return true; };

RunInput make_input(Classifier& classifier) {
  return make_run_input(classifier, default_spec("realtime", "mean"));
}

Expected<RunResult> run_to_end(Classifier& classifier, RunInput input) {
  auto run = find_start_method("realtime")(classifier, std::move(input));
  if (!run) return tl::unexpected(run.error());
  if (auto step = (*run)->step(); !step) return tl::unexpected(step.error());
  return (*run)->result([] { return true; });
}

// Returns the loss in the log's row for `step`.
double loss_at(const std::string& log, int step) {
  const auto row = log.find('\n' + std::to_string(step) + ',') + 1;
  return std::stod(log.substr(log.find(',', row) + 1));
}

std::string hash_weights(const ClassifierCard& card) {
  return load_backend(card, {}).value()->weights_sha256().value();
}

}  // namespace

class TestRealtime : public QObject {
  Q_OBJECT

  Folder folder_;

  TrainSpec make_train_spec(const std::string& out) const {
    TrainSpec spec;
    spec.architecture = "realtime";
    spec.classifier = load_test_card("tiny");
    spec.data = folder_ / "photos";
    spec.out = folder_ / out;
    spec.steps = 40;
    spec.batch = 2;
    spec.crop = 32;
    spec.save_every = 20;
    spec.seed = 7;
    spec.threads = 1;  // the pictures are so small that threads would only wait for one another
    return spec;
  }

 private slots:
  void initTestCase() {
    std::filesystem::create_directories(folder_ / "photos");
    for (int i = 0; i < 8; ++i) {
      Image photo(80, 72);
      for (int y = 0; y < photo.height; ++y)
        for (int x = 0; x < photo.width; ++x)
          for (int c = 0; c < 3; ++c)
            photo.row(y)[3 * x + c] =
                static_cast<std::uint8_t>((x * (i + 2) + y * (9 - i) + 60 * c * i) % 256);
      FIDO_WORKS(save_png(folder_ / ("photos/" + std::to_string(i) + ".png"), photo));
    }
  }

  // If the logits are linear in the mean features, the filter recovers them, and a position's
  // evidence is its share of the logit.
  void class_filter_recovers_a_linear_classifier() {
    torch::manual_seed(1);
    const auto true_weights = torch::randn({12, 6});
    ClassFilter filter(6, 12, 6, 0);
    ClassFilter::Moments moments;
    for (int i = 0; i < 30; ++i) {
      const auto features = torch::rand({8, 6, 3, 3});
      moments.add(features, features.mean(at::IntArrayRef{2, 3}).mm(true_weights.t()));
    }
    const torch::NoGradGuard no_grad;
    filter.fit(moments);
    const auto features = torch::rand({2, 6, 3, 3});
    const auto logits = features.mean(at::IntArrayRef{2, 3}).mm(true_weights.t()),
               centred = logits - logits.mean(1, true);
    const auto evidence =
        filter.evidence(features, torch::tensor({std::int64_t{4}, std::int64_t{11}}));
    QCOMPARE(evidence.size(2), 3);
    for (const auto& [photo, c] : {std::pair{0, 4}, {1, 11}}) {
      const double mean_evidence = evidence[photo].mean().item<double>(),
                   expected = centred[photo][c].item<double>();
      QVERIFY2(std::abs(mean_evidence - expected) < 0.02,
               qPrintable(QString("%1 %2").arg(mean_evidence).arg(expected)));
    }
  }

  void multi_scale_features_are_the_last_maps_of_each_size() {
    const auto classifier = load_test_classifier("tiny");
    const auto image = torch::rand({2, 3, 32, 32});
    const auto features = classifier->multi_scale_features(image).value();
    QVERIFY(!features.maps.empty());
    for (const auto& map : features.maps) QVERIFY(map.size(0) == 2 && 4 * map.size(2) <= 32);
    const auto last = classifier->layer_features(image.slice(0, 0, 1), 0, std::nullopt).value();
    QVERIFY(at::allclose(last.maps, features.maps.back().slice(0, 0, 1), 1e-4, 1e-5));
    QVERIFY(at::allclose(features.logits, classifier->logits(image), 1e-4, 1e-4));
  }

  void resumed_training_gives_the_same_bytes() {
    TrainSpec spec = make_train_spec("whole");
    const auto whole = train(spec, continue_training);
    QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
    QVERIFY(std::filesystem::exists(spec.out / "samples/000040.png"));
    const auto card = load_saliency_net_card(whole->card_path);
    QVERIFY2(card, card ? "" : card.error().message.c_str());
    QCOMPARE(card->id, std::string("realtime-tiny"));
    QCOMPARE(card->classifier_sha256, hash_weights(spec.classifier));
    QVERIFY2(card->training.find("8 photos") != std::string::npos, card->training.c_str());
    const auto entry = read_catalogue_entry(whole->card_path, true);
    QVERIFY(entry.kind == "masker" && entry.problem.empty() && entry.hash_matches.value_or(false));
    const std::string weights = read_test_file(card->file);

    spec.out = folder_ / "broken";
    const auto cut = train(spec, [](const TrainProgress& p) { return p.step < 20; });
    QVERIFY(!cut && cut.error().code == ErrorCode::interrupted);
    spec.resume = true;
    FIDO_WORKS(train(spec, continue_training));
    QCOMPARE(read_test_file(spec.out / "realtime-tiny.safetensors"), weights);
    FIDO_FAILS(train(
                   [&] {
                     auto s = spec;
                     s.classifier = load_test_card("tiny-bgr");
                     return s;
                   }(),
                   continue_training),
               ErrorCode::usage, "other settings");
  }

  void training_lowers_the_loss_on_eight_photos() {
    TrainSpec spec = make_train_spec("longer");
    spec.steps = 500;  // in the first fifth the area penalty rises, and so does the loss
    spec.batch = 4;
    spec.save_every = 500;
    // At 4e-3, rounding, and so the processor, decides whether the masks become empty.
    spec.learning_rate = 1e-3;
    FIDO_WORKS(train(spec, continue_training));
    const std::string log = read_test_file(spec.out / "log.csv");
    QVERIFY2(loss_at(log, 500) < loss_at(log, 200), log.c_str());
  }

  void saliency_map_takes_one_forward_pass() {
    qputenv("FIDOSCOPE_MODELS", (folder_ / "longer").string().c_str());
    const auto classifier = load_test_classifier("tiny");
    const auto once = run_to_end(*classifier, make_input(*classifier)),
               again = run_to_end(*classifier, make_input(*classifier));
    QVERIFY2(once.has_value(), once ? "" : once.error().message.c_str());
    QCOMPARE(once->history.size(), std::size_t{1});
    QCOMPARE(once->map.values, again->map.values);
    // The map is the network's output, not stretched to 1.
    const auto card = find_saliency_net("tiny", hash_weights(load_test_card("tiny"))).value();
    const auto net =
        SaliencyNet::from_weights(load_weights(card.file).value(), "").value().release();
    const std::unique_ptr<SaliencyNet> owned(net);
    const torch::NoGradGuard no_grad;
    const auto seen = classifier->multi_scale_features(make_input(*classifier).image).value();
    const auto mask = at::upsample_bilinear2d(
                          net->mask(seen.maps, torch::full({1}, 3, torch::kInt64)), {32, 32}, false)
                          .contiguous();
    for (std::size_t i = 0; i < once->map.values.size(); ++i)
      QVERIFY(std::abs(once->map.values[i] - mask.data_ptr<float>()[i]) < 1e-5F);
    QVERIFY2(once->notes.at(0).find("realtime-tiny, trained on") != std::string::npos,
             once->notes[0].c_str());

    auto contrast = default_spec("realtime", "mean");
    contrast.contrast = "5";
    FIDO_FAILS(validate(contrast), ErrorCode::usage, "--contrast");
  }

  void network_of_another_classifier_is_refused() {
    qputenv("FIDOSCOPE_MODELS", (folder_ / "longer").string().c_str());
    const auto other = load_test_classifier("tiny-bgr");
    FIDO_FAILS(run_to_end(*other, make_input(*other)), ErrorCode::input,
               "no saliency network was trained for the classifier tiny-bgr (");
    FIDO_FAILS(run_to_end(*other, make_input(*other)), ErrorCode::input,
               "train one with fidoscope-cli train realtime --classifier tiny-bgr");
    FIDO_FAILS(run_to_end(*other, make_input(*other)), ErrorCode::input,
               "realtime-tiny is for tiny");
    // The classifier is identified by its weights, not by the file's bytes or its name.
    QVERIFY(hash_weights(load_test_card("tiny")) != hash_weights(load_test_card("tiny-bgr")));
    auto renamed = load_test_card("tiny");
    renamed.id = "other";
    renamed.sha256 = std::string(64, '0');
    QCOMPARE(hash_weights(renamed), hash_weights(load_test_card("tiny")));
  }

  void invalid_settings_and_files_are_refused() {
    TrainSpec spec = make_train_spec("wrong");
    spec.classifier = {};
    FIDO_FAILS(train(spec, continue_training), ErrorCode::usage, "--classifier");
    spec = make_train_spec("wrong");
    spec.start_from = "x.safetensors";
    FIDO_FAILS(train(spec, continue_training), ErrorCode::usage, "--start-from");
    const auto path = folder_ / "longer/realtime-tiny.card.json";
    const std::string text = read_test_file(path);
    write_test_file(folder_ / "bad.card.json", text.substr(0, text.find("\"classifier_sha256\"")) +
                                                   "\"classifier_sha256\": \"12\"}");
    FIDO_FAILS(load_saliency_net_card(folder_ / "bad.card.json"), ErrorCode::input,
               "classifier_sha256");
    FIDO_FAILS(SaliencyNet::from_weights({}, "x"), ErrorCode::input,
               "does not hold the weights of a saliency network");
  }
};

QTEST_GUILESS_MAIN(TestRealtime)
#include "test_realtime.moc"
