#include "ui/window/shortcut_sheet.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSet>
#include <QVBoxLayout>
#include <utility>
#include <vector>

#include "ui/panels/section.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

using Rows = std::vector<std::pair<QString, QString>>;  // keys, description
struct Group {
  QString name;
  Rows rows;
};

QString plain_text(const QAction& action) {
  QString text = action.text();
  return text.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

void add_row(Rows& rows, const QAction& action, QSet<const QAction*>& listed) {
  if (action.shortcuts().isEmpty() || listed.contains(&action)) return;
  listed.insert(&action);
  rows.emplace_back(action.shortcut().toString(QKeySequence::NativeText), plain_text(action));
}

void add_groups(const QMenu& menu, const QString& name, std::vector<Group>& groups,
                QSet<const QAction*>& listed) {
  const std::size_t at = groups.size();
  groups.push_back({name, {}});
  for (const QAction* action : menu.actions())
    if (const QMenu* inner = action->menu())
      add_groups(*inner, plain_text(*action), groups, listed);
    else
      add_row(groups[at].rows, *action, listed);
}

}  // namespace

ShortcutSheet::ShortcutSheet(const QMenu& menu, const QWidget& window, QWidget* parent)
    : QDialog(parent) {
  setObjectName(QStringLiteral("shortcuts"));
  setWindowTitle(tr("Keyboard shortcuts"));
  setAttribute(Qt::WA_DeleteOnClose);
  QSet<const QAction*> listed;
  std::vector<Group> groups;
  add_groups(menu, tr("Window"), groups, listed);
  groups.front().rows.emplace_back(tr("Esc"),
                                   tr("Leave a page or presenter mode, or close the message"));
  Group rest{tr("Tools and run"), {}};
  for (const QAction* action : window.actions()) add_row(rest.rows, *action, listed);
  groups.push_back(std::move(rest));
  groups.push_back({tr("On a picture"),
                    {{tr("Wheel, +, −"), tr("Zoom at the cursor")},
                     {tr("Space, middle button"), tr("Hold and drag to pan")},
                     {tr("Shift and drag"), tr("Change the size of the brush")},
                     {tr("Double-click, 0"), tr("Fit to window")},
                     {tr("C"), tr("Hold to see the untouched photo")},
                     {tr("Arrow keys"), tr("Pan, or move the line between before and after")},
                     {tr("Enter, Esc"), tr("Close or cancel the polygon")}}});

  auto* columns = new QHBoxLayout(this);
  columns->setContentsMargins(3 * kUnit, 3 * kUnit, 3 * kUnit, 3 * kUnit);
  columns->setSpacing(5 * kUnit);
  std::size_t total = 0, placed = 0;
  for (const Group& group : groups) total += group.rows.empty() ? 0 : group.rows.size() + 2;
  constexpr std::size_t kColumns = 3;
  QVBoxLayout* column = nullptr;
  for (const Group& group : groups) {
    if (group.rows.empty()) continue;
    if (!column || (placed >= total / kColumns && columns->count() < static_cast<int>(kColumns))) {
      if (column) column->addStretch();
      column = new QVBoxLayout;
      column->setSpacing(kUnit);
      columns->addLayout(column);
      placed = 0;
    }
    placed += group.rows.size() + 2;
    column->addWidget(section_heading(group.name));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * kUnit);
    grid->setVerticalSpacing(kUnit / 2);
    for (const auto& [keys, description] : group.rows) {
      const int row = grid->rowCount();
      auto* key = new QLabel(keys);
      QFont bold = key->font();
      bold.setBold(true);
      key->setFont(bold);
      grid->addWidget(key, row, 0);
      grid->addWidget(new QLabel(description), row, 1);
    }
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    column->addSpacing(kUnit);
  }
  if (column) column->addStretch();
}

}  // namespace fido::ui
