// A real window, driven by real mouse and key events, on a fake engine whose steps the test lets through.
#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/image/codec.h"
#include "tests/fake_engine.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/panels/class_bars.h"
#include "ui/panels/model_sheet.h"
#include "ui/panels/spec_editor.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/theme.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/model_chooser.h"

using namespace fido;
using namespace fido::ui;

class WindowTest : public QObject {
  Q_OBJECT

  static constexpr int kSteps = 20;

  std::unique_ptr<QTemporaryDir> folder_;
  std::shared_ptr<FakeControl> control_;
  std::unique_ptr<MainWindow> window_;

  QString path(const char* name) const { return folder_->filePath(QString::fromUtf8(name)); }
  template <class T>
  T* find(const char* name) const {
    T* found = window_->findChild<T*>(QLatin1String(name));
    if (!found) qFatal("no widget is called %s", name);
    return found;
  }
  void click(const char* name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
  const Document& document() const { return window_->session().document(); }
  RunState state() const { return window_->session().state(); }
  QString banner() const { return window_->bannerText(); }
  QString number(const char* name) const { return find<NumberLabel>(name)->text(); }
  QString label(const char* name) const { return find<QLabel>(name)->text(); }

  QString writePhoto(const char* name, int width = 60, int height = 40) const {
    Image photo(width, height);
    for (std::size_t i = 0; i < photo.rgb.size(); ++i) photo.rgb[i] = static_cast<std::uint8_t>(i * 7);
    (void)save_png(to_path(path(name)), photo);
    return path(name);
  }

  void drop(QWidget* widget, const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    const QPoint middle = widget->rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
  }

  // A photo is open and classified.
  void openPhoto() {
    drop(window_.get(), writePhoto("photo.png"));
    QTRY_VERIFY(!document().predictions().empty());
  }

  void explain() {
    QTRY_VERIFY(find<QPushButton>("explain")->isEnabled());
    click("explain");
  }

  void wholeRun() {
    openPhoto();
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
    QTRY_VERIFY(state() == RunState::idle);
  }

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("fidoscope"));
    QCoreApplication::setApplicationName(QStringLiteral("fidoscope-test"));
    qunsetenv("FIDOSCOPE_MODELS");
    apply_theme(*qApp, Scheme::light);
  }

  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", path("data").toUtf8());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, path("settings"));
    QSettings().clear();
    QDir().mkpath(path("models"));
    fake_card(to_path(path("models")), "one", "Fake One");
    fake_card(to_path(path("models")), "two", "Fake Two");
    control_ = std::make_shared<FakeControl>();
    window_ = std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    RunSpec spec = default_spec();
    spec.iterations = kSteps;
    window_->session().document().setSpec(spec);
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->begin({});
    QTRY_VERIFY(document().classifier());
  }

  void cleanup() {
    control_->openGate();
    window_.reset();
    folder_.reset();
  }

  void opensBeforeAnyModelIsLoaded() {
    MainWindow fresh(fake_engine(control_), {});
    fresh.show();
    QVERIFY(QTest::qWaitForWindowExposed(&fresh));
    QVERIFY(fresh.findChild<QWidget*>(QStringLiteral("welcome"))->isVisible());
    QVERIFY(!fresh.findChild<QPushButton*>(QStringLiteral("explain"))->isEnabled());
  }

  void choosesTheFirstModelAndThenTheOneUsedLast() {
    QCOMPARE(find<ModelChooser>("models")->currentText(), QStringLiteral("Fake One"));
    window_->session().chooseClassifier(QStringLiteral("two"));
    QTRY_COMPARE(find<ModelChooser>("models")->currentText(), QStringLiteral("Fake Two"));
    MainWindow again(fake_engine(control_), std::vector{to_path(path("models"))});
    again.begin({});
    QTRY_COMPARE(again.findChild<ModelChooser*>()->currentText(), QStringLiteral("Fake Two"));
  }

  void opensByDrop() {
    QVERIFY(find<QWidget>("welcome")->isVisible());
    openPhoto();
    QVERIFY(!find<QWidget>("welcome")->isVisible());
    QVERIFY(window_->windowTitle().contains(QStringLiteral("photo.png")));
    QCOMPARE(find<ImageCanvas>("left")->photo().size(), QSize(60, 40));
    // On the canvas too, which takes drops itself.
    drop(find<QWidget>("left"), writePhoto("größe, 2.png", 30, 30));
    QTRY_COMPARE(find<ImageCanvas>("left")->photo().size(), QSize(30, 30));
    QCOMPARE(window_->actions().recentPaths().size(), 2);
  }

  void opensByPaste() {
    QImage picture(33, 22, QImage::Format_ARGB32);
    picture.fill(Qt::transparent);
    QApplication::clipboard()->setImage(picture);
    QTest::keyClick(window_.get(), Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(document().photo());
    QCOMPARE(document().photo()->pixels->width, 33);
    QCOMPARE(document().photo()->pixels->rgb[0], std::uint8_t{255});  // transparent is white
    QApplication::clipboard()->setText(QStringLiteral("no picture"));
    QTest::keyClick(window_.get(), Qt::Key_V, Qt::ControlModifier);
    QVERIFY(banner().contains(QStringLiteral("clipboard")));
  }

  void opensASampleByAClick() {
    QAbstractButton* sample = nullptr;
    for (auto* button : find<QWidget>("welcome")->findChildren<QAbstractButton*>())
      if (button->text() == QStringLiteral("Chelsea")) sample = button;
    if (!sample) QSKIP("the sample photos are not there");
    QTest::mouseClick(sample, Qt::LeftButton);
    QTRY_VERIFY(!document().predictions().empty());
    QCOMPARE(document().photo()->name, QStringLiteral("chelsea.png"));
    QTRY_VERIFY(label("question").contains(QStringLiteral("tabby")));
  }

  void choosesAModelByKeyAndClassifiesAnew() {
    openPhoto();
    auto* models = find<ModelChooser>("models");
    models->setFocus();
    QTest::keyClick(models, Qt::Key_Down);
    QTRY_COMPARE(document().classifier()->card.id, std::string("two"));
    QTRY_VERIFY(!document().predictions().empty());
    QCOMPARE(control_->classifications.load(), 2);
    QCOMPARE(models->currentText(), QStringLiteral("Fake Two"));
  }

  void aClickOnAClassMakesItTheTarget() {
    openPhoto();
    auto* bars = find<ClassBars>("classBars");
    QCOMPARE(bars->target(), 0);
    const int row = bars->sizeHint().height() / ClassBars::kRows;
    QTest::mouseClick(bars, Qt::LeftButton, Qt::NoModifier, QPoint(bars->width() / 2, row + row / 2));
    QCOMPARE(document().target(), 1);
    QCOMPARE(bars->target(), 1);
    QVERIFY(label("question").contains(QStringLiteral("lynx")));
    QVERIFY(number("answerNumber").startsWith(QStringLiteral("21")));
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
    QCOMPARE(document().run()->result->target, 1);
  }

  void aClassIsFoundByItsName() {
    openPhoto();
    auto* search = find<QLineEdit>("classSearch");
    search->setFocus();
    const auto press = [&](Qt::Key key) {  // as the window system does it: to the list while it is open
      QWidget* list = QApplication::activePopupWidget();
      QTest::keyClick(list ? list : search, key);
    };
    QTest::keyClicks(search, QStringLiteral("teapot"));
    press(Qt::Key_Return);
    QCOMPARE(document().target(), 3);
    QTRY_VERIFY(search->text().isEmpty());
    QTest::keyClicks(search, QStringLiteral("cat"));
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QCOMPARE(document().target(), 2);
    QTRY_VERIFY(search->text().isEmpty());
    QTest::keyClicks(search, QStringLiteral("teapod"));
    press(Qt::Key_Return);
    QVERIFY(banner().contains(QStringLiteral("teapot")));  // the nearest
    QCOMPARE(document().target(), 2);
  }

  void aContrastClassGoesIntoTheRun() {
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

  void runsPausesResumesAndStops() {
    openPhoto();
    auto* explain_button = find<QPushButton>("explain");
    auto *pause = find<QToolButton>("pause"), *stop = find<QToolButton>("stop"), *save = find<QToolButton>("save");
    QVERIFY(!pause->isEnabled() && !stop->isEnabled() && !save->isEnabled());
    control_->closeGate();
    explain();
    QTRY_VERIFY(state() == RunState::running);
    QVERIFY(pause->isEnabled() && stop->isEnabled() && !save->isEnabled());
    QCOMPARE(explain_button->text(), QStringLiteral("Restart"));
    control_->letThrough(5);
    QTRY_VERIFY(number("progress").startsWith(QStringLiteral("5 / 20")));
    QVERIFY(number("progress").contains(QStringLiteral("0:02 left")));  // 15 steps of an eighth of a second
    QCOMPARE(number("speed"), QStringLiteral("0.13 s a step"));
    QCOMPARE(number("device"), QStringLiteral("CPU, 2 threads"));
    QCOMPARE(find<RunPlots>("plots")->count(), 5);

    QTest::mouseClick(pause, Qt::LeftButton);
    QCOMPARE(state(), RunState::paused);
    QCOMPARE(pause->text(), QStringLiteral("Resume"));
    control_->openGate();
    QTRY_COMPARE(control_->steps.load(), 6);  // the step that was under way ends; no other begins
    QVERIFY(number("progress").contains(QStringLiteral("paused")));
    QTest::mouseClick(pause, Qt::LeftButton);
    QTRY_VERIFY(document().run()->result);
    QTRY_VERIFY(number("progress").contains(QStringLiteral("20 / 20, done in 0:02")));
    QTRY_VERIFY(save->isEnabled());
    QCOMPARE(find<RunPlots>("plots")->count(), 20);

    control_->closeGate();
    explain();
    QTRY_VERIFY(state() == RunState::running);
    control_->letThrough(3);
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

  void restartsWhileRunning() {
    openPhoto();
    control_->closeGate();
    explain();
    QTRY_VERIFY(state() == RunState::running);
    control_->letThrough(2);
    QTRY_COMPARE(control_->steps.load(), 2);
    click("explain");
    control_->openGate();
    QTRY_VERIFY(document().run() && document().run()->result && document().run()->result->iterations_done == kSteps);
  }

  void explainWaitsForTheClassifier() {
    control_->closeGate();
    window_->openPath(writePhoto("photo.png"));
    window_->session().explain();  // at once, before anything has been decoded or classified
    QVERIFY(window_->session().waiting());
    QTRY_VERIFY(state() == RunState::running);
  }

  void theMapGrowsWhileItRuns() {
    openPhoto();
    control_->closeGate();
    explain();
    control_->letThrough(1);
    QTRY_VERIFY(!document().shown().map.empty());
    QTRY_VERIFY(document().shown().counterfactual);
    QTRY_VERIFY(number("answerNumber").contains(QChar(0x2192)));  // an arrow to the number under the mask
    QCOMPARE(find<ImageCanvas>("right")->photo().width() * 2, find<ImageCanvas>("right")->photo().height() * 3);
    click("showMap");
    QVERIFY(!find<ImageCanvas>("left")->isMapVisible());
    QTest::keyClick(window_.get(), Qt::Key_K);
    QVERIFY(find<ImageCanvas>("left")->isMaskVisible());
  }

  void neverWaitsForTheEngine() {
    openPhoto();
    control_->closeGate();
    explain();
    QTRY_VERIFY(control_->in_step);
    QTRY_COMPARE(state(), RunState::running);
    // The worker stands in the middle of a step, and stays there through all of this.
    click("showMask");
    QVERIFY(find<ImageCanvas>("left")->isMaskVisible());
    auto* bars = find<ClassBars>("classBars");
    const int row = bars->sizeHint().height() / ClassBars::kRows;
    QTest::mouseClick(bars, Qt::LeftButton, Qt::NoModifier, QPoint(bars->width() / 2, row + row / 2));
    QCOMPARE(document().target(), 1);
    auto* opacity = find<QSlider>("opacity");
    opacity->setFocus();
    QTest::keyClick(opacity, Qt::Key_Home);
    QCOMPARE(opacity->value(), 0);
    QTest::mouseClick(find<QToolButton>("pause"), Qt::LeftButton);
    QCOMPARE(state(), RunState::paused);
    window_->session().openPhoto(writePhoto("other.png", 20, 20));
    QTRY_COMPARE(find<ImageCanvas>("left")->photo().size(), QSize(20, 20));
    QVERIFY(control_->in_step);
    QCOMPARE(control_->steps.load(), 0);
  }

  void anotherPhotoEndsTheRunAndShowsNothingOfIt() {
    openPhoto();
    control_->closeGate();
    explain();
    QTRY_VERIFY(control_->in_step);
    control_->letThrough(2);
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

  void scrubsBackAndReturnsToTheLiveEnd() {
    wholeRun();
    QCOMPARE(document().run()->frames.size(), std::size_t{kSteps + 1});
    QTRY_VERIFY(!document().shown().predictions.empty());
    auto* scrub = find<QSlider>("scrub");
    QCOMPARE(scrub->value(), kSteps);
    const double last = *document().shown().probability;
    scrub->setFocus();
    QTest::keyClick(scrub, Qt::Key_Home);
    QVERIFY(!document().live());
    QCOMPARE(number("scrubPosition"), QStringLiteral("step 0 of 20"));
    QCOMPARE(document().shown().map.at(32, 32), 0.5F);
    QTRY_VERIFY(!document().shown().predictions.empty());  // the engine was asked about this frame's mask
    QVERIFY(*document().shown().probability != last);
    QTest::keyClick(scrub, Qt::Key_Right);
    QCOMPARE(document().shown().iteration, 1);
    click("live");
    QVERIFY(document().live());
    QCOMPARE(*document().shown().probability, last);
    QCOMPARE(scrub->value(), kSteps);
    // Through the curves as well.
    emit find<RunPlots>("plots")->scrubbed(10);
    QCOMPARE(document().shown().iteration, 10);
    QCOMPARE(scrub->value(), 10);
  }

  void scrubsWhileItRuns() {
    openPhoto();
    control_->closeGate();
    explain();
    control_->letThrough(8);
    QTRY_COMPARE(static_cast<int>(document().run()->frames.size()), 9);
    auto* scrub = find<QSlider>("scrub");
    scrub->setFocus();
    QTest::keyClick(scrub, Qt::Key_Home);
    QCOMPARE(document().shown().iteration, 0);
    control_->letThrough(4);  // the question is served between two of these
    QTRY_VERIFY(control_->answers >= 1);
    QTRY_COMPARE(static_cast<int>(document().run()->frames.size()), 13);
    QCOMPARE(document().shown().iteration, 0);
    click("live");
    control_->openGate();
    QTRY_COMPARE(document().shown().iteration, kSteps);
  }

  void anUnreadablePhotoLeavesTheOneBefore() {
    wholeRun();
    QFile bad(path("broken.png"));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write("this is no picture");
    bad.close();
    drop(window_.get(), bad.fileName());
    QTRY_VERIFY(banner().contains(QStringLiteral("broken.png")));
    QCOMPARE(document().photo()->name, QStringLiteral("photo.png"));
    QVERIFY(document().run() && document().run()->result);
    QVERIFY(!find<Banner>("banner")->findChildren<QPushButton*>().isEmpty());  // a way out
  }

  void aFailingModelLeavesTheOneBefore() {
    wholeRun();
    control_->fail_next_load = true;
    auto* models = find<ModelChooser>("models");
    models->setFocus();
    QTest::keyClick(models, Qt::Key_Down);
    QTRY_VERIFY(banner().contains(QStringLiteral("not TorchScript")));
    QCOMPARE(models->currentText(), QStringLiteral("Fake One"));
    QCOMPARE(document().classifier()->card.id, std::string("one"));
    QVERIFY(document().run() && document().run()->result);
    QVERIFY(!document().predictions().empty());
    QVERIFY(find<QPushButton>("explain")->isEnabled());
  }

  void aFailingStepSaysSoAndTheWindowGoesOn() {
    openPhoto();
    control_->fail_next_step = true;
    explain();
    QTRY_VERIFY(banner().contains(QStringLiteral("device was lost")));
    QTRY_VERIFY(state() == RunState::failed);
    QVERIFY(find<QPushButton>("explain")->isEnabled());
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
  }

  void savesTheFilesOfTheContract() {
    wholeRun();
    click("save");
    auto* dialog = window_->findChild<QFileDialog*>();
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QDir().mkpath(path("out"));
    auto* line = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    QVERIFY(line);
    QTRY_VERIFY(line->hasFocus());
    line->selectAll();
    const auto press = [&](auto key) {  // as the window system does it: to the list of completions while it is open
      QWidget* list = QApplication::activePopupWidget();
      QTest::keyClick(list ? list : line, key);
    };
    for (const QChar letter : path("out")) press(letter.toLatin1());
    press(Qt::Key_Return);
    QTRY_VERIFY(banner().startsWith(QStringLiteral("Saved in")));
    for (const char* name :
         {"map.npy", "drop.npy", "mask.png", "map.png", "overlay.png", "counterfactual.png", "history.csv", "result.json"})
      QVERIFY2(QFile::exists(path("out/photo/") + QLatin1String(name)), name);
    QFile json(path("out/photo/result.json"));
    QVERIFY(json.open(QIODevice::ReadOnly));
    QVERIFY(json.readAll().contains("photo.png"));
    window_->saveTo(path("out"));  // never over what was saved before
    QTRY_VERIFY(QFile::exists(path("out/photo-2/result.json")));
    QFile file(path("flat"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    window_->saveTo(path("flat"));
    QTRY_VERIFY(banner().contains(QStringLiteral("flat")));
  }

  void aBareModelAsksAndWritesItsCard() {
    openPhoto();
    QFile model(path("my net.pt"));
    QVERIFY(model.open(QIODevice::WriteOnly));
    model.write("weights");
    model.close();
    drop(window_.get(), model.fileName());
    auto* sheet = find<ModelSheet>("modelSheet");
    QTRY_VERIFY(sheet->isVisible());
    QVERIFY(!QApplication::activeModalWidget());
    auto* width = find<QSpinBox>("sheetWidth");
    width->setFocus();
    width->selectAll();
    QTest::keyClicks(width, QStringLiteral("96\t"));
    auto* values = find<QComboBox>("sheetValues");
    values->setFocus();
    QTest::keyClick(values, Qt::Key_Down);
    auto* naming = find<QComboBox>("sheetNaming");
    naming->setFocus();
    QTest::keyClick(naming, Qt::Key_End);
    auto* classes = find<QSpinBox>("sheetClasses");
    QVERIFY(classes->isVisible());
    classes->setFocus();
    classes->selectAll();
    QTest::keyClicks(classes, QStringLiteral("4\t"));
    // The first try fails: the sheet stays, with what was typed.
    control_->fail_next_load = true;
    click("sheetAdd");
    QTRY_VERIFY(banner().contains(QStringLiteral("not TorchScript")));
    QVERIFY(sheet->isVisible());
    QCOMPARE(width->value(), 96);
    click("sheetAdd");
    QTRY_COMPARE(document().classifier()->card.id, std::string("my net"));
    QVERIFY(!sheet->isVisible());
    const auto card = load_classifier_card(to_path(path("my net.card.json")));
    QVERIFY2(card.has_value(), card ? "" : card.error().message.c_str());
    QCOMPARE(card->width, 96);
    QCOMPARE(card->height, 224);
    QCOMPARE(card->mean[0], 0.5F);
    QCOMPARE(card->num_classes, 4);
    QCOMPARE(card->sha256, *sha256_file(to_path(path("my net.pt"))));
    QTRY_VERIFY(!document().predictions().empty());
    QCOMPARE(find<ModelChooser>("models")->currentText(), QStringLiteral("my net"));
    // From now on it is known.
    drop(window_.get(), model.fileName());
    QTRY_COMPARE(document().classifier()->card.id, std::string("my net"));
    QVERIFY(!sheet->isVisible());
  }

  void aCancelledSheetLeavesNoCard() {
    QFile model(path("net.pt"));
    QVERIFY(model.open(QIODevice::WriteOnly));
    model.close();
    drop(window_.get(), model.fileName());
    QTRY_VERIFY(find<ModelSheet>("modelSheet")->isVisible());
    control_->fail_next_load = true;
    click("sheetAdd");
    QTRY_VERIFY(!banner().isEmpty());
    click("sheetCancel");
    QVERIFY(!find<ModelSheet>("modelSheet")->isVisible());
    QVERIFY(!QFile::exists(path("net.card.json")));
  }

  void advancedFieldsSayWhatTheyAreAndComeBack() {
    auto* toggle = find<QToolButton>("advancedToggle");
    QVERIFY(!find<QWidget>("advanced")->isVisible());
    QTest::mouseClick(toggle, Qt::LeftButton);
    QVERIFY(find<QWidget>("advanced")->isVisible());
    auto* rate = find<NumberEdit>("spec_learning_rate");
    rate->setFocus();
    QTest::keyClick(rate, Qt::Key_Up);  // 0.05, 0.1: as a sweep goes
    QCOMPARE(document().spec().learning_rate, 0.1);
    QVERIFY(toggle->text().contains(QStringLiteral("1 changed")));
    auto* lambda = find<NumberEdit>("spec_lambda");
    lambda->setFocus();
    lambda->selectAll();
    QTest::keyClicks(lambda, QStringLiteral("-3\r"));
    QCOMPARE(document().spec().lambda, default_spec().lambda);  // refused, with a reason under the field
    QTest::mouseClick(toggle, Qt::LeftButton);
    QVERIFY(!find<QWidget>("advanced")->isVisible());
  }

  void theMethodBringsItsDefaults() {
    auto* method = find<QComboBox>("method");
    method->setFocus();
    QTest::keyClick(method, Qt::Key_End);
    QCOMPARE(document().spec().method, std::string("bbmp"));
    QCOMPARE(document().spec().lambda, default_spec("bbmp").lambda);
    QCOMPARE(document().spec().iterations, kSteps);
  }

  void noModelAtAllIsAnInvitation() {
    QTemporaryDir empty;
    MainWindow fresh(fake_engine(control_), {to_path(empty.path())});
    fresh.show();
    fresh.begin({});
    if (fresh.session().models().empty()) QTRY_VERIFY(!fresh.bannerText().isEmpty() || fresh.session().document().classifier());
  }
};

QTEST_MAIN(WindowTest)
#include "test_window.moc"
