#include "ui/plots/run_plots.h"

#include <qcustomplot.h>

#include <QLocale>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kMinReplotIntervalMs = 16;

// Returns 1, 2 or 5 times a power of ten, such that about three steps cover `span`.
double tick_step(double span) {
  const double raw = std::max(span, 1e-9) / 3;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double mantissa = raw / power;
  if (mantissa < 1.5) return power;
  if (mantissa < 3) return 2 * power;
  if (mantissa < 7) return 5 * power;
  return 10 * power;
}

// Places ticks at multiples of a given step.
class StepTicker : public QCPAxisTicker {
 public:
  explicit StepTicker(double step) : step_(step) {}

 protected:
  double getTickStep(const QCPRange&) override { return step_; }
  int getSubTickCount(double) override { return 0; }
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override {
    // Use a minus sign that is as wide as a digit, and avoid "-0".
    const double value = std::abs(tick) < step_ * 1e-6 ? 0 : tick;
    return QCPAxisTicker::getTickLabel(value, locale, format, precision)
        .replace(QLatin1Char('-'), QChar(0x2212));
  }

 private:
  double step_;
};

}  // namespace

bool GrowingRange::include(double value) {
  if (fixed_ || !std::isfinite(value) || (value >= low_ && value <= high_)) return false;
  // Add a quarter of the new span, so that the next few values do not change the range again.
  const double headroom = 0.25 * (std::max(high_, value) - std::min(low_, value));
  if (value > high_) high_ = value + headroom;
  if (value < low_) low_ = value - headroom;
  roundToTicks();
  return true;
}

void GrowingRange::roundToTicks() {
  if (!(high_ > low_)) high_ = low_ + 1;
  step_ = tick_step(high_ - low_);
  if (fixed_) return;
  low_ = std::floor(low_ / step_ + 1e-9) * step_;
  high_ = std::ceil(high_ / step_ - 1e-9) * step_;
}

RunPlots::RunPlots(QWidget* parent)
    : QWidget(parent), plot_(new QCustomPlot(this)), replot_timer_(new QTimer(this)) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Run curves"));
  setAccessibleDescription(tr("Press the arrow keys to step through the run"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  // This widget handles the mouse and paints the titles; the plot only draws the curves.
  plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setNoAntialiasingOnDrag(false);
  plot_->setLocale(QLocale::c());  // decimal points, as in all numbers of the window
  plot_->plotLayout()->clear();
  plot_->plotLayout()->setColumnSpacing(2 * kUnit);
  plot_->plotLayout()->setMargins({});
  // The marker has its own layer, so that moving it does not redraw the curves.
  plot_->addLayer(QStringLiteral("marker"), plot_->layer(QStringLiteral("overlay")),
                  QCustomPlot::limAbove);
  plot_->layer(QStringLiteral("marker"))->setMode(QCPLayer::lmBuffered);
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    Panel& panel = panels_[i];
    panel.rect = new QCPAxisRect(plot_, false);
    QCPAxis* x = panel.rect->addAxis(QCPAxis::atBottom);
    QCPAxis* y = panel.rect->addAxis(QCPAxis::atLeft);
    plot_->plotLayout()->addElement(0, static_cast<int>(i), panel.rect);
    panel.rect->setAutoMargins(QCP::msNone);
    panel.rect->setMinimumMargins({});
    for (QCPAxis* axis : {x, y}) {
      axis->setTickPen(Qt::NoPen);
      axis->setTickLength(0);
      axis->setSubTicks(false);
      axis->setLayer(QStringLiteral("axes"));
      axis->grid()->setLayer(QStringLiteral("grid"));
      axis->setNumberFormat(QStringLiteral("gb"));
      axis->setNumberPrecision(4);
    }
    y->grid()->setVisible(true);  // off by default for an axis added with addAxis()
    y->grid()->setZeroLinePen(Qt::NoPen);
    x->setTickLabelPadding(4);
    y->setTickLabelPadding(6);
    panel.graph = plot_->addGraph(x, y);
    panel.marker = new QCPItemStraightLine(plot_);
    panel.dot = new QCPItemTracer(plot_);
    panel.marker->point1->setAxes(x, y);
    panel.marker->point2->setAxes(x, y);
    for (QCPAbstractItem* item :
         {static_cast<QCPAbstractItem*>(panel.marker), static_cast<QCPAbstractItem*>(panel.dot)}) {
      item->setClipAxisRect(panel.rect);
      item->setLayer(QStringLiteral("marker"));
      item->setVisible(false);
    }
    panel.dot->setClipToAxisRect(false);
    panel.dot->setStyle(QCPItemTracer::tsCircle);
    panel.dot->setSize(7);
    panel.dot->position->setAxes(x, y);
  }
  reference_line_ = addDashedLine(kProbabilityPanel);
  target_line_ = addDashedLine(kScorePanel);

  replot_timer_->setSingleShot(true);
  replot_timer_->setInterval(kMinReplotIntervalMs);
  connect(replot_timer_, &QTimer::timeout, this, [this] {
    plot_->replot(QCustomPlot::rpQueuedReplot);
    update();
  });
  reset(0, true);
  applyTheme();
}

RunPlots::~RunPlots() = default;

QCPItemStraightLine* RunPlots::addDashedLine(std::size_t panel) {
  QCPAxisRect* rect = panels_[panel].rect;
  auto* line = new QCPItemStraightLine(plot_);
  for (QCPItemPosition* point : {line->point1, line->point2})
    point->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
  line->setClipAxisRect(rect);
  line->setLayer(QStringLiteral("grid"));
  line->setVisible(false);
  return line;
}

void RunPlots::reset(int iterations, bool keeps_important, bool optimizes_mask) {
  iterations_ = std::max(0, iterations);
  keeps_important_ = keeps_important;
  optimizes_mask_ = optimizes_mask;
  cursor_ = -1;
  clearComparison();
  steps_.clear();
  // One allocation for the whole run.
  steps_.reserve(static_cast<std::size_t>(iterations_));
  panels_[kScorePanel].title = optimizes_mask ? tr("loss") : tr("score");
  panels_[kScorePanel].range = GrowingRange(0, 1);
  panels_[kProbabilityPanel].title = tr("probability");
  panels_[kProbabilityPanel].range = GrowingRange(0, 1, true);
  panels_[kAreaPanel].title = keeps_important ? tr("kept area") : tr("dropped area");
  if (!optimizes_mask) panels_[kAreaPanel].title = tr("infilled");
  panels_[kAreaPanel].range = GrowingRange(0, 100, true);
  const double span = std::max(1, iterations_);
  for (Panel& panel : panels_) {
    panel.graph->data()->clear();
    panel.marker->setVisible(false);
    panel.dot->setVisible(false);
    QCPAxis* x = panel.rect->axis(QCPAxis::atBottom);
    x->setRange(0, span);
    x->setTicker(QSharedPointer<QCPAxisTicker>(new StepTicker(std::max(1.0, tick_step(span)))));
    applyRange(panel);
  }
  reference_line_->setVisible(false);
  target_line_->setVisible(false);
  target_line_shown_ = false;
  refreshToolTip();
  applyTheme();
  scheduleReplot();
}

double RunPlots::valueOf(std::size_t panel, const fido::Step& step) const {
  if (panel == kScorePanel) return optimizes_mask_ && !target_line_shown_ ? step.loss : step.score;
  if (panel == kProbabilityPanel) return step.probability;
  return 100 * (keeps_important_ && optimizes_mask_ ? 1 - step.expected_drop : step.expected_drop);
}

QString RunPlots::textOf(std::size_t panel, const fido::Step& step) const {
  const double value = valueOf(panel, step);
  if (panel == kProbabilityPanel) return format_probability(value);
  if (std::isnan(value)) return QStringLiteral("—");
  // A true minus sign is as wide as a digit, so the decimals do not move.
  QString text = QString::number(value, 'f', panel == kScorePanel ? 2 : 1)
                     .replace(QLatin1Char('-'), QChar(0x2212));
  return panel == kAreaPanel ? text + QStringLiteral("\u2009%") : text;
}

void RunPlots::append(const std::vector<fido::Step>& steps) {
  if (steps.empty()) return;
  const bool first = steps_.empty();
  const double target = steps.front().score_target;
  if (first && optimizes_mask_ && std::isfinite(target)) showTarget(target);
  for (const fido::Step& step : steps) {
    steps_.push_back(step);
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      Panel& panel = panels_[i];
      const double value = valueOf(i, step);
      panel.graph->addData(step.iteration, value);
      if (first && i == kScorePanel && &step == &steps.front() && std::isfinite(value)) {
        // Start with zero and the first value plus a quarter, where the curve is likely to go.
        panel.range = GrowingRange(std::min(0.0, 1.25 * value), std::max(1.0, 1.25 * value));
        if (target_line_shown_) panel.range.include(target);
        applyRange(panel);
      } else if (panel.range.include(value)) {
        applyRange(panel);
      }
    }
  }
  if (steps_.back().iteration > iterations_) {  // more than reset() was told
    iterations_ = steps_.back().iteration;
    for (Panel& panel : panels_) panel.rect->axis(QCPAxis::atBottom)->setRange(0, iterations_);
  }
  scheduleReplot();
}

void RunPlots::applyRange(Panel& panel) {
  QCPAxis* y = panel.rect->axis(QCPAxis::atLeft);
  y->setRange(panel.range.low(), panel.range.high());
  y->setTicker(QSharedPointer<QCPAxisTicker>(new StepTicker(panel.range.step())));
}

const fido::Step* RunPlots::shownStep() const {
  if (steps_.empty()) return nullptr;
  if (cursor_ < 0) return &steps_.back();
  const auto found = std::lower_bound(
      steps_.begin(), steps_.end(), cursor_,
      [](const fido::Step& step, int iteration) { return step.iteration < iteration; });
  return found == steps_.end() ? &steps_.back() : &*found;
}

void RunPlots::setCursor(int iteration) {
  cursor_ = iteration < 0 ? -1 : iteration;
  const fido::Step* step = cursor_ < 0 ? nullptr : shownStep();
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    Panel& panel = panels_[i];
    panel.marker->setVisible(cursor_ >= 0);
    panel.dot->setVisible(step != nullptr);
    if (cursor_ < 0) continue;
    panel.marker->point1->setCoords(cursor_, 0);
    panel.marker->point2->setCoords(cursor_, 1);
    if (step) panel.dot->position->setCoords(step->iteration, valueOf(i, *step));
  }
  scheduleReplot();
}

void RunPlots::setReference(double probability) {
  reference_line_->setVisible(std::isfinite(probability));
  reference_ = probability;
  if (std::isfinite(probability)) {
    reference_line_->point1->setCoords(0, probability);
    reference_line_->point2->setCoords(1, probability);
  }
  refreshToolTip();
  scheduleReplot();
}

void RunPlots::showTarget(double score) {
  target_line_shown_ = true;
  target_line_->point1->setCoords(0, score);
  target_line_->point2->setCoords(1, score);
  target_line_->setVisible(true);
  panels_[kScorePanel].title = tr("score");
  refreshToolTip();
}

void RunPlots::refreshToolTip() {
  QStringList lines;
  if (target_line_shown_)
    lines << tr("Dashed in the score: what the masks should keep, %1")
                 .arg(target_line_->point1->value(), 0, 'f', 2);
  if (reference_line_->visible())
    lines << tr("Dashed: the target's probability on the untouched photo, %1")
                 .arg(format_probability(reference_));
  setToolTip(lines.join(QLatin1Char('\n')));
}

QString RunPlots::toText() const {
  if (!compared_.empty()) return comparisonText();
  QString text = QStringLiteral("iteration\tloss\tscore\tprobability\texpected_drop\tseconds\n");
  for (const fido::Step& step : steps_) {
    text += QStringLiteral("%1\t%2\t%3\t%4\t%5\t%6\n")
                .arg(step.iteration)
                .arg(step.loss)
                .arg(step.score)
                .arg(step.probability)
                .arg(step.expected_drop)
                .arg(step.seconds);
  }
  return text;
}

void RunPlots::scheduleReplot() {
  if (!replot_timer_->isActive()) replot_timer_->start();
}

}  // namespace fido::ui
