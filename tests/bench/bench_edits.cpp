// Measures painting by hand: the time from the end of a stroke to the new probability on screen,
// idle and during a run; the time from the pointer to the painted pixel; the memory that 1,000
// strokes take; and how much a painted mask that nobody edits slows a run down.
//
//     bench_edits CARD PHOTO [INFILL] [STROKES]
#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QMouseEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "core/base/environment.h"
#include "core/base/process.h"
#include "ui/canvas/image_canvas.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool.h"
#include "ui/window/main_window.h"

using namespace fido;
using namespace fido::ui;

namespace {

constexpr int kPointerMs = 8;  // a mouse reports 125 times a second
constexpr int kMovesPerStroke = 12;

void print(const char* what, std::vector<double> ms) {
  if (ms.empty()) return;
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double p) {
    return ms[static_cast<std::size_t>(p * static_cast<double>(ms.size() - 1))];
  };
  std::printf("%s: %zu; ms: median %.1f, 95 %% %.1f, 99 %% %.1f, most %.1f\n", what, ms.size(),
              at(0.5), at(0.95), at(0.99), ms.back());
  std::fflush(stdout);
}

double resident_mib() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(1).toDouble() *
         static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

void wait(int ms) {
  QEventLoop loop;
  QTimer::singleShot(ms, &loop, &QEventLoop::quit);
  loop.exec();
}

template <class Done>
bool wait_until(Done done, int limit_ms = 120000) {
  QElapsedTimer since;
  since.start();
  while (!done() && since.elapsed() < limit_ms)
    QApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 5);
  return done();
}

// Records that the widget it filters was painted.
class PaintObserver : public QObject {
 public:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint) painted = true;
    return false;
  }
  bool painted = false;
};

class StrokePainter {
 public:
  explicit StrokePainter(ImageCanvas& canvas) : canvas_(canvas) {}

  // Paints one stroke, from press to release. Appends the time from each move to its painted pixel,
  // in ms, to `moves`.
  void paint_stroke(std::vector<double>* moves, int pause_ms) {
    const auto point = [&] {
      const QRectF r = canvas_.imageRect();
      std::uniform_real_distribution<double> part(0.05, 0.95);
      return QPointF(r.left() + part(random_) * r.width(), r.top() + part(random_) * r.height());
    };
    const QPointF from = point(), to = point();
    send(QEvent::MouseButtonPress, from);
    for (int i = 1; i <= kMovesPerStroke; ++i) {
      if (pause_ms > 0) wait(pause_ms);
      QElapsedTimer clock;
      clock.start();
      send(QEvent::MouseMove, from + (to - from) * i / kMovesPerStroke);
      canvas_.repaint();  // paints at once what the next frame would paint
      if (moves) moves->push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    send(QEvent::MouseButtonRelease, to);
  }

 private:
  void send(QEvent::Type type, QPointF at) {
    const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, at, canvas_.mapToGlobal(at), button,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                      Qt::NoModifier);
    QApplication::sendEvent(&canvas_, &event);
  }

  ImageCanvas& canvas_;
  std::mt19937 random_{7};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_edits CARD PHOTO [INFILL] [STROKES]\n");
    return 2;
  }
  if (prepare_environment()) execv("/proc/self/exe", argv);
  prepare_process();
  const QTemporaryDir home;
  qputenv("XDG_DATA_HOME", home.path().toUtf8());
  QApplication app(argc, argv);
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
  apply_theme(app, Scheme::light);
  MainWindow window(make_engine, {});
  window.resize(1440, 900);
  window.show();
  Document& document = window.workspace().document();
  // A run of the paper's form goes on while the strokes are painted; the others end once settled.
  RunSpec spec = preset_spec("paper", "fido-ssr");
  if (argc > 3) spec.infill = argv[3];
  const int strokes = argc > 4 ? std::max(2, std::atoi(argv[4])) : 60;
  spec.iterations = 100000;
  document.setSpec(spec);
  window.begin(QString::fromLocal8Bit(argv[1]));
  window.openPath(QString::fromLocal8Bit(argv[2]));
  if (!wait_until([&] { return !document.predictions().empty(); })) {
    std::fprintf(stderr, "bench_edits: %s\n", qPrintable(window.bannerText()));
    return 1;
  }
  auto* canvas = window.findChild<ImageCanvas*>(QStringLiteral("left"));
  auto* tool = window.findChild<MaskTool*>();
  tool->setKind(ToolKind::brush);
  StrokePainter stroke_painter(*canvas);
  PaintObserver paint_observer;
  window.findChild<QWidget*>(QStringLiteral("answerNumber"))->installEventFilter(&paint_observer);

  std::mt19937 pauses(3);
  bool is_evaluated = false;
  QObject::connect(&document, &Document::editPointsChanged, &app, [&] {
    is_evaluated = document.editPoints().count(document.masks().history().index()) > 0;
  });
  const auto measure_latencies = [&](int count) {
    std::vector<double> out;
    for (int i = 0; i < count; ++i) {
      is_evaluated = false;
      stroke_painter.paint_stroke(nullptr, kPointerMs);
      QElapsedTimer clock;
      clock.start();
      wait_until([&] { return is_evaluated; });
      paint_observer.painted = false;
      // If the probability did not change, nothing is painted, and the time of the answer counts.
      window.findChild<QWidget*>(QStringLiteral("answerNumber"))->repaint();
      out.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
      wait(150 + static_cast<int>(pauses() % 100));  // keeps the strokes out of step with the run
    }
    return out;
  };
  measure_latencies(3);
  print("stroke to number, idle", measure_latencies(strokes));

  window.workspace().explain();
  if (!wait_until([&] { return document.run() && document.run()->steps.size() > 5; })) return 1;
  print("stroke to number, during a run", measure_latencies(strokes));

  // Steps per second, measured alternately with the run's own mask shown and with a painted mask
  // that nobody edits.
  const auto steps_per_second = [&](int current) {
    document.masks().setCurrent(current);
    wait(1500);
    const std::size_t before = document.run()->steps.size();
    QElapsedTimer clock;
    clock.start();
    wait(6000);
    return static_cast<double>(document.run()->steps.size() - before) * 1e3 /
           static_cast<double>(clock.elapsed());
  };
  std::vector<double> ratios;
  for (int i = 0; i < 5; ++i) {
    const double watched = steps_per_second(-1), painted = steps_per_second(0);
    ratios.push_back(painted / watched);
    std::printf("steps a second: %.2f with the run's mask, %.2f with a painted one\n", watched,
                painted);
  }
  std::sort(ratios.begin(), ratios.end());
  std::printf("ratio: median %.3f\n", ratios[2]);
  window.workspace().stop();
  wait_until([&] { return !window.workspace().isRunActive(); });

  QImage large(4000, 3000, QImage::Format_RGB32);
  for (int y = 0; y < large.height(); ++y)
    for (int x = 0; x < large.width(); ++x)
      large.setPixel(x, y, qRgb((x * y) >> 9, x >> 4, y >> 4));
  const QString path = home.filePath(QStringLiteral("large.jpg"));
  large.save(path);
  large = {};
  window.openPath(path);
  wait_until([&] {
    return document.photo() && document.photo()->path == path && !document.predictions().empty();
  });
  std::vector<double> moves;
  stroke_painter.paint_stroke(nullptr, kPointerMs);
  wait(500);
  const double before = resident_mib();
  for (int i = 0; i < 1000; ++i) {
    tool->setDropping(i % 2 ==
                      0);  // otherwise everything is dropped soon, and strokes change nothing
    stroke_painter.paint_stroke(&moves, 0);
    if (i % 10 == 0) wait(1);
  }
  print("pointer to pixel, 12 megapixels", moves);
  wait(1000);
  // The allocator may reuse memory that was freed before, so resident memory alone is not enough:
  // the size of the history is counted, too.
  double history_bytes = 0;
  const MaskHistory history = document.masks().toHistory();
  for (const MaskStep& step : history.steps)
    for (const MaskChange& change : step.changes)
      history_bytes += static_cast<double>(change.before.size() + change.after.size());
  for (const auto& point : document.editPoints())
    history_bytes +=
        static_cast<double>(point.second.thumbnail.sizeInBytes() + point.second.jpeg.size());
  std::printf(
      "1,000 strokes: %.0f MiB more resident; %zu steps and %zu points of the curve hold %.1f "
      "MiB\n",
      resident_mib() - before, history.steps.size(), document.editPoints().size(),
      history_bytes / (1024 * 1024));
  return 0;
}
