// The three curves of a run (loss, probability, area), which grow while it runs, or the curves of
// several runs for comparison.
#pragma once

#include <QWidget>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "core/run/engine.h"

class QCPAxisRect;
class QCPGraph;
class QCPItemStraightLine;
class QCPItemTracer;
class QCPLayer;
class QCustomPlot;
class QPainter;
class QTimer;

namespace fido::ui {

// The range of a y axis, which grows in steps: it changes only when a value lies outside, and then
// by a quarter of its span, rounded to whole ticks.
class GrowingRange {
 public:
  // A `fixed` range never changes (for example a share, which lies in [0, 1]).
  GrowingRange(double low, double high, bool fixed = false)
      : low_(low), high_(high), fixed_(fixed) {
    roundToTicks();
  }
  // Extends the range to `value` and returns whether it changed. NaN and infinity are ignored.
  bool include(double value);
  double low() const { return low_; }
  double high() const { return high_; }
  double step() const { return step_; }

 private:
  void roundToTicks();
  double low_, high_, step_ = 1;
  bool fixed_;
};

// The panels from left to right. The first shows the loss of a run that optimises a mask; its
// score, with the target as a dashed line, if it searches the evidence. The third shows the
// infilled share if several runs are compared.
constexpr std::size_t kScorePanel = 0, kProbabilityPanel = 1, kAreaPanel = 2;

// One of several runs that are compared.
struct PlottedRun {
  QString name;
  // The steps of a run that optimises a mask, else null. They are read during the call only.
  const std::vector<fido::Step>* steps = nullptr;
  // For any other run, its final score, probability and infilled share, drawn as dashed lines. NaN
  // if not known yet.
  std::array<double, 3> final_values{};
};

// The x axis is shared and fixed to the run's iterations. The y axes grow in steps of round numbers
// and do not shrink during a run. The value to the right of each title is the one at the scrub
// marker, or the newest one.
class RunPlots : public QWidget {
  Q_OBJECT
 public:
  explicit RunPlots(QWidget* parent = nullptr);
  ~RunPlots() override;

  // Clears the curves for a run of `iterations` steps. The third curve is the kept area if
  // `keeps_important` (SSR), else the dropped area (SDR). For a method that does not optimise a
  // mask, the first curve is the score and the third the infilled share.
  void reset(int iterations, bool keeps_important, bool optimizes_mask = true);
  void append(const std::vector<fido::Step>& steps);
  // Sets the scrub marker in all three plots; a negative iteration removes it (the live end).
  void setCursor(int iteration);
  int cursor() const { return cursor_; }
  // Sets a faint dashed line at the target's probability on the untouched photo; NaN removes it.
  void setReference(double probability);
  // Whether the run has a target for its score; it then shows the score instead of the loss.
  bool hasTarget() const { return target_line_shown_; }

  // Shows several runs, one colour each, over the iterations of the longest: score, probability and
  // infilled share, which mean the same for every method. A call with more steps or runs adds the
  // new ones; a call with fewer, or with other runs, starts again.
  void compare(const std::vector<PlottedRun>& runs, int iterations);
  std::size_t comparedCount() const { return compared_.size(); }

  int count() const { return static_cast<int>(steps_.size()); }
  const std::vector<fido::Step>& steps() const { return steps_; }
  // Returns all steps as tab-separated text with a header row.
  QString toText() const;

  QSize sizeHint() const override { return {720, 132}; }
  QSize minimumSizeHint() const override { return {360, 96}; }

 signals:
  // The user moved the marker by click, drag or key, within the existing steps.
  void scrubbed(int iteration);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Panel {
    QString title;
    QCPAxisRect* rect = nullptr;
    QCPGraph* graph = nullptr;
    QCPItemStraightLine* marker = nullptr;
    QCPItemTracer* dot = nullptr;
    GrowingRange range{0, 1};
  };

  struct RunCurves {
    QString name;
    bool is_constant = false;  // one dashed line per plot
    std::array<QCPGraph*, 3> graphs{};
  };

  void clearComparison();
  void updateCurves(const PlottedRun& run, RunCurves& curves);
  QColor curveColor(std::size_t run) const;
  // Returns the value at the marker, or the newest one; NaN if there is none.
  double valueAtCursor(const RunCurves& run, std::size_t panel) const;
  QString comparisonText() const;
  int legendWidth() const;
  void paintComparison(QPainter& painter) const;
  // Returns the first and the last iteration that has a value; empty if none has.
  std::optional<std::pair<int, int>> iterationRange() const;

  double valueOf(std::size_t panel, const fido::Step& step) const;
  QString textOf(std::size_t panel, const fido::Step& step) const;
  const fido::Step* shownStep() const;
  void applyRange(Panel& panel);
  QCPItemStraightLine* addDashedLine(std::size_t panel);
  void showTarget(double score);
  void refreshToolTip();
  void applyTheme();
  void layoutPanels();
  void scheduleReplot();
  void scrubTo(int iteration);
  int panelAt(double x) const;
  int iterationAt(int panel, double x) const;

  QCustomPlot* plot_;
  std::array<Panel, 3> panels_;
  QCPItemStraightLine *reference_line_, *target_line_;
  double reference_ = 0;
  QTimer* replot_timer_;
  std::vector<fido::Step> steps_;
  std::vector<RunCurves> compared_;
  int iterations_ = 0, cursor_ = -1, dragged_panel_ = -1;
  bool keeps_important_ = true, optimizes_mask_ = true, focus_by_key_ = false;
  bool target_line_shown_ = false;
};

// Shows a run's line of the legend elsewhere in the window.
class RunLegendKey : public QWidget {
  Q_OBJECT
 public:
  explicit RunLegendKey(std::size_t run, QWidget* parent = nullptr);
  void setDashed(bool dashed);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::size_t run_;
  bool dashed_ = false;
};

}  // namespace fido::ui
