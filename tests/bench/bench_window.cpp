// Measures how long the window's thread is busy without a break while a run is drawn: from the
// event loop's wake-up until it blocks again. Prints the share of time that it is busy and
// percentiles in milliseconds, after a warm-up of one second.
//
//     bench_window CARD PHOTO [ITERATIONS]
#include <unistd.h>

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "core/base/environment.h"
#include "core/base/process.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"

int main(int argc, char** argv) {
  using namespace fido;
  using namespace fido::ui;
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_window CARD PHOTO [ITERATIONS]\n");
    return 2;
  }
  if (prepare_environment()) execv("/proc/self/exe", argv);
  prepare_process();
  qputenv("QT_NO_GLIB", "1");  // GLib's loop dispatches between aboutToBlock() and awake(), which
                               // would not be counted
  QApplication app(argc, argv);
  const QTemporaryDir settings;
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
  apply_theme(app, Scheme::light);
  MainWindow window(make_engine, {});
  window.resize(1440, 900);
  window.show();
  Document& document = window.workspace().document();
  RunSpec spec = default_spec();
  spec.iterations = argc > 3 ? std::max(1, std::atoi(argv[3])) : 200;
  document.setSpec(spec);
  window.begin(QString::fromLocal8Bit(argv[1]));
  window.openPath(QString::fromLocal8Bit(argv[2]));
  window.workspace().explain();

  std::vector<double> busy;  // ms
  QElapsedTimer awake, since_warm_up;
  auto* loop = QAbstractEventDispatcher::instance();
  bool is_warm = false;
  QObject::connect(&document, &Document::stepsAdded, &app, [&] {
    if (since_warm_up.isValid()) return;
    since_warm_up.start();
    QTimer::singleShot(1000, &app, [&] {
      is_warm = true;
      since_warm_up.restart();
    });
  });
  QObject::connect(loop, &QAbstractEventDispatcher::awake, &app, [&] { awake.start(); });
  QObject::connect(loop, &QAbstractEventDispatcher::aboutToBlock, &app, [&] {
    if (is_warm && awake.isValid()) busy.push_back(static_cast<double>(awake.nsecsElapsed()) / 1e6);
    awake.invalidate();
  });
  QObject::connect(&document, &Document::runChanged, &app, [&] {
    if (document.run() && document.run()->result) QApplication::quit();
  });
  QApplication::exec();
  if (busy.empty()) {
    std::fprintf(stderr, "bench_window: no run was seen: %s\n", qPrintable(window.bannerText()));
    return 1;
  }
  double sum = 0;
  for (const double ms : busy) sum += ms;
  std::sort(busy.begin(), busy.end());
  const auto percentile = [&](double p) {
    return busy[static_cast<std::size_t>(p * static_cast<double>(busy.size() - 1))];
  };
  std::printf(
      "%zu stretches, busy %.0f %% of the time; ms: median %.1f, 90 %% %.1f, 99 %% %.1f, most "
      "%.1f\n",
      busy.size(), 100 * sum / static_cast<double>(since_warm_up.elapsed()), percentile(0.5),
      percentile(0.9), percentile(0.99), busy.back());
  return 0;
}
