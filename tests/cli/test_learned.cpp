// End-to-end tests on a small scale: an infiller is trained and used through its card, and the
// paper's figures are drawn.
#include <cmath>

#include "cli_test.h"

using namespace cli_test;

class TestLearnedCli : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString file(const QString& name) const { return folder_.filePath(name); }

 private slots:
  void initTestCase() {
    QVERIFY(QDir(folder_.path()).mkpath("photos"));
    for (int i = 0; i < 4; ++i)
      save(file(QString("photos/%1.png").arg(i)), picture(96, 80, [i](int x, int y) {
             const int v = (x / 8 + y / 8 + i) % 2 ? 210 : 60;
             return std::array<int, 3>{v, 255 - v, 40 * i};
           }));
    QFile boxes(file("boxes.csv"));
    QVERIFY(boxes.open(QIODevice::WriteOnly));
    boxes.write(
        "image,label_0based,x0,y0,x1,y1\n0.png,1,8,8,40,40\n1.png,2,10,10,60,70\n2.png,0,0,0,96,"
        "80\nabsent.png,0,0,0,9,9\n");
  }

  void trainsAnInfillerAndFillsWithIt() {
    const QStringList training{"train",         "fast",    "--data", file("photos"), "--out",
                               file("trained"), "--steps", "4",      "--batch",      "2",
                               "--crop",        "32"};
    const auto train = [&](const QStringList& more) {
      return run(training + more, without_leak_check(environment()));
    };
    auto answer = train({"--json", "--quiet"});
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QCOMPARE(json(answer.out)["photos"].toInt(), 4);
    const QString card = json(answer.out)["card"].toString();
    QVERIFY(QFile::exists(card));
    QVERIFY(QFile::exists(file("trained/log.csv")) &&
            QFile::exists(file("trained/samples/000004.png")));
    answer = train({});
    COMPARE_ANSWER(answer, 2, answer.err, "--resume");
    answer = train({"--resume", "--quiet"});
    COMPARE_ANSWER(answer, 0, answer.err, "");

    save(file("mask.png"), picture(96, 80, [](int x, int) {
           const int v = x < 40 ? 0 : 255;
           return std::array<int, 3>{v, v, v};
         }));
    const QStringList infill{"infill",         file("photos/0.png"), "--mask",
                             file("mask.png"), "--classifier",       "tiny",
                             "--out",          file("filled"),       "--quiet"};
    answer = run(infill + QStringList{"--infill", card});
    COMPARE_ANSWER(answer, 0, answer.err, "");
    // It is also found by its id if its folder is searched, and it can be used in a run.
    auto env = environment();
    env.insert("FIDOSCOPE_MODELS", models_folder() + ":" + file("trained"));
    answer = run(infill + QStringList{"--infill", "fast"}, env);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    answer = run({"explain", file("photos/0.png"), "--models", file("trained"), "--classifier",
                  "tiny", "--infill", "fast", "--iterations", "3", "--grid", "4",
                  "--marginal-samples", "4", "--out", file("explained"), "--quiet"});
    COMPARE_ANSWER(answer, 0, answer.err, "");

    // With a learned infiller, lambda is relative to the score range by default. A number without a
    // unit is per pixel, as in the paper, and a value too large for that needs an explicit unit.
    const QStringList explain{"explain", file("photos/0.png"), "--classifier", "tiny", "--infill",
                              card,      "--print-spec"};
    const auto spec = [&](const QStringList& more) { return json(run(explain + more).out); };
    QCOMPARE(spec({})["lambda_unit"].toString(), "range");
    QCOMPARE(spec({"--lambda", "1e-3"})["lambda_unit"].toString(), "pixel");
    QCOMPARE(spec({"--lambda", "2", "--lambda-unit", "range"})["lambda"].toDouble(), 2.0);
    QCOMPARE(spec({"--lambda", "2", "--lambda-unit", "pixel"})["lambda"].toDouble(), 2.0);
    answer = run(explain + QStringList{"--lambda", "2"});
    COMPARE_ANSWER(answer, 2, answer.err, "--lambda-unit range");
    // A spec file without lambda changes nothing about that.
    const auto other = write(file("other.json"), "{\"grid\": 7}");
    QCOMPARE(spec({"--spec", other, "--lambda", "1e-3"})["lambda_unit"].toString(), "pixel");
    answer = run(explain + QStringList{"--spec", other, "--lambda", "2"});
    COMPARE_ANSWER(answer, 2, answer.err, "--lambda-unit range");

    QFile weights(file("trained/fast.safetensors"));
    QVERIFY(weights.open(QIODevice::ReadWrite));
    QVERIFY(weights.resize(weights.size() / 2));
    weights.close();
    answer = run(infill + QStringList{"--infill", card});
    COMPARE_ANSWER(answer, 3, answer.err, "fast.safetensors: its SHA-256");
    answer = run(infill + QStringList{"--infill", file("no.card.json")});
    COMPARE_ANSWER(answer, 2, answer.err, "no.card.json");
  }

  void refusesBadTrainingOptions() {
    const QStringList good{"train", "fast", "--data", file("photos"), "--out", file("other")};
    auto answer = run({"train", "fats", "--data", "x", "--out", "y"});
    COMPARE_ANSWER(answer, 2, answer.err, "did you mean fast?");
    answer = run(good + QStringList{"--crop", "33"});
    COMPARE_ANSWER(answer, 2, answer.err, "multiple of 8");
    answer = run(good + QStringList{"--crop", "512"});
    COMPARE_ANSWER(answer, 2, answer.err, "larger than the photos");
    answer = run(good + QStringList{"--learning-rate", "fast"});
    COMPARE_ANSWER(answer, 2, answer.err, "--learning-rate");
    answer = run({"train", "fast", "--data", file("nowhere"), "--out", file("other")});
    COMPARE_ANSWER(answer, 3, answer.err, "nowhere");
    answer = run({"train", "fast", "--data", file("photos"), "--out", "/proc/none"});
    COMPARE_ANSWER(answer, 3, answer.err, "/proc/none");
  }

  void fig15ComparesInfillers() {
    const QStringList figure{"figure",    "fig15",           "--images",     file("photos"),
                             "--boxes",   file("boxes.csv"), "--classifier", "tiny",
                             "--infills", "push-pull,mean",  "--out",        file("fig"),
                             "--quiet"};
    const auto answer = run(figure);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QFile rows(file("fig/fig15.csv"));
    QVERIFY(rows.open(QIODevice::ReadOnly));
    const auto lines = rows.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 1 + 2 * (8 + 8 + 7));  // the third photo's box covers the whole photo
    QCOMPARE(lines[0],
             QByteArray("classifier,image,label,mask,infill,probability,l1,psnr,logit_distance"));
    QVERIFY(QFile::exists(file("fig/fig15-summary.csv")) &&
            QFile::exists(file("fig/fig15-tiny.png")) && QFile::exists(file("fig/fig15-tiny.pdf")));
    const auto unknown = run(figure + QStringList{"--infills", "pushpull"});
    COMPARE_ANSWER(unknown, 2, unknown.err, "pushpull is unknown");
    const auto other = run({"figure", "fig99"});
    COMPARE_ANSWER(other, 2, other.err, "did you mean fig");
  }

  void fig3AndFig7() {
    const QStringList photos{"--images",        file("photos"),   "--boxes",
                             file("boxes.csv"), "--classifier",   "tiny",
                             "--infills",       "push-pull,mean", "--quiet"};
    auto answer = run(QStringList{"figure", "fig3", "--out", file("fig3")} + photos);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QVERIFY(QFile::exists(file("fig3/fig3-tiny.png")) && QFile::exists(file("fig3/fig3-tiny.pdf")));
    QFile pictures(file("fig3/fig3.csv"));
    QVERIFY(pictures.open(QIODevice::ReadOnly));
    QCOMPARE(pictures.readAll().trimmed().split('\n').size(), 1 + 3 * 2);

    answer = run(QStringList{"figure", "fig7", "--out", file("fig7"), "--iterations", "5", "--grid",
                             "8", "--lambda-unit", "range"} +
                 photos);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QVERIFY(QFile::exists(file("fig7/fig7-tiny.png")));
    QFile maps(file("fig7/fig7.csv"));
    QVERIFY(maps.open(QIODevice::ReadOnly));
    const auto lines = maps.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 1 + 3 * 2);
    QVERIFY(lines[1].contains(",range,"));
    QFile summary(file("fig7/fig7-summary.csv"));
    QVERIFY(summary.open(QIODevice::ReadOnly));
    QCOMPARE(summary.readAll().trimmed().split('\n').size(), 1 + 2);
    answer = run(QStringList{"figure", "fig7", "--out", file("fig7")} + photos +
                 QStringList{"--infills", "telea"});
    COMPARE_ANSWER(answer, 2, answer.err, "hand-made masks");
  }

  void fig2Fig4AndAll() {
    const QStringList photos{"--images",     file("photos"),
                             "--boxes",      file("boxes.csv"),
                             "--classifier", "tiny",
                             "--infills",    "mean,push-pull",
                             "--iterations", "3",
                             "--grid",       "8",
                             "--quiet"};
    const auto rows = [&](const QString& name) {
      QFile table(file(name));
      return table.open(QIODevice::ReadOnly) ? table.readAll().trimmed().split('\n')
                                             : QList<QByteArray>();
    };
    auto answer = run(QStringList{"figure", "fig2", "--out", file("holes")} + photos);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QCOMPARE(rows("holes/fig2.csv").size(), 1 + 3 * 2);
    answer = run(QStringList{"figure", "fig4", "--out", file("holes")} + photos);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QCOMPARE(rows("holes/fig4.csv").size(), 1 + 3 * 2 * 2);
    QVERIFY(QFile::exists(file("holes/fig4-tiny.pdf")));
    // Only one of the photos has a hand-made mask; the others are reported.
    QVERIFY(QDir(folder_.path()).mkpath("masks"));
    const QString first = QDir(file("photos")).entryList(QDir::Files, QDir::Name).first();
    save(file("masks/" + QFileInfo(first).completeBaseName() + "-head.png"), grey_picture(255));
    answer = run(QStringList{"figure", "fig4", "--out", file("by-hand"), "--masks", file("masks")} +
                 photos);
    COMPARE_ANSWER(answer, 3, answer.err, "contains no mask of this photo");
    QCOMPARE(rows("by-hand/fig4.csv").size(), 1 + 2);
    QVERIFY(rows("by-hand/fig4.csv")[1].contains(",head,mean,"));
    answer = run(QStringList{"figure", "fig3", "--out", file("never"), "--masks", file("masks")} +
                 photos);
    COMPARE_ANSWER(answer, 2, answer.err, "fig3 takes no masks");

    answer = run(QStringList{"figure", "all", "--out", file("all")} + photos);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    for (const char* name : {"table1.pdf", "table2.png", "table2.csv", "fig2-tiny.png",
                             "fig8-tiny.pdf", "fig10-tiny.png", "fig16-tiny.png", "fig17.csv",
                             "fig18-summary.csv", "evaluation/per_image.csv"})
      QVERIFY2(QFileInfo(file("all/") + name).size() > 0, name);
    QCOMPARE(rows("all/evaluation/per_image.csv").size(), 1 + 3 * (2 + 11));
    // --iterations applies to FIDO only; the rivals keep the number of steps of their authors.
    QFile settings(file("all/evaluation/evaluation.json"));
    QVERIFY(settings.open(QIODevice::ReadOnly));
    for (const auto& method :
         QJsonDocument::fromJson(settings.readAll()).object()["methods"].toArray()) {
      const QString method_id = method.toObject()["method"].toString();
      const int steps = method.toObject()["spec"].toObject()["iterations"].toInt();
      if (method_id.startsWith("fido")) QCOMPARE(steps, 3);
      if (method_id == "extremal") QCOMPARE(steps, 800);
      if (method_id == "bbmp") QVERIFY(steps > 3);
    }
    for (const char* name :
         {"table2-specs.json", "table1-rows.csv", "fig8.csv", "fig10-specs.json"})
      QVERIFY2(QFileInfo(file("all/") + name).size() > 0, name);
    // Nothing is drawn from an evaluation that was made with other settings.
    QVERIFY(QFile::remove(file("all/table1.csv")));
    answer = run(QStringList{"figure", "table1", "--out", file("all")} + photos +
                 QStringList{"--iterations", "4"});
    COMPARE_ANSWER(answer, 2, answer.err, "was made with other settings");
    QVERIFY(!QFile::exists(file("all/table1.csv")));
    answer = run(QStringList{"figure", "table2", "--out", file("all")} + photos +
                 QStringList{"--method", "bbmp"});
    COMPARE_ANSWER(answer, 2, answer.err, "--method: table2 has fixed methods");
    answer = run(QStringList{"figure", "table2", "--out", file("few")} + photos +
                 QStringList{"--rivals", "gradient,center", "--json"});
    COMPARE_ANSWER(answer, 0, answer.err, "");
    QCOMPARE(rows("few/evaluation/per_image.csv").size(), 1 + 3 * (2 + 2));
    QVERIFY(QJsonDocument::fromJson(answer.out).object()["files"].toArray().size() >= 4);
    QVERIFY(rows("all/fig18.csv")[1].contains(",0.01,8,"));
    QVERIFY(rows("all/fig17.csv")[1].contains(",fido-sdr,"));
    QFile specs(file("all/fig18-specs.json"));
    QVERIFY(specs.open(QIODevice::ReadOnly));
    const auto column_specs = QJsonDocument::fromJson(specs.readAll()).array();
    QCOMPARE(column_specs.size(), 2);
    QCOMPARE(column_specs[1].toObject()["spec"].toObject()["infill"].toString(), "push-pull");
    QCOMPARE(column_specs[1].toObject()["spec"].toObject()["tv"].toDouble(), 0.01);
    QFile page(file("all/README.md"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const auto text = page.readAll();
    QCOMPARE(text.count("\n## "), 18);
    QVERIFY(text.contains("](fig18-tiny.png)") &&
            text.contains("Not measured with both learned and heuristic infillers"));
    QVERIFY(text.contains(" comparisons (p < .05)") && text.contains("area_median of SSR: ") &&
            text.count("counts as agreement") == 2);
    QCOMPARE(text.count("To be judged by eye."), 6);  // figures 2, 3, 4, 9, 12 and 14
  }

  void figuresThatVaryOneSetting_data() {
    QTest::addColumn<int>("columns");
    QTest::newRow("fig6") << 2;
    QTest::newRow("fig9") << 1;
    QTest::newRow("fig11") << 8;
    QTest::newRow("fig12") << 4;
    QTest::newRow("fig13") << 4;
    QTest::newRow("fig14") << 4;
  }
  void figuresThatVaryOneSetting() {
    QFETCH(int, columns);
    const QString name = QTest::currentDataTag(), stem = name + '/' + name;
    const QStringList figure{"figure",       name,           "--out",        file(name),
                             "--images",     file("photos"), "--boxes",      file("boxes.csv"),
                             "--classifier", "tiny",         "--classifier", "colors",
                             "--infills",    "mean",         "--iterations", "4",
                             "--quiet"};
    auto answer = run(figure);
    COMPARE_ANSWER(answer, 0, answer.err, "");
    const auto rows = [&](const QString& end) {
      QFile table(file(stem + end));
      return table.open(QIODevice::ReadOnly) ? table.readAll().trimmed().split('\n')
                                             : QList<QByteArray>();
    };
    const auto maps = rows(".csv");
    QCOMPARE(maps.size(), 1 + 2 * 3 * columns);
    const auto cells = [&](int row, const char* column) {
      return maps[row].split(',')[maps[0].split(',').indexOf(column)];
    };
    const QByteArray varied = name == "fig6"    ? "method"
                              : name == "fig9"  ? "classifier"
                              : name == "fig12" ? "grid"
                              : name == "fig13" ? "seed"
                              : name == "fig14" ? "tv"
                                                : "lambda";
    QSet<QByteArray> values;
    for (int i = 1; i < maps.size(); ++i) values.insert(cells(i, varied.constData()));
    // Two of the eight lambdas are used by both methods.
    QCOMPARE(values.size(), name == "fig11" ? 6 : name == "fig9" ? 2 : columns);
    QCOMPARE(rows("-summary.csv").size(), 1 + 2 * columns);
    QCOMPARE(rows("-likeness.csv").size(),
             columns == 1 ? 0 : 1 + 2 * 3 * columns * (columns - 1) / 2);
    const QStringList groups = name == "fig9" ? QStringList{""} : QStringList{"-tiny", "-colors"};
    for (const char* ending : {".png", ".pdf"})
      for (const QString& group : groups) QVERIFY(QFile::exists(file(stem + group + ending)));
    answer = run(figure + QStringList{"--infills", "mean,blur"});
    COMPARE_ANSWER(answer, 2, answer.err, "takes one");
  }
};

QTEST_GUILESS_MAIN(TestLearnedCli)
#include "test_learned.moc"
