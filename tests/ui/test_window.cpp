// Tests of the window before a run: photos, models, target classes and dialogs.
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/panels/banner.h"
#include "ui/panels/class_bars.h"
#include "ui/panels/model_sheet.h"
#include "ui/window/main_actions.h"
#include "ui/window/model_chooser.h"

class WindowTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void showsTheWelcomePageBeforeAModelIsLoaded() {
    MainWindow fresh(fake_engine(control_), {});
    fresh.show();
    QVERIFY(QTest::qWaitForWindowExposed(&fresh));
    QVERIFY(fresh.findChild<QWidget*>(QStringLiteral("welcome"))->isVisible());
    QVERIFY(!fresh.findChild<QPushButton*>(QStringLiteral("explain"))->isEnabled());
  }

  void choosesTheFirstModelOrTheLastUsed() {
    QCOMPARE(find<ModelChooser>("models")->currentText(), QStringLiteral("Fake One"));
    window_->workspace().chooseClassifier(QStringLiteral("two"));
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
    // The canvas handles drops itself, so it is tested too.
    drop(find<QWidget>("left"), writePhoto("größe, 2.png", 30, 30));
    QTRY_COMPARE(find<ImageCanvas>("left")->photo().size(), QSize(30, 30));
    QCOMPARE(window_->actions().recentPaths().size(), 2);
  }

  // In a menu text, "&" marks a mnemonic, so it must be doubled.
  void recentPhotosAreListedByFileName() {
    drop(window_.get(), writePhoto("a&b.png", 30, 30));
    QTRY_VERIFY(document().photo());
    QMenu* recent = window_->actions().recent;
    emit recent->aboutToShow();
    QCOMPARE(recent->actions().size(), 1);
    QCOMPARE(recent->actions().front()->text(), QStringLiteral("a&&b.png"));
    writePhoto("other.png");
    window_->openPath(path("other.png"));
    QTRY_COMPARE(document().photo()->name, QStringLiteral("other.png"));
    recent->actions().front()->trigger();
    QTRY_COMPARE(document().photo()->name, QStringLiteral("a&b.png"));
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

  void choosingAModelByKeyClassifiesAgain() {
    openPhoto();
    auto* models = find<ModelChooser>("models");
    models->setFocus();
    QTest::keyClick(models, Qt::Key_Down);
    QTRY_COMPARE(document().classifier()->card.id, std::string("two"));
    QTRY_VERIFY(!document().predictions().empty());
    QCOMPARE(control_->classifications.load(), 2);
    QCOMPARE(models->currentText(), QStringLiteral("Fake Two"));
  }

  void clickOnAClassMakesItTheTarget() {
    openPhoto();
    auto* bars = find<ClassBars>("classBars");
    QCOMPARE(bars->target(), 0);
    const int row = bars->sizeHint().height() / ClassBars::kRows;
    QTest::mouseClick(bars, Qt::LeftButton, Qt::NoModifier,
                      QPoint(bars->width() / 2, row + row / 2));
    QCOMPARE(document().target(), 1);
    QCOMPARE(bars->target(), 1);
    QVERIFY(label("question").contains(QStringLiteral("lynx")));
    QVERIFY(number("answerNumber").startsWith(QStringLiteral("21")));
    explain();
    QTRY_VERIFY(document().run() && document().run()->result);
    QCOMPARE(document().run()->result->target, 1);
  }

  void findsAClassByName() {
    openPhoto();
    auto* search = find<QLineEdit>("classSearch");
    search->setFocus();
    // As the window system does, send keys to the completion list while it is open.
    const auto press = [&](Qt::Key key) {
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
    QVERIFY(banner().contains(QStringLiteral("teapot")));  // suggests the closest label
    QCOMPARE(document().target(), 2);
  }

  void unreadablePhotoKeepsThePreviousOne() {
    runToCompletion();
    QFile bad(path("broken.png"));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write("this is no picture");
    bad.close();
    drop(window_.get(), bad.fileName());
    QTRY_VERIFY(banner().contains(QStringLiteral("broken.png")));
    QCOMPARE(document().photo()->name, QStringLiteral("photo.png"));
    QVERIFY(document().run() && document().run()->result);
    QVERIFY(!find<Banner>("banner")
                 ->findChildren<QPushButton*>()
                 .isEmpty());  // offers a recovery action
  }

  void failingModelKeepsThePreviousOne() {
    runToCompletion();
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

  void modelWithoutACardAsksForItAndWritesIt() {
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
    // The first attempt fails: the sheet stays open with the values that were typed.
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
    // The model has a card now, so the sheet is not shown again.
    drop(window_.get(), model.fileName());
    QTRY_COMPARE(document().classifier()->card.id, std::string("my net"));
    QVERIFY(!sheet->isVisible());
  }

  void cancelledModelSheetWritesNoCard() {
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

  void bannerOffersToAddAModelIfThereIsNone() {
    QTemporaryDir empty;
    QSettings().clear();  // no model was used before
    MainWindow fresh(fake_engine(control_), {to_path(empty.path())});
    fresh.show();
    fresh.begin({});
    QTRY_COMPARE(
        fresh.bannerText(),
        QStringLiteral("No classifier was found. Add one: choose a TorchScript file (.pt) and "
                       "describe its input."));
    QVERIFY(!fresh.workspace().document().classifier());
  }

  void photoThatFailsToClassifyIsNotRetried() {
    control_->fail_next_classify = true;
    drop(window_.get(), writePhoto("photo.png"));
    QTRY_COMPARE(banner(), QStringLiteral("The fake cannot see this photo."));
    QTest::qWait(100);
    QCOMPARE(control_->classifications.load(), 1);
    QCOMPARE(window_->workspace().activity(), QString());
    openPhoto();  // the next photo is classified again
    QCOMPARE(control_->classifications.load(), 2);
  }

  void droppedInfillerCardIsUsed() {
    openPhoto();
    QString text = QStringLiteral(
        "{'format': 1, 'kind': 'infiller', 'id': 'lama', 'name': 'LaMa', 'file': 'lama.pt', "
        "'sha256': '%1', 'runtime': 'torchscript', 'mask_value': 'hole'}");
    const auto write = [&](const char* name, QString content) {
      QFile card(path(name));
      QVERIFY(card.open(QIODevice::WriteOnly));
      card.write(content.replace(QLatin1Char('\''), QLatin1Char('"')).toUtf8());
    };
    write("lama.card.json", text.arg(QString(64, QLatin1Char('a'))));
    drop(window_.get(), path("lama.card.json"));
    QTRY_VERIFY(!banner().isEmpty());  // its model file is missing
    QVERIFY2(banner().contains(QStringLiteral("lama.pt")), qPrintable(banner()));
    QFile model(path("lama.pt"));
    QVERIFY(model.open(QIODevice::WriteOnly));
    model.close();
    drop(window_.get(), path("lama.card.json"));
    QTRY_COMPARE(document().spec().infill, path("lama.card.json").toStdString());
    QCOMPARE(find<QComboBox>("infill")->currentText(), QStringLiteral("LaMa"));
    QCOMPARE(document().classifier()->card.id, std::string("one"));  // the classifier is unchanged
  }

  // Only classifiers can be chosen; a card that cannot be read is listed with the reason.
  void menuListsClassifiersOnly() {
    const auto write = [&](const char* name, const char* text) {
      QVERIFY(write_file(to_path(path(name)), text).has_value());
    };
    write("models/fast.card.json",
          R"({"format": 1, "kind": "infiller", "id": "fast", "name": "Fast", "file": "fast.pt"})");
    write(
        "models/masker.card.json",
        R"({"format": 1, "kind": "masker", "id": "masker", "name": "Realtime", "file": "masker.safetensors"})");
    write("models/broken.card.json", "{");
    window_->begin({});
    QTRY_COMPARE(window_->workspace().models().size(), std::size_t{3});
    for (const CatalogueEntry& entry : window_->workspace().models())
      QCOMPARE(entry.problem.empty(), entry.id != "broken" && entry.kind == "classifier");
  }

  void changedCardIsLoadedAgain() {
    openPhoto();
    const auto card = to_path(path("models/one.card.json"));
    auto text = read_file(card);
    QVERIFY(text.has_value());
    QVERIFY(write_file(card, *text + "\n").has_value());
    window_->openPath(qstr(card));
    QTRY_COMPARE(control_->loads.load(), 2);
    QTRY_COMPARE(control_->classifications.load(), 2);
  }
};

QTEST_MAIN(WindowTest)
#include "test_window.moc"
