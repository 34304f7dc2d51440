// What a run can be compared with: its menu, the empty page that offers the same, and the runs of
// each choice.
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/engine/series.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/method_picker.h"
#include "ui/panels/section.h"
#include "ui/theme/theme.h"

namespace fido::ui {

void ComparePage::fillVariations(QMenu& menu) {
  menu.clear();
  menu.setToolTipsVisible(true);
  const Document& document = workspace_.document();
  const bool ready = document.photo() && document.classifier() && document.target() >= 0;
  const RunSpec spec = document.spec();
  const auto add = [&](const QString& name, const QString& text, const QString& tip, bool enabled,
                       auto start) {
    QAction* action = menu.addAction(text);
    action->setObjectName(name);
    action->setToolTip(tip);
    action->setEnabled(ready && enabled);
    connect(action, &QAction::triggered, this, start);
  };
  const MethodInfo* method = find_method(spec.method);
  for (const int count : {4, 8, 16})
    add(count == 4 ? QStringLiteral("seeds") : QString(),
        tr("%n seeds: mean and deviation", nullptr, count),
        tr("How much the map depends on the random numbers"), method && method->samples_masks,
        [this, count] { beginSeeds(count); });
  menu.addSeparator();
  std::vector<Variation> infills, classifiers;
  const std::string best = default_infiller_id();
  for (const std::string& name : {std::string("mean"), std::string("local"),
                                  std::string("push-pull"), best == "push-pull" ? "blur" : best}) {
    Variation v{core_text(find_infiller(name)->label), spec, {}};
    v.spec.infill = name;
    infills.push_back(std::move(v));
  }
  add(QStringLiteral("infills"), tr("Four infills"),
      tr("From the simplest to the best: does the answer depend on what fills the holes?"), true,
      [this, infills] { begin(infills); });
  add(QStringLiteral("methods"), tr("Four masks"),
      tr("Keep the smallest region that sustains the class, drop the smallest that destroys it, "
         "one region for both, and the older method BBMP"),
      true, [this] {
        beginMethods({"fido-ssr", "fido-sdr", "fido-joint", "bbmp"});
      });
  add(QStringLiteral("rivals"), tr("Four other methods"),
      tr("Gradient, Grad-CAM, occlusion and RISE on the same photo"), true, [this] {
        beginMethods({"gradient", "grad-cam", "occlusion", "rise"});
      });
  add(QStringLiteral("chooseMethods"), tr("Methods…"), tr("Choose two to four methods"), true,
      [this] { chooseMethods(); });
  for (const CatalogueEntry& entry : workspace_.models())
    if (entry.problem.empty() && entry.kind == "classifier" && classifiers.size() < kMaxRuns)
      classifiers.push_back(
          {qstr(entry.name.empty() ? entry.id : entry.name), spec, qstr(entry.card_path)});
  const int count = static_cast<int>(classifiers.size());
  add(QStringLiteral("classifiers"),
      count == 1 ? tr("1 classifier") : tr("%n classifiers", nullptr, count),
      tr("The same class, explained for each classifier"), count > 1,
      [this, classifiers] { begin(classifiers); });
}

void ComparePage::vary(const QString& name) {
  fillVariations(*menu_);
  for (QAction* action : menu_->actions())
    if (action->objectName() == name) return action->trigger();
}

// Offers the choices of the menu on the empty page.
void ComparePage::fillEmptyState() {
  fillVariations(*menu_);
  auto* column = static_cast<QVBoxLayout*>(empty_->layout());
  while (QLayoutItem* item = column->takeAt(0)) {
    if (QWidget* widget = item->widget()) widget->deleteLater();
    delete item;
  }
  column->addStretch();
  auto* question = new QLabel(tr("Does the answer hold up?"));
  question->setFont(large_font());
  question->setAlignment(Qt::AlignHCenter);
  auto* hint = new MutedLabel(
      workspace_.document().photo()
          ? tr("Run it again and compare, or choose two to four runs in the library (F7).")
          : tr("Open a photo first, or choose two to four runs in the library (F7)."));
  hint->setAlignment(Qt::AlignHCenter);
  column->addWidget(question);
  column->addWidget(hint);
  column->addSpacing(kUnit);
  for (QAction* action : menu_->actions()) {
    if (action->isSeparator()) continue;
    auto* button = new QPushButton(action->text());
    button->setToolTip(action->toolTip());
    button->setEnabled(action->isEnabled());
    button->setMinimumWidth(32 * kUnit);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    column->addWidget(button, 0, Qt::AlignHCenter);
  }
  column->addStretch();
}

void ComparePage::refreshEmptyState() {
  if (empty_->isVisible()) fillEmptyState();
}

void ComparePage::beginSeeds(int count) {
  std::vector<Variation> variations;
  const RunSpec spec = workspace_.document().spec();
  for (int i = 0; i < count; ++i) {
    Variation v{tr("Seed %1").arg(spec.seed + static_cast<unsigned>(i)), spec, {}};
    v.spec.seed += static_cast<unsigned>(i);
    variations.push_back(std::move(v));
  }
  begin(std::move(variations), true);
}

void ComparePage::beginMethods(const std::vector<std::string>& names) {
  std::vector<Variation> variations;
  for (const std::string& name : names) {
    Variation v{core_text(find_method(name)->label),
                without_unused_fields(spec_for_method(workspace_.document().spec(), name)),
                {}};
    // An infiller that preserves kept pixels gives no gradient to a method that starts with
    // everything kept. Blur gives one.
    if (!validate(v.spec)) {
      v.spec.infill = "blur";
      v.label = tr("%1, %2").arg(v.label, core_text(find_infiller(v.spec.infill)->label));
    }
    variations.push_back(std::move(v));
  }
  begin(std::move(variations));
}

void ComparePage::chooseMethods() {
  if (!picker_) {
    picker_ = new MethodPicker(workspace_, this);
    connect(picker_, &MethodPicker::submitted, this, &ComparePage::beginMethods);
  }
  picker_->show();
  picker_->raise();
  picker_->activateWindow();
}

}  // namespace fido::ui
