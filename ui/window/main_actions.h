// The actions of the window, which menus, buttons and keys share.
#pragma once

#include <QAction>
#include <QObject>

class QActionGroup;
class QMenu;
class QWidget;

namespace fido::ui {

class MainActions : public QObject {
  Q_OBJECT
 public:
  explicit MainActions(QWidget* window);

  QAction *open, *close, *save_session, *paste, *save, *copy_left, *copy_right, *copy_command,
      *save_report, *save_animation, *add_model;
  QAction *explain, *pause, *stop;
  QAction *show_map, *show_mask, *fit, *earlier, *later, *live;
  QAction *show_run, *show_infills, *show_edits, *show_library, *show_compare, *show_figure,
      *show_regions, *show_evaluate;
  QAction *light, *dark, *system, *about, *quit;
  QAction *presenter, *tour, *open_tour, *forward, *backward, *shortcuts;
  QMenu *recent, *samples, *menu;

  // Puts the path first in the list of recent photos, which is kept between sessions.
  void addRecent(const QString& path);
  QStringList recentPaths() const;

 signals:
  void photoChosen(const QString& path);

 private:
  QAction* add(const QString& text, const QString& icon_name, const QKeySequence& key = {});
  void fillRecent();
  void fillSamples();
};

}  // namespace fido::ui
