// The presets of a run, and the choice between a share of the evidence and a price.
#include "core/run/methods.h"
#include "core/run/run_spec.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

RunSpec paper() { return preset_spec("paper", "fido-ssr", "mean"); }
RunSpec standard() { return preset_spec("standard", "fido-ssr", "mean"); }
RunSpec quick() { return preset_spec("quick", "fido-ssr", "mean"); }

RunSpec with_share(RunSpec spec, double share) {
  spec.keep_evidence = share;
  return spec;
}

RunSpec chosen(RunSpec spec, const FormFields& set) {
  choose_form(spec, set);
  return spec;
}

}  // namespace

class TestPresets : public QObject {
  Q_OBJECT
 private slots:
  // Uses the built-in infillers only, and none that this machine has installed.
  void initTestCase() {
    qputenv("FIDOSCOPE_RESOURCES", "/nonexistent");
    qputenv("XDG_DATA_HOME", "/nonexistent");
    qunsetenv("FIDOSCOPE_MODELS");
  }

  void presetsDifferInFormAndEffort() {
    QVERIFY(default_spec("fido-ssr", "mean") == standard());
    QVERIFY(!searches_evidence(paper()) && searches_evidence(standard()) &&
            searches_evidence(quick()));
    QVERIFY(quick().iterations < standard().iterations);
    QVERIFY(standard().iterations < paper().iterations);
    QCOMPARE(standard().keep_evidence, 1.0);
    QCOMPARE(default_spec("fido-sdr", "mean").keep_evidence, 0.5);
    for (const RunSpec& spec : {paper(), standard(), quick()}) {
      FIDO_WORKS(validate(spec));
      QVERIFY(defaults_of(spec) == spec);
    }
    // A method without a share of evidence has one set of settings.
    for (const char* preset : {"quick", "standard", "paper"})
      QVERIFY(preset_spec(preset, "rise", "mean") == default_spec("rise", "mean"));
    QVERIFY(with_preset(default_spec("rise", "mean"), "quick") == default_spec("rise", "mean"));
  }

  void presetReplacesItsSettingsOnly() {
    RunSpec spec = paper();
    spec.iterations = 77;
    spec.tv = 0.01;
    spec.map_upsampling = "logits";
    spec.seed = 5;
    spec.contrast = "3";
    spec.threads = 1;
    RunSpec expected = standard();
    expected.seed = 5;
    expected.contrast = "3";
    expected.threads = 1;
    QVERIFY(with_preset(spec, "standard") == expected);
    QVERIFY(with_preset(with_preset(standard(), "quick"), "paper") == paper());
    QVERIFY(with_lambda_unit(standard(), "pixel") == paper());
  }

  void fieldsApplyByForm() {
    for (const char* key : {"lambda", "lambda_unit", "tv", "map_upsampling"}) {
      QVERIFY(applies_to(*find_field(key), paper()));
      QVERIFY(!applies_to(*find_field(key), standard()));
    }
    QVERIFY(applies_to(*find_field("keep_evidence"), quick()));
    QVERIFY(!applies_to(*find_field("keep_evidence"), paper()));
    for (const RunSpec& spec : {paper(), standard()})
      QVERIFY(applies_to(*find_field("preset"), spec) && applies_to(*find_field("seed"), spec));
    QVERIFY(applies_to(*find_field("lambda"), default_spec("bbmp")));
    QVERIFY(!applies_to(*find_field("preset"), default_spec("bbmp")));
  }

  void givenFieldsChooseTheForm() {
    for (const RunSpec& spec : {paper(), standard(), quick()}) QVERIFY(chosen(spec, {}) == spec);
    QVERIFY(chosen(paper(), {false, "", 1, ""}) == standard());
    QVERIFY(chosen(paper(), {false, "", -1, "quick"}) == quick());
    QVERIFY(chosen(quick(), {false, "", 0.5, ""}) == quick());  // the value is set later
    // A price that is set, in whatever unit, leaves the evidence form; so does a share of 0.
    QVERIFY(chosen(standard(), {true, "", -1, ""}) == paper());
    QVERIFY(chosen(standard(), {false, "pixel", -1, ""}) == paper());
    QVERIFY(chosen(quick(), {true, "range", -1, ""}) == with_lambda_unit(paper(), "range"));
    QVERIFY(chosen(standard(), {false, "", 0, ""}) == paper());
    // Settings that somebody chose stay, unless a preset is named as well.
    RunSpec slow = standard(), slow_paper = paper();
    slow.iterations = slow_paper.iterations = 77;
    QVERIFY(chosen(slow, {true, "pixel", -1, ""}) == slow_paper);
    QVERIFY(chosen(slow_paper, {false, "", 1, ""}) == slow);
    QVERIFY(chosen(slow, {true, "pixel", -1, "paper"}) == paper());
    // What only the other form uses does not.
    RunSpec of_logits = paper();
    of_logits.map_upsampling = "logits";
    QVERIFY(chosen(of_logits, {false, "", 1, ""}) == standard());
    // A complete spec holds all of them.
    QVERIFY(chosen(paper(), {true, "pixel", 0.7, ""}) == standard());
    QVERIFY(chosen(standard(), {true, "range", 0, "paper"}) == with_lambda_unit(paper(), "range"));
  }

  void priceAndEvidenceExcludeEachOther() {
    for (const FormFields& fields :
         {FormFields{}, FormFields{true, "range", -1, "paper"}, FormFields{true, "range", 0, ""},
          FormFields{false, "", 1, "quick"}})
      FIDO_WORKS(check_form(fields));
    FIDO_FAILS(check_form({true, "", 1, ""}), ErrorCode::usage, "--lambda: a run with");
    FIDO_FAILS(check_form({false, "range", 1, ""}), ErrorCode::usage,
               "--lambda-unit: a run with --keep-evidence finds the price");
    FIDO_FAILS(check_form({false, "", 1, "paper"}), ErrorCode::usage,
               "--preset paper: sets a price");
    FIDO_FAILS(check_form({true, "", -1, "quick"}), ErrorCode::usage,
               "--lambda: --preset quick finds the price");
    FIDO_FAILS(check_form({false, "", 0, "standard"}), ErrorCode::usage,
               "--keep-evidence 0: --preset standard finds the price");
    QCOMPARE(parse_evidence_share("+0.9"), 0.9);
    QCOMPARE(parse_evidence_share(" 1 "), 1.0);
    QCOMPARE(parse_evidence_share("1.5"), -1.0);
    QCOMPARE(parse_evidence_share("all"), -1.0);
  }

  void specFilesRoundTrip() {
    RunSpec spec = with_share(default_spec("fido-sdr", "mean"), 0.6);
    spec.warmup = 9;
    for (const RunSpec& expected : {spec, quick(), paper()}) {
      const auto again = spec_from_json(to_json(expected), "a file");
      FIDO_WORKS(again);
      QVERIFY(*again == expected);
    }
  }

  // Files that were written before there were presets mean what they meant.
  void filesWithoutPresetKeepTheirForm() {
    const auto read = [](const char* json) {
      const auto spec = spec_from_json(json, "a file");
      return spec ? *spec : RunSpec();
    };
    QVERIFY(read(R"({"infill": "mean", "keep_evidence": 0.5})") == with_share(standard(), 0.5));
    RunSpec price = paper();
    price.lambda = 0.002;
    QVERIFY(read(R"({"infill": "mean", "lambda": 0.002})") == price);
    QVERIFY(read(R"({"infill": "mean", "lambda": 0.002, "lambda_unit": "pixel",
                     "keep_evidence": 0})") == price);
    // A method that has no such form discards the share.
    QVERIFY(read(R"({"method": "bbmp", "infill": "blur", "keep_evidence": 0.5})") ==
            default_spec("bbmp", "blur"));
  }

  void commonFieldsReachTheMethodsThatUseThem() {
    const auto spec = [](const char* method, const FieldValues& common) {
      const auto made =
          spec_with_common_fields(method, std::string(method) == "bbmp" ? "blur" : "mean", common);
      return made ? *made : RunSpec();
    };
    QVERIFY(spec("fido-ssr", {{"keep_evidence", "0.5"}}) == with_share(standard(), 0.5));
    QVERIFY(spec("fido-ssr", {{"preset", "paper"}}) == paper());
    QVERIFY(spec("bbmp", {{"keep_evidence", "0.5"}, {"preset", "quick"}}) ==
            default_spec("bbmp", "blur"));
    // A price may be meant for the methods that have no evidence form.
    const FieldValues both{{"keep_evidence", "1"}, {"lambda", "0.003"}};
    QVERIFY(spec("fido-ssr", both) == standard());
    QCOMPARE(spec("bbmp", both).lambda, 0.003);
    FIDO_FAILS(spec_with_common_fields("fido-ssr", "mean", {{"keep_evidence", "1.5"}}),
               ErrorCode::usage, "--keep-evidence: 1.5 is out of range; use a number from 0 to 1");
    FIDO_FAILS(spec_with_common_fields("fido-ssr", "mean", {{"preset", "fast"}}), ErrorCode::usage,
               "--preset: fast is unknown");
  }
};

QTEST_GUILESS_MAIN(TestPresets)
#include "test_presets.moc"
