// Tests of explain on several pictures: folder names, failed pictures, interruption, --resume and
// progress.
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
  void folder_names_are_unique();
  void bad_pictures_do_not_stop_the_batch();
  void json_lists_failed_pictures();
  void interrupted_run_leaves_no_files_data();
  void interrupted_run_leaves_no_files();
  void interrupted_before_the_first_step();
  void resume_skips_finished_pictures();
  void resume_recognizes_methods_without_a_step_count();
  void resume_compares_spec_and_picture();
  void resume_compares_card_and_result_files();
  void resume_keeps_the_result_of_another_picture();
  void input_is_not_overwritten_by_the_result();
  void interrupted_while_the_engine_starts();
  void progress_bar_on_a_terminal();
  void progress_lines_without_a_terminal();

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  QString file(const QString& name) const { return folder_->filePath(name); }
  // Runs of the paper's form take all their steps; the others end as soon as they have settled.
  QStringList options(int iterations) const {
    return {"--classifier", "tiny",
            "--threads",    "1",
            "--infill",     "mean",
            "--preset",     "paper",
            "--iterations", QString::number(iterations),
            "--out",        file("out")};
  }
  QStringList three_pictures() const {
    QStringList paths;
    for (const char* name : {"a.png", "b.png", "c.png"})
      paths.append(save(file(name), red_square()));
    return paths;
  }
};

namespace {

constexpr int kEndlessIterations = 100'000;

QStringList folders(const QString& out) {
  return QDir(out).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden);
}

}  // namespace

void TestBatch::init() { folder_ = std::make_unique<QTemporaryDir>(); }

void TestBatch::folder_names_are_unique() {
  QVERIFY(QDir(folder_->path()).mkpath("x"));
  const auto a = save(file("a.png"), red_square()), same = save(file("x/a.png"), grey_picture(90)),
             two = save(file("a-2.png"), grey_picture(200));
  const auto summary = save(file("summary.csv.png"), grey_picture(30));
  const auto answer = run(QStringList{"explain", a, same, two, summary} + options(2));
  COMPARE_ANSWER(answer, 0, answer.err,
                 same + ": a folder of its name is in use; its results go to " + file("out/a-3") +
                     "|" + summary + ": a folder of its name is in use");
  QCOMPARE(folders(file("out")), (QStringList{"a", "a-2", "a-3", "summary.csv-2"}));
  QCOMPARE(json(read(file("out/a-3/result.json")))["image"].toObject()["path"].toString(), same);
  QCOMPARE(json(read(file("out/a-2/result.json")))["image"].toObject()["path"].toString(), two);
  QCOMPARE(lines(read(file("out/summary.csv"))).size(), 5);
}

void TestBatch::bad_pictures_do_not_stop_the_batch() {
  auto images = three_pictures();
  images.insert(1, file("absent.png"));
  images.insert(3, write(file("empty.png"), ""));
  const auto answer = run(QStringList{"explain"} + images + options(2) + QStringList{"--quiet"});
  QCOMPARE(answer.code, 3);
  const auto messages = lines(answer.err);
  QCOMPARE(messages.size(), 2);
  QVERIFY(
      messages[0].startsWith("fidoscope-cli: " + file("absent.png") + ": there is no such file"));
  QVERIFY(messages[1].startsWith("fidoscope-cli: " + file("empty.png") + ": "));
  QCOMPARE(folders(file("out")), (QStringList{"a", "b", "c"}));
  const auto summary = lines(read(file("out/summary.csv")));
  QCOMPARE(summary.size(), 6);
  QVERIFY(summary[2].startsWith(file("absent.png") + ",,"));
  QVERIFY(summary[2].contains("there is no such file"));
  for (const int row : {1, 3, 5}) QVERIFY2(summary[row].endsWith(","), qPrintable(summary[row]));
}

void TestBatch::json_lists_failed_pictures() {
  const auto answer = run(QStringList{"explain", three_pictures()[0], file("absent.png")} +
                          options(2) + QStringList{"--json", "--quiet"});
  QCOMPARE(answer.code, 3);
  const auto images = json(answer.out)["images"].toArray();
  QCOMPARE(images.size(), 2);
  QVERIFY(images[0].toObject().contains("result"));
  const auto error = images[1].toObject()["error"].toObject();
  QCOMPARE(error["code"].toInt(), 3);
  QVERIFY(error["message"].toString().contains("there is no such file"));
}

void TestBatch::interrupted_run_leaves_no_files_data() {
  QTest::addColumn<int>("signal_number");
  QTest::addColumn<int>("signals_sent");
  QTest::newRow("SIGINT") << SIGINT << 1;
  QTest::newRow("SIGTERM") << SIGTERM << 1;
  QTest::newRow("SIGINT twice") << SIGINT << 2;
}

// An interrupted run leaves an earlier result unchanged byte for byte and leaves no files of its
// own.
void TestBatch::interrupted_run_leaves_no_files() {
  QFETCH(int, signal_number);
  QFETCH(int, signals_sent);
  const auto images = three_pictures();
  QCOMPARE(run(QStringList{"explain", images[0]} + options(2) + QStringList{"--quiet"}).code, 0);
  const auto before = read(file("out/a/result.json"));
  QProcess process;
  process.setProcessEnvironment(environment());
  process.start(FIDOSCOPE_CLI, QStringList{"explain", images[1], images[2]} +
                                   options(kEndlessIterations) + QStringList{"--json"});
  // The first step begins shortly after the log line about the loaded network.
  QByteArray messages;
  QTRY_VERIFY_WITH_TIMEOUT((messages += process.readAllStandardError()).contains("tiny on cpu"),
                           60'000);
  QTest::qWait(200);
  QCOMPARE(process.state(), QProcess::Running);
  QElapsedTimer timer;
  timer.start();
  for (int i = 0; i < signals_sent; ++i)
    ::kill(static_cast<pid_t>(process.processId()), signal_number);
  const auto answer = finish(process);
  COMPARE_ANSWER(answer, 130, answer.err,
                 "interrupted with 0 of 2 results complete; continue with --resume");
  QVERIFY2(timer.elapsed() < 10'000, "a run of minutes was waited for");
  QCOMPARE(json(answer.out)["images"].toArray().size(), 0);
  QCOMPARE(folders(file("out")), QStringList{"a"});
  QCOMPARE(read(file("out/a/result.json")), before);
  QVERIFY(read(file("out/a/map.npy")).size() > 4096);
}

void TestBatch::interrupted_before_the_first_step() {
  QProcess process;
  process.setProcessEnvironment(environment());
  process.start(FIDOSCOPE_CLI,
                QStringList{"explain"} + three_pictures() + options(kEndlessIterations));
  // Send the signal once the output folder has been checked; the program handles signals from then
  // on.
  QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file("out")), 60'000);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  const auto answer = finish(process);
  COMPARE_ANSWER(answer, 130, answer.err, "interrupted with 0 of 3");
  QCOMPARE(folders(file("out")), QStringList{});
}

// The batch is stopped after the first of three pictures. --resume explains the other two and
// leaves the first result unchanged.
void TestBatch::resume_skips_finished_pictures() {
  const auto images = three_pictures();
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

  // With nothing left to do, the network is not loaded.
  const auto all = run(arguments + QStringList{"--resume"});
  QCOMPARE(all.code, 0);
  QVERIFY(!all.err.contains("tiny on cpu"));
}

// These methods write no drop.npy, and their number of steps is not known beforehand.
void TestBatch::resume_recognizes_methods_without_a_step_count() {
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

void TestBatch::resume_compares_spec_and_picture() {
  const auto photo = three_pictures()[0];
  const auto path = file("out/a/result.json");
  const auto is_recomputed = [&](const QStringList& rest) {
    const auto before = read(path);
    const auto answer =
        run(QStringList{"explain", photo} + options(2) + QStringList{"--resume", "--quiet"} + rest);
    return answer.code == 0 && read(path) != before;
  };
  QVERIFY(is_recomputed({}));
  QVERIFY(!is_recomputed({}));
  QVERIFY(is_recomputed({"--lambda", "0.5"}));
  QVERIFY(is_recomputed({}));
  save(photo, grey_picture(77));
  QVERIFY(is_recomputed({}));
  write(path, read(path).left(300));
  QVERIFY(is_recomputed({}));
}

void TestBatch::resume_compares_card_and_result_files() {
  const auto photo = three_pictures()[0];
  const QString data = FIDOSCOPE_TEST_DATA "/models/";
  for (const char* name : {"tiny.card.json", "tiny.pt", "tiny_labels.txt"})
    QVERIFY(QFile::copy(data + name, file(name)));
  const auto path = file("out/a/result.json");
  const auto is_recomputed = [&] {
    const auto before = read(path);
    const auto answer =
        run({"explain", photo, "--classifier", file("tiny.card.json"), "--threads", "1", "--infill",
             "mean", "--iterations", "2", "--out", file("out"), "--resume", "--quiet"});
    return answer.code == 0 && read(path) != before;
  };
  QVERIFY(is_recomputed());
  QVERIFY(!is_recomputed());
  write(file("tiny.card.json"), read(file("tiny.card.json")).replace("0.485", "0.25"));
  QVERIFY(is_recomputed());
  write(file("tiny_labels.txt"), read(file("tiny_labels.txt")).replace("cock", "rooster"));
  QVERIFY(is_recomputed());
  QVERIFY(QFile::remove(file("out/a/map.npy")));
  QVERIFY(is_recomputed());
  QVERIFY(QFile::exists(file("out/a/map.npy")));
  write(file("out/a/mask.png"), {});
  QVERIFY(is_recomputed());
  write(path, read(path).replace("\"area\": ", "\"area\": [1], \"was\": "));
  QVERIFY(is_recomputed());
  QVERIFY(!is_recomputed());
}

void TestBatch::resume_keeps_the_result_of_another_picture() {
  QVERIFY(QDir(folder_->path()).mkpath("x"));
  const auto a = save(file("a.png"), red_square()), same = save(file("x/a.png"), grey_picture(90));
  QCOMPARE(run(QStringList{"explain", a, same} + options(2)).code, 0);
  const auto before = read(file("out/a/result.json"));
  const auto answer = run(QStringList{"explain", same, "--resume"} + options(2));
  COMPARE_ANSWER(answer, 3, answer.err,
                 file("out/a") + ": contains the result of " + a + ", not of " + same);
  QCOMPARE(read(file("out/a/result.json")), before);
}

void TestBatch::input_is_not_overwritten_by_the_result() {
  QVERIFY(QDir(folder_->path()).mkpath("out/map"));
  const auto photo = save(file("out/map/map.png"), red_square());
  const auto before = read(photo);
  const auto answer = run(QStringList{"explain", photo} + options(2));
  COMPARE_ANSWER(
      answer, 3, answer.err,
      photo + ": lies in " + file("out/map") + ", where its result would be written|another --out");
  QCOMPARE(read(photo), before);
  QCOMPARE(QDir(file("out/map")).entryList(QDir::Files), QStringList{"map.png"});
  // infill would overwrite the result.json of the run whose mask it is given.
  const auto picture = save(file("a.png"), red_square());
  QCOMPARE(run(QStringList{"explain", picture} + options(2)).code, 0);
  const auto mask = file("out/a/mask.png");
  const auto infilled = run({"infill", picture, "--mask", mask, "--classifier", "tiny", "--threads",
                             "1", "--out", file("out")});
  COMPARE_ANSWER(infilled, 3, infilled.err, mask + ": lies in ");
  write(file("out/b"), "a file");
  const auto blocked = run(QStringList{"explain", three_pictures()[1]} + options(2));
  COMPARE_ANSWER(blocked, 3, blocked.err,
                 file("out/b") + ": is a file, but a folder for the result is needed there");
}

// The program restarts itself with the environment variables that the engine needs. It blocks the
// signal until its handler is installed, so that Ctrl-C in between is not lost.
void TestBatch::interrupted_while_the_engine_starts() {
  QProcess process;
  auto bare = environment();
  for (const char* name : {"OMP_WAIT_POLICY", "GOMP_SPINCOUNT"}) bare.remove(name);
  process.setProcessEnvironment(bare);
  process.start(FIDOSCOPE_CLI,
                QStringList{"explain"} + three_pictures() + options(kEndlessIterations));
  QVERIFY(process.waitForStarted());
  const QString environ_file = QStringLiteral("/proc/%1/environ").arg(process.processId());
  QTRY_VERIFY(read(environ_file).contains("GOMP_SPINCOUNT="));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  const auto answer = finish(process);
  COMPARE_ANSWER(answer, 130, answer.err, "interrupted with 0 of 3 results complete");
}

void TestBatch::progress_bar_on_a_terminal() {
  int master = -1, slave = -1;
  char name[256] = {};
  if (openpty(&master, &slave, name, nullptr, nullptr) != 0) QSKIP("no pseudo-terminal here");
  QProcess process;
  process.setProcessEnvironment(environment());
  process.setStandardErrorFile(name);
  process.start(FIDOSCOPE_CLI, QStringList{"explain"} + three_pictures() + options(1500));
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

// Without a terminal, progress is one line every few seconds, so that a short run prints none.
void TestBatch::progress_lines_without_a_terminal() {
  QProcess process;
  process.setProcessEnvironment(environment());
  process.start(FIDOSCOPE_CLI,
                QStringList{"explain", three_pictures()[0]} + options(kEndlessIterations));
  QByteArray messages;
  QTRY_VERIFY_WITH_TIMEOUT(
      (messages += process.readAllStandardError()).contains("fidoscope-cli: 1/1 a.png: step "),
      60'000);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QCOMPARE(finish(process).code, 130);
  QVERIFY2(messages.contains("/100000  p ") && messages.contains(" left"), messages.constData());
  QVERIFY(!messages.contains('\r'));
}

QTEST_GUILESS_MAIN(TestBatch)
#include "test_batch.moc"
