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

using Rows = std::vector<std::pair<QString, QString>>;  // keys, what they do
struct Group {
  QString name;
  Rows rows;
};

QString plain(const QAction& action) {
  QString text = action.text();
  return text.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

void add(Rows& rows, const QAction& action, QSet<const QAction*>& seen) {
  if (action.shortcuts().isEmpty() || seen.contains(&action)) return;
  seen.insert(&action);
  rows.emplace_back(action.shortcut().toString(QKeySequence::NativeText), plain(action));
}

void walk(const QMenu& menu, const QString& name, std::vector<Group>& groups,
          QSet<const QAction*>& seen) {
  const std::size_t at = groups.size();
  groups.push_back({name, {}});
  for (const QAction* action : menu.actions())
    if (const QMenu* inner = action->menu())
      walk(*inner, plain(*action), groups, seen);
    else
      add(groups[at].rows, *action, seen);
}

}  // namespace

ShortcutSheet::ShortcutSheet(const QMenu& menu, const QWidget& window, QWidget* parent)
    : QDialog(parent) {
  setObjectName(QStringLiteral("shortcuts"));
  setWindowTitle(tr("Keys"));
  setAttribute(Qt::WA_DeleteOnClose);
  QSet<const QAction*> seen;
  std::vector<Group> groups;
  walk(menu, tr("Window"), groups, seen);
  groups.front().rows.emplace_back(tr("Esc"),
                                   tr("Leave a page or presenter mode, or close the message"));
  Group rest{tr("Tools and run"), {}};
  for (const QAction* action : window.actions()) add(rest.rows, *action, seen);
  groups.push_back(std::move(rest));
  groups.push_back({tr("On a picture"),
                    {{tr("Wheel, +, −"), tr("Zoom at the cursor")},
                     {tr("Space, middle button"), tr("Hold and drag to pan")},
                     {tr("Shift and drag"), tr("Size of the brush")},
                     {tr("Double click, 0"), tr("Fit")},
                     {tr("C"), tr("Hold to see the untouched photo")},
                     {tr("Arrows"), tr("Pan, or move the line between before and after")},
                     {tr("Enter, Esc"), tr("Close the polygon, or give it up")}}});

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
    for (const auto& [keys, what] : group.rows) {
      const int row = grid->rowCount();
      auto* key = new QLabel(keys);
      QFont bold = key->font();
      bold.setBold(true);
      key->setFont(bold);
      grid->addWidget(key, row, 0);
      grid->addWidget(new QLabel(what), row, 1);
    }
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    column->addSpacing(kUnit);
  }
  if (column) column->addStretch();
}

}  // namespace fido::ui
