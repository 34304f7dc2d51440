// The tools in a column beside the picture.
#pragma once

#include <QWidget>
#include <vector>

class QAction;

namespace fido::ui {

class ToolBar : public QWidget {
  Q_OBJECT
 public:
  // Groups are set apart.
  explicit ToolBar(const std::vector<std::vector<QAction*>>& groups, QWidget* parent = nullptr);
};

}  // namespace fido::ui
