// Every method through everything that methods meet: a terminal and a pipe, a contrast class, a
// mask, bench, an evaluation with a photo that the classifier takes for another class and with a
// kill in between, an end in the middle. The rows come from the registry, so that no method can be
// forgotten.
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

QString qstr(const std::string& text) { return QString::fromStdString(text); }

// A program whose stderr is a terminal.
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
  // The picture, and its three most probable classes. Without a contrast, SEDC already ends with
  // the second one.
  QString photo_, top_, other_, third_;

  QString file(const QString& name) const { return folder_.filePath(name); }
  // A short run of the method, on the infiller that fits it.
  QStringList options(const MethodInfo& method) const {
    QStringList words{"--classifier", kClassifier, "--method", qstr(method.id), "--threads", "1"};
    const auto has = [&](const char* key) {
      return fido::applies_to(*fido::find_field(key), method.id);
    };
    if (has("iterations"))
      words << "--iterations"
            << "4";
    if (has("samples"))
      words << "--samples"
            << "4";
    if (has("grid"))
      words << "--grid"
            << "6";
    return words << "--infill" << (method.starts_fully_kept ? "blur" : "push-pull");
  }
  Answer explain(const MethodInfo& method, const QString& out, const QStringList& more = {}) const {
    return run(QStringList{"explain", photo_, "--out", file(out)} + options(method) + more, env_);
  }
  QJsonObject result(const QString& out) const {
    return json(read(file(out + "/photo/result.json")));
  }
  static void each_method() {
    QTest::addColumn<QString>("id");
    for (const MethodInfo& method : fido::methods())
      QTest::newRow(method.id.c_str()) << qstr(method.id);
  }
  static const MethodInfo& fetched() {
    QFETCH(QString, id);
    return *fido::find_method(id.toStdString());
  }

 private slots:
  void initTestCase() {
    photo_ = save(file("photo.png"), red_square());
    // A saliency network for the method that asks one, trained for a moment on the photo itself.
    QDir().mkpath(file("data"));
    for (int i = 0; i < 4; ++i)
      save(file(QString("data/%1.png").arg(i)), picture(256, 256, [i](int x, int y) {
             const int v = (x / 16 + y / 16 + i) % 2 ? 210 : 60;
             return std::array<int, 3>{v, 255 - v, 60 * i};
           }));
    const auto trained =
        run({"train", "realtime", "--classifier", kClassifier, "--data", file("data"), "--out",
             file("masker"), "--steps", "2", "--batch", "2", "--crop", "32", "--quiet"});
    COMPARE_ANSWER(trained, 0, trained.err, "");
    env_.insert("FIDOSCOPE_MODELS", models_folder() + ":" + file("masker"));
    const auto classes =
        json(run({"classify", photo_, "--classifier", kClassifier, "--json", "--quiet"}, env_).out);
    const auto predictions = classes["images"].toArray()[0].toObject()["predictions"].toArray();
    top_ = QString::number(predictions[0].toObject()["index"].toInt());
    other_ = QString::number(predictions[1].toObject()["index"].toInt());
    third_ = QString::number(predictions[2].toObject()["index"].toInt());
  }

  void on_a_terminal_and_off_it_data() { each_method(); }
  void on_a_terminal_and_off_it() {
    const MethodInfo& method = fetched();
    const auto piped = explain(method, "piped");
    COMPARE_ANSWER(piped, 0, piped.out, "photo.png: ");
    QCOMPARE(lines(piped.out).size(), 1);
    // So many that the bar has time to be drawn.
    QStringList words{"explain"};
    for (int i = 0; i < 100; ++i) words << photo_;
    QDir(file("shown")).removeRecursively();
    const auto shown =
        run_on_terminal(words + QStringList{"--out", file("shown")} + options(method), env_);
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
    // No interval where nothing is drawn.
    QCOMPARE(r["marginal"].isNull(), !method.samples_masks);
    QCOMPARE(QFile::exists(file("piped/photo/drop.npy")), method.optimizes_mask);
    QCOMPARE(QFile::exists(file("piped/photo/attribution.npy")), !method.optimizes_mask);
  }

  void a_contrast_is_answered_or_refused_data() { each_method(); }
  void a_contrast_is_answered_or_refused() {
    const MethodInfo& method = fetched();
    QDir(file("contrast")).removeRecursively();
    const auto asked = explain(method, "contrast", {"--contrast", third_});
    if (!method.answers_contrast) {
      COMPARE_ANSWER(asked, 2, asked.err, "--contrast|" + qstr(method.id));
      QVERIFY(!QFile::exists(file("contrast/photo")));
      return;
    }
    COMPARE_ANSWER(asked, 0, asked.err, "");
    QCOMPARE(QString::number(result("contrast")["contrast"].toObject()["index"].toInt()), third_);
    const auto alone = explain(method, "alone");
    COMPARE_ANSWER(alone, 0, alone.err, "");
    // Whoever claims to have answered has another answer than without the question.
    QVERIFY(read(file("contrast/photo/map.npy")) != read(file("alone/photo/map.npy")));
  }

  void another_target_is_explained_or_refused_data() { each_method(); }
  void another_target_is_explained_or_refused() {
    const MethodInfo& method = fetched();
    const auto answer = explain(method, "target", {"--target", other_});
    if (method.needs_top_class) {
      COMPARE_ANSWER(answer, 2, answer.err, "--target " + other_ + "|use --target top");
      return;
    }
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QCOMPARE(QString::number(result("target")["target"].toObject()["index"].toInt()), other_);
  }

  void a_mask_binds_or_is_refused_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("role");
    for (const MethodInfo& method : fido::methods())
      for (const char* role : {"start", "keep", "drop"})
        QTest::addRow("%s %s", method.id.c_str(), role) << qstr(method.id) << role;
  }
  void a_mask_binds_or_is_refused() {
    const MethodInfo& method = fetched();
    QFETCH(QString, role);
    const auto mask = save(file("mask.png"), picture(32, 32, [](int x, int) {
                             const int v = x < 16 ? 255 : 0;
                             return std::array<int, 3>{v, v, v};
                           }));
    QDir(file("masked")).removeRecursively();
    const auto answer = explain(method, "masked", {"--mask", mask, "--mask-role", role});
    if (!method.accepts_mask) {
      COMPARE_ANSWER(answer, 2, answer.err, "--mask: " + qstr(method.id) + " does not use it");
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

  void what_a_method_does_not_use_is_refused_data() { each_method(); }
  void what_a_method_does_not_use_is_refused() {
    const MethodInfo& method = fetched();
    for (const fido::SpecField& field : fido::spec_fields()) {
      if (fido::applies_to(field, method.id)) continue;
      const QString text = qstr(fido::field_text(fido::default_spec(method.id), field));
      if (text.isEmpty()) continue;  // contrast and mask have tests of their own
      const auto answer = explain(method, "unused", {qstr(fido::option_of(field)), text});
      COMPARE_ANSWER(answer, 2, answer.err,
                     qstr(fido::option_of(field)) + ": " + qstr(method.id) + " does not use it");
    }
  }

  void bench_measures_it_data() { each_method(); }
  void bench_measures_it() {
    const MethodInfo& method = fetched();
    QStringList words{"bench",
                      photo_,
                      "--rounds",
                      "1",
                      "--quiet",
                      "--classifier",
                      kClassifier,
                      "--method",
                      qstr(method.id),
                      "--threads",
                      "1",
                      "--infill",
                      method.starts_fully_kept ? "blur" : "push-pull"};
    if (fido::applies_to(*fido::find_field("samples"), method.id))
      words << "--samples"
            << "2";
    const auto answer = run(words, env_);
    COMPARE_ANSWER(answer, 0, answer.out, "seconds_iteration");
    QVERIFY(json(answer.out)["seconds_iteration"].toDouble() > 0);
  }

  void a_run_is_ended_in_the_middle_data() { each_method(); }
  void a_run_is_ended_in_the_middle() {
    const MethodInfo& method = fetched();
    QStringList words = QStringList{"explain"};
    // Many pictures, so that there is a middle for every method.
    for (int i = 0; i < 200; ++i) words << photo_;
    QDir(file("ended")).removeRecursively();
    QProcess process;
    process.setProcessEnvironment(env_);
    process.start(QStringLiteral(FIDOSCOPE_CLI),
                  words + QStringList{"--out", file("ended")} + options(method));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file("ended/photo/result.json")), 60'000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const auto answer = finish(process);
    COMPARE_ANSWER(answer, 130, answer.err, "interrupted");
    for (const QString& folder : QDir(file("ended")).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
      QVERIFY2(QFile::exists(file("ended/" + folder + "/result.json")), qPrintable(folder));
  }

  // A photo whose class the classifier does not name, one whose class it does, and a kill in
  // between.
  void an_evaluation_is_whole_after_a_kill_data() { each_method(); }
  void an_evaluation_is_whole_after_a_kill() {
    const MethodInfo& method = fetched();
    QDir().mkpath(file("photos"));
    QByteArray boxes = "image,label_0based,x0,y0,x1,y1\n";
    for (int i = 0; i < 4; ++i) {
      const QString name = QString("%1.png").arg(i);
      save(file("photos/" + name), red_square());
      boxes += name.toLatin1() + "," + (i % 2 == 0 ? top_ : other_).toLatin1() + ",8,8,28,28\n";
    }
    write(file("boxes.csv"), boxes);
    const auto evaluate = [&](const QString& out) {
      QStringList words{"evaluate",     "--images",  file("photos"), "--boxes", file("boxes.csv"),
                        "--classifier", kClassifier, "--threads",    "1",       "--metrics",
                        "wsl",          "--quiet",   "--out",        file(out)};
      QString entry = qstr(method.id) + (method.starts_fully_kept ? ":blur" : ":push-pull");
      const auto has = [&](const char* key) {
        return fido::applies_to(*fido::find_field(key), method.id);
      };
      if (has("iterations")) entry += "@iterations=3";
      if (has("samples")) entry += "@samples=4";
      if (has("grid")) entry += "@grid=6";
      return words << "--methods" << entry + ",center";
    };
    QDir(file("whole")).removeRecursively();
    QDir(file("killed")).removeRecursively();
    const auto whole = run(evaluate("whole"), env_);
    const int code = method.needs_top_class ? 3 : 0;
    COMPARE_ANSWER(whole, code, whole.err, "");
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
