// Shows the classifier's most likely classes and lets the user choose the target and the contrast.
#pragma once

#include <QWidget>

#include "ui/document/document.h"

class QComboBox;
class QLabel;
class QStackedLayout;

namespace fido::ui {

class ClassBars;
class ClassSearch;

class ClassPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ClassPanel(Document& document, QWidget* parent = nullptr);

 signals:
  void refused(const QString& reason);

 private:
  void refreshBars();
  void refreshQuestion();
  void refreshLabels();
  void chooseContrast(int row);

  Document& document_;
  ClassBars* bars_;
  QLabel* empty_;
  ClassSearch* search_;
  QComboBox* contrast_;
  ClassSearch* contrast_search_;
};

}  // namespace fido::ui
