// fidoscope: the window. Parses, wires, runs.
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

constexpr int kUsage = 2;
constexpr int kScreenshotLimitMs = 30 * 60 * 1000;  // a whole run on a slow machine

// The window reads lambda against the photo's score range, whatever the infiller: with a strong
// one, and a classifier whose scores are low, the paper's price of a pixel leaves next to nothing
// to look at (docs/adr/0010). The paper's is one click away.
fido::RunSpec first_look(const std::string& method, const std::string& infill = "") {
  const fido::RunSpec spec = fido::default_spec(method, infill);
  return fido::find_method(method)->samples_masks ? fido::with_lambda_unit(spec, "range") : spec;
}

struct Options {
  QString photo, classifier, screenshot, session;
  fido::RunSpec spec = first_look("fido-ssr");
  bool start = false, presenter = false;
  bool asked = false;  // for anything: then what was open last is not brought back
  std::vector<std::filesystem::path> models;
  std::optional<fido::ui::Scheme> scheme;
  QSize size;
};

int refuse(const QString& message) {
  QTextStream(stderr) << "fidoscope: " << message << '\n';
  return kUsage;
}

// The nearest valid choice comes with the message.
QString set(fido::RunSpec& spec, const char* key, const QString& value) {
  const auto done = fido::set_field(spec, *fido::find_field(key), value.toStdString());
  return done ? QString() : qstr(done.error().message);
}

void describe(QCommandLineParser& parser) {
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
      {QStringLiteral("infill"), QStringLiteral("what takes the place of dropped pixels"),
       QStringLiteral("I")},
      {QStringLiteral("method"), QStringLiteral("which question is asked"), QStringLiteral("M")},
      {QStringLiteral("lambda"), QStringLiteral("price of a pixel; larger means a smaller region"),
       QStringLiteral("X")},
      {QStringLiteral("start"), QStringLiteral("explain the photo at once")},
      {QStringLiteral("session"), QStringLiteral("session to open"), QStringLiteral("FILE")},
      {QStringLiteral("presenter"),
       QStringLiteral(
           "full screen, in large type; without a photo or a session the guided tour begins")},
      {QStringLiteral("models"), QStringLiteral("folder with models, searched first"),
       QStringLiteral("DIR")},
      {QStringLiteral("theme"), QStringLiteral("light, dark or system"), QStringLiteral("T")},
      {QStringLiteral("size"), QStringLiteral("size of the window, e.g. 1440x900"),
       QStringLiteral("WxH")},
      {QStringLiteral("screenshot"),
       QStringLiteral("save a picture of the window when nothing is left to do, and quit"),
       QStringLiteral("FILE")},
  });
}

// An empty message when all is well.
QString read(const QCommandLineParser& parser, Options& options) {
  const auto value = [&](const char* name) { return parser.value(QLatin1String(name)); };
  const auto given = [&](const char* name) { return parser.isSet(QLatin1String(name)); };
  if (parser.positionalArguments().size() > 1)
    return QStringLiteral("one photo at a time; %1 were given")
        .arg(parser.positionalArguments().size());
  options.photo = parser.positionalArguments().value(0);
  options.classifier = value("classifier");
  options.screenshot = value("screenshot");
  options.presenter = given("presenter");
  options.session = value("session");
  options.start = given("start");
  for (const char* name :
       {"classifier", "infill", "method", "lambda", "session", "presenter", "screenshot"})
    options.asked = options.asked || given(name);
  options.asked = options.asked || !options.photo.isEmpty();
  if (!options.session.isEmpty() && !options.photo.isEmpty())
    return QStringLiteral("a session brings its photo; give --session or a photo, not both");
  if (options.start && options.photo.isEmpty()) return QStringLiteral("--start needs a photo");
  if (given("models")) {
    options.models.push_back(fido::ui::to_path(value("models")));
    fido::search_models_first(options.models);  // the engine looks for infillers there, too
    fido::refresh_infillers();
  }
  fido::RunSpec probe;
  for (const char* key : {"method", "infill"})
    if (given(key))
      if (const QString problem = set(probe, key, value(key)); !problem.isEmpty()) return problem;
  options.spec = first_look(probe.method, given("infill") ? probe.infill : "");
  fido::resolve_lambda_unit(options.spec, given("lambda"), "");
  if (given("lambda"))
    if (const QString problem = set(options.spec, "lambda", value("lambda")); !problem.isEmpty())
      return problem;
  if (given("theme")) {
    const QStringList themes{QStringLiteral("system"), QStringLiteral("light"),
                             QStringLiteral("dark")};
    const auto at = themes.indexOf(value("theme"));
    if (at < 0)
      return QStringLiteral("--theme: %1 is unknown; use light, dark or system")
          .arg(value("theme"));
    options.scheme =
        std::array{fido::ui::Scheme::system, fido::ui::Scheme::light, fido::ui::Scheme::dark}[at];
  }
  if (given("size")) {
    const QStringList numbers = value("size").split(QLatin1Char('x'));
    options.size = QSize(numbers.value(0).toInt(), numbers.value(1).toInt());
    if (numbers.size() != 2 || options.size.width() < 320 || options.size.height() < 240)
      return QStringLiteral("--size: %1 is no size; use e.g. 1440x900").arg(value("size"));
  }
  return {};
}

// Waits for all that was asked for, without ever blocking the window, then saves a picture of it
// and quits.
class Photographer : public QObject {
 public:
  Photographer(fido::ui::MainWindow& window, const Options& options)
      : window_(window), options_(options) {
    since_.start();
    connect(&window.workspace(), &fido::ui::Workspace::failed, this,
            [this](fido::ui::Task, const fido::Error& error) {
              QTextStream(stderr) << "fidoscope: " << qstr(error.message) << '\n';
              if (code_ == 0) code_ = std::max(1, static_cast<int>(error.code));
            });
    connect(&look_, &QTimer::timeout, this, &Photographer::look);
    look_.start(100);
  }

 private:
  void look() {
    const auto& document = window_.workspace().document();
    const bool late = since_.elapsed() > kScreenshotLimitMs;
    const bool photo = options_.photo.isEmpty() || !document.predictions().empty();
    const bool run = !options_.start || (document.run() && document.run()->result &&
                                         !document.shown().predictions.empty());
    const bool ready =
        window_.workspace().quiet() && !window_.workspace().models().empty() && photo && run;
    // Some looks in a row: thumbnails and fades take a moment after the last event.
    still_ = ready || code_ != 0 ? still_ + 1 : 0;
    if (!late && still_ < 8) return;
    look_.stop();
    if (late) {
      QTextStream(stderr) << "fidoscope: the run was not finished in time for the picture\n";
      code_ = 4;
    }
    if (!window_.grab().save(options_.screenshot)) {
      QTextStream(stderr) << "fidoscope: " << options_.screenshot
                          << ": the picture cannot be written there\n";
      code_ = 3;
    }
    QCoreApplication::exit(code_);
  }

  fido::ui::MainWindow& window_;
  const Options& options_;
  QElapsedTimer since_;
  QTimer look_;
  int still_ = 0;
  int code_ = 0;
};

bool asks_for(int argc, char** argv, std::initializer_list<const char*> words) {
  return std::any_of(argv + 1, argv + argc, [&](const char* argument) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return std::strcmp(argument, word) == 0; });
  });
}

}  // namespace

// Qt takes "--session X" for the desktop's session manager, with its value, before anybody sees it;
// "--session=X" it leaves alone.
std::vector<std::string> with_session_joined(int argc, char** argv) {
  std::vector<std::string> out;
  for (int i = 0; i < argc; ++i) {
    const bool session =
        std::strcmp(argv[i], "--session") == 0 || std::strcmp(argv[i], "-session") == 0;
    out.push_back(session && i + 1 < argc ? std::string("--session=") + argv[i + 1] : argv[i]);
    i += session && i + 1 < argc ? 1 : 0;
  }
  return out;
}

int main(int argc, char** argv) {
  // Read when OpenMP's library is loaded, which has happened by now: begin anew, with it in the
  // environment. By its own name, which is what lists of processes then show.
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (fido::prepare_environment() && !error) execv(self.c_str(), argv);
  QCoreApplication::setOrganizationName(QStringLiteral("fidoscope"));
  QCoreApplication::setApplicationName(QStringLiteral("fidoscope"));
  QCoreApplication::setApplicationVersion(QStringLiteral(FIDOSCOPE_VERSION));
  QCommandLineParser parser;
  describe(parser);

  // Help needs neither a display nor a style.
  if (asks_for(argc, argv, {"--help", "-h", "--help-all", "--version", "-v"})) {
    const QCoreApplication plain(argc, argv);
    parser.process(plain);
  }
  // A picture of the window can be taken where there is no display.
  const bool no_display =
      qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
  if (asks_for(argc, argv, {"--screenshot"}) && no_display &&
      qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");

  std::vector<std::string> words_given = with_session_joined(argc, argv);
  std::vector<char*> arguments;
  for (std::string& word : words_given) arguments.push_back(word.data());
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  QApplication app(count, arguments.data());
  // the window says itself what it cannot read
  QLoggingCategory::setFilterRules(QStringLiteral("qt.gui.imageio=false"));
  QGuiApplication::setDesktopFileName(QStringLiteral("fidoscope"));
  // The desktop's language where there is a translation; Qt's own words with it where the system
  // has them.
  QTranslator words, qt_words;
  if (words.load(QLocale(), QStringLiteral("fidoscope"), QStringLiteral("_"),
                 QStringLiteral(":/translations")))
    QCoreApplication::installTranslator(&words);
  if (qt_words.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                    QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(&qt_words);
  if (!parser.parse(QCoreApplication::arguments())) return refuse(parser.errorText());
  Options options;
  if (const QString problem = read(parser, options); !problem.isEmpty()) return refuse(problem);

  const int remembered =
      QSettings()
          .value(QStringLiteral("theme"), static_cast<int>(fido::ui::Scheme::system))
          .toInt();
  fido::ui::apply_theme(app, options.scheme.value_or(static_cast<fido::ui::Scheme>(remembered)));
  fido::ui::MainWindow window(fido::load_engine, options.models);
  if (options.size.isValid() && !options.size.isEmpty()) window.resize(options.size);
  window.show();

  std::unique_ptr<Photographer> photographer;
  if (!options.screenshot.isEmpty()) photographer = std::make_unique<Photographer>(window, options);
  window.workspace().document().setSpec(options.spec);
  window.begin(options.classifier);
  if (!options.photo.isEmpty()) window.openPath(options.photo);
  if (!options.session.isEmpty()) window.persistence().open(options.session);
  if (options.screenshot.isEmpty())
    window.persistence().resume(!options.asked);
  else
    window.keepNothing();
  if (options.start) window.workspace().explain();
  if (options.presenter) {
    window.actions().presenter->setChecked(true);
    if (options.photo.isEmpty() && options.session.isEmpty()) window.startPaperTour();
  }
  return QApplication::exec();
}
