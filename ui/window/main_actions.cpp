#include "ui/window/main_actions.h"

#include <QActionGroup>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QWidget>

#include "ui/document/text.h"
#include "ui/theme/icons.h"
#include "ui/window/resources.h"

namespace fido::ui {
namespace {

constexpr int kMaxRecent = 10;
const QString kRecentKey = QStringLiteral("recent");

}  // namespace

QAction* MainActions::add(const QString& text, const QString& icon_name, const QKeySequence& key) {
  auto* action = new QAction(text, this);
  if (!icon_name.isEmpty()) action->setIcon(icon(icon_name));
  if (!key.isEmpty()) {
    action->setShortcut(key);
    QString plain = text;
    plain.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    action->setToolTip(
        QStringLiteral("%1 (%2)").arg(plain, key.toString(QKeySequence::NativeText)));
  }
  static_cast<QWidget*>(parent())->addAction(action);
  return action;
}

MainActions::MainActions(QWidget* window) : QObject(window) {
  open = add(tr("&Open…"), QStringLiteral("open"), QKeySequence::Open);
  open->setIconText(tr("Open"));
  close = add(tr("Close photo"), {}, QKeySequence::Close);
  save_session = add(tr("Save session…"), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
  paste = add(tr("&Paste picture"), QStringLiteral("paste"), QKeySequence::Paste);
  save = add(tr("&Save results…"), QStringLiteral("save"), QKeySequence::Save);
  save->setIconText(tr("Save"));
  copy_left =
      add(tr("Copy photo with map"), QStringLiteral("copy"), Qt::CTRL | Qt::SHIFT | Qt::Key_C);
  copy_right = add(tr("Copy counterfactual"), QStringLiteral("copy"));
  copy_command =
      add(tr("Copy as command"), QStringLiteral("copy"), Qt::CTRL | Qt::SHIFT | Qt::Key_K);
  save_report = add(tr("Save report (PDF)…"), QStringLiteral("save"), Qt::CTRL | Qt::Key_P);
  save_animation = add(tr("Save run as animation…"), {});
  add_model = add(tr("Add model…"), QStringLiteral("plus"));

  explain = add(tr("Explain"), QStringLiteral("play"), Qt::Key_F5);
  pause = add(tr("Pause"), QStringLiteral("pause"), Qt::Key_F6);
  stop = add(tr("Stop"), QStringLiteral("stop"), Qt::SHIFT | Qt::Key_F5);

  show_map = add(tr("Show map"), QStringLiteral("layers"), Qt::Key_M);
  show_mask = add(tr("Show mask"), {}, Qt::Key_K);
  fit = add(tr("Fit to window"), QStringLiteral("zoom-fit"), Qt::CTRL | Qt::Key_0);
  earlier = add(tr("Previous frame"), {}, Qt::Key_Comma);
  later = add(tr("Next frame"), {}, Qt::Key_Period);
  live = add(tr("Go to latest step"), {}, Qt::Key_End);
  for (QAction* action : {show_map, show_mask}) action->setCheckable(true);

  show_run = add(tr("Run"), {}, Qt::ALT | Qt::Key_1);
  show_infills = add(tr("Infills"), {}, Qt::ALT | Qt::Key_2);
  show_edits = add(tr("Edits"), {}, Qt::ALT | Qt::Key_3);
  show_run->setToolTip(tr("The run's curves (Alt+1)"));
  show_infills->setToolTip(
      tr("The mask under every infiller, with the probability beneath (Alt+2)"));
  show_edits->setToolTip(tr("The probability after every edit of a mask (Alt+3)"));
  show_library = add(tr("Run library"), QStringLiteral("history"), Qt::Key_F7);
  show_compare = add(tr("Side by side"), QStringLiteral("grid-view"), Qt::Key_F8);
  show_figure = add(tr("Masks and infills"), QStringLiteral("figure"), Qt::Key_F9);
  show_figure->setToolTip(
      tr("Every painted mask under every infiller, as in the paper's Fig. 4 (F9)"));
  show_regions = add(tr("Several regions"), QStringLiteral("layers"), Qt::SHIFT | Qt::Key_F9);
  show_regions->setToolTip(
      tr("Disjoint regions of the photo, each of which keeps the class (Shift+F9)"));
  show_library->setToolTip(tr("All finished runs: search, reopen, compare (F7)"));
  show_compare->setToolTip(tr("Seeds, infills, methods or classifiers side by side (F8)"));
  show_evaluate = add(tr("Evaluate"), QStringLiteral("chart"), Qt::Key_F10);
  show_evaluate->setToolTip(
      tr("Compare methods on many photos: tables, worst and best cases (F10)"));
  auto* pages = new QActionGroup(this);
  for (QAction* action : {show_run, show_infills, show_edits}) {
    action->setCheckable(true);
    pages->addAction(action);
  }
  show_run->setChecked(true);

  light = add(tr("Light"), QStringLiteral("sun"));
  dark = add(tr("Dark"), QStringLiteral("moon"));
  system = add(tr("Follow system"), {});
  auto* themes = new QActionGroup(this);
  for (QAction* action : {system, light, dark}) {
    action->setCheckable(true);
    themes->addAction(action);
  }
  presenter = add(tr("Presenter mode"), QStringLiteral("zoom-fit"), Qt::Key_F11);
  presenter->setCheckable(true);
  presenter->setToolTip(tr("Full screen: picture, mask and answer in large type (F11)"));
  tour = add(tr("Guided tour"), QStringLiteral("samples"));
  tour->setToolTip(tr("The paper in six steps, on a sample photo"));
  open_tour = add(tr("Open tour…"), {});
  forward = add(tr("Next step"), {}, Qt::Key_PageDown);
  backward = add(tr("Previous step"), {}, Qt::Key_PageUp);
  shortcuts = add(tr("Keyboard shortcuts"), QStringLiteral("info"), Qt::Key_Question);
  about = add(tr("About Fidoscope"), QStringLiteral("info"));
  quit = add(tr("Quit"), {}, QKeySequence::Quit);

  recent = new QMenu(tr("Recent photos"), window);
  recent->setIcon(icon(QStringLiteral("history")));
  connect(recent, &QMenu::aboutToShow, this, &MainActions::fillRecent);
  recent->menuAction()->setEnabled(!recentPaths().isEmpty());
  samples = new QMenu(tr("Samples"), window);
  samples->setIcon(icon(QStringLiteral("samples")));
  fillSamples();

  menu = new QMenu(window);
  menu->addActions({open, paste});
  menu->addMenu(recent);
  menu->addAction(close);
  menu->addSeparator();
  QMenu* saving = menu->addMenu(icon(QStringLiteral("save")), tr("Save"));
  saving->addActions({save, save_session, save_report, save_animation});
  QMenu* copying = menu->addMenu(icon(QStringLiteral("copy")), tr("Copy"));
  copying->addActions({copy_left, copy_right, copy_command});
  menu->addSeparator();
  menu->addAction(add_model);
  menu->addSeparator();
  menu->addActions({show_library, show_compare, show_figure, show_regions, show_evaluate});
  QMenu* view = menu->addMenu(icon(QStringLiteral("layers")), tr("View"));
  view->addActions({show_map, show_mask, fit});
  view->addSeparator();
  view->addActions({earlier, later, live});
  view->addSeparator();
  view->addActions({show_run, show_infills, show_edits});
  QMenu* theme = menu->addMenu(icon(QStringLiteral("sun")), tr("Appearance"));
  theme->addActions({system, light, dark});
  QMenu* teaching = menu->addMenu(icon(QStringLiteral("target")), tr("Teaching"));
  teaching->addActions({presenter, tour, open_tour});
  teaching->addSeparator();
  teaching->addActions({forward, backward});
  menu->addSeparator();
  menu->addActions({shortcuts, about, quit});
}

QStringList MainActions::recentPaths() const {
  return QSettings().value(kRecentKey).toStringList();
}

void MainActions::addRecent(const QString& path) {
  if (path.isEmpty()) return;
  QStringList paths = recentPaths();
  paths.removeAll(path);
  paths.prepend(path);
  QSettings().setValue(kRecentKey, QStringList(paths.mid(0, kMaxRecent)));
  recent->menuAction()->setEnabled(true);
}

void MainActions::fillRecent() {
  recent->clear();
  for (const QString& path : recentPaths()) {
    QAction* action = recent->addAction(escape_mnemonics(QFileInfo(path).fileName()));
    action->setToolTip(path);
    connect(action, &QAction::triggered, this, [this, path] { emit photoChosen(path); });
  }
  recent->setToolTipsVisible(true);
}

void MainActions::fillSamples() {
  for (const WelcomeSample& sample : sample_photos()) {
    QAction* action = samples->addAction(sample.title);
    connect(action, &QAction::triggered, this,
            [this, path = sample.path] { emit photoChosen(path); });
  }
  samples->menuAction()->setEnabled(!samples->isEmpty());
}

}  // namespace fido::ui
