#include "ui/panels/class_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <iterator>

#include "ui/document/text.h"
#include "ui/panels/class_bars.h"
#include "ui/panels/class_search.h"
#include "ui/panels/section.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kNone = -1, kAnother = -2;  // data of the two rows that are not classes

}  // namespace

ClassPanel::ClassPanel(Document& document, QWidget* parent) : QWidget(parent), document_(document) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kUnit);
  column->addWidget(section_heading(tr("Classes")));

  empty_ = new MutedLabel(
      tr("The classifier's five most likely classes for the photo. Click one to ask about it."));
  empty_->setWordWrap(true);
  column->addWidget(empty_);
  bars_ = new ClassBars;
  bars_->setObjectName(QStringLiteral("classBars"));
  column->addWidget(bars_);

  search_ = new ClassSearch(tr("Ask about another class…"));
  search_->setObjectName(QStringLiteral("classSearch"));
  column->addWidget(search_);

  auto* row = new QHBoxLayout;
  row->setSpacing(kUnit);
  auto* label = new QLabel(tr("Contrast"));
  label->setToolTip(tr("Maximise s(c) − s(c′): evidence for the class and against this one"));
  contrast_ = new QComboBox;
  contrast_->setObjectName(QStringLiteral("contrast"));
  contrast_->setToolTip(label->toolTip());
  contrast_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  contrast_->setMinimumContentsLength(8);
  label->setBuddy(contrast_);
  row->addWidget(label);
  row->addWidget(contrast_, 1);
  column->addLayout(row);
  contrast_search_ = new ClassSearch(tr("Contrast with which class?"));
  contrast_search_->hide();
  column->addWidget(contrast_search_);

  connect(bars_, &ClassBars::targetChosen, &document_, &Document::setTarget);
  connect(search_, &ClassSearch::chosen, &document_, &Document::setTarget);
  connect(search_, &ClassSearch::refused, this, &ClassPanel::refused);
  connect(contrast_, &QComboBox::activated, this, &ClassPanel::chooseContrast);
  connect(contrast_search_, &ClassSearch::chosen, this, [this](int index) {
    contrast_search_->hide();
    document_.setContrast(index);
    refreshQuestion();
  });
  connect(contrast_search_, &ClassSearch::refused, this, &ClassPanel::refused);
  connect(&document_, &Document::classifierChanged, this, &ClassPanel::refreshLabels);
  connect(&document_, &Document::predictionsChanged, this, &ClassPanel::refreshBars);
  connect(&document_, &Document::predictionsChanged, this, &ClassPanel::refreshQuestion);
  connect(&document_, &Document::shownChanged, this, &ClassPanel::refreshBars);
  connect(&document_, &Document::questionChanged, this, &ClassPanel::refreshBars);
  connect(&document_, &Document::questionChanged, this, &ClassPanel::refreshQuestion);
  refreshBars();
  refreshQuestion();
}

void ClassPanel::refreshLabels() {
  const auto& info = document_.classifier();
  if (!info) return;
  search_->setLabels(info->labels);
  contrast_search_->setLabels(info->labels);
}

void ClassPanel::refreshBars() {
  const auto& all = document_.predictions();
  const bool has_predictions = !all.empty();
  empty_->setVisible(!has_predictions);
  bars_->setVisible(has_predictions);
  search_->setEnabled(has_predictions);
  if (!has_predictions) return;

  constexpr auto kRows = static_cast<std::size_t>(ClassBars::kRows);
  std::vector<Prediction> before(
      all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(kRows, all.size())));
  const int target = document_.target();
  const auto is_target = [&](const Prediction& p) { return p.index == target; };
  // A target below the top classes takes the last row, so that it is visible.
  if (std::none_of(before.begin(), before.end(), is_target))
    if (const Prediction* chosen = document_.prediction(target)) before.back() = *chosen;

  const Run* run = document_.run();
  const Shown& shown = document_.shown();
  std::vector<Prediction> after;
  if (!shown.predictions.empty()) {
    // The best class after infilling gets a row as well, with its probability before.
    const Prediction& best = shown.predictions.front();
    const auto is_best = [&](const Prediction& p) { return p.index == best.index; };
    if (std::none_of(before.begin(), before.end(), is_best) && before.size() > 1)
      if (const Prediction* original = document_.prediction(best.index))
        before[is_target(before.back()) ? before.size() - 2 : before.size() - 1] = *original;
    const auto has_row = [&](const Prediction& p) {
      return std::any_of(before.begin(), before.end(),
                         [&](const Prediction& row) { return row.index == p.index; });
    };
    std::copy_if(shown.predictions.begin(), shown.predictions.end(), std::back_inserter(after),
                 has_row);
    // The classes are updated periodically during a run. The target has the latest probability, the
    // one that the answer shows.
    for (Prediction& p : after)
      if (run && run->target.index == p.index && shown.probability) {
        p.probability = *shown.probability;
        p.score = shown.score.value_or(p.score);
      }
  }
  bars_->setPredictions(std::move(before), std::move(after));
  bars_->setTarget(target);
}

void ClassPanel::refreshQuestion() {
  const QSignalBlocker quiet(contrast_);
  contrast_->clear();
  contrast_->addItem(tr("None"), kNone);
  const auto& all = document_.predictions();
  contrast_->setEnabled(!all.empty());
  const auto add = [&](const Prediction& p) {
    if (p.index != document_.target() && contrast_->findData(p.index) < 0)
      contrast_->addItem(short_label(p.label), p.index);
  };
  for (std::size_t i = 0; i < std::min<std::size_t>(ClassBars::kRows, all.size()); ++i) add(all[i]);
  if (document_.contrast())
    if (const Prediction* chosen = document_.prediction(*document_.contrast())) add(*chosen);
  if (!all.empty()) contrast_->addItem(tr("Another class…"), kAnother);
  contrast_->setCurrentIndex(
      std::max(0, contrast_->findData(document_.contrast().value_or(kNone))));
}

void ClassPanel::chooseContrast(int row) {
  const int choice = contrast_->itemData(row).toInt();
  contrast_search_->setVisible(choice == kAnother);
  if (choice == kAnother) {
    contrast_search_->setFocus();
    return;
  }
  document_.setContrast(choice == kNone ? std::nullopt : std::optional(choice));
}

}  // namespace fido::ui
