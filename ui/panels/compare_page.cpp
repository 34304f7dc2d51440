#include "ui/panels/compare_page.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <utility>

#include "core/image/map_stats.h"
#include "core/run/methods.h"
#include "core/run/results.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/engine/series.h"
#include "ui/panels/section.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

enum Layer { kMap, kMask, kCounterfactual };
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr float kMaxDeviation = 0.5F;  // the largest possible one, of many values in [0, 1]

}  // namespace

ComparePage::ComparePage(Workspace& workspace, Series& series, QWidget* parent)
    : Page(parent), workspace_(workspace), series_(series) {
  setObjectName(QStringLiteral("comparePage"));
  heading_ = new ElidedLabel;
  heading_->setObjectName(QStringLiteral("compareHeading"));
  headRow()->addWidget(heading_, 1);
  layer_ = new QButtonGroup(this);
  const struct {
    Layer layer;
    QString text, tip;
  } layers[] = {{kMap, tr("Map"), tr("How much each part matters")},
                {kMask, tr("Mask"), tr("The most likely mask: dropped where θ is above one half")},
                {kCounterfactual, tr("Counterfactual"),
                 tr("What the classifier sees under the most likely mask")}};
  for (const auto& [layer, text, tip] : layers) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setToolTip(tip);
    layer_->addButton(button, layer);
    headRow()->addWidget(button);
  }
  layer_->button(kMap)->setChecked(true);
  vary_ = new QPushButton(icon(QStringLiteral("play")), tr("Vary"));
  vary_->setObjectName(QStringLiteral("vary"));
  vary_->setToolTip(
      tr("Run the current question again with other seeds, infills, methods or classifiers"));
  menu_ = new QMenu(vary_);
  connect(menu_, &QMenu::aboutToShow, this, [this] { fillVariations(*menu_); });
  vary_->setMenu(menu_);
  stop_ = new QPushButton(icon(QStringLiteral("stop")), tr("Stop"));
  headRow()->addWidget(vary_);
  headRow()->addWidget(stop_);

  grid_ = new QGridLayout;
  grid_->setSpacing(2 * kUnit);
  for (int i = 0; i < kMaxRuns; ++i) {
    auto* cell = new QWidget(this);
    auto* under = new QVBoxLayout(cell);
    under->setContentsMargins(0, 0, 0, 0);
    under->setSpacing(kUnit / 2);
    auto* canvas = new ImageCanvas;
    canvas->setObjectName(QStringLiteral("pane%1").arg(i));
    canvas->setViewState(&view_);
    canvas->setLegendVisible(true);
    canvas->setPlaceholder(tr("Not run yet"));
    auto* numbers = new ElidedLabel;
    auto* key = new RunLegendKey(static_cast<std::size_t>(i));
    auto* line = new QHBoxLayout;
    line->setSpacing(kUnit);
    line->addWidget(key);
    line->addWidget(numbers, 1);
    under->addWidget(canvas, 1);
    under->addLayout(line);
    keys_.push_back(key);
    cells_.push_back(cell);
    canvases_.push_back(canvas);
    numbers_.push_back(numbers);
  }
  column()->addLayout(grid_, 1);
  plots_ = new RunPlots;
  plots_->setObjectName(QStringLiteral("comparePlots"));
  plots_->setAccessibleName(tr("Curves of the runs"));
  plots_->setToolTip(
      tr("One curve per run. Dashed in colour: the result of a method without steps. Dashed in "
         "grey: the untouched photo."));
  plots_->setFixedHeight(plots_->sizeHint().height());
  column()->addSpacing(kUnit);
  column()->addWidget(plots_);
  empty_ = new QWidget;
  auto* empty_column = new QVBoxLayout(empty_);
  empty_column->setSpacing(kUnit);
  column()->addWidget(empty_, 1);

  connect(stop_, &QPushButton::clicked, &series_, &Series::cancel);
  connect(layer_, &QButtonGroup::idToggled, this, &ComparePage::refresh);
  connect(&series_, &Series::runFinished, this, &ComparePage::onRunFinished);
  connect(&series_, &Series::advanced, this, &ComparePage::refreshRunning);
  connect(&series_, &Series::ended, this, &ComparePage::refresh);
  // All of these decide what can be varied, and they may change while the page is open.
  connect(&workspace_, &Workspace::modelsChanged, this, &ComparePage::refreshEmptyState);
  connect(&workspace_.document(), &Document::photoChanged, this, &ComparePage::refreshEmptyState);
  connect(&workspace_.document(), &Document::predictionsChanged, this,
          &ComparePage::refreshEmptyState);
  connect(&workspace_.document(), &Document::questionChanged, this,
          &ComparePage::refreshEmptyState);
  refresh();
}

void ComparePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  fillEmptyState();
}

void ComparePage::begin(std::vector<Variation> variations, bool are_seeds) {
  series_.cancel();
  runs_.clear();
  panes_.clear();
  are_seeds_ = are_seeds;
  if (!are_seeds && variations.size() > kMaxRuns)
    variations.erase(variations.begin() + kMaxRuns, variations.end());
  const Document& document = workspace_.document();
  const QRectF part = document.visiblePart();
  const QImage& display = document.photo()->display;
  photo_ = display.copy(QRectF(part.x() * display.width(), part.y() * display.height(),
                               part.width() * display.width(), part.height() * display.height())
                            .toRect());
  emit seriesRequested();
  series_.begin(std::move(variations));
  refresh();
}

void ComparePage::onRunFinished(int index, std::shared_ptr<const RunResult> result) {
  runs_.push_back(
      {series_.variations()[static_cast<std::size_t>(index)].label, photo_, std::move(result)});
  panes_.clear();
  if (are_seeds_)
    fillSeedPanes();
  else
    for (const ComparedRun& run : runs_) panes_.push_back(makePane(run));
  refresh();
}

// Shows the mean and the standard deviation of the maps so far.
void ComparePage::fillSeedPanes() {
  std::vector<const Plane*> maps;
  double low = 1, high = 0, mean = 0;
  for (const ComparedRun& run : runs_) {
    maps.push_back(&run.result->map);
    const double p = probability_after(*run.result);
    low = std::min(low, p);
    high = std::max(high, p);
    mean += p / static_cast<double>(runs_.size());
  }
  const MapStats stats = map_stats(maps);
  Pane pane;
  pane.photo = photo_;
  pane.method = find_method(runs_.front().result->spec.method);
  const bool keeps = !pane.method || pane.method->keeps_important;
  const int count = static_cast<int>(runs_.size());
  if (count == 1) {
    pane.label = runs_.front().label;
    pane.numbers = tr("%1 under the map's masks").arg(format_percent(mean));
  } else {
    pane.label = tr("Mean of %n seeds", nullptr, count);
    pane.numbers = tr("%1 under each map's masks, from %2 to %3")
                       .arg(format_percent(mean), format_percent(low), format_percent(high));
  }
  pane.map = stats.mean;
  pane.mask = stats.mean;
  // The most likely mask of the mean map, as for a single map.
  for (float& value : pane.mask.values) value = (value >= 0.5F) == keeps ? 1.F : 0.F;
  panes_.push_back(pane);
  double max = 0, sum = 0;
  for (const float value : stats.deviation.values) {
    max = std::max(max, static_cast<double>(value));
    sum += static_cast<double>(value) / static_cast<double>(stats.deviation.values.size());
  }
  pane.label = tr("Standard deviation");
  pane.numbers =
      tr("%1 on average over the pixels, %2 at most").arg(sum, 0, 'f', 3).arg(max, 0, 'f', 2);
  pane.is_deviation = true;
  pane.map = stats.deviation;
  for (float& value : pane.map.values) value = std::min(1.F, value / kMaxDeviation);
  pane.mask = {};
  panes_.push_back(pane);
}

void ComparePage::show(std::vector<ComparedRun> runs) {
  series_.cancel();
  panes_.clear();
  are_seeds_ = false;
  runs.resize(std::min<std::size_t>(runs.size(), kMaxRuns));
  for (const ComparedRun& run : runs) panes_.push_back(makePane(run));
  runs_ = std::move(runs);
  view_.fit();
  refresh();
}

ComparePage::Pane ComparePage::makePane(const ComparedRun& run) const {
  const RunResult& r = *run.result;
  Pane pane;
  pane.label = run.label;
  const QSizeF shape = r.visible.width > 0 ? QSizeF(r.visible.width, r.visible.height)
                                           : QSizeF(r.input.width, r.input.height);
  const QSize size = shape.scaled(640, 640, Qt::KeepAspectRatio).toSize();
  const auto stretched = [&](const Image& image) {
    return to_qimage(image).scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  };
  pane.photo = run.photo.isNull() ? stretched(r.input) : run.photo;
  pane.counterfactual = stretched(r.counterfactual);
  pane.map = r.map;
  pane.mask = r.mask;
  pane.method = find_method(r.spec.method);
  pane.numbers = tr("%1   %2 → %3   area %4")
                     .arg(short_label(r.target_label), format_percent(r.probability_original),
                          format_percent(probability_after(r)), format_percent(r.area));
  return pane;
}

void ComparePage::refresh() {
  const auto layer = static_cast<Layer>(layer_->checkedId());
  const std::size_t expected =
      series_.isActive()
          ? (are_seeds_ ? 2 : std::min<std::size_t>(series_.variations().size(), kMaxRuns))
          : panes_.size();
  const int columns = expected == 4 ? 2 : std::max(1, static_cast<int>(expected));
  for (QWidget* cell : cells_) grid_->removeWidget(cell);
  for (int c = 0; c < kMaxRuns; ++c) grid_->setColumnStretch(c, c < columns ? 1 : 0);
  for (int i = 0; i < kMaxRuns; ++i) {
    const auto at = static_cast<std::size_t>(i);
    cells_[at]->setVisible(at < expected);
    if (at >= expected) continue;
    grid_->addWidget(cells_[at], i / columns, i % columns);
    ImageCanvas& canvas = *canvases_[at];
    if (at >= panes_.size()) {
      const bool is_running = !are_seeds_ && series_.isActive() && at == series_.current();
      canvas.setPhoto({});
      canvas.setMap({});
      canvas.setMask({});
      canvas.setPlaceholder(is_running ? tr("Running…") : tr("Not run yet"));
      canvas.setCaption(!are_seeds_ && series_.isActive() ? series_.variations()[at].label
                                                          : QString());
      numbers_[at]->setText({});
      continue;
    }
    const Pane& pane = panes_[at];
    canvas.setCaption(pane.label);
    canvas.setPictureName(pane.label);
    canvas.setPhoto(layer == kCounterfactual && !pane.counterfactual.isNull() ? pane.counterfactual
                                                                              : pane.photo);
    canvas.setMap(pane.map);
    canvas.setMask(pane.mask);
    canvas.setMapVisible(layer == kMap || pane.is_deviation);
    canvas.setMaskVisible(layer == kMask);
    canvas.setLegendEnds(pane.is_deviation
                             ? LegendEnds{tr("0: every seed agrees"),
                                          tr("%1 or more").arg(static_cast<double>(kMaxDeviation))}
                             : legend_ends(pane.method));
    numbers_[at]->setText(pane.numbers);
  }
  empty_->setVisible(expected == 0);
  for (QAbstractButton* button : layer_->buttons()) button->setVisible(expected > 0);
  vary_->setVisible(expected > 0);
  refreshHeading();
  refreshPlots();
}

// Plots the steps of methods that optimise, and the results of the others as levels beside them.
// Hides the plots if no method optimises.
void ComparePage::refreshPlots() {
  const auto is_optimizing = [](const RunSpec& spec) {
    const MethodInfo* method = find_method(spec.method);
    return !method || method->optimizes_mask;
  };
  int iterations = 0;
  for (const ComparedRun& run : runs_)
    if (is_optimizing(run.result->spec))
      iterations = std::max({iterations, planned_steps(run.result->spec),
                             static_cast<int>(run.result->history.size())});
  if (series_.isActive())
    for (const Variation& variation : series_.variations())
      if (is_optimizing(variation.spec))
        iterations = std::max(iterations, planned_steps(variation.spec));
  plots_->setVisible(iterations > 0);
  std::vector<PlottedRun> plotted;
  double before = runs_.empty() ? kUnknown : runs_.front().result->probability_original;
  for (const ComparedRun& run : runs_) {
    const RunResult& r = *run.result;
    // Runs of several classifiers or photos have no common reference.
    if (r.probability_original != before) before = kUnknown;
    PlottedRun one{run.label, nullptr, {}};
    if (is_optimizing(r.spec)) {
      one.steps = &r.history;
    } else {
      double kept = 0;
      for (const float value : r.mask.values)
        kept += static_cast<double>(value) / static_cast<double>(r.mask.values.size());
      one.final_values = {r.score_counterfactual, probability_after(r), 1 - kept};
    }
    plotted.push_back(one);
  }
  // Future runs have their place in the legend; the curve of the current one grows.
  static const std::vector<Step> no_steps;
  const Run* live = workspace_.document().run();
  for (std::size_t i = runs_.size(); series_.isActive() && i < series_.variations().size(); ++i) {
    const Variation& variation = series_.variations()[i];
    PlottedRun one{variation.label, nullptr, {kUnknown, kUnknown, kUnknown}};
    if (is_optimizing(variation.spec))
      one.steps = live && !live->result && i == series_.current() ? &live->steps : &no_steps;
    plotted.push_back(one);
  }
  if (iterations > 0) plots_->compare(plotted, iterations);
  plots_->setReference(before);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    keys_[i]->setVisible(iterations > 0 && !are_seeds_);
    const bool is_finished = i < runs_.size(),
               is_planned = series_.isActive() && i < series_.variations().size();
    if (is_finished)
      keys_[i]->setDashed(!is_optimizing(runs_[i].result->spec));
    else
      keys_[i]->setDashed(is_planned && !is_optimizing(series_.variations()[i].spec));
  }
}

// Shows the run under way in its pane; with seeds, in the first pane until there is a mean.
void ComparePage::refreshRunning() {
  refreshHeading();
  refreshPlots();
  const std::size_t at = are_seeds_ ? 0 : series_.current();
  const Document& document = workspace_.document();
  if (at < panes_.size() || at >= kMaxRuns || !document.run() || document.run()->steps.empty())
    return;
  canvases_[at]->setCaption(series_.variations()[series_.current()].label);
  canvases_[at]->setPhoto(photo_);
  canvases_[at]->setMap(document.shown().map);
  canvases_[at]->setMapVisible(true);
  canvases_[at]->setMaskVisible(false);
  canvases_[at]->setLegendEnds(legend_ends(find_method(document.run()->spec.method)));
}

void ComparePage::refreshHeading() {
  stop_->setVisible(series_.isActive());
  QString text;
  if (series_.isActive()) {
    const Run* run = workspace_.document().run();
    const std::size_t steps = run ? run->steps.size() : 0;
    text = tr("%1: %2 of %3, step %4 of %5")
               .arg(series_.variations()[series_.current()].label)
               .arg(series_.current() + 1)
               .arg(series_.variations().size())
               .arg(steps)
               .arg(run ? planned_steps(run->spec) : 0);
  }
  heading_->setText(text);
}

}  // namespace fido::ui
