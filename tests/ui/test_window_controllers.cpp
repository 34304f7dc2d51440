// The parts that the window is made of, each by itself: file dialogs, exports, sessions on disk,
// presenter mode, masks from pictures.
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>
#include <optional>

#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/panels/banner.h"
#include "ui/panels/model_gate.h"
#include "ui/panels/scrub_bar.h"
#include "ui/tools/mask_tool.h"
#include "ui/tour/tour_player.h"
#include "ui/window/edit_actions.h"
#include "ui/window/export_controller.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/main_actions.h"
#include "ui/window/mask_importer.h"
#include "ui/window/presenter_mode.h"
#include "ui/window/session_persistence.h"

class WindowControllersTest : public QObject {
  Q_OBJECT

  // A window with nothing in it but what the controllers need.
  struct Bench {
    std::shared_ptr<FakeControl> control = std::make_shared<FakeControl>();
    Workspace workspace;
    QWidget window;
    MainActions actions{&window};
    Banner banner;
    ImageCanvas canvas;
    FileDialogs dialogs{window};
    ModelGate gate;

    explicit Bench(const QString& models)
        : workspace(fake_engine(control), std::vector{to_path(models)}),
          gate(workspace, ModelTrust({to_path(models)}), banner) {
      window.resize(640, 480);
    }
    ~Bench() { control->openGate(); }
    Document& document() { return workspace.document(); }
  };

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<Bench> bench_;

  QString path(const char* name) const { return folder_->filePath(QString::fromUtf8(name)); }
  QString writePhoto(const char* name) const {
    Image photo(60, 40);
    for (std::size_t i = 0; i < photo.rgb.size(); ++i)
      photo.rgb[i] = static_cast<std::uint8_t>(i * 7);
    (void)save_png(to_path(path(name)), photo);
    return path(name);
  }
  void openPhoto() {
    bench_->workspace.begin({});
    bench_->workspace.openPhoto(writePhoto("photo.png"));
    QTRY_VERIFY(!bench_->document().predictions().empty());
  }
  void wholeRun() {
    RunSpec spec = default_spec();
    spec.iterations = 5;
    bench_->document().setSpec(spec);
    openPhoto();
    bench_->workspace.explain();
    QTRY_VERIFY(bench_->document().run() && bench_->document().run()->result);
    QTRY_VERIFY(!bench_->workspace.isRunActive());
  }
  QFileDialog* dialog() const { return bench_->window.findChild<QFileDialog*>(); }
  // As a person does who types a name and presses the button.
  void choose(const QString& file) {
    emit dialog()->filesSelected({file});
    dialog()->close();
    QTRY_VERIFY(!dialog());
  }
  QPushButton* button(const QString& text) const {
    for (auto* each : bench_->banner.findChildren<QPushButton*>())
      if (each->text() == text) return each;
    return nullptr;
  }

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("fidoscope"));
    QCoreApplication::setApplicationName(QStringLiteral("fidoscope-test"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    qunsetenv("FIDOSCOPE_MODELS");
  }
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", path("data").toUtf8());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, path("settings"));
    QSettings().clear();
    QDir().mkpath(path("models"));
    fake_card(to_path(path("models")), "one", "Fake One");
    bench_ = std::make_unique<Bench>(path("models"));
  }
  void cleanup() {
    bench_.reset();
    folder_.reset();
  }

  void aDialogStartsWhereTheLastFileWasChosen() {
    FileDialogs& dialogs = bench_->dialogs;
    QDir().mkpath(path("photos"));
    QString chosen;
    const auto open = [&] {
      dialogs.openFile(FolderKind::photos, QStringLiteral("Open"),
                       QStringLiteral("Pictures (*.png)"),
                       [&](const QString& file) { chosen = file; });
    };
    open();
    QVERIFY(dialog() && dialog()->isVisible());
    QCOMPARE(dialog()->windowModality(), Qt::WindowModal);
    QVERIFY(chosen.isEmpty());  // it did not wait
    choose(path("photos/a.png"));
    QCOMPARE(chosen, path("photos/a.png"));
    open();
    QCOMPARE(dialog()->directory().absolutePath(), path("photos"));
    dialog()->reject();
    QTRY_VERIFY(!dialog());
    // Of another purpose: another folder. One that is gone is not offered.
    QVERIFY(dialogs.folder(FolderKind::masks) != path("photos"));
    QVERIFY(QDir().rmdir(path("photos")));
    QVERIFY(QFileInfo(dialogs.folder(FolderKind::photos)).isDir());
    QVERIFY(dialogs.folder(FolderKind::photos) != path("photos"));
  }

  void aCancelledDialogCallsNobody() {
    bool called = false;
    bench_->dialogs.openFolder(FolderKind::results, QStringLiteral("Save"),
                               [&](const QString&) { called = true; });
    dialog()->reject();
    QTRY_VERIFY(!dialog());
    QVERIFY(!called);
  }

  void theEndingFollowsTheFilter() {
    bench_->dialogs.saveFile(FolderKind::exports, QStringLiteral("Save"),
                             QStringLiteral("Animated WebP (*.webp);;Numbered PNGs (*.png)"),
                             QStringLiteral("a.b.webp"), [](const QString&) {});
    QCOMPARE(dialog()->defaultSuffix(), QStringLiteral("webp"));
    emit dialog()->filterSelected(QStringLiteral("Numbered PNGs (*.png)"));
    QCOMPARE(dialog()->defaultSuffix(), QStringLiteral("png"));
    QCOMPARE(dialog()->acceptMode(), QFileDialog::AcceptSave);
  }

  void exportsAreEnabledByWhatThereIs() {
    const ExportController exports(bench_->workspace, bench_->actions, bench_->dialogs,
                                   bench_->banner, bench_->canvas, [] { return ReportPictures(); });
    const MainActions& actions = bench_->actions;
    for (const QAction* action :
         {actions.save, actions.save_animation, actions.save_report, actions.copy_command})
      QVERIFY(!action->isEnabled());
    wholeRun();
    for (const QAction* action :
         {actions.save, actions.save_animation, actions.save_report, actions.copy_command})
      QVERIFY2(action->isEnabled(), qPrintable(action->text()));
    bench_->control->closeGate();
    bench_->workspace.explain();
    QTRY_VERIFY(bench_->workspace.isRunActive());
    QVERIFY(!actions.save_animation->isEnabled());
    bench_->workspace.closePhoto();
    QVERIFY(!actions.save_report->isEnabled() && !actions.save->isEnabled());
  }

  void aPictureIsSavedAndItsFolderRemembered() {
    ExportController exports(bench_->workspace, bench_->actions, bench_->dialogs, bench_->banner,
                             bench_->canvas, [] { return ReportPictures(); });
    QImage picture(8, 8, QImage::Format_RGB32);
    picture.fill(Qt::red);
    exports.askWhereToSave(QStringLiteral("Save mask"), picture, QStringLiteral("Mask 1"));
    QVERIFY(dialog());
    choose(path("no/such/folder.png"));
    QVERIFY2(bench_->banner.text().contains(QStringLiteral("could not be written")),
             qPrintable(bench_->banner.text()));
    QVERIFY(bench_->dialogs.folder(FolderKind::masks) != path("no/such"));
    exports.askWhereToSave(QStringLiteral("Save mask"), picture, QStringLiteral("Mask 1"));
    choose(path("mask.png"));
    QCOMPARE(QImage(path("mask.png")).pixelColor(3, 3), QColor(Qt::red));
    QCOMPARE(bench_->dialogs.folder(FolderKind::masks), folder_->path());
  }

  void theReportAsksForThePicturesOnScreen() {
    int asked = 0;
    ExportController exports(bench_->workspace, bench_->actions, bench_->dialogs, bench_->banner,
                             bench_->canvas, [&] {
                               ++asked;
                               return ReportPictures();
                             });
    wholeRun();
    exports.saveReport(path("report.pdf"));
    QCOMPARE(asked, 1);
    QVERIFY(QFile::exists(path("report.pdf")));
    QVERIFY(button(QStringLiteral("Show in folder")));
    QCOMPARE(bench_->dialogs.folder(FolderKind::exports), folder_->path());
  }

  // What cannot be kept is a reason not to close, once.
  void aSessionThatCannotBeKeptIsOfferedBeforeTheEnd() {
    SessionPersistence persistence(bench_->workspace, bench_->actions, bench_->dialogs,
                                   bench_->banner, bench_->gate, [] { return ViewChoices(); });
    QVERIFY(!bench_->actions.save_session->isEnabled());
    openPhoto();
    QVERIFY(bench_->actions.save_session->isEnabled());
    // A file lies in the place of the folder.
    QVERIFY(QDir(AutosaveManager::userFolder()).removeRecursively());
    QVERIFY(write_file(to_path(AutosaveManager::userFolder()), "no folder").has_value());
    QVERIFY(!persistence.finish());
    QVERIFY2(bench_->banner.text().contains(QStringLiteral("could not be saved")),
             qPrintable(bench_->banner.text()));
    button(QStringLiteral("Save session…"))->click();
    choose(path("a.fidoscope"));
    QVERIFY(read_session(path("a.fidoscope")));
    QCOMPARE(bench_->dialogs.folder(FolderKind::sessions), folder_->path());
    QVERIFY(!persistence.finish());
    QSignalSpy close(&persistence, &SessionPersistence::closeRequested);
    button(QStringLiteral("Close anyway"))->click();
    QCOMPARE(close.count(), 1);
    QVERIFY(persistence.finish());
  }

  void aSessionBringsItsView() {
    ViewChoices now;
    now.zoom = 3;
    now.page = 2;
    SessionPersistence persistence(bench_->workspace, bench_->actions, bench_->dialogs,
                                   bench_->banner, bench_->gate, [&] { return now; });
    openPhoto();
    persistence.save(path("a.fidoscope"));
    now = {};
    std::optional<ViewChoices> restored;
    connect(&persistence, &SessionPersistence::viewRestored, this,
            [&](const ViewChoices& view) { restored = view; });
    persistence.open(path("a.fidoscope"));
    QTRY_VERIFY(restored);
    QCOMPARE(restored->zoom, 3.0);
    QCOMPARE(restored->page, 2);
    persistence.open(path("absent.fidoscope"));
    QVERIFY2(bench_->banner.text().contains(QStringLiteral("absent.fidoscope")),
             qPrintable(bench_->banner.text()));
  }

  void presenterModeHidesAndBringsBack() {
    TourPlayer player(bench_->workspace);
    ScrubBar scrub(bench_->document());
    QWidget bar(&bench_->window), under(&bench_->window);
    auto* presenter =
        new PresenterMode(bench_->window, bench_->actions, player, scrub, {&bar}, under);
    bench_->window.show();
    const MainActions& actions = bench_->actions;
    QVERIFY(!actions.forward->isEnabled());
    const QByteArray geometry = bench_->window.saveGeometry();
    QSignalSpy toggled(presenter, &PresenterMode::toggled);
    presenter->setOn(true);
    QVERIFY(actions.presenter->isChecked() && bench_->window.isFullScreen());
    QVERIFY(bar.isHidden() && under.isHidden() && actions.forward->isEnabled());
    QCOMPARE(presenter->windowGeometry(), geometry);
    actions.presenter->setChecked(false);
    QVERIFY(!presenter->isOn() && !bench_->window.isFullScreen());
    QVERIFY(!bar.isHidden() && !under.isHidden() && !actions.forward->isEnabled());
    QCOMPARE(toggled.count(), 2);
  }

  void aClickerGoesThroughTheRun() {
    TourPlayer player(bench_->workspace);
    ScrubBar scrub(bench_->document());
    QWidget under(&bench_->window);
    auto* presenter = new PresenterMode(bench_->window, bench_->actions, player, scrub, {}, under);
    wholeRun();
    presenter->setOn(true);
    bench_->actions.backward->trigger();
    QCOMPARE(bench_->document().shown().iteration, 0);
    bench_->actions.forward->trigger();
    QCOMPARE(bench_->document().shown().iteration, 5);
  }

  void aPictureWithGreysIsCutAtALevel() {
    MaskTool tool(bench_->document());
    const EditActions actions(bench_->document(), tool, &bench_->window);
    MaskImporter importer(bench_->document(), actions, bench_->dialogs, bench_->banner);
    openPhoto();
    QImage picture(64, 4, QImage::Format_Grayscale8);
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x) picture.scanLine(y)[x] = static_cast<uchar>(4 * x);
    QVERIFY(picture.save(path("grey.png")));
    importer.load(path("grey.png"));
    const Masks& masks = bench_->document().masks();
    QVERIFY(masks.mask());
    QCOMPARE(masks.mask()->name, QStringLiteral("grey"));
    QVERIFY(bench_->document().isPaintedMaskSoft());
    bench_->banner.findChild<QSlider*>(QStringLiteral("cutAt"))->setValue(40);
    button(QStringLiteral("Threshold at 40 %"))->click();
    QVERIFY(!bench_->document().isPaintedMaskSoft());
    QVERIFY(!bench_->banner.isShown());
    importer.load(path("absent.png"));
    QVERIFY2(bench_->banner.text().contains(QStringLiteral("absent.png")),
             qPrintable(bench_->banner.text()));
    QCOMPARE(masks.all().size(), std::size_t{1});
  }
};

QTEST_MAIN(WindowControllersTest)
#include "test_window_controllers.moc"
