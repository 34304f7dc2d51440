// Tests of explain on one picture: the files it writes, their content, and that the same call gives
// the same bytes.
#include <cmath>

#include "cli_test.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"
#include "tests/result_keys.h"

using namespace cli_test;

class TestExplain : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void writes_the_documented_files();
  void every_method_with_every_infiller_data();
  void every_method_with_every_infiller();
  void map_highlights_the_square_data();
  void map_highlights_the_square();
  void evidence_is_kept_by_the_smallest_region();
  void same_seed_gives_the_same_map();
  void spec_file_and_options_give_the_same_run();
  void json_prints_one_document();
  void quiet_prints_nothing();
  void paths_with_spaces_and_non_ascii_characters();
  void grey_and_cropping_classifiers();
  void given_mask_constrains_the_run();

 private:
  QTemporaryDir folder_;
  QString photo_;
  QString file(const QString& name) const { return folder_.filePath(name); }
  Answer explain(const QString& out, const QStringList& rest) const {
    return run(QStringList{"explain", photo_, "--threads", "1", "--out", file(out)} + rest);
  }
};

void TestExplain::initTestCase() { photo_ = save(file("photo.png"), red_square()); }

void TestExplain::writes_the_documented_files() {
  const auto answer = explain(
      "files", {"--classifier", "tiny", "--iterations", "12", "--grid", "9", "--seed", "3"});
  COMPARE_ANSWER(answer, 0, answer.out,
                 "photo.png: |under masks drawn from the map|" + file("files/photo"));
  const QDir folder(file("files/photo"));
  QCOMPARE(folder.entryList(QDir::Files | QDir::Hidden),
           (QStringList{"counterfactual.png", "drop.npy", "history.csv", "map.npy", "map.png",
                        "mask.png", "overlay.png", "result.json"}));
  QCOMPARE(QDir(file("files")).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
           (QStringList{"photo", "summary.csv"}));

  const auto map = fido::load_npy(folder.filePath("map.npy").toStdString());
  const auto drop = fido::load_npy(folder.filePath("drop.npy").toStdString());
  QVERIFY(map && drop);
  QCOMPARE(map->width, 32);
  QCOMPARE(map->height, 32);
  QCOMPARE(drop->width, 9);
  QCOMPARE(drop->height, 9);
  for (const float v : map->values) QVERIFY(v >= 0 && v <= 1);
  QVERIFY(read(folder.filePath("map.npy")).startsWith("\x93NUMPY\x01"));
  QVERIFY(read(folder.filePath("map.npy")).contains("'descr': '<f4'"));

  const auto mask = fido::load_mask(folder.filePath("mask.png").toStdString());
  QVERIFY(mask.has_value());
  QCOMPARE(mask->width, 32);
  for (std::size_t i = 0; i < mask->values.size(); ++i)
    QCOMPARE(mask->values[i], map->values[i] >= 0.5F ? 1.F : 0.F);
  const auto overlay = fido::load_image(folder.filePath("overlay.png").toStdString());
  QVERIFY(overlay.has_value());
  QCOMPARE(overlay->width, 64);  // the overlay has the size of the photo

  const auto history = lines(read(folder.filePath("history.csv")));
  QCOMPARE(history.first(), "iteration,loss,score,probability,expected_drop,seconds");
  QCOMPARE(history.size(), 1 + 12);
  QVERIFY(history.last().startsWith("11,"));

  const auto result = json(read(folder.filePath("result.json")));
  for (const auto& key : result_keys())
    QVERIFY2(result.contains(QString::fromStdString(key)), key.c_str());
  const auto image = result["image"].toObject();
  QCOMPARE(image["path"].toString(), photo_);
  QCOMPARE(image["sha256"].toString(),
           QCryptographicHash::hash(read(photo_), QCryptographicHash::Sha256).toHex());
  QCOMPARE(image["width"].toInt(), 64);
  const auto spec = result["spec"].toObject();
  QCOMPARE(spec["grid"].toInt(), 9);
  QCOMPARE(spec["seed"].toInt(), 3);
  QCOMPARE(spec["classifier"].toString(), "tiny");
  QCOMPARE(result["iterations_done"].toInt(), 12);
  QCOMPARE(result["threads"].toInt(), 1);
  for (const char* key : {"load", "run", "total"})
    QVERIFY(result["seconds"].toObject()[key].toDouble() > 0);
  const auto marginal = result["marginal"].toObject();
  QCOMPARE(marginal["samples"].toInt(), 64);
  QVERIFY(marginal["low"].toDouble() <= marginal["mean"].toDouble() &&
          marginal["mean"].toDouble() <= marginal["high"].toDouble());

  const auto summary = lines(read(file("files/summary.csv")));
  QCOMPARE(summary.size(), 2);
  QVERIFY(summary[0].startsWith("image,folder,target,label,probability_original,"));
  QVERIFY(summary[1].startsWith(photo_ + "," + file("files/photo") + "," +
                                QString::number(result["target"].toObject()["index"].toInt())));
}

void TestExplain::every_method_with_every_infiller_data() {
  QTest::addColumn<QString>("method");
  QTest::addColumn<QString>("infill");
  for (const auto& method : fido::methods())
    for (const auto& infill : fido::infillers())
      // Infillers and methods that need a card are tested in test_learned.cpp and
      // test_realtime.cpp.
      if (infill.supports_runs && infill.card_path.empty() && method.id != "realtime")
        QTest::addRow("%s %s", method.id.c_str(), infill.id.c_str())
            << QString::fromStdString(method.id) << QString::fromStdString(infill.id);
}

void TestExplain::every_method_with_every_infiller() {
  QFETCH(QString, method);
  QFETCH(QString, infill);
  QStringList arguments{"--classifier", "tiny", "--method", method, "--infill", infill, "--quiet"};
  if (fido::applies_to(*fido::find_field("iterations"), method.toStdString()))
    arguments += {"--iterations", "3"};
  const auto answer = explain("methods", arguments);
  auto spec_with_infill = fido::default_spec(method.toStdString());
  spec_with_infill.infill = infill.toStdString();
  if (const auto fit = fido::validate(spec_with_infill); !fit) {
    COMPARE_ANSWER(answer, 2, answer.err, QString::fromStdString(fit.error().message));
    return;
  }
  QCOMPARE(answer.code, 0);
  QCOMPARE(answer.err, QByteArray());
  const auto spec = json(read(file("methods/photo/result.json")))["spec"].toObject();
  QCOMPARE(spec["method"].toString(), method);
  QCOMPARE(spec["infill"].toString(), infill);
  QCOMPARE(spec["samples"].toInt(), fido::default_spec(method.toStdString()).samples);
}

void TestExplain::map_highlights_the_square_data() {
  QTest::addColumn<QString>("method");
  QTest::newRow("keep") << "fido-ssr";
  QTest::newRow("drop") << "fido-sdr";
}

// The classifier counts pixels by colour. The area around the square already has the colour that
// the infiller `mean` fills with, so the square alone sustains the class "red", and dropping it
// destroys the class.
void TestExplain::map_highlights_the_square() {
  QFETCH(QString, method);
  const auto square =
      save(file("square.png"), picture(64, 64, [](int x, int y) {
             return std::array<int, 3>{x >= 8 && x < 28 && y >= 8 && y < 28 ? 255 : 0, 0, 0};
           }));
  const auto answer = run({"explain", square, "--classifier", "colors", "--target", "red",
                           "--method", method, "--infill", "mean", "--lambda", "0.03", "--threads",
                           "1", "--quiet", "--out", file("maps")});
  QCOMPARE(answer.code, 0);
  const auto map = fido::load_npy(file("maps/square/map.npy").toStdString());
  QVERIFY(map.has_value());
  double inside = 0, outside = 0;
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x) {
      const bool is_well_inside = x >= 5 && x < 13 && y >= 5 && y < 13;
      const bool is_far_outside = x >= 17 || y >= 17;
      const auto value = static_cast<double>(map->at(x, y));
      inside += is_well_inside ? value / 64 : 0;
      outside += is_far_outside ? value / (32 * 32 - 17 * 17) : 0;
    }
  qInfo("importance %.3f in the square, %.3f far from it", inside, outside);
  QVERIFY(inside > 0.7);
  QVERIFY(outside < 0.3);
}

// The square is all of the evidence. Half of it is enough for half, and the search says what its
// masks keep.
void TestExplain::evidence_is_kept_by_the_smallest_region() {
  const auto square =
      save(file("square.png"), picture(64, 64, [](int x, int y) {
             return std::array<int, 3>{x >= 8 && x < 28 && y >= 8 && y < 28 ? 255 : 0, 0, 0};
           }));
  QList<double> kept;
  for (const char* share : {"0.3", "0.5"}) {
    const auto answer =
        run({"explain", square, "--classifier", "colors", "--target", "red", "--infill", "mean",
             "--keep-evidence", share, "--threads", "1", "--quiet", "--out", file(share)});
    QCOMPARE(answer.code, 0);
    const auto result = json(read(file(share + QStringLiteral("/square/result.json"))));
    const double target = result["score_target"].toDouble(),
                 reached = result["score_under_masks"].toDouble(),
                 range = result["score_original"].toDouble() - result["score_infilled"].toDouble();
    qInfo("target %.3f, reached %.3f, range %.3f", target, reached, range);
    QVERIFY(std::abs(target - (result["score_infilled"].toDouble() +
                               QString(share).toDouble() * range)) < 1e-6 * range);
    QVERIFY(std::abs(reached - target) < 0.1 * range);
    QVERIFY(result["pixel_price"].toDouble() > 0);
    QCOMPARE(result["spec"]["keep_evidence"].toDouble(), QString(share).toDouble());
    const auto map = fido::load_npy(file(share + QStringLiteral("/square/map.npy")).toStdString());
    const auto drop =
        fido::load_npy(file(share + QStringLiteral("/square/drop.npy")).toStdString());
    QVERIFY(map && drop);
    double sum = 0;
    for (const float p : drop->values) sum += 1 - static_cast<double>(p);
    kept.append(sum / static_cast<double>(drop->values.size()));
    // The region lies on the square.
    int inside = 0, outside = 0;
    for (int y = 0; y < 32; ++y)
      for (int x = 0; x < 32; ++x)
        (x >= 3 && x < 15 && y >= 3 && y < 15 ? inside : outside) += map->at(x, y) > 0.5F;
    qInfo("%d pixels in the square, %d elsewhere", inside, outside);
    QVERIFY(inside > 4 * outside);
  }
  QVERIFY2(kept[0] < kept[1], qPrintable(QString("%1 %2").arg(kept[0]).arg(kept[1])));
}

void TestExplain::same_seed_gives_the_same_map() {
  QList<QByteArray> maps;
  for (const char* seed : {"7", "7", "8"}) {
    const auto answer = explain("seed", {"--classifier", "tiny", "--iterations", "20", "--infill",
                                         "random", "--seed", seed, "--quiet"});
    QCOMPARE(answer.code, 0);
    maps.append(read(file("seed/photo/map.npy")));
  }
  QVERIFY(maps[0].size() > 32 * 32 * 4);
  QCOMPARE(maps[0], maps[1]);
  QVERIFY(maps[0] != maps[2]);
}

void TestExplain::spec_file_and_options_give_the_same_run() {
  const QStringList options{"--classifier", "tiny",      "--method", "fido-sdr",     "--infill",
                            "local",        "--lambda",  "0.01",     "--iterations", "8",
                            "--samples",    "4",         "--grid",   "12",           "--seed",
                            "11",           "--threads", "1"};
  QCOMPARE(explain("one", options + QStringList{"--quiet"}).code, 0);
  const auto spec =
      write(file("spec.json"), run(QStringList{"explain", "--print-spec"} + options).out);
  QCOMPARE(run({"explain", photo_, "--spec", spec, "--out", file("two"), "--quiet"}).code, 0);
  QCOMPARE(read(file("one/photo/map.npy")), read(file("two/photo/map.npy")));
  QCOMPARE(json(read(file("one/photo/result.json")))["spec"],
           json(read(file("two/photo/result.json")))["spec"]);
  // The spec in result.json can be read back as a spec file.
  const auto again =
      write(file("again.json"),
            QJsonDocument(json(read(file("one/photo/result.json")))["spec"].toObject()).toJson());
  QCOMPARE(json(run({"explain", "--print-spec", "--spec", again}).out), json(read(spec)));
}

void TestExplain::json_prints_one_document() {
  const auto answer = explain("json", {"--classifier", "tiny", "--iterations", "2", "--json"});
  QCOMPARE(answer.code, 0);
  const auto images = json(answer.out)["images"].toArray();
  QCOMPARE(images.size(), 1);
  QCOMPARE(images[0].toObject()["result"].toObject(), json(read(file("json/photo/result.json"))));
}

void TestExplain::quiet_prints_nothing() {
  const auto answer =
      explain("quiet", {"--classifier", "unknown-key", "--iterations", "2", "--quiet"});
  QCOMPARE(answer.code, 0);
  QCOMPARE(answer.err, QByteArray());
  QCOMPARE(answer.out, QByteArray());
}

void TestExplain::paths_with_spaces_and_non_ascii_characters() {
  const QString folder_name = QString::fromUtf8("Füße und 写真 (1)");
  QVERIFY(QDir(folder_.path()).mkpath(folder_name + "/models"));
  for (const char* name : {"tiny.pt", "tiny.card.json", "tiny_labels.txt"})
    QVERIFY(QFile::copy(models_folder() + "/" + name, file(folder_name + "/models/" + name)));
  const auto photo =
      save(file(folder_name + "/" + QString::fromUtf8("ein Bild ñ.v2.png")), red_square());
  auto env = environment();
  env.remove("FIDOSCOPE_MODELS");
  const auto answer = run({"explain", photo, "--models", file(folder_name + "/models"),
                           "--classifier", "tiny", "--iterations", "2", "--threads", "1", "--out",
                           file(folder_name + "/out dir"), "--json", "--quiet"},
                          env);
  QCOMPARE(answer.err, QByteArray());
  QCOMPARE(answer.code, 0);
  const auto result =
      file(folder_name + "/out dir/" + QString::fromUtf8("ein Bild ñ.v2/result.json"));
  QCOMPARE(json(read(result))["image"].toObject()["path"].toString(), photo);
  QCOMPARE(json(answer.out)["images"].toArray()[0].toObject()["path"].toString(), photo);
  // A file name that is not valid UTF-8 cannot be passed through QProcess, but a shell can pass it.
  QProcess process;
  process.setProcessEnvironment(env);
  process.start("sh",
                {"-c",
                 "cp \"$1\" \"$2/$(printf 'a\\377b').png\" && \"$0\" explain \"$2/$(printf "
                 "'a\\377b').png\" --models \"$3\" "
                 "--classifier tiny --iterations 2 --threads 1 --out \"$2/bytes\" --json --quiet",
                 FIDOSCOPE_CLI, photo, folder_.path(), file(folder_name + "/models")});
  const auto bytes = finish(process);
  QCOMPARE(bytes.err, QByteArray());
  QCOMPARE(bytes.code, 0);
  QCOMPARE(json(bytes.out)["images"].toArray().size(), 1);
}

// A classifier with one input channel, and one with a wide input that crops the photo.
void TestExplain::grey_and_cropping_classifiers() {
  for (const char* name : {"tiny-grey", "tiny-wide"}) {
    const auto answer = explain(name, {"--classifier", name, "--iterations", "3", "--quiet"});
    QCOMPARE(answer.code, 0);
    const auto map = fido::load_npy((file(name) + "/photo/map.npy").toStdString());
    QVERIFY(map.has_value());
    const bool wide = QString(name) == "tiny-wide";
    QCOMPARE(map->width, wide ? 40 : 32);
    QCOMPARE(map->height, wide ? 24 : 32);
  }
}

void TestExplain::given_mask_constrains_the_run() {
  fido::Plane half(50, 20, 1.F);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 25; ++x) half.at(x, y) = 0.F;  // the left half is dropped
  QVERIFY(fido::save_png(file("half.png").toStdString(), half));
  const QStringList common{"--classifier", "tiny", "--iterations", "6", "--grid", "8", "--quiet"};
  const QStringList constrained =
      common + QStringList{"--mask", file("half.png"), "--mask-role", "drop"};
  QCOMPARE(explain("bound", constrained).code, 0);
  const auto drop = fido::load_npy(file("bound/photo/drop.npy").toStdString());
  QVERIFY(drop);
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 4; ++x) QVERIFY(drop->at(x, y) > 0.99999F);
  QVERIFY(drop->at(6, 4) < 0.99F);
  QVERIFY(QFile::exists(file("bound/photo/given_mask.png")));
  const QByteArray before = read(file("bound/photo/result.json"));
  // The same call is skipped by --resume; a different mask in the same file is a different run.
  QCOMPARE(explain("bound", constrained + QStringList{"--resume"}).code, 0);
  QCOMPARE(read(file("bound/photo/result.json")), before);
  QVERIFY(fido::save_png(file("half.png").toStdString(), fido::Plane(50, 20, 1.F)));
  QCOMPARE(explain("bound", constrained + QStringList{"--resume"}).code, 0);
  QVERIFY(read(file("bound/photo/result.json")) != before);

  {
    const auto answer = explain("no", common + QStringList{"--mask-role", "keep"});
    COMPARE_ANSWER(answer, 2, answer.err, "--mask-role keep: needs a mask");
  }
  {
    const auto answer = explain("no", common + QStringList{"--mask", file("half.png")});
    COMPARE_ANSWER(answer, 2, answer.err, "--mask-role");
  }
  {
    const auto answer =
        explain("no", common + QStringList{"--mask", file("absent.png"), "--mask-role", "keep"});
    COMPARE_ANSWER(answer, 3, answer.err, "absent.png");
  }
  {
    const auto answer =
        explain("no", common + QStringList{"--mask", file("half.png"), "--mask-role", "kept"});
    COMPARE_ANSWER(answer, 2, answer.err, "did you mean keep");
  }
}

QTEST_GUILESS_MAIN(TestExplain)
#include "test_explain.moc"
