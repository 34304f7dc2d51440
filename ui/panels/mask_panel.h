// Lists the painted masks, with the tools to paint them, the operations on a whole mask, and the
// history of edits.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QListWidget;
class QListWidgetItem;
class QSlider;
class QToolButton;
class QUndoView;

namespace fido::ui {

class Document;
class EditActions;
class MaskTool;

class MaskPanel : public QWidget {
  Q_OBJECT
 public:
  MaskPanel(Document& document, MaskTool& tool, const EditActions& actions,
            QWidget* parent = nullptr);

 private:
  QWidget* makePaint(const EditActions& actions);
  QWidget* makeThreshold();
  QWidget* makeRole();
  QWidget* makeHistory();
  void refreshTool();
  void refreshList();
  void applyThreshold(int percent);

  Document& document_;
  MaskTool& tool_;
  QToolButton *drop_, *keep_;
  QLabel *option_name_, *threshold_name_;
  QSlider *option_, *threshold_;
  QComboBox* role_;
  QListWidget* list_;
  QUndoView* history_;
  QToolButton* history_toggle_;
};

}  // namespace fido::ui
