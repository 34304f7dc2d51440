// Runs every method through every situation of the command line: a terminal and a pipe, a contrast
// class, another target, a mask, bench, an interruption, and an evaluation that is killed and
// resumed. The rows come from the registry, so that a new method is covered automatically.
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "cli_test.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"

using namespace cli_test;
using fido::MethodInfo;

namespace {

constexpr const char* kClassifier = "tiny";

QString to_qstring(const std::string& text) { return QString::fromStdString(text); }

// Runs the program with a terminal as its stderr.
Answer run_on_terminal(const QStringList& arguments, const QProcessEnvironment& env) {
  int master = -1, slave = -1;
  char name[256] = {};
  if (openpty(&master, &slave, name, nullptr, nullptr) != 0) qFatal("no pseudo-terminal here");
  QProcess process;
  process.setProcessEnvironment(env);
  process.setStandardErrorFile(name);
  process.start(QStringLiteral(FIDOSCOPE_CLI), arguments);
  QByteArray shown;
  const auto drain = [&] {
    for (pollfd ready{master, POLLIN, 0};
         poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN) != 0;) {
      char bytes[4096];
      const auto count = ::read(master, bytes, sizeof bytes);
      if (count <= 0) break;
      shown.append(bytes, static_cast<qsizetype>(count));
    }
  };
  QElapsedTimer timer;
  timer.start();
  if (!process.waitForStarted()) qFatal("%s cannot be started", FIDOSCOPE_CLI);
  while (process.state() != QProcess::NotRunning && timer.elapsed() < 240'000) {
    process.waitForFinished(20);
    drain();
  }
  Answer answer = finish(process);
  drain();
  ::close(slave);
  ::close(master);
  answer.err = shown;
  return answer;
}

}  // namespace

class TestMethods : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QProcessEnvironment env_ = environment();
  // The photo and its three most probable classes. Without a contrast class, SEDC stops as soon as
  // the second class wins; a contrast other than the second class therefore changes its result.
  QString photo_, top_class_, second_class_, third_class_;

  QString file(const QString& name) const { return folder_.filePath(name); }
  // Returns the options of a short run of the method, with an infiller that suits it.
  QStringList options(const MethodInfo& method) const {
    QStringList command{"--classifier",        kClassifier, "--method",
                        to_qstring(method.id), "--threads", "1"};
    const auto uses = [&](const char* key) {
      return fido::applies_to(*fido::find_field(key), method.id);
    };
    if (uses("iterations"))
      command << "--iterations"
              << "4";
    if (uses("samples"))
      command << "--samples"
              << "4";
    if (uses("grid"))
      command << "--grid"
              << "6";
    return command << "--infill" << (method.starts_fully_kept ? "blur" : "push-pull");
  }
  Answer explain(const MethodInfo& method, const QString& out, const QStringList& more = {}) const {
    return run(QStringList{"explain", photo_, "--out", file(out)} + options(method) + more, env_);
  }
  QJsonObject result(const QString& out) const {
    return json(read(file(out + "/photo/result.json")));
  }
  static void add_method_rows() {
    QTest::addColumn<QString>("id");
    for (const MethodInfo& method : fido::methods())
      QTest::newRow(method.id.c_str()) << to_qstring(method.id);
  }
  static const MethodInfo& fetch_method() {
    QFETCH(QString, id);
    return *fido::find_method(id.toStdString());
  }

 private slots:
  void initTestCase() {
    photo_ = save(file("photo.png"), red_square());
    // Train a saliency network for the method that needs one, for two steps.
    QDir().mkpath(file("data"));
    for (int i = 0; i < 4; ++i)
      save(file(QString("data/%1.png").arg(i)), picture(256, 256, [i](int x, int y) {
             const int v = (x / 16 + y / 16 + i) % 2 ? 210 : 60;
             return std::array<int, 3>{v, 255 - v, 60 * i};
           }));
    const auto trained =
        run({"train", "realtime", "--classifier", kClassifier, "--data", file("data"), "--out",
             file("masker"), "--steps", "2", "--batch", "2", "--crop", "32", "--quiet"},
            without_leak_check(environment()));
    COMPARE_ANSWER(trained, 0, trained.err, "");
    env_.insert("FIDOSCOPE_MODELS", models_folder() + ":" + file("masker"));
    const auto classes =
        json(run({"classify", photo_, "--classifier", kClassifier, "--json", "--quiet"}, env_).out);
    const auto predictions = classes["images"].toArray()[0].toObject()["predictions"].toArray();
    top_class_ = QString::number(predictions[0].toObject()["index"].toInt());
    second_class_ = QString::number(predictions[1].toObject()["index"].toInt());
    third_class_ = QString::number(predictions[2].toObject()["index"].toInt());
  }

  void same_map_on_a_terminal_and_a_pipe_data() { add_method_rows(); }
  void same_map_on_a_terminal_and_a_pipe() {
    const MethodInfo& method = fetch_method();
    const auto piped = explain(method, "piped");
    COMPARE_ANSWER(piped, 0, piped.out, "photo.png: ");
    QCOMPARE(lines(piped.out).size(), 1);
    // There are enough pictures for the progress bar to be drawn.
    QStringList command{"explain"};
    for (int i = 0; i < 100; ++i) command << photo_;
    QDir(file("shown")).removeRecursively();
    const auto shown =
        run_on_terminal(command + QStringList{"--out", file("shown")} + options(method), env_);
    COMPARE_ANSWER(shown, 0, shown.err, "/100 [");
    QVERIFY2(!shown.err.contains("left") || !shown.err.contains(", -"), shown.err.constData());
    QCOMPARE(lines(shown.out).size(), 100);
    QCOMPARE(read(file("piped/photo/map.npy")), read(file("shown/photo/map.npy")));
    const auto r = result("piped");
    const auto spec = fido::spec_from_json(
        QJsonDocument(r["spec"].toObject()).toJson().toStdString(), "result.json");
    QVERIFY(spec.has_value());
    QVERIFY(r["iterations_done"].toInt() <= fido::planned_steps(*spec));
    QCOMPARE(r["stopped"].toBool(), false);
    // The marginal needs sampled masks.
    QCOMPARE(r["marginal"].isNull(), !method.samples_masks);
    QCOMPARE(QFile::exists(file("piped/photo/drop.npy")), method.optimizes_mask);
    QCOMPARE(QFile::exists(file("piped/photo/attribution.npy")), !method.optimizes_mask);
  }

  void contrast_changes_the_map_or_is_refused_data() { add_method_rows(); }
  void contrast_changes_the_map_or_is_refused() {
    const MethodInfo& method = fetch_method();
    QDir(file("contrast")).removeRecursively();
    const auto with_contrast = explain(method, "contrast", {"--contrast", third_class_});
    if (!method.answers_contrast) {
      COMPARE_ANSWER(with_contrast, 2, with_contrast.err, "--contrast|" + to_qstring(method.id));
      QVERIFY(!QFile::exists(file("contrast/photo")));
      return;
    }
    COMPARE_ANSWER(with_contrast, 0, with_contrast.err, "");
    QCOMPARE(QString::number(result("contrast")["contrast"].toObject()["index"].toInt()),
             third_class_);
    const auto without_contrast = explain(method, "alone");
    COMPARE_ANSWER(without_contrast, 0, without_contrast.err, "");
    // A method that supports a contrast class must give a different map with it.
    QVERIFY(read(file("contrast/photo/map.npy")) != read(file("alone/photo/map.npy")));
  }

  void other_target_is_explained_or_refused_data() { add_method_rows(); }
  void other_target_is_explained_or_refused() {
    const MethodInfo& method = fetch_method();
    const auto answer = explain(method, "target", {"--target", second_class_});
    if (method.needs_top_class) {
      COMPARE_ANSWER(answer, 2, answer.err, "--target " + second_class_ + "|use --target top");
      return;
    }
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QCOMPARE(QString::number(result("target")["target"].toObject()["index"].toInt()),
             second_class_);
  }

  void mask_constrains_the_run_or_is_refused_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("role");
    for (const MethodInfo& method : fido::methods())
      for (const char* role : {"start", "keep", "drop"})
        QTest::addRow("%s %s", method.id.c_str(), role) << to_qstring(method.id) << role;
  }
  void mask_constrains_the_run_or_is_refused() {
    const MethodInfo& method = fetch_method();
    QFETCH(QString, role);
    const auto mask = save(file("mask.png"), picture(32, 32, [](int x, int) {
                             const int v = x < 16 ? 255 : 0;
                             return std::array<int, 3>{v, v, v};
                           }));
    QDir(file("masked")).removeRecursively();
    const auto answer = explain(method, "masked", {"--mask", mask, "--mask-role", role});
    if (!method.accepts_mask) {
      COMPARE_ANSWER(answer, 2, answer.err,
                     "--mask: " + to_qstring(method.id) + " does not use it");
      QVERIFY(!QFile::exists(file("masked/photo/given_mask.png")));
      return;
    }
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QVERIFY(QFile::exists(file("masked/photo/given_mask.png")));
    if (role == "start") return;
    const auto drop = fido::load_npy(file("masked/photo/drop.npy").toStdString());
    QVERIFY(drop.has_value());
    for (int y = 0; y < drop->height; ++y)
      for (int x = 0; x < drop->width; ++x) {
        if (role == "keep" && x < drop->width / 2) QVERIFY(drop->at(x, y) < 0.01F);
        if (role == "drop" && x >= drop->width / 2) QVERIFY(drop->at(x, y) > 0.99F);
      }
  }

  void unused_settings_are_refused_data() { add_method_rows(); }
  void unused_settings_are_refused() {
    const MethodInfo& method = fetch_method();
    for (const fido::SpecField& field : fido::spec_fields()) {
      if (fido::applies_to(field, method.id)) continue;
      const QString text = to_qstring(fido::field_text(fido::default_spec(method.id), field));
      if (text.isEmpty()) continue;  // contrast and mask have their own tests
      const auto answer = explain(method, "unused", {to_qstring(fido::option_of(field)), text});
      COMPARE_ANSWER(
          answer, 2, answer.err,
          to_qstring(fido::option_of(field)) + ": " + to_qstring(method.id) + " does not use it");
    }
  }

  void bench_measures_every_method_data() { add_method_rows(); }
  void bench_measures_every_method() {
    const MethodInfo& method = fetch_method();
    QStringList command{"bench",
                        photo_,
                        "--rounds",
                        "1",
                        "--quiet",
                        "--classifier",
                        kClassifier,
                        "--method",
                        to_qstring(method.id),
                        "--threads",
                        "1",
                        "--infill",
                        method.starts_fully_kept ? "blur" : "push-pull"};
    if (fido::applies_to(*fido::find_field("samples"), method.id))
      command << "--samples"
              << "2";
    const auto answer = run(command, env_);
    COMPARE_ANSWER(answer, 0, answer.out, "seconds_iteration");
    QVERIFY(json(answer.out)["seconds_iteration"].toDouble() > 0);
  }

  void interrupted_batch_keeps_complete_results_data() { add_method_rows(); }
  void interrupted_batch_keeps_complete_results() {
    const MethodInfo& method = fetch_method();
    QStringList command = QStringList{"explain"};
    // There are enough pictures to interrupt even the fastest method between two of them.
    for (int i = 0; i < 200; ++i) command << photo_;
    QDir(file("ended")).removeRecursively();
    QProcess process;
    process.setProcessEnvironment(env_);
    process.start(QStringLiteral(FIDOSCOPE_CLI),
                  command + QStringList{"--out", file("ended")} + options(method));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file("ended/photo/result.json")), 60'000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const auto answer = finish(process);
    COMPARE_ANSWER(answer, 130, answer.err, "interrupted");
    for (const QString& folder : QDir(file("ended")).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
      QVERIFY2(QFile::exists(file("ended/" + folder + "/result.json")), qPrintable(folder));
  }

  // Half of the photos are labelled with the top class, the others with another class, and the
  // evaluation is killed and resumed.
  void evaluation_is_complete_after_a_kill_data() { add_method_rows(); }
  void evaluation_is_complete_after_a_kill() {
    const MethodInfo& method = fetch_method();
    QDir().mkpath(file("photos"));
    QByteArray boxes = "image,label_0based,x0,y0,x1,y1\n";
    for (int i = 0; i < 4; ++i) {
      const QString name = QString("%1.png").arg(i);
      save(file("photos/" + name), red_square());
      boxes += name.toLatin1() + "," + (i % 2 == 0 ? top_class_ : second_class_).toLatin1() +
               ",8,8,28,28\n";
    }
    write(file("boxes.csv"), boxes);
    const auto evaluate = [&](const QString& out) {
      QStringList command{"evaluate",     "--images",  file("photos"), "--boxes", file("boxes.csv"),
                          "--classifier", kClassifier, "--threads",    "1",       "--metrics",
                          "wsl",          "--quiet",   "--out",        file(out)};
      QString entry = to_qstring(method.id) + (method.starts_fully_kept ? ":blur" : ":push-pull");
      const auto uses = [&](const char* key) {
        return fido::applies_to(*fido::find_field(key), method.id);
      };
      if (uses("iterations")) entry += "@iterations=3";
      if (uses("samples")) entry += "@samples=4";
      if (uses("grid")) entry += "@grid=6";
      return command << "--methods" << entry + ",center";
    };
    QDir(file("whole")).removeRecursively();
    QDir(file("killed")).removeRecursively();
    const auto uninterrupted = run(evaluate("whole"), env_);
    const int code = method.needs_top_class ? 3 : 0;
    COMPARE_ANSWER(uninterrupted, code, uninterrupted.err, "");
    QCOMPARE(lines(read(file("whole/per_image.csv"))).size(), 1 + 8 - (code == 3 ? 2 : 0));
    QCOMPARE(lines(read(file("whole/failed.csv"))).size(), 1 + (code == 3 ? 2 : 0));
    QVERIFY(!read(file("whole/failed.csv")).contains("--target"));

    QProcess process;
    process.setProcessEnvironment(env_);
    process.start(QStringLiteral(FIDOSCOPE_CLI), evaluate("killed"));
    QTRY_VERIFY_WITH_TIMEOUT(lines(read(file("killed/per_image.csv"))).size() > 1, 60'000);
    process.kill();
    process.waitForFinished();
    const auto resumed = run(evaluate("killed") << "--resume", env_);
    COMPARE_ANSWER(resumed, code, resumed.err, "");
    for (const char* name : {"per_image.csv", "summary.csv", "failed.csv"})
      QCOMPARE(read(file(QString("killed/") + name)), read(file(QString("whole/") + name)));
  }
};

QTEST_GUILESS_MAIN(TestMethods)
#include "test_methods.moc"
