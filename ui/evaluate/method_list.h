// Which methods an evaluation compares: ticked, in an order that can be dragged, and with any
// infiller.
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

  // Those that are ticked, from top to bottom.
  std::vector<PlannedMethod> chosen() const;
  // Ticks these and no others, in this order, before the rest.
  void choose(const std::vector<PlannedMethod>& methods);

 signals:
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void add(const PlannedMethod& method, bool ticked, int at = -1);
  int find(const PlannedMethod& method) const;
  void addChosen();
  void refreshAdd();

  QListWidget* list_;
  QComboBox *method_, *infill_;
  QToolButton* add_;
};

}  // namespace fido::ui
