// Shows the question in one line: photo, classifier, infiller and method, with the Explain button.
#pragma once

#include <QWidget>

#include "ui/document/document.h"

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace fido {
struct InfillerInfo;
}

namespace fido::ui {

class MainActions;
class ModelChooser;

class TopBar : public QWidget {
  Q_OBJECT
 public:
  TopBar(Document& document, const MainActions& actions, QWidget* parent = nullptr);

  ModelChooser* models() const { return models_; }

  // Without the labels and buttons that are hidden if there is no room.
  QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();
  void addInfiller(const InfillerInfo& info);

  Document& document_;
  ModelChooser* models_;
  QComboBox* infill_;
  QComboBox* method_;
  QLabel* infill_label_;
  QLabel* method_label_;
  QPushButton* explain_;
  QToolButton *save_, *library_, *side_by_side_, *evaluate_;
};

}  // namespace fido::ui
