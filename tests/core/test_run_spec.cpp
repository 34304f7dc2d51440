// RunSpec: one table of fields, from which text, JSON and validation are made.
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include <QScopeGuard>
#include "core/base/files.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"
#include "support.h"

using namespace fido;
using namespace fido::test;
using Json = nlohmann::ordered_json;

namespace {

Expected<void> set_by_key(RunSpec& spec, const char* key, const std::string& text) {
  return set_field(spec, *find_field(key), text);
}

// Returns a spec in which every field differs from its default.
RunSpec non_default_spec() {
  RunSpec spec;
  spec.classifier = "net é";
  spec.method = "fido-sdr";
  spec.infill = "local";
  spec.target = "tabby, \"tabby\" cat";
  spec.contrast = "282";
  spec.preset = "quick";
  spec.keep_evidence = 0.9;
  spec.lambda = 0.1 + 0.2;
  spec.lambda_unit = "range";
  spec.tv = 1e-300;
  spec.iterations = 17;
  spec.samples = 3;
  spec.grid = 28;
  spec.area = 0.25;
  spec.learning_rate = 1.0 / 3.0;
  spec.temperature = 0.7;
  spec.warmup = 0;
  spec.stratified = true;
  spec.noise_block = 8;
  spec.randomized_layers = 2;
  spec.map_upsampling = "logits";
  spec.marginal_samples = 5;
  spec.mask = "half é.png";
  spec.mask_role = "keep";
  spec.seed = std::numeric_limits<std::uint64_t>::max();
  spec.device = "cuda:1";
  spec.precision = "bf16";
  spec.threads = 2;
  return spec;
}

}  // namespace

class TestRunSpec : public QObject {
  Q_OBJECT
 private slots:
  // Uses the built-in infillers only, and none that this machine has installed.
  void initTestCase() {
    qputenv("FIDOSCOPE_RESOURCES", "/nonexistent");
    qputenv("XDG_DATA_HOME", "/nonexistent");
    qunsetenv("FIDOSCOPE_MODELS");
  }

  void tableListsEveryField() {
    std::set<std::string> keys;
    const RunSpec spec, other = non_default_spec();
    for (const auto& field : spec_fields()) {
      QVERIFY2(keys.insert(field.key).second, field.key);
      QVERIFY2(std::string(field.help).size() > 10, field.key);
      QVERIFY2(field_text(spec, field) != field_text(other, field), field.key);
      QCOMPARE(find_field(field.key), &field);
    }
    QCOMPARE(keys.size(), std::size_t{28});
    QCOMPARE(find_field("no such"), nullptr);
    QCOMPARE(std::string(find_field("lambda")->symbol), std::string("λ"));
    QCOMPARE(std::string(find_field("grid")->symbol), std::string("θ"));
    QVERIFY(!find_field("lambda")->advanced);
    QVERIFY(find_field("temperature")->advanced);
  }

  void defaultsMatchThePapers() {
    const RunSpec fido = preset_spec("paper", "fido-ssr");
    QCOMPARE(fido.iterations, 300);
    QCOMPARE(fido.method, std::string("fido-ssr"));
    QCOMPARE(fido.lambda, 1e-3);
    QCOMPARE(fido.infill, default_infiller_id());
    const RunSpec bbmp = default_spec("bbmp");
    QCOMPARE(bbmp.method, std::string("bbmp"));
    QCOMPARE(bbmp.lambda, 5e-3);
    QCOMPARE(bbmp.samples, 1);
    QCOMPARE(bbmp.warmup, 1);
    QCOMPARE(bbmp.infill, std::string("blur"));
    const RunSpec extremal = default_spec("extremal");
    QCOMPARE(extremal.iterations, 800);
    QCOMPARE(extremal.area, 0.1);
    QCOMPARE(extremal.infill, std::string("blur"));
    FIDO_FAILS(validate(default_spec("extremal", "push-pull")), ErrorCode::usage,
               "push-pull leaves extremal no gradient");
    for (const auto& method : methods()) FIDO_WORKS(validate(default_spec(method.id)));
    // Fields that a method does not use are not offered for it.
    const auto count_used_fields = [](const std::string& method) {
      const auto& fields = spec_fields();
      return std::count_if(fields.begin(), fields.end(),
                           [&](const SpecField& field) { return applies_to(field, method); });
    };
    // fido-sdr uses every field except the area.
    QCOMPARE(count_used_fields("fido-sdr"), static_cast<std::ptrdiff_t>(spec_fields().size()) - 1);
    for (const MethodInfo& method : methods())
      for (const auto& key : method.settings) {
        QVERIFY2(find_field(key), key.c_str());
        QCOMPARE(find_field(key)->scope, SpecScope::setting);
      }
    QVERIFY(applies_to(*find_field("area"), "extremal") &&
            !applies_to(*find_field("lambda"), "extremal") &&
            applies_to(*find_field("learning_rate"), "extremal"));
    QVERIFY(applies_to(*find_field("grid"), "rise") && !applies_to(*find_field("lambda"), "rise") &&
            !applies_to(*find_field("iterations"), "gradient"));
    QVERIFY(count_used_fields("gradient") < count_used_fields("occlusion") &&
            count_used_fields("occlusion") < count_used_fields("rise"));
  }

  // Files of version 0.1.0 contain values that their method never used. They load, and those values
  // are discarded.
  void specsOfEarlierVersionsLoad() {
    const std::filesystem::path folder = FIDOSCOPE_TEST_DATA "/formats-0.1/spec";
    // The files name the infiller "fast", which is shipped with the program.
    qunsetenv("FIDOSCOPE_RESOURCES");
    refresh_infillers();
    const auto restore = qScopeGuard([] {
      qputenv("FIDOSCOPE_RESOURCES", "/nonexistent");
      refresh_infillers();
    });
    for (const char* method : {"fido-ssr", "bbmp", "gradient", "rise", "extremal"}) {
      const auto spec =
          spec_from_json(read_test_file(folder / (std::string(method) + ".json")), method);
      FIDO_WORKS(spec);
      QVERIFY2(*spec == preset_spec("paper", method, spec->infill), method);
    }
    const auto spec =
        spec_from_json(read_test_file(folder / "gradient-with-unused.json"), "gradient");
    FIDO_WORKS(spec);
    QCOMPARE(spec->method, std::string("gradient"));
    QVERIFY(*spec == default_spec("gradient", "fast"));
    FIDO_WORKS(validate(*spec));
  }

  void unsupportedContrastOrMaskIsRefused() {
    RunSpec spec = default_spec("realtime", "mean");
    spec.contrast = "5";
    FIDO_FAILS(validate(spec), ErrorCode::usage, "--contrast 5: realtime");
    spec = default_spec("gradient", "mean");
    spec.contrast = "5";
    FIDO_WORKS(validate(spec));
    spec.mask_role = "keep";
    FIDO_FAILS(validate(spec), ErrorCode::usage, "--mask-role keep: gradient takes no mask");
  }

  void commonFieldsApplyWhereMethodsUseThem() {
    const FieldValues common{{"lambda", "7"}, {"iterations", "5"}, {"grid", "9"}, {"threads", "1"}};
    const auto ssr = spec_with_common_fields("fido-ssr", "mean", common);
    FIDO_WORKS(ssr);
    QVERIFY(ssr->lambda == 7 && ssr->iterations == 5 && ssr->grid == 9 && ssr->threads == 1);
    const std::string fast = FIDOSCOPE_SOURCE_DIR "/models/infillers/fast.card.json";
    FIDO_FAILS(spec_with_common_fields("fido-ssr", fast, common), ErrorCode::usage,
               "--lambda 7: its unit is ambiguous; add --lambda-unit range");
    const auto rise = spec_with_common_fields("rise", "mean", common);
    FIDO_WORKS(rise);
    RunSpec expected = default_spec("rise", "mean");
    expected.threads = 1;
    QVERIFY(*rise == expected);
    FIDO_WORKS(check_fields_used({"rise", "fido-ssr"}, common));
    FIDO_FAILS(check_fields_used({"rise"}, {{"grid", "9"}}), ErrorCode::usage,
               "--grid: none of these methods uses it; leave it out, or set it for one method: "
               "rise@grid=9");
    FIDO_FAILS(check_fields_used({"gradient"}, common), ErrorCode::usage, "uses it; leave it out");
  }

  void equalityComparesEveryField() {
    QVERIFY(RunSpec() == RunSpec());
    const RunSpec other = non_default_spec();
    for (const auto& field : spec_fields()) {
      RunSpec spec;
      std::visit([&](auto member) { spec.*member = other.*member; }, field.member);
      QVERIFY2(spec != RunSpec(), field.key);
    }
  }

  void textRoundTrips() {
    const RunSpec expected = non_default_spec();
    RunSpec spec;
    for (const auto& field : spec_fields())
      FIDO_WORKS(set_field(spec, field, field_text(expected, field)));
    QVERIFY(spec == expected);
  }

  void numbersParseInSeveralForms() {
    RunSpec spec;
    for (const auto* text : {"1e-3", "0.001", ".001", "+0.001", " 0.001 ", "1E-03"}) {
      spec.lambda = 7;
      FIDO_WORKS(set_by_key(spec, "lambda", text));
      QCOMPARE(spec.lambda, 0.001);
    }
    for (const auto* text : {"300", "+300", "3e2", "300.0"}) {
      spec.iterations = 7;
      FIDO_WORKS(set_by_key(spec, "iterations", text));
      QCOMPARE(spec.iterations, 300);
    }
    for (const auto* text : {"true", "on", "yes", "1"}) {
      spec.stratified = false;
      FIDO_WORKS(set_by_key(spec, "stratified", text));
      QVERIFY(spec.stratified);
    }
    FIDO_WORKS(set_by_key(spec, "stratified", "off"));
    QVERIFY(!spec.stratified);
    FIDO_WORKS(set_by_key(spec, "contrast", ""));
    QCOMPARE(spec.contrast, std::string());
  }

  void invalidTextIsRefused_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* key, const char* text, const char* message) {
      QTest::addRow("%s %s", key, text) << key << text << message;
    };
    row("lambda", "-1", "--lambda: -1 is out of range; use a number from 0 to 1e+06");
    row("lambda", "nan", "--lambda: nan is not a number; use a number from 0 to 1e+06");
    row("lambda", "inf", "--lambda: inf is out of range");
    row("lambda", "0,5", "--lambda: 0,5 is not a number");
    row("lambda", "1e999", "--lambda: 1e999 is out of range");
    row("lambda", "1e-3x", "--lambda: 1e-3x is not a number");
    row("lambda", "", "--lambda: is empty; use a number from 0 to 1e+06");
    row("tv", "-0.1", "--tv: -0.1 is out of range");
    row("iterations", "0", "--iterations: 0 is out of range; use a whole number from 1 to 100000");
    row("iterations", "100001", "--iterations: 100001 is out of range");
    row("iterations", "2.5",
        "--iterations: 2.5 is not a whole number; use a whole number from 1 to 100000");
    row("iterations", "many", "--iterations: many is not a number");
    row("iterations", "99999999999999999999", "--iterations: 99999999999999999999 is out of range");
    row("iterations", "1e30", "--iterations: 1e30 is out of range");
    row("samples", "257", "--samples: 257 is out of range; use a whole number from 1 to 256");
    row("grid", "1025", "--grid: 1025 is out of range; use a whole number from 1 to 1024");
    row("learning_rate", "0",
        "--learning-rate: 0 is out of range; use a number greater than 0 and at most 10");
    row("learning_rate", "10.5", "--learning-rate: 10.5 is out of range");
    row("temperature", "0", "--temperature: 0 is out of range; use a number from 0.001 to 10");
    row("temperature", "-1", "--temperature: -1 is out of range");
    row("warmup", "-1", "--warmup: -1 is out of range; use a whole number of at least 0");
    row("marginal_samples", "100001",
        "--marginal-samples: 100001 is out of range; use a whole number from 0 to 100000");
    row("seed", "-1",
        "--seed: -1 is out of range; use a whole number from 0 to 18446744073709551615");
    row("seed", "18446744073709551616", "--seed: 18446744073709551616 is out of range");
    row("seed", "0.5", "--seed: 0.5 is not a whole number");
    row("threads", "1025", "--threads: 1025 is out of range");
    row("stratified", "maybe", "--stratified: maybe is neither true nor false; use true or false");
    row("method", "fido",
        "--method: fido is unknown; did you mean fido-ssr? Choices: fido-ssr, fido-sdr, "
        "fido-joint, bbmp, ");
    row("method", "", "--method: is empty; use fido-ssr, fido-sdr, fido-joint, bbmp, ");
    row("infill", "pushpull", "--infill: pushpull is unknown; did you mean push-pull?");
    row("infill", "telea",
        "--infill: telea is for hand-made masks (fidoscope-cli infill), not for runs; use "
        "push-pull, ");
    row("infill", "navier-stokes", "--infill: navier-stokes is for hand-made masks");
    row("map_upsampling", "logit", "--map-upsampling: logit is unknown; did you mean logits?");
    row("precision", "fp16",
        "--precision: fp16 is unknown; did you mean fp32? Choices: fp32 or bf16");
    row("target", " ", "--target: is empty; use top, an index or a label");
    for (const auto* device : {"gpu", "cuda:", "cuda:x", "cuda:-1", "cuda0", "CPU", "cuda:99999"})
      row("device", device,
          (std::string("--device: ") + device + " is not a device; use auto, cpu, cuda or cuda:N")
              .c_str());
  }
  void invalidTextIsRefused() {
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(QString, message);
    RunSpec spec;
    FIDO_FAILS(set_by_key(spec, key.toUtf8().constData(), text.toStdString()), ErrorCode::usage,
               message.toStdString());
    QVERIFY(spec == RunSpec());  // the spec is unchanged
  }

  void validDevicesAreAccepted() {
    RunSpec spec;
    for (const auto* device : {"auto", "cpu", "cuda", "cuda:0", "cuda:12"})
      FIDO_WORKS(set_by_key(spec, "device", device));
  }

  void validationChecksEveryField() {
    FIDO_WORKS(validate(RunSpec()));
    RunSpec other = non_default_spec();
    FIDO_FAILS(validate(other), ErrorCode::usage,
               "--tv 1e-300: has no effect with --keep-evidence, which pays nothing for edges");
    other.tv = 0;
    FIDO_FAILS(validate(other), ErrorCode::usage,
               "--map-upsampling logits: has no effect with --keep-evidence");
    other.map_upsampling = "probabilities";
    FIDO_WORKS(validate(other));
    other.preset = "paper";
    FIDO_FAILS(validate(other), ErrorCode::usage,
               "--preset paper: does not go with --keep-evidence 0.9");
    other.preset = "standard";
    other.keep_evidence = 0;
    FIDO_FAILS(validate(other), ErrorCode::usage,
               "--preset standard: does not go with --keep-evidence 0;");
    const auto fails = [](const char* message, void (*change)(RunSpec&)) {
      RunSpec spec;
      change(spec);
      FIDO_FAILS(validate(spec), ErrorCode::usage, message);
    };
    fails("--lambda: -1 is out of range; use a number from 0 to 1e+06",
          [](RunSpec& s) { s.lambda = -1; });
    fails("--lambda: nan is not a number", [](RunSpec& s) { s.lambda = std::nan(""); });
    fails("--tv: inf is out of range", [](RunSpec& s) { s.tv = INFINITY; });
    fails("--temperature: -nan is not a number",
          [](RunSpec& s) { s.temperature = std::copysign(std::nan(""), -1.0); });
    fails("--learning-rate: 0 is out of range", [](RunSpec& s) { s.learning_rate = 0; });
    fails("--grid: 0 is out of range", [](RunSpec& s) { s.grid = 0; });
    fails("--method: gradcam is unknown", [](RunSpec& s) { s.method = "gradcam"; });
    fails("--infill: telea is for hand-made masks", [](RunSpec& s) { s.infill = "telea"; });
    fails("--device: tpu is not a device", [](RunSpec& s) { s.device = "tpu"; });
    fails("--precision: is empty; use fp32 or bf16", [](RunSpec& s) { s.precision.clear(); });
  }

  void jsonRoundTrips() {
    for (const auto& expected : {RunSpec(), non_default_spec(), default_spec("bbmp")}) {
      const auto spec = spec_from_json(to_json(expected), "s.json");
      QVERIFY2(spec.has_value(), spec ? "" : spec.error().message.c_str());
      QVERIFY(*spec == without_unused_fields(expected));
    }
    const Json json = Json::parse(to_json(RunSpec()));
    QCOMPARE(json.size(), spec_fields().size());
    for (const auto& field : spec_fields()) QVERIFY2(json.contains(field.key), field.key);
    QCOMPARE(json["lambda"].dump(), std::string("0.001"));
    QVERIFY(json["stratified"].is_boolean());
    QVERIFY(json["seed"].is_number_unsigned());
  }

  void jsonContainsNoNan() {
    RunSpec spec;
    spec.lambda = std::nan("");
    const std::string text = to_json(spec);
    QVERIFY(text.find("nan") == std::string::npos);
    FIDO_FAILS(spec_from_json(text, "s.json"), ErrorCode::input,
               "s.json: \"lambda\": null is not a number");
    FIDO_FAILS(spec_from_json("{\"lambda\": NaN}", "s.json"), ErrorCode::input,
               "s.json: is not JSON (at line 1, column ");
  }

  void missingKeysTakeMethodDefaults() {
    QVERIFY(*spec_from_json("{}", "s") == default_spec());
    QVERIFY(*spec_from_json("{\"method\": \"bbmp\"}", "s") == default_spec("bbmp"));
    // This holds even if the method comes last.
    const auto spec = spec_from_json("{\"samples\": 4, \"method\": \"bbmp\"}", "s");
    QVERIFY(spec.has_value());
    QCOMPARE(spec->samples, 4);
    QCOMPARE(spec->lambda, 5e-3);
  }

  void jsonAcceptsClassIndicesAsNumbers() {
    const auto spec =
        spec_from_json("{\"target\": 207, \"contrast\": 208, \"iterations\": 3e2}", "s");
    QVERIFY(spec.has_value());
    QCOMPARE(spec->target, std::string("207"));
    QCOMPARE(spec->contrast, std::string("208"));
    QCOMPARE(spec->iterations, 300);
  }

  void invalidJsonIsRefused() {
    const auto fails = [](const char* json, const char* message) {
      FIDO_FAILS(spec_from_json(json, "my spec.json"), ErrorCode::input, message);
    };
    fails("", "my spec.json: is not JSON");
    fails("[]", "my spec.json: must be a JSON object");
    fails("{\"lambda\": 1", "my spec.json: is not JSON (at line 1, column 13");
    fails("{\"lamda\": 1}", "my spec.json: unknown key \"lamda\"; did you mean \"lambda\"?");
    fails("{\"lambda\": -1}",
          "my spec.json: \"lambda\": -1 is out of range; use a number from 0 to 1e+06");
    fails("{\"lambda\": \"1\"}", "my spec.json: \"lambda\": \"1\" is not a number");
    fails("{\"lambda\": null}", "\"lambda\": null is not a number");
    fails("{\"iterations\": 2.5}", "\"iterations\": 2.5 is not a whole number");
    fails("{\"seed\": -3}", "\"seed\": -3 is out of range");
    fails("{\"stratified\": 1}", "\"stratified\": 1 is neither true nor false");
    fails("{\"infill\": \"telea\"}", "\"infill\": telea is for hand-made masks");
    fails("{\"infill\": 3}", "\"infill\": 3 is not a string");
    fails("{\"method\": \"x\"}", "\"method\": x is unknown");
    fails("{\"device\": \"gpu\"}", "\"device\": gpu is not a device");
  }

  // When a method changes, copy the table that this test writes into docs/method.md.
  void documentedMethodsTableIsUpToDate() {
    const std::string page =
        read_file(std::string(FIDOSCOPE_SOURCE_DIR) + "/docs/method.md").value();
    const std::string begin = "<!-- methods: begin -->\n";
    const std::size_t first = page.find(begin);
    const std::size_t last = page.find("<!-- methods: end -->");
    QVERIFY(first != std::string::npos && last != std::string::npos);
    const std::size_t start = first + begin.size();
    const std::string table = methods_table();
    const std::string copy = std::string(FIDOSCOPE_BINARY_DIR) + "/methods.md";
    if (page.substr(start, last - start) != table) {
      QVERIFY(write_file(copy, table));
      QFAIL(("docs/method.md: the table of methods is out of date; copy it from " + copy).c_str());
    }
  }
};

QTEST_GUILESS_MAIN(TestRunSpec)
#include "test_run_spec.moc"
