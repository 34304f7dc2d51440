// Tests of the command line that need no network: help, wrong usage, specs and the list of models.
#include "cli_test.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"

using namespace cli_test;

class TestUsage : public QObject {
  Q_OBJECT

 private slots:
  void help_data();
  void help();
  void help_loads_no_libtorch();
  void version();
  void every_field_is_an_option();
  void wrong_usage_data();
  void wrong_usage();
  void printed_spec_has_the_defaults_of_the_method();
  void printed_spec_round_trips();
  void options_override_the_spec_file();
  void method_selects_the_defaults();
  void bad_spec_data();
  void bad_spec();
  void models_table();
  void models_json();
  void no_models();
  void full_standard_output();
};

namespace {

QJsonObject spec_of(const QStringList& options) {
  const auto answer = run(QStringList{"explain", "--print-spec"} + options);
  if (answer.code != 0 || !answer.err.isEmpty()) qWarning("%s", answer.err.constData());
  return json(answer.out);
}

}  // namespace

void TestUsage::help_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QString>("expected");
  QTest::newRow("program") << QStringList{"--help"}
                           << "models|classify|infill|explain|bench|Exit codes";
  QTest::newRow("-h") << QStringList{"-h"} << "explain";
  for (const char* name :
       {"models", "classify", "infill", "explain", "bench", "figure", "evaluate", "train"})
    QTest::newRow(name) << QStringList{name, "--help"} << "--models|--json|--quiet";
  QTest::newRow("missing options do not matter")
      << QStringList{"infill", "--help", "photo.png"} << "--mask";
}

void TestUsage::help() {
  QFETCH(QStringList, arguments);
  QFETCH(QString, expected);
  // These model folders would cost time or cause errors if the help read them.
  auto env = environment();
  env.insert("FIDOSCOPE_MODELS", "/dev/null:/proc/self/mem");
  const auto answer = run(arguments, env);
  COMPARE_ANSWER(answer, 0, answer.out, expected);
  QCOMPARE(answer.err, QByteArray());
}

// LibTorch takes 0.4 s to load, four times the time that --help may take. A timed test would
// measure only the machine.
void TestUsage::help_loads_no_libtorch() {
  auto env = environment();
  // The dynamic linker lists the libraries that it would load, and exits.
  env.insert("LD_TRACE_LOADED_OBJECTS", "1");
  const auto answer = run({"--help"}, env);
  QCOMPARE(answer.code, 0);
  QVERIFY2(answer.out.contains("libc.so"), answer.out.constData());
  QVERIFY(!answer.out.contains("libtorch"));
  QVERIFY(!answer.out.contains("libcuda"));
}

void TestUsage::version() {
  const auto answer = run({"--version"});
  COMPARE_ANSWER(answer, 0, answer.out, "fidoscope-cli |LibTorch ");
  QCOMPARE(answer.out.count('\n'), 1);
}

void TestUsage::every_field_is_an_option() {
  const auto answer = run({"explain", "--help"});
  QCOMPARE(answer.code, 0);
  for (const auto& field : fido::spec_fields()) {
    const QString option = "--" + QString(field.key).replace('_', '-') + " ";
    QVERIFY2(answer.out.contains(option.toUtf8()), qPrintable(option));
  }
}

void TestUsage::wrong_usage_data() {
  QTest::addColumn<QString>("arguments");
  QTest::addColumn<QString>("expected");
  const QString explain = "explain a.png --classifier tiny --out /tmp/never ";
  QTest::newRow("nothing")
      << ""
      << "give a subcommand: models, classify, infill, explain, bench, figure, evaluate or train";
  QTest::newRow("subcommand") << "explian a.png"
                              << "no subcommand explian|did you mean explain?";
  QTest::newRow("program option") << "--verison"
                                  << "no option --verison|did you mean --version?";
  QTest::newRow("option") << explain + "--lamda 3"
                          << "explain has no option --lamda; did you mean --lambda?";
  QTest::newRow("option=value") << explain + "--iteration=3"
                                << "explain has no option --iteration; did you mean --iterations?";
  QTest::newRow("misspelt before missing") << "classify a.png --clasifier tiny"
                                           << "--clasifier; did you mean --classifier?";
  QTest::newRow("no value") << "explain a.png --classifier tiny --out"
                            << "explain: --out needs a value";
  QTest::newRow("too many") << "infill a.png b.png"
                            << "infill: unexpected argument b.png";
  QTest::newRow("method") << explain + "--method fido-srs"
                          << "--method: fido-srs|did you mean fido-ssr?|bbmp";
  QTest::newRow("infiller") << explain + "--infill pushpull"
                            << "--infill: pushpull|did you mean push-pull?";
  QTest::newRow("infiller for masks") << explain + "--infill telea"
                                      << "--infill: telea is for hand-made masks";
  QTest::newRow("lambda") << explain + "--lambda -1"
                          << "--lambda: -1|from 0 to 1e+06";
  QTest::newRow("lambda=") << explain + "--lambda=-0.5"
                           << "--lambda: -0.5|from 0 to 1e+06";
  QTest::newRow("evidence and lambda")
      << explain + "--keep-evidence 1 --lambda 2"
      << "--lambda: a run with --keep-evidence finds the price|leave one of them out";
  QTest::newRow("evidence and tv") << explain + "--keep-evidence 1 --tv 0.01"
                                   << "--tv 0.01: has no effect with --keep-evidence";
  QTest::newRow("evidence of bbmp") << explain + "--method bbmp --keep-evidence 1"
                                    << "--keep-evidence: bbmp does not use it";
  QTest::newRow("lambda NaN") << explain + "--lambda nan"
                              << "--lambda: nan is not a number";
  QTest::newRow("lambda text") << explain + "--lambda much"
                               << "--lambda: much is not a number";
  QTest::newRow("iterations") << explain + "--iterations 0"
                              << "--iterations: 0 is out of range; use a whole number from 1";
  QTest::newRow("half a sample") << explain + "--samples 1.5"
                                 << "--samples: 1.5 is not a whole number";
  QTest::newRow("precision") << explain + "--precision fp16"
                             << "--precision: fp16|fp32 or bf16";
  QTest::newRow("device") << explain + "--device gpu"
                          << "--device: gpu|cuda:N";
  QTest::newRow("no classifier") << "explain a.png --out /tmp/never"
                                 << "explain needs --classifier|fidoscope-cli models";
  QTest::newRow("no out") << "explain a.png --classifier tiny"
                          << "explain needs --out";
  QTest::newRow("no picture") << "explain --classifier tiny --out /tmp/never"
                              << "explain needs at least one picture";
  QTest::newRow("class") << explain + "--target goldfsh"
                         << "--target: \"goldfsh\"|did you mean \"goldfish\" (class 1)?";
  QTest::newRow("class index") << explain + "--target 10"
                               << "--target: class 10 is out of range; use 0 to 9";
  QTest::newRow("contrast") << explain + "--contrast zebra"
                            << "--contrast: \"zebra\" is not one of the 10 classes";
  QTest::newRow("top") << "classify a.png --classifier tiny --top 0"
                       << "--top: 0|from 1 to";
  QTest::newRow("rounds") << "bench --classifier tiny --rounds many"
                          << "--rounds: many|from 1 to 1000";
  QTest::newRow("no mask") << "infill a.png --classifier tiny --out /tmp/never"
                           << "infill needs --mask";
  QTest::newRow("infill's infiller")
      << "infill a.png --mask m.png --classifier tiny --out /tmp/never --infill teela"
      << "--infill: teela|did you mean telea?|navier-stokes";
  QTest::newRow("infill's class")
      << "infill a.png --mask m.png --classifier tiny --out /tmp/never --target -1"
      << "--target: class -1 is out of range";
}

void TestUsage::wrong_usage() {
  QFETCH(QString, arguments);
  QFETCH(QString, expected);
  const auto answer = run(arguments.split(' ', Qt::SkipEmptyParts));
  COMPARE_ANSWER(answer, 2, answer.err, expected);
  QVERIFY2(answer.err.startsWith("fidoscope-cli: "), answer.err.constData());
  QCOMPARE(answer.err.count('\n'), 1);
  QCOMPARE(answer.out, QByteArray());
  QVERIFY(!QFileInfo::exists("/tmp/never"));
}

void TestUsage::printed_spec_has_the_defaults_of_the_method() {
  // Hide the shipped infillers here, as cli_test.h hides them from the program.
  qputenv("FIDOSCOPE_RESOURCES", "/nonexistent");
  fido::refresh_infillers();
  for (const std::string method : {"fido-ssr", "fido-sdr", "bbmp"}) {
    const auto printed = spec_of({"--method", QString::fromStdString(method)});
    QCOMPARE(printed, json(QByteArray::fromStdString(fido::to_json(fido::default_spec(method)))));
  }
}

void TestUsage::printed_spec_round_trips() {
  const QTemporaryDir folder;
  const QStringList options{"--classifier",
                            "tiny",
                            "--method",
                            "fido-sdr",
                            "--infill",
                            "local",
                            "--target",
                            "goldfish",
                            "--contrast",
                            "3",
                            "--lambda",
                            "2e-4",
                            "--tv",
                            "0.01",
                            "--grid",
                            "28",
                            "--iterations",
                            "17",
                            "--samples",
                            "4",
                            "--seed",
                            "18446744073709551615",
                            "--learning-rate",
                            "0.1",
                            "--temperature",
                            "0.3",
                            "--warmup",
                            "5",
                            "--noise-block",
                            "8",
                            "--randomized-layers",
                            "2",
                            "--stratified",
                            "true",
                            "--precision",
                            "bf16",
                            "--device",
                            "cpu",
                            "--threads",
                            "1",
                            "--marginal-samples",
                            "9",
                            "--map-upsampling",
                            "logits",
                            "--mask",
                            "half.png",
                            "--mask-role",
                            "keep",
                            "--lambda-unit",
                            "range"};
  const auto first = run(QStringList{"explain", "--print-spec"} + options);
  QCOMPARE(first.code, 0);
  // Every field that the method uses was set to a value other than its default, but for the share
  // of the evidence, which excludes λ, and the preset, which λ implies.
  const auto defaults =
      json(QByteArray::fromStdString(fido::to_json(fido::preset_spec("paper", "fido-ssr"))));
  const auto given = json(first.out);
  for (const auto& key : defaults.keys())
    QVERIFY2(given[key] != defaults[key] || key == "keep_evidence" || key == "preset" ||
                 !fido::applies_to(*fido::find_field(key.toStdString()), "fido-sdr"),
             qPrintable(key));

  const auto file = write(folder.filePath("spec.json"), first.out);
  const auto again = run({"explain", "--print-spec", "--spec", file});
  QCOMPARE(again.code, 0);
  QCOMPARE(again.out, first.out);
}

void TestUsage::options_override_the_spec_file() {
  const QTemporaryDir folder;
  const auto file =
      write(folder.filePath("spec.json"), R"({"lambda": 0.5, "grid": 7, "infill": "mean"})");
  const auto spec = spec_of({"--spec", file, "--lambda", "0.25"});
  QCOMPARE(spec["lambda"].toDouble(), 0.25);
  QCOMPARE(spec["grid"].toInt(), 7);
  QCOMPARE(spec["infill"].toString(), "mean");
  QCOMPARE(spec["samples"].toInt(), 8);
  // A unit alone selects that unit's default lambda. A lambda alone keeps the unit of the file, or
  // is per pixel as in the paper.
  QCOMPARE(spec["lambda_unit"].toString(), "pixel");
  QCOMPARE(spec_of({"--lambda-unit", "range"})["lambda"].toDouble(),
           fido::with_lambda_unit(fido::default_spec("fido-ssr", "mean"), "range").lambda);
  QCOMPARE(spec_of({"--lambda", "3", "--lambda-unit", "range"})["lambda"].toDouble(), 3);
  const auto ranged =
      write(folder.filePath("range.json"), R"({"lambda": 0.5, "lambda_unit": "range"})");
  QCOMPARE(spec_of({"--spec", ranged, "--lambda", "3"})["lambda_unit"].toString(), "range");
  // The share of the evidence brings the settings of the search, and a λ those of the paper.
  const auto evidence = spec_of({"--keep-evidence", "0.9"});
  QCOMPARE(evidence["keep_evidence"].toDouble(), 0.9);
  QVERIFY(evidence["iterations"].toInt() < 300);
  QCOMPARE(spec_of({"--keep-evidence", "0.9", "--iterations", "77"})["iterations"].toInt(), 77);
  const auto searching = write(folder.filePath("evidence.json"), R"({"keep_evidence": 0.9})");
  QCOMPARE(spec_of({"--spec", searching, "--grid", "9"})["keep_evidence"].toDouble(), 0.9);
  const auto priced = spec_of({"--spec", searching, "--lambda", "0.002"});
  QCOMPARE(priced["keep_evidence"].toDouble(), 0);
  QCOMPARE(priced["lambda"].toDouble(), 0.002);
  QCOMPARE(priced["iterations"].toInt(), 300);
  QCOMPARE(spec_of({"--spec", ranged, "--keep-evidence", "1"})["keep_evidence"].toDouble(), 1);
  // If an option is given twice, the last one counts.
  QCOMPARE(spec_of({"--grid", "3", "--grid", "4"})["grid"].toInt(), 4);
}

void TestUsage::method_selects_the_defaults() {
  const QTemporaryDir folder;
  const auto file = write(folder.filePath("spec.json"), R"({"method": "bbmp", "grid": 7})");
  const auto from_file = spec_of({"--spec", file});
  QCOMPARE(from_file["lambda"].toDouble(), 5e-3);
  QCOMPARE(from_file["samples"].toInt(), 1);
  const auto from_option = spec_of({"--spec", file, "--method", "fido-sdr"});
  QCOMPARE(from_option["method"].toString(), "fido-sdr");
  QCOMPARE(from_option["lambda"].toDouble(), 1e-3);
  QCOMPARE(from_option["grid"].toInt(), 7);
  // The position of --method does not matter.
  QCOMPARE(spec_of({"--grid", "9", "--method", "bbmp"})["samples"].toInt(), 1);
  QCOMPARE(spec_of({"--samples", "3", "--method", "bbmp"})["samples"].toInt(), 3);
}

void TestUsage::bad_spec_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QString>("expected");
  QTest::newRow("empty") << QByteArray() << "spec.json|is not JSON";
  QTest::newRow("truncated") << QByteArray("{\"grid\": 7,") << "spec.json|is not JSON|line 1";
  QTest::newRow("a list") << QByteArray("[1]") << "spec.json|must be a JSON object";
  QTest::newRow("unknown key") << QByteArray("{\"lamda\": 1}")
                               << "spec.json|unknown key \"lamda\"|\"lambda\"";
  QTest::newRow("out of range") << QByteArray("{\"lambda\": -1}")
                                << "spec.json|\"lambda\": -1|from 0 to 1e+06";
  QTest::newRow("wrong type") << QByteArray("{\"iterations\": \"many\"}")
                              << "spec.json|\"iterations\"|not a number";
  QTest::newRow("method") << QByteArray("{\"method\": \"fido\"}")
                          << "spec.json|\"method\"|did you mean";
}

void TestUsage::bad_spec() {
  QFETCH(QByteArray, content);
  QFETCH(QString, expected);
  const QTemporaryDir folder;
  const auto answer =
      run({"explain", "--print-spec", "--spec", write(folder.filePath("spec.json"), content)});
  COMPARE_ANSWER(answer, 3, answer.err, expected);
  QCOMPARE(answer.out, QByteArray());
  const auto absent = run({"explain", "--print-spec", "--spec", folder.filePath("none.json")});
  COMPARE_ANSWER(absent, 3, absent.err, "none.json: there is no such file");
}

void TestUsage::models_table() {
  const auto answer = run({"models"});
  COMPARE_ANSWER(answer, 0, answer.out, "tiny-bgr|colors|3x24x40|wrong-hash|WRONG|absent|not-json");
  COMPARE_ANSWER(
      answer, 0, answer.err,
      "missing-key.card.json: \"mean\" is missing|wrong-hash|not-json.card.json: is not JSON");
  QVERIFY(run({"models", "--quiet"}).err.isEmpty());
}

void TestUsage::models_json() {
  const auto answer = run({"models", "--json", "--quiet"});
  QCOMPARE(answer.code, 0);
  const auto models = json(answer.out)["models"].toArray();
  QCOMPARE(models.size(), QDir(models_folder()).entryList({"*.card.json"}).size());
  for (const auto& each : models) {
    const auto model = each.toObject();
    const auto id = model["id"].toString();
    const auto problem = model["problem"].toString();
    if (id == "tiny") {
      QCOMPARE(problem, "");
      QCOMPARE(model["kind"].toString(), "classifier");
      QCOMPARE(model["hash_right"].toBool(), true);
      QCOMPARE(model["file_present"].toBool(), true);
      QCOMPARE(model["input_size"].toArray(), (QJsonArray{3, 32, 32}));
    } else if (id == "wrong-hash") {
      QVERIFY(problem.contains("SHA-256"));
      QCOMPARE(model["hash_right"].toBool(true), false);
    } else if (id == "absent-file") {
      QCOMPARE(model["file_present"].toBool(true), false);
      QVERIFY(model["hash_right"].isNull());
    }
  }
}

void TestUsage::no_models() {
  const QTemporaryDir folder;
  auto env = environment();
  env.remove("FIDOSCOPE_MODELS");
  const auto answer = run({"models", "--models", folder.path()}, env);
  COMPARE_ANSWER(answer, 0, answer.err, "no cards were found|--models|" + folder.path());
  QVERIFY(json(run({"models", "--json"}, env).out)["models"].toArray().isEmpty());
  // --models may be repeated and does not consume the arguments after it.
  const auto both = run(
      {"models", "--models", folder.path(), "--models", models_folder(), "--json", "--quiet"}, env);
  QVERIFY(!json(both.out)["models"].toArray().isEmpty());
}

void TestUsage::full_standard_output() {
  if (!QFileInfo::exists("/dev/full")) QSKIP("no /dev/full here");
  for (const QStringList& arguments :
       {QStringList{"--help"}, QStringList{"explain", "--print-spec"},
        QStringList{"models", "--quiet"}}) {
    QProcess process;
    process.setProcessEnvironment(environment());
    process.setStandardOutputFile("/dev/full");
    process.start(FIDOSCOPE_CLI, arguments);
    const auto answer = finish(process);
    COMPARE_ANSWER(answer, 3, answer.err, "standard output cannot be written to");
  }
}

QTEST_GUILESS_MAIN(TestUsage)
#include "test_usage.moc"
