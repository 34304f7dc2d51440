// Shared by the tests of the window: a real window, driven by real mouse and key events, on a fake
// engine whose steps the test releases.
#pragma once

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "tests/fake_engine.h"
#include "ui/document/text.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"

using namespace fido;
using namespace fido::ui;

// Creates, for each test, a window on a fake engine with two fake models and empty settings.
class WindowFixture : public QObject {
  Q_OBJECT

 protected:
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
  const Document& document() const { return window_->workspace().document(); }
  RunState state() const { return window_->workspace().state(); }
  QString banner() const { return window_->bannerText(); }
  void pressBannerButton(const QString& text) {
    for (QPushButton* button : find<QWidget>("banner")->findChildren<QPushButton*>())
      if (button->text() == text) return QTest::mouseClick(button, Qt::LeftButton);
    QFAIL(qPrintable(QStringLiteral("the banner has no button ") + text));
  }
  QString number(const char* name) const { return find<NumberLabel>(name)->text(); }
  QString label(const char* name) const { return find<QLabel>(name)->text(); }

  QString writePhoto(const char* name, int width = 60, int height = 40) const {
    Image photo(width, height);
    for (std::size_t i = 0; i < photo.rgb.size(); ++i)
      photo.rgb[i] = static_cast<std::uint8_t>(i * 7);
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

  // Opens a new window, as after a restart; the old one is destroyed without being closed.
  void newWindow() {
    control_->openGate();
    window_.reset();
    control_ = std::make_shared<FakeControl>();
    window_ =
        std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->begin({});
  }

  // Opens a photo and waits until it is classified.
  void openPhoto() {
    drop(window_.get(), writePhoto("photo.png"));
    QTRY_VERIFY(!document().predictions().empty());
  }

  void explain() {
    QTRY_VERIFY(find<QPushButton>("explain")->isEnabled());
    click("explain");
  }

  void runToCompletion() {
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
    window_ =
        std::make_unique<MainWindow>(fake_engine(control_), std::vector{to_path(path("models"))});
    RunSpec spec = default_spec();
    spec.iterations = kSteps;
    window_->workspace().document().setSpec(spec);
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->begin({});
    QTRY_VERIFY(document().classifier());
  }

  void cleanup() {
    control_->openGate();
    control_->hold_load = control_->hold_answers = false;
    window_.reset();
    folder_.reset();
  }
};
