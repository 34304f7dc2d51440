// Every key the window knows, made from the actions themselves.
#pragma once

#include <QDialog>

class QMenu;

namespace fido::ui {

class ShortcutSheet : public QDialog {
  Q_OBJECT
 public:
  // The menu gives the groups; actions of `window` that are in no menu, and what the canvas does
  // with keys and wheel, follow.
  ShortcutSheet(const QMenu& menu, const QWidget& window, QWidget* parent);
};

}  // namespace fido::ui
