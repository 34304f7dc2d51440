// Tests of a run in the window, from the Explain button to the saved files.
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include "core/run/methods.h"
#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/panels/class_bars.h"
#include "ui/panels/spec_editor.h"
#include "ui/plots/run_plots.h"
#include "ui/window/export_controller.h"
#include "ui/window/main_actions.h"

class WindowRunsTest : public WindowFixture {
  Q_OBJECT

 private:
  void choosePreset(const char* name) {
    auto* preset = find<QComboBox>("spec_preset");
    preset->setCurrentText(QString::fromLatin1(name));
    emit preset->textActivated(preset->currentText());
  }

 private slots:
  void contrastClassIsPassedToTheRun() {
    openPhoto();
    auto* contrast = find<QComboBox>("contrast");
    contrast->setFocus();
    QTest::keyClick(contrast, Qt::Key_Down);
    QVERIFY(document().contrast());
    QCOMPARE(*document().contrast(), 1);
    explain();
    QTRY_VERIFY(document().run());
    QCOMPARE(document().run()->spec.contrast, std::string("1"));
  }

  void pausesResumesAndStops() {
    openPhoto();
    auto* explain_button = find<QPushButton>("explain");
    auto *pause = find<QToolButton>("pause"), *stop = find<QToolButton>("stop"),
         *save = find<QToolButton>("save");
    QVERIFY(!pause->isEnabled() && !stop->isEnabled() && !save->isEnabled());
    control_->closeGate();
    explain();
    QTRY_VERIFY(state() == RunState::running);
    QVERIFY(pause->isEnabled() && stop->isEnabled() && !save->isEnabled());
    QCOMPARE(explain_button->text(), QStringLiteral("Restart"));
    control_->allowSteps(5);
    QTRY_VERIFY(number("progress").startsWith(QStringLiteral("5 / 20")));
    // The remaining 15 steps take an eighth of a second each.
    QVERIFY(number("progress").contains(QStringLiteral("0:02 left")));
    QCOMPARE(number("speed"), QStringLiteral("0.13 s/step"));
    QCOMPARE(number("device"), QStringLiteral("CPU, 2 threads"));
    QCOMPARE(find<RunPlots>("plots")->count(), 5);

    QTest::mouseClick(pause, Qt::LeftButton);
    QCOMPARE(state(), RunState::paused);
    QCOMPARE(pause->text(), QStringLiteral("Resume"));
    control_->openGate();
    QTRY_COMPARE(control_->steps.load(), 6);  // the current step ends, and no other starts
    QVERIFY(number("progress").contains(QStringLiteral("paused")));
    QTest::mouseClick(pause, Qt::LeftButton);
    QTRY_VERIFY(document().run()->result);
    QTRY_VERIFY(number("progress").contains(QStringLiteral("20 / 20, done in 0:02")));
    QTRY_VERIFY(save->isEnabled());
    QCOMPARE(find<RunPlots>("plots")->count(), 20);

    control_->closeGate();
    explain();
    QTRY_VERIFY(state() == RunState::running);
    control_->allowSteps(3);
    QTRY_COMPARE(control_->steps.load(), 23);
    QTest::mouseClick(stop, Qt::LeftButton);
    QCOMPARE(state(), RunState::stopping);
    QVERIFY(!explain_button->isEnabled() && !stop->isEnabled());
    control_->openGate();
    QTRY_VERIFY(state() == RunState::idle);
    QTRY_VERIFY(document().run()->result);
    QVERIFY(document().run()->result->iterations_done <= 4);
    QVERIFY(number("progress").contains(QStringLiteral("stopped")));
    QVERIFY(save->isEnabled());
  }

  void runMayEndBeforeItsLastStep() {
    openPhoto();
    control_->steps_to_settle = 12;
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
    QTRY_COMPARE(number("progress"), QStringLiteral("12 / 20, settled after 0:01"));
    QCOMPARE(find<RunPlots>("plots")->count(), 12);
  }

  void restartsDuringARun() {
    openPhoto();
    control_->closeGate();
    explain();
    QTRY_VERIFY(state() == RunState::running);
    control_->allowSteps(2);
    QTRY_COMPARE(control_->steps.load(), 2);
    click("explain");
    control_->openGate();
    QTRY_VERIFY(document().run() && document().run()->result &&
                document().run()->result->iterations_done == kSteps);
  }

  void failedStartKeepsTheCurvesOfThePreviousRun() {
    runToCompletion();
    QCOMPARE(find<RunPlots>("plots")->count(), kSteps);
    control_->fail_next_step = true;
    click("explain");
    QTRY_VERIFY(!banner().isEmpty());
    QTRY_COMPARE(find<RunPlots>("plots")->count(), kSteps);
    QVERIFY(document().run()->result);
  }

  void explainWaitsForTheClassifier() {
    control_->closeGate();
    window_->openPath(writePhoto("photo.png"));
    window_->workspace().explain();  // before the photo is decoded or classified
    QVERIFY(window_->workspace().isExplainPending());
    QTRY_VERIFY(state() == RunState::running);
  }

  void mapIsUpdatedDuringTheRun() {
    openPhoto();
    control_->closeGate();
    explain();
    control_->allowSteps(1);
    QTRY_VERIFY(!document().shown().map.empty());
    control_->allowSteps(1);  // between two steps, the engine evaluates the sampled mask
    QTRY_VERIFY(document().shown().counterfactual);
    // An arrow points to the probability under the mask.
    QTRY_VERIFY(number("answerNumber").contains(QChar(0x2192)));
    QCOMPARE(find<ImageCanvas>("right")->photo().width() * 2,
             find<ImageCanvas>("right")->photo().height() * 3);
    click("showMap");
    QVERIFY(!find<ImageCanvas>("left")->isMapVisible());
    QTest::keyClick(window_.get(), Qt::Key_K);
    QVERIFY(find<ImageCanvas>("left")->isMaskVisible());
  }

  void windowNeverWaitsForTheEngine() {
    openPhoto();
    control_->closeGate();
    explain();
    QTRY_VERIFY(control_->in_step);
    QTRY_COMPARE(state(), RunState::running);
    // The worker thread is blocked in the middle of a step during all of this.
    click("showMask");
    QVERIFY(find<ImageCanvas>("left")->isMaskVisible());
    auto* bars = find<ClassBars>("classBars");
    const int row = bars->sizeHint().height() / ClassBars::kRows;
    QTest::mouseClick(bars, Qt::LeftButton, Qt::NoModifier,
                      QPoint(bars->width() / 2, row + row / 2));
    QCOMPARE(document().target(), 1);
    auto* opacity = find<QSlider>("opacity");
    opacity->setFocus();
    QTest::keyClick(opacity, Qt::Key_Home);
    QCOMPARE(opacity->value(), 0);
    QTest::mouseClick(find<QToolButton>("pause"), Qt::LeftButton);
    QCOMPARE(state(), RunState::paused);
    window_->workspace().openPhoto(writePhoto("other.png", 20, 20));
    QTRY_COMPARE(find<ImageCanvas>("left")->photo().size(), QSize(20, 20));
    QVERIFY(control_->in_step);
    QCOMPARE(control_->steps.load(), 0);
  }

  void anotherPhotoEndsAndClearsTheRun() {
    openPhoto();
    control_->closeGate();
    explain();
    QTRY_VERIFY(control_->in_step);
    control_->allowSteps(2);
    QTRY_COMPARE(control_->steps.load(), 2);
    drop(window_.get(), writePhoto("other.png", 20, 20));
    QTRY_COMPARE(find<ImageCanvas>("left")->photo().size(), QSize(20, 20));
    QVERIFY(!document().run());
    control_->openGate();
    QTRY_VERIFY(state() == RunState::idle);
    QTRY_VERIFY(!document().predictions().empty());
    QVERIFY(!document().run());
    QCOMPARE(banner(), QString());
  }

  void scrubsBackAndReturnsToLive() {
    runToCompletion();
    QCOMPARE(document().run()->frames.size(), std::size_t{kSteps + 1});
    QTRY_VERIFY(!document().shown().predictions.empty());
    auto* scrub = find<QSlider>("scrub");
    QCOMPARE(scrub->value(), kSteps);
    QTRY_VERIFY(document().shown().probability);
    const double last = fake_answer(document().shown().mask);
    // An answer for an earlier step may arrive first.
    QTRY_COMPARE(*document().shown().probability, last);
    scrub->setFocus();
    QTest::keyClick(scrub, Qt::Key_Home);
    QVERIFY(!document().isLive());
    QCOMPARE(number("scrubPosition"), QStringLiteral("step 0 of 20"));
    QCOMPARE(document().shown().map.at(32, 32), 0.5F);
    // The engine evaluates the mask of this frame.
    QTRY_VERIFY(!document().shown().predictions.empty());
    QTRY_VERIFY(*document().shown().probability != last);
    QTest::keyClick(scrub, Qt::Key_Right);
    QCOMPARE(document().shown().iteration, 1);
    click("live");
    QVERIFY(document().isLive());
    QTRY_COMPARE(*document().shown().probability, last);
    QCOMPARE(scrub->value(), kSteps);
    // Scrubbing in the curves does the same.
    emit find<RunPlots>("plots")->scrubbed(10);
    QCOMPARE(document().shown().iteration, 10);
    QCOMPARE(scrub->value(), 10);
  }

  void choosingTheMapEstimateIsRemembered() {
    runToCompletion();
    QTRY_VERIFY(document().shown().probability);
    const Plane sampled_mask = document().shown().mask;
    auto* map_estimate_action = window_->findChild<QAction*>(QStringLiteral("likeliestMask"));
    QVERIFY(map_estimate_action && !map_estimate_action->isChecked());
    map_estimate_action->trigger();
    QCOMPARE(document().shown().mask.values, document().run()->result->mask.values);
    QVERIFY(document().shown().mask.values != sampled_mask.values);
    QCOMPARE(*document().shown().probability, document().run()->result->probability_counterfactual);
    const MainWindow next(fake_engine(control_), {});
    QVERIFY(next.findChild<QAction*>(QStringLiteral("likeliestMask"))->isChecked());
  }

  void scrubsDuringARun() {
    openPhoto();
    control_->closeGate();
    explain();
    control_->allowSteps(8);
    QTRY_COMPARE(static_cast<int>(document().run()->frames.size()), 9);
    auto* scrub = find<QSlider>("scrub");
    scrub->setFocus();
    QTest::keyClick(scrub, Qt::Key_Home);
    QCOMPARE(document().shown().iteration, 0);
    control_->allowSteps(4);  // the request is served between two of these steps
    QTRY_VERIFY(control_->answers >= 1);
    QTRY_COMPARE(static_cast<int>(document().run()->frames.size()), 13);
    QCOMPARE(document().shown().iteration, 0);
    click("live");
    control_->openGate();
    QTRY_COMPARE(document().shown().iteration, kSteps);
  }

  void failingStepIsReportedAndTheNextRunWorks() {
    openPhoto();
    control_->fail_next_step = true;
    explain();
    QTRY_VERIFY(banner().contains(QStringLiteral("device was lost")));
    QTRY_VERIFY(state() == RunState::failed);
    QVERIFY(find<QPushButton>("explain")->isEnabled());
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
  }

  void savesTheDocumentedFiles() {
    runToCompletion();
    click("save");
    auto* dialog = window_->findChild<QFileDialog*>();
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QDir().mkpath(path("out"));
    auto* line = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    QVERIFY(line);
    QTRY_VERIFY(line->hasFocus());
    line->selectAll();
    // As the window system does, send keys to the completion list while it is open.
    const auto press = [&](auto key) {
      QWidget* list = QApplication::activePopupWidget();
      QTest::keyClick(list ? list : line, key);
    };
    for (const QChar letter : path("out")) press(letter.toLatin1());
    press(Qt::Key_Return);
    QTRY_VERIFY(banner().startsWith(QStringLiteral("Saved in")));
    for (const char* name : {"map.npy", "drop.npy", "mask.png", "map.png", "overlay.png",
                             "counterfactual.png", "history.csv", "result.json"})
      QVERIFY2(QFile::exists(path("out/photo/") + QLatin1String(name)), name);
    QFile json(path("out/photo/result.json"));
    QVERIFY(json.open(QIODevice::ReadOnly));
    QVERIFY(json.readAll().contains("photo.png"));
    window_->exports().saveResults(path("out"));  // must not overwrite the earlier results
    QTRY_VERIFY(QFile::exists(path("out/photo-2/result.json")));
    QFile file(path("flat"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    window_->exports().saveResults(path("flat"));
    QTRY_VERIFY(banner().contains(QStringLiteral("flat")));
  }

  void advancedSettingsAreEditedAndValidated() {
    auto* toggle = find<QToolButton>("advancedToggle");
    QVERIFY(!find<QWidget>("advanced")->isVisible());
    choosePreset("paper");
    QTest::mouseClick(toggle, Qt::LeftButton);
    QVERIFY(find<QWidget>("advanced")->isVisible());
    auto* rate = find<NumberEdit>("spec_learning_rate");
    rate->setFocus();
    QTest::keyClick(rate, Qt::Key_Up);  // from 0.05 to 0.1, the next value of a sweep
    QCOMPARE(document().spec().learning_rate, 0.1);
    QVERIFY(toggle->text().contains(QStringLiteral("1 changed")));
    auto* lambda = find<NumberEdit>("spec_lambda");
    lambda->setFocus();
    lambda->selectAll();
    QTest::keyClicks(lambda, QStringLiteral("-3\r"));
    // The value is refused, and the field shows the reason below it.
    QCOMPARE(document().spec().lambda, defaults_of(document().spec()).lambda);
    QTest::mouseClick(toggle, Qt::LeftButton);
    QVERIFY(!find<QWidget>("advanced")->isVisible());
  }

  void presetsChooseBetweenEvidenceAndPrice() {
    auto* slider = find<QSlider>("evidenceSlider");
    auto* lambda = find<NumberEdit>("spec_lambda");
    choosePreset("paper");
    QVERIFY(!searches_evidence(document().spec()));
    QVERIFY(!slider->isVisible() && lambda->isVisible());
    choosePreset("standard");
    QCOMPARE(document().spec().iterations, default_spec().iterations);
    QVERIFY(slider->isVisible() && !lambda->isVisible());
    QCOMPARE(slider->value(), 100);
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(document().spec().keep_evidence, 0.95);
    // SDR takes evidence away.
    auto* method = find<QComboBox>("method");
    method->setFocus();
    QTest::keyClick(method, Qt::Key_Down);
    QCOMPARE(document().spec().method, std::string("fido-sdr"));
    QCOMPARE(find<QLabel>("evidenceName")->text(), QStringLiteral("Take away evidence"));
    QCOMPARE(document().spec().keep_evidence, 0.95);
    // "Reset all" keeps the preset.
    choosePreset("quick");
    slider->setValue(30);
    find<QToolButton>("resetAll")->click();
    QVERIFY(document().spec() == preset_spec("quick", "fido-sdr", document().spec().infill));
  }

  void presetsReplaceTheUnitOfLambda() {
    choosePreset("paper");
    auto* unit = find<QComboBox>("spec_lambda_unit");
    unit->setCurrentIndex(1 - unit->currentIndex());
    emit unit->textActivated(unit->currentText());
    QCOMPARE(document().spec().preset, std::string("paper"));
    choosePreset("standard");
    QCOMPARE(document().spec().preset, std::string("standard"));
    QVERIFY(document().spec() == defaults_of(document().spec()));
  }

  void methodChangeLoadsItsDefaults() {
    auto* method = find<QComboBox>("method");
    method->setFocus();
    for (int i = 0; i < 3; ++i) QTest::keyClick(method, Qt::Key_Down);
    QCOMPARE(document().spec().method, std::string("bbmp"));
    QCOMPARE(document().spec().lambda, default_spec("bbmp").lambda);
    QCOMPARE(document().spec().iterations, kSteps);
    // Settings that the method does not use are hidden.
    QVERIFY(find<NumberEdit>("spec_lambda")->isVisible());
    QTest::keyClick(method, Qt::Key_End);
    QCOMPARE(document().spec().method, methods().back().id);
    QVERIFY(!find<NumberEdit>("spec_lambda")->isVisible());
  }
};

QTEST_MAIN(WindowRunsTest)
#include "test_window_runs.moc"
