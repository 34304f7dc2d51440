#include "ui/tools/tool_bar.h"

#include <QAction>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace fido::ui {

ToolBar::ToolBar(const std::vector<std::vector<QAction*>>& groups, QWidget* parent)
    : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(1);
  for (const auto& group : groups) {
    if (&group != &groups.front()) column->addSpacing(kUnit);
    for (QAction* action : group) {
      auto* button = new QToolButton;
      button->setDefaultAction(action);
      button->setToolButtonStyle(Qt::ToolButtonIconOnly);
      button->setIconSize({20, 20});
      button->setFixedSize(4 * kUnit, 4 * kUnit);
      column->addWidget(button);
    }
  }
  column->addStretch();
}

}  // namespace fido::ui
