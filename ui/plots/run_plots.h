// A run's three curves, growing live: loss, probability, area. Or those of several runs, to be
// compared.
#pragma once

#include <QWidget>
#include <array>
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

// A y axis that grows in steps: it moves only when a value leaves it, and then by a good part of
// itself, to whole ticks.
class GrowingRange {
 public:
  // fixed: never moves (a share is between 0 and 1).
  GrowingRange(double low, double high, bool fixed = false)
      : low_(low), high_(high), fixed_(fixed) {
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

// One of several.
struct PlottedRun {
  QString name;
  // of a method that optimises; looked at during the call only
  const std::vector<fido::Step>* steps = nullptr;
  // Otherwise what it came to, as a dashed line: score, probability, share infilled. NaN: not known
  // yet.
  std::array<double, 3> level{};
};

// The x axis is fixed to the run's iterations and shared. The y axes grow in steps of nice numbers
// and do not shrink during a run. The value at the right of each title is that of the scrub marker,
// or the newest.
class RunPlots : public QWidget {
  Q_OBJECT
 public:
  explicit RunPlots(QWidget* parent = nullptr);
  ~RunPlots() override;

  // keeps: the third curve is the kept area (SSR); else the dropped area (SDR). Of a method that
  // optimises nothing the first is the score and the third what was infilled.
  void reset(int iterations, bool keeps, bool optimises = true);
  void append(const std::vector<fido::Step>& steps);
  // A marker in all three; negative takes it away (the live end).
  void setCursor(int iteration);
  int cursor() const { return cursor_; }
  // A faint dashed line: the target's probability on the untouched photo. NaN takes it away.
  void setReference(double probability);

  // Several runs, a colour each, over the iterations of the longest: score, probability and what
  // was infilled, which mean the same for every method. Called again with more steps or runs, it
  // adds what is new; fewer, or others, begin anew.
  void compare(const std::vector<PlottedRun>& runs, int iterations);
  std::size_t compared() const { return compared_.size(); }

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

  struct Compared {
    QString name;
    bool level = false;
    std::array<QCPGraph*, 3> graphs{};
  };

  void stopComparing();
  void compareOne(const PlottedRun& run, Compared& to);
  QColor colorOf(std::size_t compared) const;
  // At the marker, or the newest; NaN when there is none.
  double comparedValue(const Compared& run, std::size_t panel) const;
  QString comparedText() const;
  int legendWidth() const;
  void paintCompared(QPainter& painter) const;
  // The first and the last iteration there is; empty when there is none.
  std::optional<std::pair<int, int>> extent() const;

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
  std::vector<Compared> compared_;
  int iterations_ = 0, cursor_ = -1, dragged_ = -1;
  bool keeps_ = true, optimises_ = true, focus_by_key_ = false;
};

// The line that a run has in the legend, for elsewhere.
class RunKey : public QWidget {
  Q_OBJECT
 public:
  explicit RunKey(std::size_t run, QWidget* parent = nullptr);
  void setDashed(bool dashed);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::size_t run_;
  bool dashed_ = false;
};

}  // namespace fido::ui
