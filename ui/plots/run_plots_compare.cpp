// Comparison of several runs in one plot.
#include <qcustomplot.h>

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/run_plots.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kLineLength = 2 * kUnit;  // in the legend, px
constexpr int kMaxLegendWidth = 22 * kUnit;

// Returns a value with few digits, since up to four values share a row.
QString short_text(std::size_t panel, double value) {
  if (std::isnan(value)) return QStringLiteral("—");
  int decimals = 0;
  if (panel == kScorePanel) decimals = 1;
  if (panel == kProbabilityPanel) decimals = 2;
  QString text = QString::number(value, 'f', decimals);
  if (panel == kAreaPanel) text += QStringLiteral("\u2009%");
  return text.replace(QLatin1Char('-'), QChar(0x2212));
}

void draw_legend_line(QPainter& painter, const QPointF& left, const QColor& color, bool dashed) {
  QPen pen(color, 2, Qt::SolidLine, Qt::FlatCap);
  if (dashed) pen.setDashPattern({2, 1});
  painter.setPen(pen);
  painter.drawLine(left, left + QPointF(kLineLength, 0));
}

}  // namespace

void RunPlots::compare(const std::vector<PlottedRun>& runs, int iterations) {
  bool can_append =
      iterations == iterations_ && !compared_.empty() && runs.size() >= compared_.size();
  for (std::size_t i = 0; can_append && i < compared_.size(); ++i) {
    const int plotted_steps = compared_[i].graphs[0]->dataCount();
    can_append = compared_[i].name == runs[i].name && compared_[i].is_constant == !runs[i].steps &&
                 (!runs[i].steps || plotted_steps <= static_cast<int>(runs[i].steps->size()));
  }
  if (!can_append) reset(iterations, true, false);
  const bool has_new_runs = runs.size() > compared_.size();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i == compared_.size()) {
      RunCurves curves{runs[i].name, !runs[i].steps, {}};
      for (std::size_t k = 0; k < panels_.size(); ++k)
        curves.graphs[k] =
            plot_->addGraph(panels_[k].graph->keyAxis(), panels_[k].graph->valueAxis());
      compared_.push_back(std::move(curves));
    }
    updateCurves(runs[i], compared_[i]);
  }
  if (has_new_runs) applyTheme();  // sets the pens and the width of the legend
  scheduleReplot();
}

void RunPlots::updateCurves(const PlottedRun& run, RunCurves& curves) {
  const auto include = [&](std::size_t panel, double value) {
    if (panels_[panel].range.include(value)) applyRange(panels_[panel]);
  };
  for (std::size_t k = 0; k < panels_.size(); ++k) {
    QCPGraph& graph = *curves.graphs[k];
    if (run.steps) {
      for (std::size_t i = static_cast<std::size_t>(graph.dataCount()); i < run.steps->size();
           ++i) {
        const double value = valueOf(k, (*run.steps)[i]);
        graph.addData((*run.steps)[i].iteration, value);
        include(k, value);
      }
    } else if (const double value =
                   k == kAreaPanel ? 100 * run.final_values[k] : run.final_values[k];
               std::isfinite(value)) {
      graph.setData({0, static_cast<double>(std::max(1, iterations_))}, {value, value}, true);
      include(k, value);
    }
  }
}

void RunPlots::clearComparison() {
  for (const RunCurves& run : compared_)
    for (QCPGraph* graph : run.graphs) plot_->removeGraph(graph);
  compared_.clear();
}

QColor RunPlots::curveColor(std::size_t run) const {
  if (compared_.size() <= kRunColors) return run_color(palette(), run);
  // More runs than colours are drawn as a bundle in one translucent colour.
  QColor color = palette().color(QPalette::WindowText);
  color.setAlphaF(0.45F);
  return color;
}

std::optional<std::pair<int, int>> RunPlots::iterationRange() const {
  if (!steps_.empty()) return std::pair(steps_.front().iteration, steps_.back().iteration);
  int last = -1;
  for (const RunCurves& run : compared_)
    if (!run.is_constant && run.graphs[0]->dataCount() > 0)
      last = std::max(last, static_cast<int>((run.graphs[0]->data()->constEnd() - 1)->key));
  if (last < 0) return {};
  return std::pair(0, last);
}

double RunPlots::valueAtCursor(const RunCurves& run, std::size_t panel) const {
  const auto points = run.graphs[panel]->data();
  if (points->isEmpty()) return std::numeric_limits<double>::quiet_NaN();
  if (cursor_ < 0 || run.is_constant) return (points->constEnd() - 1)->value;
  const auto found = points->findBegin(cursor_, false);
  return (found == points->constEnd() ? found - 1 : found)->value;
}

QString RunPlots::comparisonText() const {
  QString text = QStringLiteral("run\titeration\tscore\tprobability\texpected_drop\n");
  for (const RunCurves& run : compared_) {
    const int points = run.graphs[0]->dataCount();
    const int rows = run.is_constant ? std::min(1, points) : points;
    for (int i = 0; i < rows; ++i) {
      text += QStringLiteral("%1\t%2").arg(
          run.name,
          run.is_constant ? QString() : QString::number(run.graphs[0]->data()->at(i)->key));
      for (std::size_t k = 0; k < panels_.size(); ++k) {
        const double value = run.graphs[k]->data()->at(i)->value;
        text += QLatin1Char('\t') + QString::number(k == kAreaPanel ? value / 100 : value);
      }
      text += QLatin1Char('\n');
    }
  }
  return text;
}

int RunPlots::legendWidth() const {
  if (compared_.empty() || compared_.size() > kRunColors) return 0;
  double widest = 0;
  for (const RunCurves& run : compared_)
    widest = std::max(widest, QFontMetricsF(small_font()).horizontalAdvance(run.name));
  return std::min(kMaxLegendWidth, static_cast<int>(std::ceil(widest)) + kLineLength + 3 * kUnit);
}

void RunPlots::paintComparison(QPainter& painter) const {
  if (compared_.size() > kRunColors) return;
  const QFontMetricsF metrics(painter.font());
  const double row_height = std::ceil(metrics.height()) + kUnit / 2.0;
  const double left = width() - legendWidth() + kUnit;
  double y = plot_->y() + metrics.height() / 2;
  for (std::size_t i = 0; i < compared_.size(); ++i, y += row_height) {
    draw_legend_line(painter, {left, std::round(y + row_height / 2)}, curveColor(i),
                     compared_[i].is_constant);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRectF name_rect(left + kLineLength + kUnit, y, width() - left - kLineLength - kUnit,
                           row_height);
    painter.drawText(name_rect, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(compared_[i].name, Qt::ElideRight, name_rect.width()));
  }
  // Paint the values in the order of the legend, unless they would cover the title.
  for (std::size_t k = 0; k < panels_.size(); ++k) {
    const QRect column = panels_[k].rect->rect();
    std::vector<QString> texts;
    double width = metrics.horizontalAdvance(panels_[k].title);
    for (const RunCurves& run : compared_) {
      texts.push_back(short_text(k, valueAtCursor(run, k)));
      width += tabular_width(painter.font(), texts.back()) + kUnit;
    }
    if (width > column.width()) continue;
    double right = column.right();
    for (std::size_t i = texts.size(); i-- > 0;) {
      const double w = tabular_width(painter.font(), texts[i]);
      painter.setPen(std::isnan(valueAtCursor(compared_[i], k)) ? muted_text_color(palette())
                                                                : curveColor(i));
      draw_tabular(painter, {right - w, 0, w, row_height}, Qt::AlignRight | Qt::AlignVCenter,
                   texts[i]);
      right -= w + kUnit;
    }
  }
}

RunLegendKey::RunLegendKey(std::size_t run, QWidget* parent) : QWidget(parent), run_(run) {
  setFixedWidth(kLineLength);
}

void RunLegendKey::setDashed(bool dashed) {
  dashed_ = dashed;
  update();
}

void RunLegendKey::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  draw_legend_line(painter, {0, std::round(height() / 2.0)}, run_color(palette(), run_), dashed_);
}

}  // namespace fido::ui
