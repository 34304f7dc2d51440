// Tests of presenter mode, guided tours and the list of keyboard shortcuts.
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>

#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/tour/tour_player.h"
#include "ui/window/main_actions.h"
#include "ui/window/resources.h"

class TourTest : public WindowFixture {
  Q_OBJECT

  QString tour(const QByteArray& json) const {
    (void)write_file(to_path(path("tour.json")), json.toStdString());
    return path("tour.json");
  }
  // Returns the error message for a tour with these steps, or an empty string if it is valid.
  QString validationError(const QByteArray& steps) const {
    const auto read =
        read_tour(tour("{\"format\": 1, \"title\": \"T\", \"steps\": " + steps + "}"));
    return read ? QString() : QString::fromStdString(read.error().message);
  }
  TourPlayer& player() const { return window_->tour(); }

 private slots:
  void builtInTourRunsFromStartToEnd() {
    const auto read = read_tour(resource_folder() + QStringLiteral("/tours/paper.json"));
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QCOMPARE(read->steps.size(), std::size_t{6});
    window_->startPaperTour();
    QTRY_VERIFY(document().photo() && !document().predictions().empty());
    QCOMPARE(document().photo()->name, QStringLiteral("chelsea.png"));
    for (int i = 0; i < 6; ++i) {
      QCOMPARE(player().step(), i);
      QCOMPARE(label("tourTitle"), read->steps[static_cast<std::size_t>(i)].title);
      const TourStep& step = read->steps[static_cast<std::size_t>(i)];
      if (!step.masks.empty()) {
        QTRY_VERIFY(document().byHand());
        QCOMPARE(document().masks().mask()->name, step.masks.back().name);
        QTRY_VERIFY(document().shown().probability);
      }
      if (step.run) QTRY_VERIFY(document().run() && document().run()->result);
      if (!step.vary.isEmpty()) {
        QVERIFY(find<QWidget>("comparePage")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(window_->workspace().isIdle() &&
                                     find<ImageCanvas>("pane1")->isVisible() &&
                                     !find<ImageCanvas>("pane1")->photo().isNull(),
                                 20000);
      }
      if (i < 5) window_->actions().forward->trigger();
    }
    window_->actions().forward->trigger();  // has no effect after the last step
    QCOMPARE(player().step(), 5);
    // Going back restores a step as it was.
    player().goToStep(1);
    QTRY_VERIFY(!document().byHand());
    QCOMPARE(document().spec().preset, std::string("standard"));
    QCOMPARE(document().spec().keep_evidence, 1.0);
    player().end();
    QVERIFY(!find<QWidget>("tourBar")->isVisible());
  }

  void quicklySkippedStepsEndAtTheLast() {
    window_->startPaperTour();
    for (int i = 0; i < 5; ++i) window_->actions().forward->trigger();
    QCOMPARE(player().step(), 5);
    QTRY_VERIFY(document().byHand());
    QCOMPARE(document().masks().mask()->name, QStringLiteral("One eye"));
    QTest::qWait(50);
    QVERIFY(!window_->workspace().isRunActive());
  }

  void errorsInToursNameTheStepAndTheKey() {
    const QByteArray good = R"({"title": "A", "text": "B")";
    QVERIFY(validationError("[" + good + "}]").isEmpty());
    QVERIFY(validationError("[]").contains(QStringLiteral("steps")));
    QVERIFY(validationError("[{\"title\": \"A\"}]").contains(QStringLiteral("step 1: needs")));
    QVERIFY(validationError("[" + good + "}, " + good + R"(, "shwo": "run"}])")
                .contains(QStringLiteral("step 2: unknown key \"shwo\"; did you mean \"show\"?")));
    QVERIFY(validationError("[" + good + R"(, "show": "plots"}])")
                .contains(QStringLiteral("\"show\"")));
    QVERIFY(validationError("[" + good + R"(, "settings": {"lamda": 1}}])")
                .contains(QStringLiteral("unknown setting \"lamda\"")));
    QVERIFY(validationError("[" + good + R"(, "settings": {"lambda": -1}}])")
                .contains(QStringLiteral("--lambda")));
    QVERIFY(validationError("[" + good + R"(, "photo": "absent.png"}])")
                .contains(QStringLiteral("absent.png")));
    QVERIFY(validationError("[" + good + R"(, "masks": [{"name": "x", "box": [0, 0, 2, 1]}]}])")
                .contains(QStringLiteral("\"box\"")));
    const auto text = read_tour(tour("{\"steps\": ["));
    QVERIFY(!text && text.error().message.find("tour.json") == 0);
    window_->startTour(path("absent.json"));
    QVERIFY2(banner().contains(QStringLiteral("absent.json")), qPrintable(banner()));
  }

  void methodBringsItsOwnSteps() {
    openPhoto();
    RunSpec rise = default_spec("rise");
    rise.iterations = 7;
    window_->workspace().document().setSpec(rise);
    window_->startTour(tour(R"({"format": 1, "title": "T", "steps": [{"title": "A", "text": "B",
        "settings": {"method": "fido-ssr", "infill": "mean", "keep_evidence": 0.9}}]})"));
    QTRY_COMPARE(document().spec().method, std::string("fido-ssr"));
    QCOMPARE(document().spec().iterations, default_spec("fido-ssr").iterations);
  }

  void tourFindsPhotosInItsFolder() {
    writePhoto("mine.png", 64, 48);
    window_->startTour(tour(R"({"format": 1, "title": "Mine", "steps": [
      {"title": "A", "text": "B", "photo": "mine.png", "classifier": "two", "target": "2",
       "settings": {"method": "fido-sdr", "iterations": 5},
       "masks": [{"name": "Middle", "shape": "ellipse", "box": [0.25, 0.25, 0.5, 0.5], "keep": true}]}]})"));
    QTRY_VERIFY(document().byHand());
    QCOMPARE(document().photo()->name, QStringLiteral("mine.png"));
    QCOMPARE(qstr(document().classifier()->card.id), QStringLiteral("two"));
    QCOMPARE(document().target(), 2);
    QCOMPARE(document().spec().method, std::string("fido-sdr"));
    QCOMPARE(document().spec().iterations, 5);
    const QImage& mask = document().masks().mask()->pixels;
    QCOMPARE(int(mask.constScanLine(mask.height() / 2)[mask.width() / 2]), 255);
    QCOMPARE(int(mask.constScanLine(2)[2]), 0);
  }

  // While a step waits for its own photo, it is not applied to any other photo.
  void stepIsAppliedOnlyToItsOwnPhoto() {
    openPhoto();
    writePhoto("mine.png", 64, 48);
    const QByteArray step = R"({"format": 1, "title": "Mine", "steps": [{"title": "A", "text": "B",
        "photo": "mine.png", "settings": {"iterations": 5},
        "masks": [{"name": "Middle", "box": [0.25, 0.25, 0.5, 0.5]}]}]})";
    window_->startTour(tour(step));
    // The photo that is open is classified again while the step's photo is loading.
    auto& open = window_->workspace().document();
    QCOMPARE(open.photo()->name, QStringLiteral("photo.png"));
    open.setPredictions(open.predictions());
    QVERIFY(open.masks().all().empty());
    QCOMPARE(open.spec().iterations, kSteps);
    QTRY_VERIFY(document().byHand());
    QCOMPARE(document().photo()->name, QStringLiteral("mine.png"));

    // The user opens another photo.
    drop(window_.get(), path("photo.png"));
    QTRY_COMPARE(document().photo()->name, QStringLiteral("photo.png"));
    QTRY_VERIFY(window_->workspace().isIdle());
    window_->startTour(path("tour.json"));
    window_->openPath(writePhoto("other.png", 20, 20));
    QTRY_COMPARE(document().photo()->name, QStringLiteral("other.png"));
    QTRY_VERIFY(!document().predictions().empty() && window_->workspace().isIdle());
    QVERIFY(document().masks().all().empty());
  }

  void stepWithAnUnreadablePhotoIsNotApplied() {
    QVERIFY(write_file(to_path(path("mine.png")), "this is no picture").has_value());
    window_->startTour(tour(R"({"format": 1, "title": "Mine", "steps": [{"title": "A", "text": "B",
        "photo": "mine.png", "masks": [{"name": "Middle", "box": [0.25, 0.25, 0.5, 0.5]}]}]})"));
    QTRY_VERIFY2(banner().contains(QStringLiteral("mine.png")), qPrintable(banner()));
    openPhoto();
    QTRY_VERIFY(window_->workspace().isIdle());
    QVERIFY(document().masks().all().empty());
  }

  // If the user goes back while the next step's photo is loading, that photo must not be shown.
  void goingBackKeepsThePhotoOfTheStep() {
    writePhoto("one.png", 64, 48);
    writePhoto("two.png", 48, 64);
    window_->startTour(tour(R"({"format": 1, "title": "Two", "steps": [
      {"title": "A", "text": "B", "photo": "one.png",
       "masks": [{"name": "First", "box": [0.25, 0.25, 0.5, 0.5]}]},
      {"title": "C", "text": "D", "photo": "two.png",
       "masks": [{"name": "Second", "box": [0.25, 0.25, 0.5, 0.5]}]}]})"));
    QTRY_VERIFY(document().byHand());
    player().goToStep(1);
    player().goToStep(0);
    QTRY_VERIFY(window_->workspace().isIdle() && !document().predictions().empty());
    QTRY_VERIFY(document().byHand());
    QCOMPARE(document().photo()->name, QStringLiteral("one.png"));
    QCOMPARE(document().masks().mask()->name, QStringLiteral("First"));
    QVERIFY2(banner().isEmpty(), qPrintable(banner()));  // no masks were closed
  }

  void closingInPresenterModeKeepsTheWindowGeometry() {
    window_->resize(1100, 760);
    window_->actions().presenter->setChecked(true);
    QVERIFY(window_->isFullScreen());
    window_->close();
    window_ =
        std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(!window_->isFullScreen());
    QCOMPARE(window_->size(), QSize(1100, 760));
  }

  void presenterModeHidesThePanels() {
    runToCompletion();
    auto* top = find<QWidget>("tools");
    QVERIFY(top->isVisible());
    window_->actions().presenter->setChecked(true);
    QVERIFY(!top->isVisible() && !find<QWidget>("plots")->isVisible());
    QVERIFY(find<ImageCanvas>("left")->isVisible() && find<ImageCanvas>("right")->isVisible() &&
            find<QWidget>("answerNumber")->isVisible());
    QVERIFY(window_->isFullScreen());
    // The keys of a clicker step through the run.
    window_->actions().backward->trigger();
    QVERIFY(!document().isLive());
    QTest::keyClick(window_.get(), Qt::Key_Escape);
    QVERIFY(!window_->isFullScreen() && top->isVisible());
    QVERIFY(!window_->actions().presenter->isChecked());
  }

  void everyShortcutIsListed() {
    window_->actions().shortcuts->trigger();
    auto* sheet = find<QDialog>("shortcuts");
    QStringList texts;
    for (const QLabel* text : sheet->findChildren<QLabel*>()) texts << text->text();
    int keys = 0;
    for (const QAction* action : window_->actions().menu->parentWidget()->actions()) {
      if (action->shortcut().isEmpty()) continue;
      ++keys;
      QVERIFY2(texts.contains(action->shortcut().toString(QKeySequence::NativeText)),
               qPrintable(action->text()));
    }
    QVERIFY(keys > 30);
    // No shortcut is assigned to two actions.
    QStringList all;
    for (const QAction* action : window_->findChildren<QAction*>())
      for (const QKeySequence& key : action->shortcuts()) all << key.toString();
    for (const QString& key : QSet<QString>(all.begin(), all.end()))
      QVERIFY2(all.count(key) == 1, qPrintable(key));
  }
};

QTEST_MAIN(TourTest)
#include "test_tour.moc"
