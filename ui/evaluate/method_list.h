// The methods that an evaluation compares: a list with check boxes, whose order can be changed by
// dragging, and to which methods with any infiller can be added.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/evaluate/plan.h"

class QComboBox;
class QListWidget;
class QToolButton;

namespace fido::ui {

class MethodList : public QWidget {
  Q_OBJECT
 public:
  explicit MethodList(QWidget* parent = nullptr);

  // Returns the checked methods from top to bottom.
  std::vector<PlannedMethod> checkedMethods() const;
  // Checks these methods and no others, and moves them to the top in this order.
  void setCheckedMethods(const std::vector<PlannedMethod>& methods);

 signals:
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  // Inserts an entry at `row`; -1: at the end.
  void insertEntry(const PlannedMethod& method, bool checked, int row = -1);
  // Returns the entry's row, or -1.
  int find(const PlannedMethod& method) const;
  void addSelectedMethod();
  void refreshAddButton();

  QListWidget* list_;
  QComboBox *method_, *infill_;
  QToolButton* add_;
};

}  // namespace fido::ui
