// The curves of several runs in one picture.
#include <qcustomplot.h>

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/run_plots.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kKey = 2 * kUnit;  // the length of a line in the legend
constexpr int kMaxLegend = 22 * kUnit;
constexpr std::size_t kScore = 0, kProbability = 1, kInfilled = 2;

// Short, since four stand in a row.
QString short_text(std::size_t panel, double value) {
  if (std::isnan(value)) return QStringLiteral("—");
  QString text = QString::number(value, 'f', panel == kProbability ? 2 : panel == kScore ? 1 : 0);
  if (panel == kInfilled) text += QStringLiteral("\u2009%");
  return text.replace(QLatin1Char('-'), QChar(0x2212));
}

void draw_key(QPainter& painter, const QPointF& left, const QColor& color, bool dashed) {
  QPen pen(color, 2, Qt::SolidLine, Qt::FlatCap);
  if (dashed) pen.setDashPattern({2, 1});
  painter.setPen(pen);
  painter.drawLine(left, left + QPointF(kKey, 0));
}

}  // namespace

void RunPlots::compare(const std::vector<PlottedRun>& runs, int iterations) {
  bool same = iterations == iterations_ && !compared_.empty() && runs.size() >= compared_.size();
  for (std::size_t i = 0; same && i < compared_.size(); ++i) {
    const int there = compared_[i].graphs[0]->dataCount();
    same = compared_[i].name == runs[i].name && compared_[i].level == !runs[i].steps &&
           (!runs[i].steps || there <= static_cast<int>(runs[i].steps->size()));
  }
  if (!same) reset(iterations, true, false);
  const bool grown = runs.size() > compared_.size();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i == compared_.size()) {
      Compared one{runs[i].name, !runs[i].steps, {}};
      for (std::size_t k = 0; k < panels_.size(); ++k)
        one.graphs[k] = plot_->addGraph(panels_[k].graph->keyAxis(), panels_[k].graph->valueAxis());
      compared_.push_back(std::move(one));
    }
    compareOne(runs[i], compared_[i]);
  }
  if (grown) applyTheme();  // pens, and room for the legend
  schedule();
}

void RunPlots::compareOne(const PlottedRun& run, Compared& to) {
  const auto include = [&](std::size_t panel, double value) {
    if (panels_[panel].range.include(value)) applyRange(panels_[panel]);
  };
  for (std::size_t k = 0; k < panels_.size(); ++k) {
    QCPGraph& graph = *to.graphs[k];
    if (run.steps) {
      for (std::size_t i = static_cast<std::size_t>(graph.dataCount()); i < run.steps->size();
           ++i) {
        const double value = valueOf(k, (*run.steps)[i]);
        graph.addData((*run.steps)[i].iteration, value);
        include(k, value);
      }
    } else if (const double value = k == kInfilled ? 100 * run.level[k] : run.level[k];
               std::isfinite(value)) {
      graph.setData({0, static_cast<double>(std::max(1, iterations_))}, {value, value}, true);
      include(k, value);
    }
  }
}

void RunPlots::stopComparing() {
  for (const Compared& run : compared_)
    for (QCPGraph* graph : run.graphs) plot_->removeGraph(graph);
  compared_.clear();
}

QColor RunPlots::colorOf(std::size_t compared) const {
  if (compared_.size() <= kRunColors) return run_color(palette(), compared);
  QColor one = palette().color(QPalette::WindowText);  // so many are a bundle
  one.setAlphaF(0.45F);
  return one;
}

std::optional<std::pair<int, int>> RunPlots::extent() const {
  if (!steps_.empty()) return std::pair(steps_.front().iteration, steps_.back().iteration);
  int last = -1;
  for (const Compared& run : compared_)
    if (!run.level && run.graphs[0]->dataCount() > 0)
      last = std::max(last, static_cast<int>((run.graphs[0]->data()->constEnd() - 1)->key));
  if (last < 0) return {};
  return std::pair(0, last);
}

double RunPlots::comparedValue(const Compared& run, std::size_t panel) const {
  const auto points = run.graphs[panel]->data();
  if (points->isEmpty()) return std::numeric_limits<double>::quiet_NaN();
  if (cursor_ < 0 || run.level) return (points->constEnd() - 1)->value;
  const auto at = points->findBegin(cursor_, false);
  return (at == points->constEnd() ? at - 1 : at)->value;
}

QString RunPlots::comparedText() const {
  QString text = QStringLiteral("run\titeration\tscore\tprobability\texpected_drop\n");
  for (const Compared& run : compared_)
    for (int i = 0;
         i < (run.level ? std::min(1, run.graphs[0]->dataCount()) : run.graphs[0]->dataCount());
         ++i) {
      text += QStringLiteral("%1\t%2").arg(
          run.name, run.level ? QString() : QString::number(run.graphs[0]->data()->at(i)->key));
      for (std::size_t k = 0; k < panels_.size(); ++k) {
        const double value = run.graphs[k]->data()->at(i)->value;
        text += QLatin1Char('\t') + QString::number(k == kInfilled ? value / 100 : value);
      }
      text += QLatin1Char('\n');
    }
  return text;
}

int RunPlots::legendWidth() const {
  if (compared_.empty() || compared_.size() > kRunColors) return 0;
  double widest = 0;
  for (const Compared& run : compared_)
    widest = std::max(widest, QFontMetricsF(small_font()).horizontalAdvance(run.name));
  return std::min(kMaxLegend, static_cast<int>(std::ceil(widest)) + kKey + 3 * kUnit);
}

void RunPlots::paintCompared(QPainter& painter) const {
  if (compared_.size() > kRunColors) return;
  const QFontMetricsF metrics(painter.font());
  const double row = std::ceil(metrics.height()) + kUnit / 2;
  const double left = width() - legendWidth() + kUnit;
  double y = plot_->y() + metrics.height() / 2;
  for (std::size_t i = 0; i < compared_.size(); ++i, y += row) {
    draw_key(painter, {left, std::round(y + row / 2)}, colorOf(i), compared_[i].level);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRectF place(left + kKey + kUnit, y, width() - left - kKey - kUnit, row);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(compared_[i].name, Qt::ElideRight, place.width()));
  }
  // The values, in the order of the legend, where they leave the title free.
  for (std::size_t k = 0; k < panels_.size(); ++k) {
    const QRect column = panels_[k].rect->rect();
    std::vector<QString> texts;
    double width = metrics.horizontalAdvance(panels_[k].title);
    for (const Compared& run : compared_) {
      texts.push_back(short_text(k, comparedValue(run, k)));
      width += tabular_width(painter.font(), texts.back()) + kUnit;
    }
    if (width > column.width()) continue;
    double right = column.right();
    for (std::size_t i = texts.size(); i-- > 0;) {
      const double w = tabular_width(painter.font(), texts[i]);
      painter.setPen(std::isnan(comparedValue(compared_[i], k)) ? muted_text(palette())
                                                                : colorOf(i));
      draw_tabular(painter, {right - w, 0, w, row}, Qt::AlignRight | Qt::AlignVCenter, texts[i]);
      right -= w + kUnit;
    }
  }
}

RunKey::RunKey(std::size_t run, QWidget* parent) : QWidget(parent), run_(run) {
  setFixedWidth(kKey);
}

void RunKey::setDashed(bool dashed) {
  dashed_ = dashed;
  update();
}

void RunKey::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  draw_key(painter, {0, std::round(height() / 2.0)}, run_color(palette(), run_), dashed_);
}

}  // namespace fido::ui
