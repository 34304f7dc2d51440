// Tests of models/export: a classifier exported from torchvision, with random weights and without
// network access, can be used by the program.
#include "cli_test.h"

using namespace cli_test;

class TestExport : public QObject {
  Q_OBJECT

 private slots:
  void torchvision_with_random_weights();
};

void TestExport::torchvision_with_random_weights() {
  const QTemporaryDir folder;
  QProcess python;
  python.start("/usr/bin/python3", {FIDOSCOPE_SOURCE_DIR "/models/export/export_torchvision.py",
                                    "squeezenet1_1", "--random", "--out", folder.path()});
  const auto exported = finish(python);
  if (exported.err.contains("No module named")) QSKIP("python3-torchvision is not installed");
  COMPARE_ANSWER(exported, 0, exported.out, "squeezenet1_1.card.json");

  const auto photo = save(folder.filePath("photo.png"), red_square());
  const auto classified = run({"classify", photo, "--classifier", "squeezenet1_1", "--models",
                               folder.path(), "--json", "--quiet"});
  QCOMPARE(classified.code, 0);
  QCOMPARE(json(classified.out)["images"].toArray()[0].toObject()["predictions"].toArray().size(),
           5);
  const auto explained = run({"explain", photo, "--classifier", "squeezenet1_1", "--models",
                              folder.path(), "--iterations", "2", "--marginal-samples", "0",
                              "--out", folder.filePath("out"), "--quiet"});
  COMPARE_ANSWER(explained, 0, explained.err, "");
  QVERIFY(json(read(folder.filePath("out/photo/result.json")))["marginal"].isNull());
}

QTEST_GUILESS_MAIN(TestExport)
#include "test_export.moc"
