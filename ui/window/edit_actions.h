// The actions on masks, from which shortcuts, menu, buttons and the sheet of shortcuts are made.
#pragma once

#include <QImage>
#include <QObject>
#include <functional>
#include <vector>

#include "ui/tools/mask_tool.h"

class QAction;
class QMenu;
class QWidget;

namespace fido::ui {

class EditActions : public QObject {
  Q_OBJECT

 public:
  EditActions(Document& document, MaskTool& tool, QWidget* window);

  std::vector<QAction*> tools;  // one per ToolKind, in its order; exclusive
  QAction *undo, *redo;
  QAction *swap, *smaller, *larger;
  QAction *add, *from_run, *load, *save, *copy, *paste, *remove;
  QAction *invert, *grow, *shrink, *feather, *clear, *fill;
  QMenu* menu;

 signals:
  void loadRequested();
  void saveRequested();
  void pasted(const QImage& picture);  // to become a mask
  void refused(const QString& reason);

 private:
  QAction* make(const QString& text, const QString& icon_name, const QKeySequence& key,
                const QString& tip);
  void editMask(const QString& step, const std::function<QImage(const QImage&)>& edit);
  void copyMask();
  void pasteMask();
  void refresh();

  Document& document_;
  MaskTool& tool_;
};

}  // namespace fido::ui
