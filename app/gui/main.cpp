// fidoscope: the program with the window. Reads the command line, opens the window and runs it.
#include <unistd.h>
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QLibraryInfo>
#include <QLocale>
#include <QLoggingCategory>
#include <QSettings>
#include <QTextStream>
#include <QTimer>
#include <QTranslator>
#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/environment.h"
#include "core/engine/engine_loader.h"
#include "core/infill/infillers.h"
#include "core/model/catalogue.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/theme/theme.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/session_persistence.h"

namespace {

using fido::ui::qstr;

constexpr int kUsageError = 2;
constexpr int kScreenshotTimeoutMs = 30 * 60 * 1000;  // enough for a run on a slow machine

struct Options {
  QString photo, classifier, screenshot, session;
  fido::RunSpec spec = fido::default_spec();
  bool start = false, presenter = false;
  bool is_explicit = false;  // any option is given; the last session is then not restored
  std::vector<std::filesystem::path> models;
  std::optional<fido::ui::Scheme> scheme;
  QSize size;
};

int refuse(const QString& message) {
  QTextStream(stderr) << "fidoscope: " << message << '\n';
  return kUsageError;
}

// Sets a field. Returns an empty string, or an error message that suggests the nearest valid
// choice.
QString set_spec_field(fido::RunSpec& spec, const char* key, const QString& value) {
  const auto ok = fido::set_field(spec, *fido::find_field(key), value.toStdString());
  return ok ? QString() : qstr(ok.error().message);
}

void add_options(QCommandLineParser& parser) {
  parser.setApplicationDescription(
      QStringLiteral("Ask an image classifier why: explanation by counterfactual generation."));
  parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(QStringLiteral("IMAGE"), QStringLiteral("photo to open"),
                               QStringLiteral("[IMAGE]"));
  parser.addOptions({
      {QStringLiteral("classifier"), QStringLiteral("id from the catalogue, or the path of a card"),
       QStringLiteral("C")},
      {QStringLiteral("infill"), QStringLiteral("what replaces dropped pixels"),
       QStringLiteral("I")},
      {QStringLiteral("method"), QStringLiteral("explanation method"), QStringLiteral("M")},
      {QStringLiteral("preset"), QStringLiteral("quick, standard or paper"), QStringLiteral("P")},
      {QStringLiteral("lambda"), QStringLiteral("price of a pixel; larger means a smaller region"),
       QStringLiteral("X")},
      {QStringLiteral("keep-evidence"),
       QStringLiteral("share of the evidence to keep, instead of a price"), QStringLiteral("F")},
      {QStringLiteral("start"), QStringLiteral("explain the photo immediately")},
      {QStringLiteral("session"), QStringLiteral("session to open"), QStringLiteral("FILE")},
      {QStringLiteral("presenter"),
       QStringLiteral(
           "full screen in large type; starts the guided tour without a photo or session")},
      {QStringLiteral("models"), QStringLiteral("folder with models, searched first"),
       QStringLiteral("DIR")},
      {QStringLiteral("theme"), QStringLiteral("light, dark or system"), QStringLiteral("T")},
      {QStringLiteral("size"), QStringLiteral("size of the window, e.g. 1440x900"),
       QStringLiteral("WxH")},
      {QStringLiteral("screenshot"),
       QStringLiteral("save a picture of the window when it is idle, and quit"),
       QStringLiteral("FILE")},
  });
}

// Reads the command line into `options`. Returns an empty string, or an error message.
QString read_options(const QCommandLineParser& parser, Options& options) {
  const auto value = [&](const char* name) { return parser.value(QLatin1String(name)); };
  const auto is_set = [&](const char* name) { return parser.isSet(QLatin1String(name)); };
  if (parser.positionalArguments().size() > 1)
    return QStringLiteral("only one photo can be opened; %1 were given")
        .arg(parser.positionalArguments().size());
  options.photo = parser.positionalArguments().value(0);
  options.classifier = value("classifier");
  options.screenshot = value("screenshot");
  options.presenter = is_set("presenter");
  options.session = value("session");
  options.start = is_set("start");
  for (const char* name : {"classifier", "infill", "method", "lambda", "keep-evidence", "session",
                           "presenter", "screenshot"})
    options.is_explicit = options.is_explicit || is_set(name);
  options.is_explicit = options.is_explicit || !options.photo.isEmpty();
  if (!options.session.isEmpty() && !options.photo.isEmpty())
    return QStringLiteral("a session includes its photo; give --session or a photo, not both");
  if (options.start && options.photo.isEmpty()) return QStringLiteral("--start needs a photo");
  if (is_set("models")) {
    options.models.push_back(fido::ui::to_path(value("models")));
    fido::prepend_model_folders(options.models);  // the engine also searches them for infillers
    fido::refresh_infillers();
  }
  fido::RunSpec probe;
  for (const char* key : {"method", "infill"})
    if (is_set(key))
      if (const QString problem = set_spec_field(probe, key, value(key)); !problem.isEmpty())
        return problem;
  options.spec = fido::default_spec(probe.method, is_set("infill") ? probe.infill : "");
  if (is_set("preset")) {
    if (const QString problem = set_spec_field(probe, "preset", value("preset"));
        !problem.isEmpty())
      return problem;
  }
  fido::FormFields form;
  form.has_lambda = is_set("lambda");
  if (is_set("keep-evidence"))
    form.keep_evidence = fido::parse_evidence_share(value("keep-evidence").toStdString());
  if (is_set("preset")) form.preset = probe.preset;
  if (const auto ok = fido::check_form(form); !ok) return qstr(ok.error().message);
  fido::choose_form(options.spec, form);
  for (const auto& [option, key] :
       {std::pair{"preset", "preset"}, {"lambda", "lambda"}, {"keep-evidence", "keep_evidence"}}) {
    if (!is_set(option)) continue;
    if (!fido::applies_to(*fido::find_field(key), options.spec.method))
      return QStringLiteral("--%1: %2 does not use it; leave it out")
          .arg(QLatin1String(option), qstr(options.spec.method));
    if (const QString problem = set_spec_field(options.spec, key, value(option));
        !problem.isEmpty())
      return problem;
  }
  if (is_set("theme")) {
    const QStringList themes{QStringLiteral("system"), QStringLiteral("light"),
                             QStringLiteral("dark")};
    const auto at = themes.indexOf(value("theme"));
    if (at < 0)
      return QStringLiteral("--theme: %1 is unknown; use light, dark or system")
          .arg(value("theme"));
    options.scheme =
        std::array{fido::ui::Scheme::system, fido::ui::Scheme::light, fido::ui::Scheme::dark}[at];
  }
  if (is_set("size")) {
    const QStringList numbers = value("size").split(QLatin1Char('x'));
    options.size = QSize(numbers.value(0).toInt(), numbers.value(1).toInt());
    if (numbers.size() != 2 || options.size.width() < 320 || options.size.height() < 240)
      return QStringLiteral("--size: %1 is not a valid size (at least 320x240); use e.g. 1440x900")
          .arg(value("size"));
  }
  return {};
}

// Waits until the window has done what the options ask for, without blocking it, then saves a
// picture of it and quits.
class ScreenshotTaker : public QObject {
 public:
  ScreenshotTaker(fido::ui::MainWindow& window, const Options& options)
      : window_(window), options_(options) {
    elapsed_.start();
    connect(&window.workspace(), &fido::ui::Workspace::failed, this,
            [this](fido::ui::Task, const fido::Error& error) {
              QTextStream(stderr) << "fidoscope: " << qstr(error.message) << '\n';
              if (exit_code_ == 0) exit_code_ = std::max(1, static_cast<int>(error.code));
            });
    connect(&poll_timer_, &QTimer::timeout, this, &ScreenshotTaker::poll);
    poll_timer_.start(100);
  }

 private:
  void poll() {
    const auto& document = window_.workspace().document();
    const bool is_late = elapsed_.elapsed() > kScreenshotTimeoutMs;
    const bool has_photo = options_.photo.isEmpty() || !document.predictions().empty();
    const bool has_run = !options_.start || (document.run() && document.run()->result &&
                                             !document.shown().predictions.empty());
    const bool is_ready = window_.workspace().isIdle() && !window_.workspace().models().empty() &&
                          has_photo && has_run;
    // Waits for several polls in a row, since thumbnails and fades take a moment after the last
    // event.
    ready_polls_ = is_ready || exit_code_ != 0 ? ready_polls_ + 1 : 0;
    if (!is_late && ready_polls_ < 8) return;
    poll_timer_.stop();
    if (is_late) {
      QTextStream(stderr) << "fidoscope: the run did not finish in time for the picture\n";
      exit_code_ = 4;
    }
    if (!window_.grab().save(options_.screenshot)) {
      QTextStream(stderr) << "fidoscope: " << options_.screenshot
                          << ": the picture could not be written; choose another path\n";
      exit_code_ = 3;
    }
    QCoreApplication::exit(exit_code_);
  }

  fido::ui::MainWindow& window_;
  const Options& options_;
  QElapsedTimer elapsed_;
  QTimer poll_timer_;
  int ready_polls_ = 0;
  int exit_code_ = 0;
};

bool has_argument(int argc, char** argv, std::initializer_list<const char*> names) {
  return std::any_of(argv + 1, argv + argc, [&](const char* argument) {
    return std::any_of(names.begin(), names.end(),
                       [&](const char* name) { return std::strcmp(argument, name) == 0; });
  });
}

}  // namespace

// Joins "--session X" to "--session=X". Qt takes the former, with its value, for an option of the
// desktop's session manager and removes it; it leaves the latter alone.
std::vector<std::string> join_session_option(int argc, char** argv) {
  std::vector<std::string> out;
  for (int i = 0; i < argc; ++i) {
    const bool is_session =
        std::strcmp(argv[i], "--session") == 0 || std::strcmp(argv[i], "-session") == 0;
    out.push_back(is_session && i + 1 < argc ? std::string("--session=") + argv[i + 1] : argv[i]);
    i += is_session && i + 1 < argc ? 1 : 0;
  }
  return out;
}

int main(int argc, char** argv) {
  // OpenMP reads its environment when its library is loaded, which has happened by now, so the
  // program starts again with the variables set. It uses its own path, so that process
  // lists show its name.
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (fido::prepare_environment() && !error) execv(self.c_str(), argv);
  QCoreApplication::setOrganizationName(QStringLiteral("fidoscope"));
  QCoreApplication::setApplicationName(QStringLiteral("fidoscope"));
  QCoreApplication::setApplicationVersion(QStringLiteral(FIDOSCOPE_VERSION));
  QCommandLineParser parser;
  add_options(parser);

  // Help needs neither a display nor a style.
  if (has_argument(argc, argv, {"--help", "-h", "--help-all", "--version", "-v"})) {
    const QCoreApplication plain(argc, argv);
    parser.process(plain);
  }
  // A picture of the window can be taken without a display.
  const bool no_display =
      qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
  if (has_argument(argc, argv, {"--screenshot"}) && no_display &&
      qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");

  std::vector<std::string> joined = join_session_option(argc, argv);
  std::vector<char*> arguments;
  for (std::string& argument : joined) arguments.push_back(argument.data());
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  QApplication app(count, arguments.data());
  // The window itself reports pictures that it cannot read.
  QLoggingCategory::setFilterRules(QStringLiteral("qt.gui.imageio=false"));
  QGuiApplication::setDesktopFileName(QStringLiteral("fidoscope"));
  // Uses the desktop's language if there is a translation, and Qt's own translation if the system
  // has it.
  QTranslator translator, qt_translator;
  if (translator.load(QLocale(), QStringLiteral("fidoscope"), QStringLiteral("_"),
                      QStringLiteral(":/translations")))
    QCoreApplication::installTranslator(&translator);
  if (qt_translator.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                         QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(&qt_translator);
  if (!parser.parse(QCoreApplication::arguments())) return refuse(parser.errorText());
  Options options;
  if (const QString problem = read_options(parser, options); !problem.isEmpty())
    return refuse(problem);

  const int saved_scheme =
      QSettings()
          .value(QStringLiteral("theme"), static_cast<int>(fido::ui::Scheme::system))
          .toInt();
  fido::ui::apply_theme(app, options.scheme.value_or(static_cast<fido::ui::Scheme>(saved_scheme)));
  fido::ui::MainWindow window(fido::load_engine, options.models);
  if (options.size.isValid() && !options.size.isEmpty()) window.resize(options.size);
  window.show();

  std::unique_ptr<ScreenshotTaker> screenshot_taker;
  if (!options.screenshot.isEmpty())
    screenshot_taker = std::make_unique<ScreenshotTaker>(window, options);
  window.workspace().document().setSpec(options.spec);
  window.begin(options.classifier);
  if (!options.photo.isEmpty()) window.openPath(options.photo);
  if (!options.session.isEmpty()) window.persistence().open(options.session);
  if (options.screenshot.isEmpty())
    window.persistence().resume(!options.is_explicit);
  else
    window.disablePersistence();
  if (options.start) window.workspace().explain();
  if (options.presenter) {
    window.actions().presenter->setChecked(true);
    if (options.photo.isEmpty() && options.session.isEmpty()) window.startPaperTour();
  }
  return QApplication::exec();
}
