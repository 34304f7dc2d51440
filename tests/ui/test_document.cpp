// Tests of the document without a window: what it shows, and what stays valid when the target,
// method, photo or classifier changes.
#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "ui/document/document.h"

using namespace fido;
using namespace fido::ui;

namespace {

std::shared_ptr<ClassifierInfo> classifier(const std::string& id, int size = 8) {
  auto info = std::make_shared<ClassifierInfo>();
  info->card.id = id;
  info->card.card_path = "/models/" + id + ".card.json";
  info->card.width = info->card.height = size;
  info->card.num_classes = 3;
  info->labels = {"a", "b", "c"};
  info->device = "cpu";
  return info;
}

std::vector<Prediction> predictions() {
  return {{1, "b", 0.6, 0.4}, {0, "a", 0.3, -0.8}, {2, "c", 0.1, -2.2}};
}

// Fills the document with a photo, a classifier and its predictions.
void fill(Document& document) {
  document.setPhoto(
      make_photo(Image(12, 10), QStringLiteral("/photos/one.png"), QStringLiteral("one.png")));
  document.setClassifier(classifier("first"));
  document.setPredictions(predictions());
}

Step step(int iteration, double seconds) {
  Step s;
  s.iteration = iteration;
  s.seconds = seconds;
  return s;
}

KeyFrame frame(int iteration, float drop) { return {iteration, Plane(2, 2, drop)}; }

}  // namespace

class DocumentTest : public QObject {
  Q_OBJECT

 private slots:
  void shortfallNamesTheSideThatIsShort() {
    RunResult result;
    result.spec = default_spec("fido-joint", "mean");
    result.spec.keep_evidence = 0.8;
    result.score_original = 5;
    result.score_infilled = -5;
    result.score_target = 3;
    result.evidence_reached = 0.6;  // of one side
    result.score_under_masks = 1;
    QVERIFY(shortfall_text(result).startsWith(QStringLiteral("The masks keep 60 %")));
    for (const double kept : {2.5, 4.0}) {
      result.score_under_masks = kept;
      QVERIFY(shortfall_text(result).startsWith(QStringLiteral("The masks take away 60 %")));
    }
    // With a contrast class the masks' scores are differences, and the photo's own score is not.
    result.score_original = 6;
    result.score_infilled = -2;
    result.score_target = 2;  // a range of 5
    result.evidence_reached = 0.5;
    result.score_under_masks = 0.5;
    QVERIFY(shortfall_text(result).startsWith(QStringLiteral("The masks keep 50 %")));
    result.score_under_masks = 1;
    QVERIFY(shortfall_text(result).startsWith(QStringLiteral("The masks take away 50 %")));
    result.evidence_reached = 0.79;
    QCOMPARE(shortfall_text(result), QString());
  }

  void topClassIsTheTargetUntilAnotherIsChosen() {
    Document document;
    QCOMPARE(document.target(), -1);
    fill(document);
    QCOMPARE(document.target(), 1);
    QCOMPARE(document.question().target, std::string("top"));
    document.setTarget(2);
    QCOMPARE(document.target(), 2);
    QCOMPARE(document.question().target, std::string("2"));
    document.setTarget(1);
    QCOMPARE(document.question().target, std::string("top"));
  }

  void targetIsNeverTheContrastClass() {
    Document document;
    fill(document);
    document.setContrast(1);
    QVERIFY(!document.contrast());
    document.setContrast(0);
    QCOMPARE(document.question().contrast, std::string("0"));
    document.setTarget(0);
    QVERIFY(!document.contrast());
  }

  void methodChangeLoadsDefaultsButKeepsChosenSettings() {
    Document document;
    RunSpec spec = document.spec();
    spec.iterations = 77;
    document.setSpec(spec);
    document.setMethod("bbmp");
    QCOMPARE(document.spec().lambda, default_spec("bbmp").lambda);
    QCOMPARE(document.spec().samples, default_spec("bbmp").samples);
    QCOMPARE(document.spec().iterations, 77);
    document.setMethod("fido-ssr");
    QCOMPARE(document.spec().lambda, default_spec("fido-ssr").lambda);
    QCOMPARE(document.spec().iterations, 77);
  }

  void newPhotoOrClassifierClearsRunAndPredictions() {
    Document document;
    fill(document);
    document.setTarget(2);
    document.setContrast(0);
    document.beginRun();
    document.setPhoto(make_photo(Image(4, 4), {}, QStringLiteral("two")));
    QVERIFY(!document.run());
    QVERIFY(document.predictions().empty());
    QVERIFY(!document.contrast());
    QCOMPARE(document.target(), -1);

    document.setPredictions(predictions());
    document.beginRun();
    document.setClassifier(
        classifier("first"));  // the same classifier, as after a change of device
    QVERIFY(document.run());
    QCOMPARE(document.predictions().size(), std::size_t{3});
    document.setClassifier(classifier("second"));
    QVERIFY(!document.run());
    QVERIFY(document.predictions().empty());
  }

  void frameShowsItsOwnMapAndMask() {
    Document document;
    fill(document);
    document.setSpec(with_preset(document.spec(), "paper"));  // whose map is the grid itself
    document.beginRun();
    document.advanceRun({step(0, 0)}, {frame(0, 0.5F), frame(1, 0.25F), frame(2, 0.75F)}, nullptr);
    QSignalSpy shown(&document, &Document::shownChanged);
    document.setFrame(1);
    QCOMPARE(shown.count(), 1);
    QVERIFY(!document.isLive());
    QCOMPARE(document.shown().iteration, 1);
    QCOMPARE(document.shown().map.width, 8);
    // For SSR, importance is the probability of being kept.
    QCOMPARE(document.shown().map.at(3, 3), 0.75F);
    QCOMPARE(document.shown().mask.at(3, 3), 1.F);
    document.setNearestFrame(100);
    QCOMPARE(document.frame(), 2);
    QCOMPARE(document.shown().mask.at(3, 3), 0.F);
    document.setFrame(-1);
    QVERIFY(document.isLive());
  }

  void mapOfADroppingMethodIsItsDropProbability() {
    Document document;
    fill(document);
    document.setSpec(preset_spec("paper", "fido-sdr"));
    document.beginRun();
    document.advanceRun({}, {frame(0, 0.5F), frame(1, 0.75F)}, nullptr);
    document.setFrame(1);
    QCOMPARE(document.shown().map.at(3, 3), 0.75F);
    QCOMPARE(document.shown().mask.at(3, 3), 0.F);
  }

  void newStepsDoNotChangeTheShownFrame() {
    Document document;
    fill(document);
    document.beginRun();
    document.advanceRun({}, {frame(0, 0.5F), frame(1, 0.25F)}, nullptr);
    document.setFrame(0);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->iteration = 5;
    snapshot->drop = Plane(2, 2, 0.1F);
    snapshot->map = Plane(8, 8, 0.9F);
    document.advanceRun({step(5, 1)}, {frame(5, 0.1F)}, snapshot);
    QCOMPARE(document.shown().iteration, 0);
    document.setFrame(-1);
    QCOMPARE(document.shown().iteration, 5);
    QCOMPARE(document.shown().map.at(0, 0), 0.9F);
  }

  void resultTakesPrecedenceOverAnAnswerAboutItsMask() {
    Document document;
    document.setMaskKind(MaskKind::map_estimate);
    fill(document);
    document.beginRun();
    auto result = std::make_shared<RunResult>();
    result->iterations_done = 3;
    result->map = result->mask = Plane(8, 8, 1.F);
    result->probability_counterfactual = 0.42;
    result->score_counterfactual = -0.3;
    result->marginal = {0.4, 0.3, 0.5, 64};
    document.finishRun(result);
    MaskAnswer answer;
    answer.target_after = {1, "b", 0.43, -0.2};
    answer.predictions_after = predictions();
    document.setAnswer(answer);
    QCOMPARE(*document.shown().probability, 0.42);
    QVERIFY(document.shown().marginal);
    QCOMPARE(document.shown().predictions.size(), std::size_t{3});
  }

  void sampledMaskIsEvaluatedByTheEngine() {
    Document document;
    fill(document);
    document.beginRun();
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->iteration = 5;
    snapshot->drop = Plane(2, 2, 0.25F);
    snapshot->map = Plane(64, 64, 0.75F);
    snapshot->counterfactual = std::make_shared<const Image>(64, 64);
    snapshot->probability_counterfactual = 0.1;
    document.advanceRun({step(4, 1)}, {frame(5, 0.25F)}, snapshot);
    const Plane sampled_mask = document.shown().mask;
    const auto kept = std::count(sampled_mask.values.begin(), sampled_mask.values.end(), 1.F);
    QVERIFY2(kept > 64 * 64 * 7 / 10 && kept < 64 * 64 * 8 / 10, qPrintable(QString::number(kept)));
    QVERIFY(!document.shown()
                 .counterfactual);  // the snapshot's counterfactual belongs to the MAP estimate
    QVERIFY(!document.shown().probability);

    MaskAnswer answer;
    answer.infilled = Image(64, 64);
    answer.target_after = {1, "b", 0.8, 1.4};
    document.setAnswer(answer);
    QCOMPARE(*document.shown().probability, 0.8);
    QVERIFY(document.shown().counterfactual);

    document.setMaskKind(MaskKind::map_estimate);
    QCOMPARE(document.shown().mask.values, Plane(64, 64, 1.F).values);
    QCOMPARE(*document.shown().probability, 0.1);
    QCOMPARE(document.shown().counterfactual, snapshot->counterfactual);
    document.setMaskKind(MaskKind::sampled);
    QCOMPARE(document.shown().mask.values,
             sampled_mask.values);  // sampled with the same random numbers
  }

  void methodWithoutSamplingShowsTheMapEstimate() {
    Document document;
    fill(document);
    QCOMPARE(document.maskKind(), MaskKind::sampled);
    document.setMethod("bbmp");
    QCOMPARE(document.maskKind(), MaskKind::map_estimate);
  }

  void lambdaKeepsItsRatioToTheMethodsDefault() {
    Document document;
    RunSpec spec = default_spec("bbmp", "mean");
    spec.lambda = 1.5e-3;
    document.setSpec(spec);
    document.setMethod("fido-sdr");
    QCOMPARE(document.spec().lambda, 3e-4);
    document.setSpec(with_preset(document.spec(), "paper"));
    document.setMethod("fido-ssr");
    QCOMPARE(document.spec().lambda, 1e-3);
  }

  void lambdaKeepsItsUnit() {
    Document document;
    const double default_lambda =
        with_lambda_unit(preset_spec("paper", "fido-ssr", "push-pull"), "range").lambda;
    RunSpec spec = with_lambda_unit(preset_spec("paper", "fido-ssr", "push-pull"), "range");
    QCOMPARE(lambda_text(spec), QStringLiteral("λ %1 of range").arg(default_lambda));
    spec.lambda = 3 * default_lambda;
    document.setSpec(spec);
    // The unit differs from the default and stays, and so does the lambda that was set in it.
    document.setMethod("fido-sdr");
    QCOMPARE(document.spec().lambda_unit, std::string("range"));
    QCOMPARE(document.spec().lambda, 3 * default_lambda);
  }

  // The share stays where the method has one, and the settings of the search never reach a method
  // that has none.
  void evidenceFollowsTheMethod() {
    Document document;
    RunSpec spec = preset_spec("quick", "fido-ssr", "mean");
    spec.keep_evidence = 0.7;
    document.setSpec(spec);
    QCOMPARE(lambda_text(document.spec()), QStringLiteral("evidence 70 %"));
    document.setMethod("fido-sdr");
    RunSpec sdr = preset_spec("quick", "fido-sdr", "mean");
    sdr.keep_evidence = 0.7;
    QVERIFY(document.spec() == sdr);
    document.setMethod("rise");
    QVERIFY(document.spec() == default_spec("rise", "mean"));
    // A share that was never changed is the new method's.
    document.setSpec(default_spec("fido-ssr", "mean"));
    document.setMethod("fido-sdr");
    QCOMPARE(document.spec().keep_evidence, 0.5);
  }

  void abandonedRunRestoresThePreviousOne() {
    Document document;
    fill(document);
    document.beginRun();
    document.advanceRun({step(0, 0)}, {frame(0, 0.5F)}, nullptr);
    document.beginRun();
    QVERIFY(document.run()->steps.empty());
    document.abandonRun();
    QVERIFY(document.run());
    QCOMPARE(document.run()->steps.size(), std::size_t{1});

    document.beginRun();
    document.advanceRun({step(0, 0)}, {}, nullptr);
    document.abandonRun();  // no effect: the run has begun
    QVERIFY(document.run()->frames.empty());
  }

  void changedSettingsMakeTheRunOutdated() {
    Document document;
    fill(document);
    QVERIFY(!document.isOutdated());
    document.beginRun();
    QVERIFY(!document.isOutdated());
    RunSpec spec = document.spec();
    spec.keep_evidence = 0.5;
    document.setSpec(spec);
    QVERIFY(document.isOutdated());
  }

  void pauseDoesNotCountAsASlowStep() {
    Document document;
    fill(document);
    document.beginRun();
    std::vector<Step> steps;
    for (int i = 0; i < 12; ++i) steps.push_back(step(i, 0.25 * i + (i > 5 ? 600 : 0)));
    document.advanceRun(steps, {}, nullptr);
    QCOMPARE(document.run()->secondsPerStep(), 0.25);
  }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "test_document.moc"
