// Tests of evaluate: an evaluation resumes after a kill, shards merge into the same tables as one
// run, and folders with different settings are refused.
#include <signal.h>

#include <QtCore/QRegularExpression>

#include "cli_test.h"

using namespace cli_test;

class TestEvaluateCli : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString file(const QString& name) const { return folder_.filePath(name); }
  QStringList evaluate(const QString& out, const QStringList& more = {},
                       const QString& photos = "photos", const QString& boxes = "boxes.csv") const {
    QStringList arguments{"evaluate",
                          "--images",
                          file(photos),
                          "--boxes",
                          file(boxes),
                          "--methods",
                          "fido-ssr:mean,gradient,bbox",
                          "--classifier",
                          "tiny",
                          "--threads",
                          "1",
                          "--out",
                          file(out)};
    arguments += more;
    // These options are refused if none of the methods uses them.
    if (arguments[arguments.lastIndexOf("--methods") + 1].contains("fido") &&
        !more.contains("--iterations"))
      arguments += {"--iterations", "5", "--grid", "8"};
    return arguments;
  }

 private slots:
  void initTestCase() {
    QVERIFY(QDir(folder_.path()).mkpath("photos"));
    QByteArray boxes = "image,label_0based,x0,y0,x1,y1\n";
    for (int i = 0; i < 7; ++i) {
      save(file(QString("photos/%1.png").arg(i)), picture(60, 50, [i](int x, int y) {
             const int v = (x / 8 + y / 8 + i) % 2 ? 210 : 60;
             return std::array<int, 3>{v, 255 - v, 30 * i};
           }));
      boxes += QByteArray::number(i) + ".png," + QByteArray::number(i) + ",8,8," +
               QByteArray::number(30 + 3 * i) + ",45\n";
    }
    write(file("boxes.csv"), boxes);
  }

  void writesOneRowPerPhotoAndMethodAndASummary() {
    const auto answer = run(evaluate("whole", {"--quiet"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    const auto rows = lines(read(file("whole/per_image.csv")));
    QCOMPARE(rows.size(), 1 + 7 * 3);
    QVERIFY(rows[0].startsWith("classifier,image,label,method,infill,probability,"));
    QVERIFY(rows[1].startsWith("tiny,0.png,0,fido-ssr,mean,"));
    QVERIFY(rows[3].startsWith("tiny,0.png,0,bbox,,"));
    const auto column = rows[0].split(',').indexOf("iou");
    // The baseline `bbox` draws the ground-truth box, rounded to whole pixels.
    for (int i = 3; i < rows.size(); i += 3)
      QVERIFY2(rows[i].split(',')[column].toDouble() > 0.9, qPrintable(rows[i]));
    QVERIFY(!read(file("whole/summary.csv")).contains("nan"));
    const auto page = read(file("whole/summary.html"));
    QVERIFY(page.contains("<td>gradient</td>") && page.contains("Best and worst by outside"));
    // The page shows the six best and the six worst of seven photos for both methods that make
    // maps, so all seven pictures of each are written.
    QCOMPARE(QDir(file("whole/pictures")).entryList({"*.jpg"}, QDir::Files).size(), 14);
    QCOMPARE(page.count("<img"), 2 * 12);
    QCOMPARE(page.count("<svg"), page.count("role=\"img\""));
    QVERIFY(page.count("<svg") >= 6);
    QVERIFY(QJsonDocument::fromJson(read(file("whole/summary.json"))).array().size() > 30);
    for (const char* name : {"fig8-tiny.png", "fig8-tiny.pdf", "fig10-tiny.png", "fig10-tiny.pdf"})
      QVERIFY2(QFileInfo(file("whole/") + name).size() > 1000, name);
    QCOMPARE(lines(read(file("whole/failed.csv"))).size(), 1);
  }

  void dryRunCountsAndMeasuresNothing() {
    auto answer = run(evaluate("dry", {"--shard", "2/3", "--dry-run"}));
    COMPARE_ANSWER(answer, 0, answer.out, "photos: 2 of 7; classifiers: 1; methods: 3; maps: 6");
    QVERIFY(!QFile::exists(file("dry")));
    answer = run(evaluate("dry", {"--boxes", file("nothing.csv"), "--dry-run"}));
    COMPARE_ANSWER(answer, 3, answer.err, "nothing.csv");
  }

  void mergedShardsEqualOneRun() {
    QStringList merge_arguments{"evaluate", "--out", file("merged"), "--quiet", "--merge"};
    for (const QString part : {"1", "2", "3"}) {
      const auto answer = run(evaluate("part" + part, {"--shard", part + "/3", "--quiet"}));
      COMPARE_ANSWER(answer, 0, answer.err, "");
      merge_arguments << file("part" + part);
    }
    auto answer = run(merge_arguments);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    for (const char* name : {"per_image.csv", "summary.csv", "summary.json", "summary.html",
                             "failed.csv", "evaluation.json"})
      QCOMPARE(read(file(QString("merged/") + name)), read(file(QString("whole/") + name)));
    answer = run(merge_arguments + QStringList{file("part1")});
    COMPARE_ANSWER(answer, 2, answer.err, "in two of the folders");
    answer =
        run({"evaluate", "--out", file("few"), "--quiet", "--merge", file("part1"), file("part3")});
    COMPARE_ANSWER(answer, 2, answer.err, "lack 6 of 21 rows|a shard is missing");
    QVERIFY(!QFile::exists(file("few/summary.csv")));
    answer = run(evaluate("alien", {"--seed", "3", "--shard", "1/7", "--quiet"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    answer = run(merge_arguments + QStringList{file("alien")});
    COMPARE_ANSWER(answer, 2, answer.err, "alien/evaluation.json: was made with other settings");
    write(file("part2/per_image.csv"), "image,other\n");
    answer = run(merge_arguments);
    COMPARE_ANSWER(answer, 3, answer.err, "part2/per_image.csv: line 1");
    answer = run({"evaluate", "--out", file("merged"), "--merge", file("none")});
    COMPARE_ANSWER(answer, 3, answer.err, "none/evaluation.json");
  }

  void methodsMayHaveTheirOwnSettings() {
    const QStringList common_options{"--metrics", "wsl,necessity,seeds,sanity", "--limit", "3",
                                     "--quiet"};
    auto answer = run(evaluate(
        "own", common_options +
                   QStringList{"--methods",
                               "fido-ssr:mean@grid=4@samples=6,fido-ssr:mean,gradient,center"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    auto rows = lines(read(file("own/per_image.csv")));
    QCOMPARE(rows.size(), 1 + 3 * 4);
    QVERIFY(rows[1].startsWith("tiny,0.png,0,fido-ssr@grid=4@samples=6,mean,"));
    const auto settings =
        QJsonDocument::fromJson(read(file("own/evaluation.json"))).object()["methods"].toArray();
    QCOMPARE(settings[0].toObject()["spec"].toObject()["grid"].toInt(), 4);
    QCOMPARE(settings[1].toObject()["spec"].toObject()["grid"].toInt(), 8);
    const auto header = rows[0].split(',');
    const auto cell = [&](int row, const char* column) {
      return rows[row].split(',')[header.indexOf(column)];
    };
    for (const int row : {1, 2}) {
      const double seed_correlation = cell(row, "seed_correlation").toDouble(),
                   seed_iou = cell(row, "seed_iou").toDouble();
      QVERIFY2(seed_correlation > -1 && seed_correlation < 1 && seed_iou >= 0 && seed_iou < 1,
               qPrintable(rows[row]));
    }
    QVERIFY(cell(3, "seed_correlation").isEmpty());  // the gradient uses no random numbers
    for (const int row : {1, 2, 3})
      QVERIFY2(!cell(row, "sanity").isEmpty() && cell(row, "sanity").toDouble() < 0.999,
               qPrintable(rows[row]));
    QVERIFY(cell(4, "sanity").isEmpty() && cell(4, "seed_iou").isEmpty());
    QVERIFY(!cell(4, "necessity").isEmpty());  // a baseline has a region as well

    // One evaluation per method, merged, gives the same rows.
    QStringList merge_arguments{"evaluate", "--out", file("joined"), "--quiet", "--merge"};
    for (const QString method :
         {"fido-ssr:mean@grid=4@samples=6", "fido-ssr:mean", "gradient", "center"}) {
      answer = run(evaluate("own-" + method.left(8) + QString::number(method.size()),
                            common_options + QStringList{"--methods", method}));
      COMPARE_ANSWER(answer, 0, answer.err, "");
      merge_arguments << file("own-" + method.left(8) + QString::number(method.size()));
    }
    answer = run(merge_arguments);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    for (const char* name : {"per_image.csv", "summary.csv", "evaluation.json", "summary.html"})
      QCOMPARE(read(file(QString("joined/") + name)), read(file(QString("own/") + name)));
    // The same methods with another seed are a different evaluation.
    answer = run(evaluate(
        "other-seed",
        common_options + QStringList{"--methods", "gradient,fido-ssr:mean", "--seed", "5"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    answer = run(merge_arguments + QStringList{file("other-seed")});
    COMPARE_ANSWER(answer, 2, answer.err,
                   "other-seed/evaluation.json: was made with other settings");
  }

  // A missing shard is reported even if photos failed, and rows in --out are never overwritten.
  void mergeReportsMissingRows() {
    const QByteArray boxes = read(file("boxes.csv"));
    write(file("photos/0broken.png"), "no picture");
    write(file("boxes.csv"), boxes + "0broken.png,1,0,0,9,9\n");
    const QStringList wsl{"--metrics", "wsl", "--quiet"};
    for (const QStringList& part : {QStringList{"1/2", "gradient", "g1"},
                                    {"2/2", "gradient", "g2"},
                                    {"2/2", "center", "c2"},
                                    {"1/2", "center", "c1"}})
      (void)run(evaluate(part[2], wsl + QStringList{"--shard", part[0], "--methods", part[1]}));
    const auto merge = [&](const QString& out, const QStringList& parts) {
      QStringList arguments{"evaluate", "--out", file(out), "--quiet", "--merge"};
      for (const QString& part : parts) arguments << file(part);
      return run(arguments);
    };
    auto answer = merge("holes", {"g1", "g2", "c2"});
    COMPARE_ANSWER(answer, 2, answer.err, "a shard is missing");
    answer = merge("nothing-lost", {"g1", "g2", "c1", "c2"});
    COMPARE_ANSWER(answer, 3, answer.err, "");  // one photo failed, as it would in one process
    QCOMPARE(lines(read(file("nothing-lost/failed.csv"))).size(), 2);
    QCOMPARE(lines(read(file("nothing-lost/per_image.csv"))).size(), 1 + 7 * 2);
    answer = merge("nothing-lost", {"g1", "g2", "c1", "c2"});  // merging again gives the same
    COMPARE_ANSWER(answer, 3, answer.err, "");
    answer = merge("nothing-lost", {"g1", "g2"});
    COMPARE_ANSWER(answer, 2, answer.err, "rows that none of the folders has");
    answer = merge("c1", {"g1", "g2"});
    COMPARE_ANSWER(answer, 2, answer.err, "c1: contains an evaluation with rows");
    answer = run({"evaluate", "--out", file("x"), "--merge", file("g1"), "--shard", "1/2"});
    COMPARE_ANSWER(answer, 2, answer.err, "--merge measures nothing|--shard");
    QVERIFY(QFile::remove(file("photos/0broken.png")));
    write(file("boxes.csv"), boxes);
  }

  // A folder whose evaluation never produced rows may be reused. Rows without evaluation.json are
  // kept, because nobody knows their settings.
  void onlyFoldersWithoutRowsAreReused() {
    const QStringList few{"--methods", "bbox,center", "--metrics", "wsl", "--quiet"};
    QVERIFY(QDir().mkpath(file("begun")));
    write(file("begun/evaluation.json"), "{}");
    auto answer = run(evaluate("begun", few));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    const QByteArray rows = read(file("begun/per_image.csv"));
    QCOMPARE(lines(rows).size(), 1 + 7 * 2);
    QVERIFY(QFile::remove(file("begun/evaluation.json")));
    answer = run(evaluate("begun", few + QStringList{"--resume"}));
    COMPARE_ANSWER(answer, 2, answer.err,
                   "begun/per_image.csv: contains rows, but there is no evaluation.json");
    QCOMPARE(read(file("begun/per_image.csv")), rows);

    // A photo list of the same length but with other photos would get other seeds.
    answer = run(evaluate("others", few + QStringList{"--limit", "2"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QVERIFY(QFile::rename(file("photos/0.png"), file("0.png")));
    answer = run(evaluate("others", few + QStringList{"--limit", "2", "--resume"}));
    QVERIFY(QFile::rename(file("0.png"), file("photos/0.png")));
    COMPARE_ANSWER(answer, 2, answer.err, "other settings");
  }

  // SM classifies the whole crop, even if the card cuts off a margin. For the baseline Max the crop
  // is the untouched photo, so SM must agree with its probability.
  void smClassifiesTheWholeCrop() {
    // The labels are classes to which the classifier gives some probability.
    write(file("samples.csv"),
          "image,label_0based,x0,y0,x1,y1\nchelsea.png,3,10,10,300,250\ncoffee.png,4,10,10,300,"
          "250\n");
    const auto answer = run(evaluate(
        "wide", {"--images", QStringLiteral(FIDOSCOPE_TEST_DATA "/../../resources/samples"),
                 "--boxes", file("samples.csv"), "--classifier", "tiny-wide", "--methods", "max",
                 "--metrics", "sm", "--quiet"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    const auto rows = lines(read(file("wide/per_image.csv")));
    const auto header = rows[0].split(',');
    QCOMPARE(rows.size(), 1 + 2 * 2);
    int compared = 0;
    for (int i = 1; i < rows.size(); ++i) {
      const auto cells = rows[i].split(',');
      const double p = cells[header.indexOf("probability")].toDouble(),
                   sm = cells[header.indexOf("sm")].toDouble();
      if (p < 1e-9) continue;  // SM does not resolve smaller probabilities
      // The tolerance covers the rounding of pixels to 8 bits.
      QVERIFY2(std::abs(sm + std::log(p)) < 0.05 - 0.05 * std::log(p), qPrintable(rows[i]));
      compared += cells[0] == "tiny-wide";
    }
    QCOMPARE(compared, 2);
  }

  void jsonOutput() {
    auto answer = run(
        evaluate("json", {"--methods", "bbox,center", "--metrics", "wsl", "--json", "--quiet"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QCOMPARE(QJsonDocument::fromJson(answer.out),
             QJsonDocument::fromJson(read(file("json/summary.json"))));
    answer = run(evaluate("dry", {"--shard", "2/3", "--dry-run", "--json"}));
    QCOMPARE(QJsonDocument::fromJson(answer.out).object()["maps"].toInt(), 6);
    answer = run(evaluate("told", {"--methods", "bbox,center"}));
    COMPARE_ANSWER(answer, 0, answer.err, "14 rows to measure");
  }

  // The process is killed as soon as it has written some rows, and the last row is cut in two.
  void resumesAfterAKill() {
    // Runs of the paper's form take all their steps; the others end as soon as they have settled.
    const QStringList longer{"--preset", "paper", "--iterations", "400",
                             "--grid",   "8",     "--metrics",    "wsl"};
    const auto uninterrupted = run(evaluate("undisturbed", longer + QStringList{"--quiet"}));
    COMPARE_ANSWER(uninterrupted, 0, uninterrupted.err, "");
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(FIDOSCOPE_CLI), evaluate("killed", longer));
    QVERIFY(process.waitForStarted());
    const QString table = file("killed/per_image.csv");
    QTRY_VERIFY_WITH_TIMEOUT(read(table).count('\n') >= 4, 60'000);
    const auto second = run(evaluate("killed", longer + QStringList{"--resume"}));
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    COMPARE_ANSWER(second, 2, second.err, "another evaluation is writing there");
    QVERIFY(read(table).count('\n') < 1 + 7 * 3);
    write(table, read(table) + "tiny,6.png,6,fido-ssr,mean,0.12");
    auto answer = run(evaluate("killed", longer));
    COMPARE_ANSWER(answer, 2, answer.err, "--resume");
    answer = run(evaluate("killed", longer + QStringList{"--resume", "--lambda", "0.01"}));
    COMPARE_ANSWER(answer, 2, answer.err, "other settings");
    answer = run(evaluate("killed", longer + QStringList{"--resume", "--quiet"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    for (const char* name : {"per_image.csv", "summary.csv"})
      QCOMPARE(read(file(QString("killed/") + name)), read(file(QString("undisturbed/") + name)));
  }

  // tests/data/formats-0.1/evaluation was begun by version 0.1.0.
  void resumesAnEvaluationOfAnEarlierVersion() {
    const QString fixture = QStringLiteral(FIDOSCOPE_TEST_DATA "/formats-0.1/evaluation/");
    QVERIFY(QDir().mkpath(file("earlier")));
    for (const QString name : {"evaluation.json", "per_image.csv", "failed.csv"})
      QVERIFY(QFile::copy(fixture + name, file("earlier/" + name)));
    // The table gets the columns of metrics that are new since, which are empty.
    QStringList rows;
    for (const auto& line : lines(read(file("earlier/per_image.csv")))) {
      auto cells = line.split(',');
      cells.insert(cells.size() - 3, rows.isEmpty() ? "necessity" : "");
      rows << cells.join(',');
    }
    const auto command = [&](const QStringList& more) {
      return QStringList{"evaluate",
                         "--images",
                         QStringLiteral(FIDOSCOPE_SOURCE_DIR "/resources/samples"),
                         "--boxes",
                         fixture + "boxes.csv",
                         "--classifier",
                         models_folder() + "/tiny.card.json",
                         "--methods",
                         "fido-ssr:push-pull,gradient:mean,sedc:mean,center",
                         "--metrics",
                         "wsl,sm",
                         "--threads",
                         "1",
                         "--out",
                         file("earlier"),
                         "--resume"} +
             more;
    };
    auto answer = run(command({"--iterations", "21"}));
    COMPARE_ANSWER(answer, 2, answer.err, "use the same ones (--preset paper), or choose");
    // No finished row is measured again; the two photos that SEDC refused are tried again and
    // refused again.
    answer = run(command({"--preset", "paper", "--iterations", "20", "--quiet"}));
    COMPARE_ANSWER(answer, 3, answer.err, "sedc");
    QCOMPARE(lines(read(file("earlier/per_image.csv"))), rows);
    QCOMPARE(lines(read(file("earlier/failed.csv"))).size(), 3);
  }

  // A file size limit of 4 KiB stands in for a full disk: the evaluation stops at the first row
  // that does not fit, prints one message and loses no row.
  void fullDiskStopsTheEvaluation() {
    // Every photo is listed twice, so that the table has about 8 KiB.
    QVERIFY(QDir(folder_.path()).mkpath("twice"));
    QByteArray boxes = read(file("boxes.csv"));
    for (const auto& line : boxes.split('\n').mid(1, 7)) boxes += "again-" + line + '\n';
    write(file("twice.csv"), boxes);
    for (int i = 0; i < 7; ++i)
      for (const char* name : {"", "again-"})
        QVERIFY(QFile::copy(file(QString("photos/%1.png").arg(i)),
                            file(QString("twice/%1%2.png").arg(name).arg(i))));
    const auto command = [this](const char* out, const QStringList& more) {
      return evaluate(out, QStringList{"--methods", "bbox,center,max"} + more, "twice",
                      "twice.csv");
    };
    const auto uninterrupted = run(command("roomy", {"--quiet"}));
    COMPARE_ANSWER(uninterrupted, 0, uninterrupted.err, "");
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start("sh", QStringList{"-c", "ulimit -f 8; trap '' XFSZ; exec \"$0\" \"$@\"",
                                    QStringLiteral(FIDOSCOPE_CLI)} +
                            command("full", {"--quiet"}));
    QVERIFY(process.waitForFinished(60'000));
    // A build that measures coverage adds its own complaints about the limit.
    const auto err = QString::fromUtf8(process.readAllStandardError())
                         .remove(QRegularExpression("libgcov profiling error:[^\\n]*\\n"))
                         .toUtf8();
    QCOMPARE(process.exitCode(), 3);
    QVERIFY2(err.count('\n') == 1 && err.contains("full/per_image.csv: cannot be written") &&
                 err.contains("--resume"),
             err.constData());
    const auto rows = read(file("full/per_image.csv"));
    QVERIFY(rows.endsWith('\n') && rows.count('\n') > 1 && rows.count('\n') < 1 + 14 * 3);
    const auto answer = run(command("full", {"--resume", "--quiet"}));
    COMPARE_ANSWER(answer, 0, answer.err, "");
    for (const char* name : {"per_image.csv", "summary.csv"})
      QCOMPARE(read(file(QString("full/") + name)), read(file(QString("roomy/") + name)));
  }

  void failedPhotosAreListedAndTheRestIsMeasured() {
    const QByteArray boxes = read(file("boxes.csv"));
    write(file("photos/broken.png"), "no picture");
    write(file("boxes.csv"), boxes +
                                 "broken.png,1,0,0,9,9\nabsent.png,1,0,0,9,9\n3.png,3,50,40,90,"
                                 "90\nlarge.png,1,300,300,400,400\n");
    save(file("photos/large.png"), grey_picture(120));
    write(file("photos/alone.txt"), "no picture either");
    auto answer = run(evaluate("failing", {"--methods", "bbox,center,max"}));
    COMPARE_ANSWER(
        answer, 3, answer.err,
        "broken.png|large.png: all its boxes lie outside|2 failed; failed.csv|does not contain "
        "them: absent.png|boxes.csv has no rows for them: alone.txt");
    QVERIFY(QFile::remove(file("photos/large.png")));
    QCOMPARE(lines(read(file("failing/per_image.csv"))).size(), 1 + 7 * 3);
    QVERIFY(read(file("failing/failed.csv")).contains("tiny,broken.png,,"));
    write(file("boxes.csv"), boxes);
    save(file("photos/broken.png"), grey_picture(90));
    answer = run(evaluate("failing", {"--methods", "bbox,center,max", "--resume"}));
    COMPARE_ANSWER(answer, 2, answer.err, "boxes");
    QVERIFY(QFile::remove(file("photos/broken.png")));
  }

  void wrongUsage_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("expected");
    QTest::newRow("method") << QStringList{"--methods", "fido-srr"}
                            << "fido-srr is unknown; did you mean fido-s";
    QTest::newRow("infill") << QStringList{"--methods", "rise:meen"} << "meen|did you mean mean";
    QTest::newRow("hand-made") << QStringList{"--methods", "fido-ssr:telea"} << "hand-made masks";
    QTest::newRow("no gradient") << QStringList{"--methods", "bbmp:push-pull"}
                                 << "bbmp:push-pull: |no gradient";
    QTest::newRow("baseline") << QStringList{"--methods", "max:mean"} << "max does not infill";
    QTest::newRow("twice") << QStringList{"--methods", "max,max"} << "listed twice";
    QTest::newRow("own setting") << QStringList{"--methods", "fido-ssr:mean@grdi=4"}
                                 << "@grdi=4|did you mean grid";
    QTest::newRow("own value") << QStringList{"--methods", "fido-ssr:mean@grid=many"}
                               << "fido-ssr:mean@grid=many: --grid: many is not a number";
    QTest::newRow("not its own") << QStringList{"--methods", "gradient@grid=4"}
                                 << "@grid=4 is not a setting of gradient";
    QTest::newRow("of all") << QStringList{"--methods", "fido-ssr:mean@device=cpu"}
                            << "@device=cpu is not a setting";
    QTest::newRow("a baseline's") << QStringList{"--methods", "max@grid=4"}
                                  << "max has no settings";
    QTest::newRow("empty entry") << QStringList{"--methods", "gradient,,center"}
                                 << "--methods: an entry of the list is empty";
    QTest::newRow("contrast") << QStringList{"--methods", "fido-ssr:mean@contrast=zzz"}
                              << "contrast: |zzz";
    QTest::newRow("classifier twice")
        << QStringList{"--classifier", "tiny"} << "tiny is given twice";
    QTest::newRow("empty shard") << QStringList{"--shard", ""} << "--shard: is empty";
    QTest::newRow("empty limit") << QStringList{"--limit", ""} << "--limit: is empty";
    QTest::newRow("no folder") << QStringList{"--images", "/nonexistent"}
                               << "the folder /nonexistent does not exist";
    QTest::newRow("none") << QStringList{"--methods", ""} << "needs --methods";
    QTest::newRow("metric") << QStringList{"--metrics", "wls"}
                            << "wls is unknown; did you mean wsl?";
    QTest::newRow("shard") << QStringList{"--shard", "4/3"} << "--shard: 4/3 cannot be used";
    QTest::newRow("shard text") << QStringList{"--shard", "second"}
                                << "--shard: second cannot be used";
    QTest::newRow("limit") << QStringList{"--limit", "0"} << "--limit: 0";
  }
  void wrongUsage() {
    QFETCH(QStringList, options);
    QFETCH(QString, expected);
    const auto answer = run(evaluate("never", options));
    COMPARE_ANSWER(answer, 2, answer.err, expected);
    QVERIFY(!QFile::exists(file("never")));
  }
};

QTEST_GUILESS_MAIN(TestEvaluateCli)
#include "test_evaluate.moc"
