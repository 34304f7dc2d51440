// Lists all keyboard shortcuts of the window, taken from its actions.
#pragma once

#include <QDialog>

class QMenu;

namespace fido::ui {

class ShortcutSheet : public QDialog {
  Q_OBJECT
 public:
  // The menu gives the groups. The actions of `window` that are in no menu follow, and then the
  // keys and mouse gestures of the canvas.
  ShortcutSheet(const QMenu& menu, const QWidget& window, QWidget* parent);
};

}  // namespace fido::ui
