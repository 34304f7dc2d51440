// Short trainings: the loss falls, a resumed training ends with the same bytes, and invalid
// settings are refused.
#include <map>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/model/infiller_card.h"
#include "core/train/train.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

const auto continue_training = [](const TrainProgress&) { return true; };

double first_loss(const std::string& log) {
  const auto row = log.find('\n') + 1;
  return std::stod(log.substr(log.find(',', row) + 1));
}

}  // namespace

class TestTrain : public QObject {
  Q_OBJECT

  Folder folder_;

  TrainSpec make_train_spec(const std::string& architecture, const std::string& out) const {
    TrainSpec spec;
    spec.architecture = architecture;
    spec.data = folder_ / "photos";
    spec.out = folder_ / (architecture + "-" + out);
    spec.steps = 60;
    spec.batch = 2;
    spec.crop = 32;
    spec.width = architecture == "fast" ? 0 : 4;
    spec.base = architecture == "vae" ? "none" : "push-pull";  // both bases are tested
    spec.save_every = 20;
    spec.seed = 7;
    return spec;
  }

  static void add_architecture_rows() {
    QTest::addColumn<QString>("architecture");
    for (const char* name : {"fast", "vae", "ca"}) QTest::newRow(name) << name;
  }

 private slots:
  void initTestCase() {
    std::filesystem::create_directories(folder_ / "photos/inner");
    for (int i = 0; i < 8; ++i) {
      Image photo(80 + i, 72);
      for (int y = 0; y < photo.height; ++y)
        for (int x = 0; x < photo.width; ++x) {
          // Stripes, which Push-pull blurs.
          const bool light = (x * (i % 3) + y * (2 - i % 3) + i) / 6 % 2 == 0;
          for (int c = 0; c < 3; ++c)
            photo.row(y)[3 * x + c] = static_cast<std::uint8_t>((light ? 200 : 40) + 10 * c);
        }
      FIDO_WORKS(save_png(
          folder_ / ((i % 2 ? "photos/inner/" : "photos/") + std::to_string(i) + ".png"), photo));
    }
    write_test_file(folder_ / "photos/notes.txt", std::string("no picture"));
  }

  void resumed_training_gives_the_same_bytes_data() { add_architecture_rows(); }
  void resumed_training_gives_the_same_bytes() {
    QFETCH(QString, architecture);
    const std::string name = architecture.toStdString();
    TrainSpec spec = make_train_spec(name, "whole");
    const auto whole = train(spec, continue_training);
    QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
    QCOMPARE(whole->photos, 8);
    QCOMPARE(whole->skipped.size(), std::size_t{1});
    QVERIFY(std::filesystem::exists(spec.out / "samples/000060.png"));
    const auto card = load_infiller_card(whole->card_path);
    QVERIFY2(card, card ? "" : card.error().message.c_str());
    QVERIFY(card->training.find("8 photos") != std::string::npos);
    QCOMPARE(card->runtime, name);
    QCOMPARE(card->base, name == "ca" ? "push-pull" : "none");
    if (name == "vae") {
      const auto samples = load_infiller_card(spec.out / "vae-samples.card.json");
      QVERIFY(samples && samples->stochastic && samples->sha256 == card->sha256);
    }
    const std::string weights = read_test_file(spec.out / (name + ".safetensors"));

    // Interrupts the training after the state of step 20 and again after that of step 40, the
    // second time while CA trains with its critics (from step 48 on).
    spec.out = folder_ / (name + "-broken");
    for (const int stop : {20, 50}) {
      spec.save_every = stop == 20 ? 20 : 10;
      const auto cut = train(spec, [stop](const TrainProgress& p) { return p.step < stop; });
      QVERIFY(!cut);
      QCOMPARE(cut.error().code, ErrorCode::interrupted);
      spec.resume = true;
    }
    FIDO_WORKS(train(spec, continue_training));
    QCOMPARE(read_test_file(spec.out / (name + ".safetensors")), weights);

    FIDO_FAILS(train(
                   [&] {
                     auto s = spec;
                     s.resume = false;
                     return s;
                   }(),
                   continue_training),
               ErrorCode::usage, "--resume");
    FIDO_FAILS(train(
                   [&] {
                     auto s = spec;
                     s.batch = 3;
                     return s;
                   }(),
                   continue_training),
               ErrorCode::usage, "other settings");
    write_test_file(spec.out / "state.safetensors",
                    read_test_file(spec.out / "state.safetensors").substr(0, 5000));
    FIDO_FAILS(train(spec, continue_training), ErrorCode::input, "state.safetensors");
  }

  void training_lowers_the_loss_on_eight_photos_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<QString>("base");
    for (const char* base : {"push-pull", "none"})
      for (const char* name : {"fast", "vae", "ca"})
        if (QString(name) != "fast" || QString(base) != "none")
          QTest::addRow("%s over %s", name, base) << name << base;
  }
  void training_lowers_the_loss_on_eight_photos() {
    QFETCH(QString, architecture);
    QFETCH(QString, base);
    TrainSpec spec = make_train_spec(architecture.toStdString(), base.toStdString() + "-longer");
    spec.steps = 300;
    spec.batch = 4;
    spec.width = spec.width > 0 ? 8 : 0;
    spec.save_every = 300;
    spec.learning_rate = 4e-3;
    spec.base = base.toStdString();
    const auto longer = train(spec, continue_training);
    QVERIFY2(longer, longer ? "" : longer.error().message.c_str());
    const std::string log = read_test_file(spec.out / "log.csv");
    QVERIFY2(longer->loss < 0.85 * first_loss(log), log.c_str());

    // A training that starts from these weights begins with a lower loss.
    spec.start_from = spec.out / (architecture.toStdString() + ".safetensors");
    spec.out = folder_ / (architecture.toStdString() + "-" + base.toStdString() + "-further");
    spec.steps = 100;
    spec.learning_rate = 1e-4;
    FIDO_WORKS(train(spec, continue_training));
    QVERIFY(first_loss(read_test_file(spec.out / "log.csv")) < 0.85 * first_loss(log));
  }

  void invalid_settings_are_refused() {
    const auto fails = [&](const std::function<void(TrainSpec&)>& change, ErrorCode code,
                           const char* text) {
      TrainSpec spec = make_train_spec("fast", "wrong");
      change(spec);
      FIDO_FAILS(train(spec, continue_training), code, text);
    };
    fails([](auto& s) { s.crop = 36; }, ErrorCode::usage, "multiple of 8");
    fails(
        [](auto& s) {
          s.architecture = "ca";
          s.crop = 40;
        },
        ErrorCode::usage, "multiple of 32");
    fails([](auto& s) { s.crop = 512; }, ErrorCode::usage, "larger than the photos");
    fails([](auto& s) { s.architecture = "slow"; }, ErrorCode::usage, "slow");
    fails(
        [](auto& s) {
          s.architecture = "ca";
          s.base = "local";
        },
        ErrorCode::usage, "--base");
    fails([](auto& s) { s.width = 16; }, ErrorCode::usage, "--width");
    fails(
        [](auto& s) {
          s.architecture = "vae";
          s.width = 5;
        },
        ErrorCode::usage, "even");
    fails([&](auto& s) { s.data = folder_ / "nothing"; }, ErrorCode::input, "nothing");
    fails([&](auto& s) { s.start_from = folder_ / "none.safetensors"; }, ErrorCode::input,
          "none.safetensors");
    fails([](auto& s) { s.out = "/dev/full/out"; }, ErrorCode::input, "/dev/full");
  }
};

QTEST_GUILESS_MAIN(TestTrain)
#include "test_train.moc"
