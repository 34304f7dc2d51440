// A run's three curves, growing live: loss, probability, area.
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "core/run/engine.h"

class QCPAxisRect;
class QCPGraph;
class QCPItemStraightLine;
class QCPItemTracer;
class QCPLayer;
class QCustomPlot;
class QTimer;

namespace fido::ui {

// A y axis that grows in steps: it moves only when a value leaves it, and then by a good part of itself, to
// whole ticks.
class GrowingRange {
 public:
  // fixed: never moves (a share is between 0 and 1).
  GrowingRange(double low, double high, bool fixed = false) : low_(low), high_(high), fixed_(fixed) {
    settle();
  }
  // True when the range changed. NaN and infinity are left out.
  bool include(double value);
  double low() const { return low_; }
  double high() const { return high_; }
  double step() const { return step_; }

 private:
  void settle();
  double low_, high_, step_ = 1;
  bool fixed_;
};

// The x axis is fixed to the run's iterations and shared. The y axes grow in steps of nice numbers and do not
// shrink during a run. The value at the right of each title is that of the scrub marker, or the newest.
class RunPlots : public QWidget {
  Q_OBJECT
 public:
  explicit RunPlots(QWidget* parent = nullptr);
  ~RunPlots() override;

  // keeps: the third curve is the kept area (SSR); else the dropped area (SDR). Of a method that optimises nothing the first is the score
  // and the third what was infilled.
  void reset(int iterations, bool keeps, bool optimises = true);
  void append(const std::vector<fido::Step>& steps);
  // A marker in all three; negative takes it away (the live end).
  void setCursor(int iteration);
  int cursor() const { return cursor_; }
  // A faint dashed line: the target's probability on the untouched photo. NaN takes it away.
  void setReference(double probability);

  int count() const { return static_cast<int>(steps_.size()); }
  const std::vector<fido::Step>& steps() const { return steps_; }
  // All steps as tab-separated text with a header; also in the context menu.
  QString toText() const;

  QSize sizeHint() const override { return {720, 132}; }
  QSize minimumSizeHint() const override { return {360, 96}; }

 signals:
  // By click or drag in a plot, or the arrow keys; within the steps there are.
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

  double valueOf(std::size_t panel, const fido::Step& step) const;
  QString textOf(std::size_t panel, const fido::Step& step) const;
  const fido::Step* shownStep() const;
  void applyRange(Panel& panel);
  void applyTheme();
  void layoutPanels();
  void schedule();
  void scrubTo(int iteration);
  int panelAt(double x) const;
  int iterationAt(int panel, double x) const;

  QCustomPlot* plot_;
  std::array<Panel, 3> panels_;
  QCPItemStraightLine* reference_line_;
  QTimer* frame_;
  std::vector<fido::Step> steps_;
  int iterations_ = 0, cursor_ = -1, dragged_ = -1;
  bool keeps_ = true, optimises_ = true, focus_by_key_ = false;
};

}  // namespace fido::ui
