// Tests of classify, infill and bench on valid input: what they print and which files they write.
#include <cmath>

#include "cli_test.h"

using namespace cli_test;

class TestAnswers : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void classify_table();
  void classify_json();
  void output_kinds_and_colour_orders_agree();
  void unknown_key_is_a_warning();
  void infill_files();
  void every_infiller_keeps_kept_pixels_data();
  void every_infiller_keeps_kept_pixels();
  void infill_averages_samples();
  void infill_explains_the_given_target();
  void mask_that_keeps_or_drops_everything();
  void mask_is_resized_to_the_photo();
  void same_seed_gives_the_same_fill();
  void bench_reports_timings();
  void shared_classifier_recognizes_a_sample();

 private:
  QTemporaryDir folder_;
  QString photo_, half_;
  QString file(const QString& name) const { return folder_.filePath(name); }
  QStringList infill(const QString& mask, const QStringList& rest) const {
    return QStringList{"infill", photo_, "--mask", mask, "--threads", "1", "--out", file("out")} +
           rest;
  }
};

namespace {

// Returns the probability and the score (log-odds) of every class of a picture, by class index.
QMap<int, QPair<double, double>> predictions_by_class(const QString& photo,
                                                      const QString& classifier) {
  const auto answer = run({"classify", photo, "--classifier", classifier, "--top", "99",
                           "--threads", "1", "--json", "--quiet"});
  QMap<int, QPair<double, double>> values;
  for (const auto& each :
       json(answer.out)["images"].toArray()[0].toObject()["predictions"].toArray())
    values[each.toObject()["index"].toInt()] = {each.toObject()["probability"].toDouble(),
                                                each.toObject()["score"].toDouble()};
  return values;
}

}  // namespace

void TestAnswers::initTestCase() {
  photo_ = save(file("photo.png"), red_square());
  half_ = save(file("half.png"), picture(64, 64, [](int x, int) {
                 const int value = x < 32 ? 255 : 0;
                 return std::array<int, 3>{value, value, value};
               }));
}

void TestAnswers::classify_table() {
  const auto answer =
      run({"classify", photo_, photo_, "--classifier", "tiny", "--top", "3", "--threads", "1"});
  COMPARE_ANSWER(answer, 0, answer.out, photo_ + "|INDEX  PROBABILITY  SCORE  LABEL");
  QCOMPARE(answer.out.count('\n'), 2 * (1 + 1 + 3));
  // The log says what was loaded and with which BLAS.
  QVERIFY2(answer.err.contains("tiny on cpu, 1 threads, fp32, LibTorch"), answer.err.constData());
}

void TestAnswers::classify_json() {
  const auto answer =
      run({"classify", photo_, "--classifier", "tiny", "--json", "--quiet", "--threads", "1"});
  QCOMPARE(answer.code, 0);
  QCOMPARE(answer.err, QByteArray());
  const auto document = json(answer.out);
  QCOMPARE(document["classifier"].toObject()["id"].toString(), "tiny");
  const auto predictions = document["images"].toArray()[0].toObject()["predictions"].toArray();
  QCOMPARE(predictions.size(), 5);
  double previous = 1;
  for (const auto& each : predictions) {
    const double p = each.toObject()["probability"].toDouble();
    QVERIFY(p > 0 && p <= previous);
    QVERIFY(std::abs(each.toObject()["score"].toDouble() - (std::log(p) - std::log1p(-p))) < 1e-4);
    // The WordNet id is not part of the label.
    QVERIFY(!each.toObject()["label"].toString().startsWith("n0"));
    previous = p;
  }
}

void TestAnswers::output_kinds_and_colour_orders_agree() {
  const auto logits = predictions_by_class(photo_, "tiny");
  QCOMPARE(logits.size(), 10);
  for (const char* other : {"tiny-probabilities", "tiny-log-probabilities", "tiny-bgr"}) {
    const auto values = predictions_by_class(photo_, other);
    QCOMPARE(values.keys(), logits.keys());
    for (const int index : logits.keys()) {
      QVERIFY2(std::abs(values[index].first - logits[index].first) < 1e-4, other);
      QVERIFY2(std::abs(values[index].second - logits[index].second) < 1e-2, other);
    }
  }
}

void TestAnswers::unknown_key_is_a_warning() {
  const auto answer = run({"classify", photo_, "--classifier", "unknown-key", "--threads", "1"});
  COMPARE_ANSWER(
      answer, 0, answer.err,
      "unknown-key.card.json: unknown key \"interpolaton\"|did you mean \"interpolation\"?");
}

void TestAnswers::infill_files() {
  const auto answer =
      run(infill(half_, {"--infill", "local", "--classifier", "tiny", "--json", "--quiet"}));
  QCOMPARE(answer.code, 0);
  QCOMPARE(answer.err, QByteArray());
  const auto written = read(file("out/photo/result.json"));
  QCOMPARE(answer.out, written);
  const auto result = json(written);
  for (const char* key : {"format", "version", "image", "mask", "infill", "classifier", "target",
                          "predictions", "probability_original", "score_original",
                          "probability_counterfactual", "score_counterfactual", "marginal"})
    QVERIFY2(result.contains(key), key);
  QCOMPARE(result["image"].toObject()["path"].toString(), photo_);
  QCOMPARE(result["image"].toObject()["sha256"].toString().size(), 64);
  QCOMPARE(result["image"].toObject()["width"].toInt(), 64);
  QCOMPARE(result["mask"].toObject()["kept"].toDouble(), 0.5);
  QCOMPARE(result["predictions"].toArray().size(), 5);
  QCOMPARE(result["marginal"].toObject()["samples"].toInt(), 1);
  QVERIFY(std::abs(result["marginal"].toObject()["mean"].toDouble() -
                   result["probability_counterfactual"].toDouble()) < 1e-6);
  QCOMPARE(result["target"].toObject()["index"],
           result["predictions"].toArray()[0].toObject()["index"]);
  const auto classified = predictions_by_class(photo_, "tiny");
  const int target = result["target"].toObject()["index"].toInt();
  QVERIFY(std::abs(result["probability_original"].toDouble() - classified[target].first) < 1e-6);
  QVERIFY(std::abs(result["score_original"].toDouble() - classified[target].second) < 1e-6);
  const auto infilled = fido::load_image(file("out/photo/infilled.png").toStdString());
  QVERIFY(infilled.has_value());
  QCOMPARE(infilled->width, 32);
  QCOMPARE(QDir(file("out/photo")).entryList(QDir::Files | QDir::Hidden),
           (QStringList{"infilled.png", "result.json"}));
}

void TestAnswers::every_infiller_keeps_kept_pixels_data() {
  QTest::addColumn<QString>("name");
  for (const char* name :
       {"mean", "blur", "random", "local", "push-pull", "telea", "navier-stokes"})
    QTest::newRow(name) << name;
}

// Every infiller leaves the kept half unchanged, up to rounding to 8 bits.
void TestAnswers::every_infiller_keeps_kept_pixels() {
  QFETCH(QString, name);
  const auto all = save(file("all.png"), grey_picture(255));
  QCOMPARE(run(infill(all, {"--infill", name, "--classifier", "tiny", "--quiet"})).code, 0);
  const auto before = fido::load_image(file("out/photo/infilled.png").toStdString());
  QCOMPARE(run(infill(half_, {"--infill", name, "--classifier", "tiny", "--quiet"})).code, 0);
  const auto after = fido::load_image(file("out/photo/infilled.png").toStdString());
  QVERIFY(before && after);
  int kept_changed = 0, dropped_changed = 0;
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x)
      for (int c = 0; c < 3; ++c)
        (x < 16 ? kept_changed : dropped_changed) +=
            std::abs(before->row(y)[3 * x + c] - after->row(y)[3 * x + c]) > 1;
  QCOMPARE(kept_changed, 0);
  if (name == "random" || name == "mean") QVERIFY(dropped_changed > 100);
}

void TestAnswers::infill_averages_samples() {
  const auto random = run(
      infill(half_, {"--infill", "random", "--samples", "20", "--classifier", "tiny", "--json"}));
  QCOMPARE(random.code, 0);
  const auto marginal = json(random.out)["marginal"].toObject();
  QCOMPARE(marginal["samples"].toInt(), 20);
  QVERIFY(marginal["low"].toDouble() < marginal["mean"].toDouble());
  QVERIFY(marginal["high"].toDouble() > marginal["mean"].toDouble());
  const auto local =
      run(infill(half_, {"--infill", "local", "--samples", "20", "--classifier", "tiny"}));
  COMPARE_ANSWER(local, 0, local.err, "--samples: local always returns the same fill");
  COMPARE_ANSWER(local, 0, local.out, "PROBABILITY|original|infilled");
}

void TestAnswers::infill_explains_the_given_target() {
  const auto by_label = run(infill(
      half_, {"--classifier", "tiny", "--target", "Carassius Auratus", "--json", "--quiet"}));
  QCOMPARE(by_label.code, 0);
  QCOMPARE(json(by_label.out)["target"].toObject()["index"].toInt(), 1);
  QCOMPARE(json(by_label.out)["target"].toObject()["label"].toString(),
           "goldfish, Carassius auratus");
}

void TestAnswers::mask_that_keeps_or_drops_everything() {
  const auto all = save(file("all.png"), grey_picture(255)),
             none = save(file("none.png"), grey_picture(0));
  const auto kept = run(infill(all, {"--classifier", "tiny", "--json"}));
  COMPARE_ANSWER(kept, 0, kept.err, "all.png: the mask keeps everything");
  const auto result = json(kept.out);
  QVERIFY(std::abs(result["probability_original"].toDouble() -
                   result["probability_counterfactual"].toDouble()) < 1e-6);
  const auto dropped = run(infill(none, {"--classifier", "tiny", "--infill", "mean", "--json"}));
  COMPARE_ANSWER(dropped, 0, dropped.err, "none.png: the mask drops everything");
  QCOMPARE(json(dropped.out)["mask"].toObject()["kept"].toDouble(-1), 0.0);
  QCOMPARE(run(infill(none, {"--classifier", "tiny", "--quiet"})).err, QByteArray());
}

void TestAnswers::mask_is_resized_to_the_photo() {
  const auto small = save(file("small.png"), picture(2, 1, [](int x, int) {
                            const int value = x == 0 ? 255 : 0;
                            return std::array<int, 3>{value, value, value};
                          }));
  const auto answer =
      run(infill(small, {"--classifier", "tiny", "--infill", "mean", "--json", "--quiet"}));
  QCOMPARE(answer.code, 0);
  QCOMPARE(json(answer.out)["mask"].toObject()["kept"].toDouble(), 0.5);
}

void TestAnswers::same_seed_gives_the_same_fill() {
  const QStringList random{"--infill",     "random", "--samples", "3",
                           "--classifier", "tiny",   "--quiet",   "--seed"};
  QList<QByteArray> fills;
  for (const char* seed : {"5", "5", "6"}) {
    QCOMPARE(run(infill(half_, random + QStringList{seed})).code, 0);
    fills.append(read(file("out/photo/infilled.png")));
  }
  QCOMPARE(fills[0], fills[1]);
  QVERIFY(fills[0] != fills[2]);
}

void TestAnswers::bench_reports_timings() {
  const QStringList bench_arguments{"bench", "--classifier", "tiny", "--infill",
                                    "mean",  "--rounds",     "1",    "--threads",
                                    "1",     "--samples",    "2",    "--quiet"};
  for (const QStringList& photo : {QStringList{}, QStringList{photo_}}) {
    const auto answer = run(bench_arguments + photo);
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.err, QByteArray());
    const auto result = json(answer.out);
    for (const char* key : {"seconds_iteration", "seconds_classifier", "ratio", "seconds_edit"})
      QVERIFY2(result[key].toDouble() > 0, key);
    for (const char* key :
         {"version", "classifier", "method", "infill", "device", "precision", "libtorch", "blas"})
      QVERIFY2(!result[key].toString().isEmpty(), key);
    QCOMPARE(result["batch"].toInt(), 2);
    QCOMPARE(result["threads"].toInt(), 1);
    QCOMPARE(result["rounds"].toInt(), 1);
  }
}

void TestAnswers::shared_classifier_recognizes_a_sample() {
  const QString data = FIDOSCOPE_SHARED_DATA;
  if (!QFileInfo::exists(data + "/classifiers/squeezenet1_1.pt"))
    QSKIP("the shared classifiers are not here");
  const auto answer =
      run({"classify", FIDOSCOPE_SOURCE_DIR "/resources/samples/coffee.png", "--models",
           data + "/classifiers", "--classifier", "squeezenet1_1", "--json"});
  QCOMPARE(answer.code, 0);
  const auto best =
      json(answer.out)["images"].toArray()[0].toObject()["predictions"].toArray()[0].toObject();
  QVERIFY2(best["label"].toString().contains("espresso"), qPrintable(best["label"].toString()));
}

QTEST_GUILESS_MAIN(TestAnswers)
#include "test_answers.moc"
