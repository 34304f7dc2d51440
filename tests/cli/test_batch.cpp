// explain on many pictures: names, failures among them, Ctrl-C, --resume, progress.
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <unistd.h>

#include "cli_test.h"

using namespace cli_test;

class TestBatch : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void names();
  void a_failure_stops_no_other();
  void json_names_failures();
  void interrupted_data();
  void interrupted();
  void interrupted_before_the_first();
  void resume();
  void resume_knows_methods_that_end_by_themselves();
  void resume_looks_at_spec_and_picture();
  void resume_looks_at_the_card_and_the_files();
  void resume_leaves_another_pictures_result();
  void no_result_over_its_own_input();
  void interrupted_while_the_engine_starts();
  void bar_on_a_terminal();
  void lines_elsewhere();

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  QString file(const QString& name) const { return folder_->filePath(name); }
  QStringList options(int iterations) const {
    return {"--classifier", "tiny",     "--threads",    "1",
            "--infill",     "mean",     "--iterations", QString::number(iterations),
            "--out",        file("out")};
  }
  QStringList three() const {
    QStringList paths;
    for (const char* name : {"a.png", "b.png", "c.png"})
      paths.append(save(file(name), red_square()));
    return paths;
  }
};

namespace {

constexpr int kForever = 100'000;

QStringList folders(const QString& out) {
  return QDir(out).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden);
}

}  // namespace

void TestBatch::init() { folder_ = std::make_unique<QTemporaryDir>(); }

void TestBatch::names() {
  QVERIFY(QDir(folder_->path()).mkpath("x"));
  const auto a = save(file("a.png"), red_square()), same = save(file("x/a.png"), plain(90)),
             two = save(file("a-2.png"), plain(200));
  const auto summary = save(file("summary.csv.png"), plain(30));
  const auto answer = run(QStringList{"explain", a, same, two, summary} + options(2));
  COMPARE_ANSWER(answer, 0, answer.err,
                 same + ": a folder of its name is in use; its results go to " + file("out/a-3") +
                     "|" + summary + ": a folder of its name is in use");
  QCOMPARE(folders(file("out")), (QStringList{"a", "a-2", "a-3", "summary.csv-2"}));
  QCOMPARE(json(read(file("out/a-3/result.json")))["image"].toObject()["path"].toString(), same);
  QCOMPARE(json(read(file("out/a-2/result.json")))["image"].toObject()["path"].toString(), two);
  QCOMPARE(lines(read(file("out/summary.csv"))).size(), 5);
}

void TestBatch::a_failure_stops_no_other() {
  auto images = three();
  images.insert(1, file("absent.png"));
  images.insert(3, write(file("empty.png"), ""));
  const auto answer = run(QStringList{"explain"} + images + options(2) + QStringList{"--quiet"});
  QCOMPARE(answer.code, 3);
  const auto said = lines(answer.err);
  QCOMPARE(said.size(), 2);
  QVERIFY(said[0].startsWith("fidoscope-cli: " + file("absent.png") + ": there is no such file"));
  QVERIFY(said[1].startsWith("fidoscope-cli: " + file("empty.png") + ": "));
  QCOMPARE(folders(file("out")), (QStringList{"a", "b", "c"}));
  const auto summary = lines(read(file("out/summary.csv")));
  QCOMPARE(summary.size(), 6);
  QVERIFY(summary[2].startsWith(file("absent.png") + ",,"));
  QVERIFY(summary[2].contains("there is no such file"));
  for (const int row : {1, 3, 5}) QVERIFY2(summary[row].endsWith(","), qPrintable(summary[row]));
}

void TestBatch::json_names_failures() {
  const auto answer = run(QStringList{"explain", three()[0], file("absent.png")} + options(2) +
                          QStringList{"--json", "--quiet"});
  QCOMPARE(answer.code, 3);
  const auto images = json(answer.out)["images"].toArray();
  QCOMPARE(images.size(), 2);
  QVERIFY(images[0].toObject().contains("result"));
  const auto error = images[1].toObject()["error"].toObject();
  QCOMPARE(error["code"].toInt(), 3);
  QVERIFY(error["message"].toString().contains("there is no such file"));
}

void TestBatch::interrupted_data() {
  QTest::addColumn<int>("number");
  QTest::addColumn<int>("times");
  QTest::newRow("SIGINT") << SIGINT << 1;
  QTest::newRow("SIGTERM") << SIGTERM << 1;
  QTest::newRow("SIGINT twice") << SIGINT << 2;
}

// A run of hours beside an earlier result, which stays byte for byte; of the run nothing is left.
void TestBatch::interrupted() {
  QFETCH(int, number);
  QFETCH(int, times);
  const auto images = three();
  const auto endless = options(kForever);
  QCOMPARE(run(QStringList{"explain", images[0]} + options(2) + QStringList{"--quiet"}).code, 0);
  const auto before = read(file("out/a/result.json"));
  QProcess process;
  process.setProcessEnvironment(environment());
  process.start(FIDOSCOPE_CLI,
                QStringList{"explain", images[1], images[2]} + endless + QStringList{"--json"});
  // The log says that the network is loaded; the first step is a moment from there.
  QByteArray said;
  QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("tiny on cpu"),
                           60'000);
  QTest::qWait(200);
  QCOMPARE(process.state(), QProcess::Running);
  QElapsedTimer timer;
  timer.start();
  for (int i = 0; i < times; ++i) ::kill(static_cast<pid_t>(process.processId()), number);
  const auto answer = finish(process);
  COMPARE_ANSWER(answer, 130, answer.err,
                 "interrupted with 0 of 2 results complete; continue with --resume");
  QVERIFY2(timer.elapsed() < 10'000, "a run of minutes was waited for");
  QCOMPARE(json(answer.out)["images"].toArray().size(), 0);
  QCOMPARE(folders(file("out")), QStringList{"a"});
  QCOMPARE(read(file("out/a/result.json")), before);
  QVERIFY(read(file("out/a/map.npy")).size() > 4096);
}

void TestBatch::interrupted_before_the_first() {
  QProcess process;
  process.setProcessEnvironment(environment());
  process.start(FIDOSCOPE_CLI, QStringList{"explain"} + three() + options(kForever));
  // As soon as the program listens: its check of the output folder is done.
  QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file("out")), 60'000);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  const auto answer = finish(process);
  COMPARE_ANSWER(answer, 130, answer.err, "interrupted with 0 of 3");
  QCOMPARE(folders(file("out")), QStringList{});
}

// Stopped in the middle of three: the first is whole, its bytes stay when --resume does the others.
void TestBatch::resume() {
  const auto images = three();
  const auto arguments = QStringList{"explain"} + images + options(1500);
  QProcess process;
  process.setProcessEnvironment(environment());
  process.start(FIDOSCOPE_CLI, arguments);
  QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file("out/a/result.json")), 120'000);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  const auto stopped = finish(process);
  COMPARE_ANSWER(stopped, 130, stopped.err, "interrupted with 1 of 3 results complete");
  QCOMPARE(folders(file("out")), QStringList{"a"});
  QCOMPARE(lines(read(file("out/summary.csv"))).size(), 2);
  const auto first = read(file("out/a/result.json"));

  const auto resumed = run(arguments + QStringList{"--resume", "--json"});
  COMPARE_ANSWER(resumed, 0, resumed.err,
                 images[0] + ": already done, " + file("out/a") + " is kept");
  QCOMPARE(read(file("out/a/result.json")), first);
  QCOMPARE(folders(file("out")), (QStringList{"a", "b", "c"}));
  QCOMPARE(lines(read(file("out/summary.csv"))).size(), 4);
  const auto documents = json(resumed.out)["images"].toArray();
  QCOMPARE(documents[0].toObject()["skipped"].toBool(), true);
  QCOMPARE(documents[1].toObject()["skipped"].toBool(true), false);
  QCOMPARE(documents[0].toObject()["result"].toObject(), json(first));

  // Nothing left to do: no network is loaded.
  const auto all = run(arguments + QStringList{"--resume"});
  QCOMPARE(all.code, 0);
  QVERIFY(!all.err.contains("tiny on cpu"));
}

// They write no drop.npy and take as many steps as it takes.
void TestBatch::resume_knows_methods_that_end_by_themselves() {
  for (const QString method : {"occlusion", "gradient", "sedc"}) {
    QStringList arguments{"explain",
                          save(file("a.png"), red_square()),
                          "--classifier",
                          "tiny",
                          "--method",
                          method,
                          "--resume",
                          "--out",
                          file("ends-" + method)};
    if (method != "gradient") arguments += {"--grid", "4"};
    auto answer = run(arguments);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QVERIFY2(!answer.err.contains("is kept"), answer.err.constData());
    answer = run(arguments);
    COMPARE_ANSWER(answer, 0, answer.err, "is kept");
  }
}

void TestBatch::resume_looks_at_spec_and_picture() {
  const auto photo = three()[0];
  const auto path = file("out/a/result.json");
  const auto redone = [&](const QStringList& rest) {
    const auto before = read(path);
    const auto answer =
        run(QStringList{"explain", photo} + options(2) + QStringList{"--resume", "--quiet"} + rest);
    return answer.code == 0 && read(path) != before;
  };
  QVERIFY(redone({}));
  QVERIFY(!redone({}));
  QVERIFY(redone({"--lambda", "0.5"}));
  QVERIFY(redone({}));
  save(photo, plain(77));
  QVERIFY(redone({}));
  write(path, read(path).left(300));
  QVERIFY(redone({}));
}

void TestBatch::resume_looks_at_the_card_and_the_files() {
  const auto photo = three()[0];
  const QString data = FIDOSCOPE_TEST_DATA "/models/";
  for (const char* name : {"tiny.card.json", "tiny.pt", "tiny_labels.txt"})
    QVERIFY(QFile::copy(data + name, file(name)));
  const auto path = file("out/a/result.json");
  const auto redone = [&] {
    const auto before = read(path);
    const auto answer =
        run({"explain", photo, "--classifier", file("tiny.card.json"), "--threads", "1", "--infill",
             "mean", "--iterations", "2", "--out", file("out"), "--resume", "--quiet"});
    return answer.code == 0 && read(path) != before;
  };
  QVERIFY(redone());
  QVERIFY(!redone());
  write(file("tiny.card.json"), read(file("tiny.card.json")).replace("0.485", "0.25"));
  QVERIFY(redone());
  write(file("tiny_labels.txt"), read(file("tiny_labels.txt")).replace("cock", "rooster"));
  QVERIFY(redone());
  QVERIFY(QFile::remove(file("out/a/map.npy")));
  QVERIFY(redone());
  QVERIFY(QFile::exists(file("out/a/map.npy")));
  write(file("out/a/mask.png"), {});
  QVERIFY(redone());
  write(path, read(path).replace("\"area\": ", "\"area\": [1], \"was\": "));
  QVERIFY(redone());
  QVERIFY(!redone());
}

void TestBatch::resume_leaves_another_pictures_result() {
  QVERIFY(QDir(folder_->path()).mkpath("x"));
  const auto a = save(file("a.png"), red_square()), same = save(file("x/a.png"), plain(90));
  QCOMPARE(run(QStringList{"explain", a, same} + options(2)).code, 0);
  const auto before = read(file("out/a/result.json"));
  const auto answer = run(QStringList{"explain", same, "--resume"} + options(2));
  COMPARE_ANSWER(answer, 3, answer.err,
                 file("out/a") + ": contains the result of " + a + ", not of " + same);
  QCOMPARE(read(file("out/a/result.json")), before);
}

void TestBatch::no_result_over_its_own_input() {
  QVERIFY(QDir(folder_->path()).mkpath("out/map"));
  const auto photo = save(file("out/map/map.png"), red_square());
  const auto before = read(photo);
  const auto answer = run(QStringList{"explain", photo} + options(2));
  COMPARE_ANSWER(
      answer, 3, answer.err,
      photo + ": lies in " + file("out/map") + ", where its result would be written|another --out");
  QCOMPARE(read(photo), before);
  QCOMPARE(QDir(file("out/map")).entryList(QDir::Files), QStringList{"map.png"});
  // infill with a run's mask, into the run's folder: its result.json would go.
  const auto picture = save(file("a.png"), red_square());
  QCOMPARE(run(QStringList{"explain", picture} + options(2)).code, 0);
  const auto mask = file("out/a/mask.png");
  const auto infilled = run({"infill", picture, "--mask", mask, "--classifier", "tiny", "--threads",
                             "1", "--out", file("out")});
  COMPARE_ANSWER(infilled, 3, infilled.err, mask + ": lies in ");
  write(file("out/b"), "a file");
  const auto blocked = run(QStringList{"explain", three()[1]} + options(2));
  COMPARE_ANSWER(blocked, 3, blocked.err,
                 file("out/b") + ": is a file, but a folder for the result is needed there");
}

// The program starts itself again with the environment that the engine wants, and holds the signal
// back until it can hear it.
void TestBatch::interrupted_while_the_engine_starts() {
  QProcess process;
  auto bare = environment();
  for (const char* name : {"OMP_WAIT_POLICY", "GOMP_SPINCOUNT"}) bare.remove(name);
  process.setProcessEnvironment(bare);
  process.start(FIDOSCOPE_CLI, QStringList{"explain"} + three() + options(kForever));
  QVERIFY(process.waitForStarted());
  const QString environ_file = QStringLiteral("/proc/%1/environ").arg(process.processId());
  QTRY_VERIFY(read(environ_file).contains("GOMP_SPINCOUNT="));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  const auto answer = finish(process);
  COMPARE_ANSWER(answer, 130, answer.err, "interrupted with 0 of 3 results complete");
}

void TestBatch::bar_on_a_terminal() {
  int master = -1, slave = -1;
  char name[256] = {};
  if (openpty(&master, &slave, name, nullptr, nullptr) != 0) QSKIP("no pseudo-terminal here");
  QProcess process;
  process.setProcessEnvironment(environment());
  process.setStandardErrorFile(name);
  process.start(FIDOSCOPE_CLI, QStringList{"explain"} + three() + options(1500));
  QVERIFY(process.waitForStarted());
  QByteArray seen;
  const auto drain = [&] {
    for (pollfd ready{master, POLLIN, 0};
         poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN) != 0;) {
      char bytes[4096];
      const auto count = ::read(master, bytes, sizeof bytes);
      if (count <= 0) break;
      seen.append(bytes, static_cast<qsizetype>(count));
    }
  };
  QElapsedTimer timer;
  timer.start();
  while (process.state() != QProcess::NotRunning && timer.elapsed() < 120'000) {
    process.waitForFinished(20);
    drain();
  }
  drain();
  ::close(slave);
  ::close(master);
  QCOMPARE(process.exitCode(), 0);
  QVERIFY2(seen.contains("\r1/3 [#"), seen.constData());
  QVERIFY2(seen.contains("/1500  p "), seen.constData());
  QVERIFY2(seen.contains(" left"), seen.constData());
  QVERIFY2(seen.endsWith("\r\x1b[K"), "the bar is taken away at the end");
  QCOMPARE(lines(process.readAllStandardOutput()).size(), 3);
}

// A line only every few seconds: a short run has none.
void TestBatch::lines_elsewhere() {
  QProcess process;
  process.setProcessEnvironment(environment());
  process.start(FIDOSCOPE_CLI, QStringList{"explain", three()[0]} + options(kForever));
  QByteArray said;
  QTRY_VERIFY_WITH_TIMEOUT(
      (said += process.readAllStandardError()).contains("fidoscope-cli: 1/1 a.png: step "), 60'000);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QCOMPARE(finish(process).code, 130);
  QVERIFY2(said.contains("/100000  p ") && said.contains(" left"), said.constData());
  QVERIFY(!said.contains('\r'));
}

QTEST_GUILESS_MAIN(TestBatch)
#include "test_batch.moc"
