// A column of tool buttons beside the picture.
#pragma once

#include <QWidget>
#include <vector>

class QAction;

namespace fido::ui {

class ToolBar : public QWidget {
  Q_OBJECT
 public:
  // A gap separates the groups.
  explicit ToolBar(const std::vector<std::vector<QAction*>>& groups, QWidget* parent = nullptr);
};

}  // namespace fido::ui
