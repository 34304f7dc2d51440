// Tests of the window's controllers, each by itself: file dialogs, exports, sessions on disk,
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

  // A minimal window with only the parts that the controllers need.
  struct Fixture {
    std::shared_ptr<FakeControl> control = std::make_shared<FakeControl>();
    Workspace workspace;
    QWidget window;
    MainActions actions{&window};
    Banner banner;
    ImageCanvas canvas;
    FileDialogs dialogs{window};
    ModelGate gate;

    explicit Fixture(const QString& models)
        : workspace(fake_engine(control), std::vector{to_path(models)}),
          gate(workspace, ModelTrust({to_path(models)}), banner) {
      window.resize(640, 480);
    }
    ~Fixture() { control->openGate(); }
    Document& document() { return workspace.document(); }
  };

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<Fixture> fixture_;

  QString path(const char* name) const { return folder_->filePath(QString::fromUtf8(name)); }
  QString writePhoto(const char* name) const {
    Image photo(60, 40);
    for (std::size_t i = 0; i < photo.rgb.size(); ++i)
      photo.rgb[i] = static_cast<std::uint8_t>(i * 7);
    (void)save_png(to_path(path(name)), photo);
    return path(name);
  }
  void openPhoto() {
    fixture_->workspace.begin({});
    fixture_->workspace.openPhoto(writePhoto("photo.png"));
    QTRY_VERIFY(!fixture_->document().predictions().empty());
  }
  void runToCompletion() {
    RunSpec spec = default_spec();
    spec.iterations = 5;
    fixture_->document().setSpec(spec);
    openPhoto();
    fixture_->workspace.explain();
    QTRY_VERIFY(fixture_->document().run() && fixture_->document().run()->result);
    QTRY_VERIFY(!fixture_->workspace.isRunActive());
  }
  QFileDialog* dialog() const { return fixture_->window.findChild<QFileDialog*>(); }
  // Accepts the dialog with this file, as if the user had typed its name and pressed the button.
  void choose(const QString& file) {
    emit dialog()->filesSelected({file});
    dialog()->close();
    QTRY_VERIFY(!dialog());
  }
  QPushButton* button(const QString& text) const {
    for (auto* each : fixture_->banner.findChildren<QPushButton*>())
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
    fixture_ = std::make_unique<Fixture>(path("models"));
  }
  void cleanup() {
    fixture_.reset();
    folder_.reset();
  }

  void dialogStartsInTheLastFolder() {
    FileDialogs& dialogs = fixture_->dialogs;
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
    QVERIFY(chosen.isEmpty());  // openFile() does not block
    choose(path("photos/a.png"));
    QCOMPARE(chosen, path("photos/a.png"));
    open();
    QCOMPARE(dialog()->directory().absolutePath(), path("photos"));
    dialog()->reject();
    QTRY_VERIFY(!dialog());
    // Every kind of file has its own last folder, and a folder that no longer exists is not
    // offered.
    QVERIFY(dialogs.folder(FolderKind::masks) != path("photos"));
    QVERIFY(QDir().rmdir(path("photos")));
    QVERIFY(QFileInfo(dialogs.folder(FolderKind::photos)).isDir());
    QVERIFY(dialogs.folder(FolderKind::photos) != path("photos"));
  }

  void cancelledDialogCallsNoCallback() {
    bool called = false;
    fixture_->dialogs.openFolder(FolderKind::results, QStringLiteral("Save"),
                                 [&](const QString&) { called = true; });
    dialog()->reject();
    QTRY_VERIFY(!dialog());
    QVERIFY(!called);
  }

  void suffixFollowsTheFilter() {
    fixture_->dialogs.saveFile(FolderKind::exports, QStringLiteral("Save"),
                               QStringLiteral("Animated WebP (*.webp);;Numbered PNGs (*.png)"),
                               QStringLiteral("a.b.webp"), [](const QString&) {});
    QCOMPARE(dialog()->defaultSuffix(), QStringLiteral("webp"));
    emit dialog()->filterSelected(QStringLiteral("Numbered PNGs (*.png)"));
    QCOMPARE(dialog()->defaultSuffix(), QStringLiteral("png"));
    QCOMPARE(dialog()->acceptMode(), QFileDialog::AcceptSave);
  }

  void exportActionsFollowTheDocument() {
    const ExportController exports(fixture_->workspace, fixture_->actions, fixture_->dialogs,
                                   fixture_->banner, fixture_->canvas,
                                   [] { return ReportPictures(); });
    const MainActions& actions = fixture_->actions;
    for (const QAction* action :
         {actions.save, actions.save_animation, actions.save_report, actions.copy_command})
      QVERIFY(!action->isEnabled());
    runToCompletion();
    for (const QAction* action :
         {actions.save, actions.save_animation, actions.save_report, actions.copy_command})
      QVERIFY2(action->isEnabled(), qPrintable(action->text()));
    fixture_->control->closeGate();
    fixture_->workspace.explain();
    QTRY_VERIFY(fixture_->workspace.isRunActive());
    QVERIFY(!actions.save_animation->isEnabled());
    fixture_->workspace.closePhoto();
    QVERIFY(!actions.save_report->isEnabled() && !actions.save->isEnabled());
  }

  void savesAPictureAndRemembersItsFolder() {
    ExportController exports(fixture_->workspace, fixture_->actions, fixture_->dialogs,
                             fixture_->banner, fixture_->canvas, [] { return ReportPictures(); });
    QImage picture(8, 8, QImage::Format_RGB32);
    picture.fill(Qt::red);
    exports.askWhereToSave(QStringLiteral("Save mask"), picture, QStringLiteral("Mask 1"));
    QVERIFY(dialog());
    choose(path("no/such/folder.png"));
    QVERIFY2(fixture_->banner.text().contains(QStringLiteral("could not be written")),
             qPrintable(fixture_->banner.text()));
    QVERIFY(fixture_->dialogs.folder(FolderKind::masks) != path("no/such"));
    exports.askWhereToSave(QStringLiteral("Save mask"), picture, QStringLiteral("Mask 1"));
    choose(path("mask.png"));
    QCOMPARE(QImage(path("mask.png")).pixelColor(3, 3), QColor(Qt::red));
    QCOMPARE(fixture_->dialogs.folder(FolderKind::masks), folder_->path());
  }

  void reportUsesThePicturesOnScreen() {
    int pictures_requested = 0;
    ExportController exports(fixture_->workspace, fixture_->actions, fixture_->dialogs,
                             fixture_->banner, fixture_->canvas, [&] {
                               ++pictures_requested;
                               return ReportPictures();
                             });
    runToCompletion();
    exports.saveReport(path("report.pdf"));
    QCOMPARE(pictures_requested, 1);
    QVERIFY(QFile::exists(path("report.pdf")));
    QVERIFY(button(QStringLiteral("Show in folder")));
    QCOMPARE(fixture_->dialogs.folder(FolderKind::exports), folder_->path());
  }

  // A session that cannot be saved keeps the window from closing, once.
  void sessionThatCannotBeSavedPreventsClosingOnce() {
    SessionPersistence persistence(fixture_->workspace, fixture_->actions, fixture_->dialogs,
                                   fixture_->banner, fixture_->gate, [] { return ViewChoices(); });
    QVERIFY(!fixture_->actions.save_session->isEnabled());
    openPhoto();
    QVERIFY(fixture_->actions.save_session->isEnabled());
    // A file blocks the path of the autosave folder.
    QVERIFY(QDir(AutosaveManager::userFolder()).removeRecursively());
    QVERIFY(write_file(to_path(AutosaveManager::userFolder()), "no folder").has_value());
    QVERIFY(!persistence.finish());
    QVERIFY2(fixture_->banner.text().contains(QStringLiteral("could not be saved")),
             qPrintable(fixture_->banner.text()));
    button(QStringLiteral("Save session…"))->click();
    choose(path("a.fidoscope"));
    QVERIFY(read_session(path("a.fidoscope")));
    QCOMPARE(fixture_->dialogs.folder(FolderKind::sessions), folder_->path());
    QVERIFY(!persistence.finish());
    QSignalSpy close(&persistence, &SessionPersistence::closeRequested);
    button(QStringLiteral("Close anyway"))->click();
    QCOMPARE(close.count(), 1);
    QVERIFY(persistence.finish());
  }

  void sessionRestoresItsView() {
    ViewChoices now;
    now.zoom = 3;
    now.page = 2;
    SessionPersistence persistence(fixture_->workspace, fixture_->actions, fixture_->dialogs,
                                   fixture_->banner, fixture_->gate, [&] { return now; });
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
    QVERIFY2(fixture_->banner.text().contains(QStringLiteral("absent.fidoscope")),
             qPrintable(fixture_->banner.text()));
  }

  void presenterModeHidesAndRestoresWidgets() {
    TourPlayer player(fixture_->workspace);
    ScrubBar scrub(fixture_->document());
    QWidget bar(&fixture_->window), under(&fixture_->window);
    auto* presenter =
        new PresenterMode(fixture_->window, fixture_->actions, player, scrub, {&bar}, under);
    fixture_->window.show();
    const MainActions& actions = fixture_->actions;
    QVERIFY(!actions.forward->isEnabled());
    const QByteArray geometry = fixture_->window.saveGeometry();
    QSignalSpy toggled(presenter, &PresenterMode::toggled);
    presenter->setOn(true);
    QVERIFY(actions.presenter->isChecked() && fixture_->window.isFullScreen());
    QVERIFY(bar.isHidden() && under.isHidden() && actions.forward->isEnabled());
    QCOMPARE(presenter->windowGeometry(), geometry);
    actions.presenter->setChecked(false);
    QVERIFY(!presenter->isOn() && !fixture_->window.isFullScreen());
    QVERIFY(!bar.isHidden() && !under.isHidden() && !actions.forward->isEnabled());
    QCOMPARE(toggled.count(), 2);
  }

  void clickerStepsThroughTheRun() {
    TourPlayer player(fixture_->workspace);
    ScrubBar scrub(fixture_->document());
    QWidget under(&fixture_->window);
    auto* presenter =
        new PresenterMode(fixture_->window, fixture_->actions, player, scrub, {}, under);
    runToCompletion();
    presenter->setOn(true);
    fixture_->actions.backward->trigger();
    QCOMPARE(fixture_->document().shown().iteration, 0);
    fixture_->actions.forward->trigger();
    QCOMPARE(fixture_->document().shown().iteration, 5);
  }

  void greyscaleMaskCanBeThresholded() {
    MaskTool tool(fixture_->document());
    const EditActions actions(fixture_->document(), tool, &fixture_->window);
    MaskImporter importer(fixture_->document(), actions, fixture_->dialogs, fixture_->banner);
    openPhoto();
    QImage picture(64, 4, QImage::Format_Grayscale8);
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x) picture.scanLine(y)[x] = static_cast<uchar>(4 * x);
    QVERIFY(picture.save(path("grey.png")));
    importer.load(path("grey.png"));
    const Masks& masks = fixture_->document().masks();
    QVERIFY(masks.mask());
    QCOMPARE(masks.mask()->name, QStringLiteral("grey"));
    QVERIFY(fixture_->document().isPaintedMaskSoft());
    fixture_->banner.findChild<QSlider*>(QStringLiteral("cutAt"))->setValue(40);
    button(QStringLiteral("Threshold at 40 %"))->click();
    QVERIFY(!fixture_->document().isPaintedMaskSoft());
    QVERIFY(!fixture_->banner.isShown());
    importer.load(path("absent.png"));
    QVERIFY2(fixture_->banner.text().contains(QStringLiteral("absent.png")),
             qPrintable(fixture_->banner.text()));
    QCOMPARE(masks.all().size(), std::size_t{1});
  }
};

QTEST_MAIN(WindowControllersTest)
#include "test_window_controllers.moc"
