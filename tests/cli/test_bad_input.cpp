// Bad input: every case has its exit code and a message that names the file or option, and no
// earlier file is lost.
#include <sys/mount.h>
#include <unistd.h>

#include "cli_test.h"

using namespace cli_test;

class TestBadInput : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void bad_pictures();
  void explain_skips_a_bad_picture();
  void bad_cards_data();
  void bad_cards();
  void bad_modules_data();
  void bad_modules();
  void nan_for_one_photo_of_several();
  void nan_for_an_infilled_photo();
  void bad_masks_data();
  void bad_masks();
  void deeply_nested_json();
  void unknown_classifier();
  void unknown_device();
  void contrast_equals_the_target();
  void output_below_a_file();
  void output_is_a_file();
  void output_folder_is_read_only();
  void output_disk_is_full();
  void output_disk_fills_up_during_the_run();

 private:
  QTemporaryDir folder_;
  QString photo_;
  QString file(const QString& name) const { return folder_.filePath(name); }
};

namespace {

// Returns a PNG header that declares this size and has no pixel data behind it.
QByteArray png_header(quint32 width, quint32 height) {
  QByteArray bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  for (const quint32 side : {width, height})
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes.append(static_cast<char>(side >> shift & 0xFFU));
  bytes.append("\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\xAE\x42\x60\x82", 21);
  return bytes;
}

// A small tmpfs that is unmounted by the destructor. Only root may mount it.
class SmallDisk {
 public:
  explicit SmallDisk(const char* size) {
    mounted_ = mount("tmpfs", path().toUtf8().constData(), "tmpfs", 0,
                     (QByteArray("size=") + size).constData()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(path().toUtf8().constData(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  QString path() const { return folder_.path(); }

 private:
  QTemporaryDir folder_;
  bool mounted_ = false;
};

}  // namespace

void TestBadInput::initTestCase() { photo_ = save(file("photo.png"), red_square()); }

// All files are passed in one call, so that the network is loaded once. The one valid picture among
// them is still classified.
void TestBadInput::bad_pictures() {
  const QByteArray whole = read(photo_);
  const QByteArray jpeg = read(FIDOSCOPE_SOURCE_DIR "/resources/samples/rocket.jpg");
  QVERIFY(!jpeg.isEmpty());
  const QList<QPair<QString, QString>> bad{
      {file("absent.png"), "there is no such file"},
      {folder_.path(), "is a folder"},
      {write(file("zero.png"), ""), "empty"},
      {write(file("half.png"), whole.left(whole.size() / 2)), "truncated"},
      {write(file("half.jpg"), jpeg.left(jpeg.size() / 2)), "truncated"},
      {write(file("text.png"), "These are words, not pixels.\n"), "not"},
      {write(file("huge.png"), png_header(60'000, 60'000)), "pixels"},
      {write(file("no size.png"), png_header(0, 0)), "size"},
      {write(file("random.webp"), "RIFF\xFF\xFF\xFF\x7FWEBPVP8 \1\2\3"), ""},
  };
  QStringList arguments{"classify", "--classifier", "tiny", "--threads", "1", "--quiet", "--json"};
  for (const auto& [path, reason] : bad) arguments.append(path);
  arguments.insert(arguments.size() - 3, photo_);
  const auto answer = run(arguments);
  QCOMPARE(answer.code, 3);
  const auto messages = lines(answer.err);
  QCOMPARE(messages.size(), bad.size());
  for (int i = 0; i < messages.size(); ++i) {
    QVERIFY2(messages[i].startsWith("fidoscope-cli: " + bad[i].first + ":"),
             qPrintable(messages[i]));
    QVERIFY2(messages[i].contains(bad[i].second), qPrintable(messages[i]));
  }
  const auto images = json(answer.out)["images"].toArray();
  QCOMPARE(images.size(), bad.size() + 1);
  int classified = 0;
  for (const auto& image : images) {
    const bool good = image.toObject()["path"].toString() == photo_;
    QCOMPARE(image.toObject().contains("error"), !good);
    classified += image.toObject()["predictions"].toArray().size() == 5;
  }
  QCOMPARE(classified, 1);
}

void TestBadInput::explain_skips_a_bad_picture() {
  const auto text = write(file("text.jpg"), "no picture");
  const auto answer = run({"explain", text, photo_, "--classifier", "tiny", "--threads", "1",
                           "--iterations", "2", "--out", file("out")});
  COMPARE_ANSWER(answer, 3, answer.err, "fidoscope-cli: " + text + ": ");
  QVERIFY(QFileInfo::exists(file("out/photo/result.json")));
  QVERIFY(!QFileInfo::exists(file("out/text")));
  QVERIFY(read(file("out/summary.csv")).contains("text.jpg"));
}

void TestBadInput::bad_cards_data() {
  QTest::addColumn<QString>("card");
  QTest::addColumn<QString>("expected");
  QTest::newRow("missing key")
      << "missing-key"
      << "missing-key.card.json: \"mean\" is missing; it must be 3 numbers";
  QTest::newRow("wrong shape") << "wrong-shape"
                               << "wrong-shape.card.json: \"input_size\" must be|got [32, 32]";
  QTest::newRow("wrong kind") << "wrong-kind"
                              << "wrong-kind.card.json: \"kind\" must be|clasifier";
  QTest::newRow("not JSON") << "not-json"
                            << "not-json.card.json: is not JSON (at line 4";
  QTest::newRow("labels") << "wrong-labels"
                          << "short_labels.txt: has 2 labels|10 classes";
  QTest::newRow("no file") << "absent-file"
                           << "absent-file.pt";
  QTest::newRow("wrong hash") << "wrong-hash"
                              << "tiny.pt: its SHA-256 is |wrong-hash.card.json";
}

void TestBadInput::bad_cards() {
  QFETCH(QString, card);
  QFETCH(QString, expected);
  const auto answer = run({"classify", photo_, "--classifier", card, "--threads", "1", "--quiet"});
  COMPARE_ANSWER(answer, 3, answer.err, expected);
  QCOMPARE(answer.err.count('\n'), 1);
  // Naming the card by its path gives the same error.
  const auto path = models_folder() + "/" + card + ".card.json";
  const auto again = run({"explain", photo_, "--classifier", path, "--threads", "1", "--quiet",
                          "--out", file("none")});
  COMPARE_ANSWER(again, 3, again.err, expected);
  QVERIFY(!QFileInfo::exists(file("none/photo")));
}

void TestBadInput::bad_modules_data() {
  QTest::addColumn<QString>("card");
  QTest::addColumn<QString>("expected");
  QTest::newRow("a state_dict") << "not-torchscript"
                                << "not-torchscript.pt: not a TorchScript module|torch.jit";
  QTest::newRow("truncated") << "truncated"
                             << "truncated.pt: not a TorchScript module";
  QTest::newRow("another input")
      << "wrong-input"
      << "wrong-input.pt: rejects an input of [2, 3, 32, 32]|input_size|wrong-input.card.json";
  QTest::newRow("another number of classes")
      << "wrong-output"
      << "wrong-output.pt: returns 7 values for 10 classes|num_classes";
  QTest::newRow("4-D output") << "output-4d"
                              << "output-4d.pt: returns a tensor of [2, 10, 1, 1]|expected [2, 10]";
  QTest::newRow("one row") << "one-row"
                           << "one-row.pt: returns a tensor of [1, 10]|any batch";
  QTest::newRow("NaN") << "returns-nan"
                       << "returns-nan.pt: returns NaN or infinite values";
  QTest::newRow("a tuple") << "returns-tuple"
                           << "returns-tuple.pt: returns Tuple, not one tensor";
  QTest::newRow("no gradient") << "no-gradient"
                               << "no-gradient.pt: |gradient";
}

void TestBadInput::bad_modules() {
  QFETCH(QString, card);
  QFETCH(QString, expected);
  const auto answer = run({"explain", photo_, "--classifier", card, "--threads", "1", "--quiet",
                           "--out", file("none")});
  COMPARE_ANSWER(answer, 3, answer.err, expected);
  QCOMPARE(answer.err.count('\n'), 1);
  QVERIFY(!QFileInfo::exists(file("none/photo")));
}

void TestBadInput::nan_for_one_photo_of_several() {
  const auto black = save(file("black.png"), grey_picture(0));
  const auto answer =
      run({"classify", black, photo_, "--classifier", "nan-on-black", "--threads", "1", "--quiet"});
  COMPARE_ANSWER(answer, 3, answer.err,
                 black + ": |nan-on-black.pt: returns NaN or infinite values for this photo");
  QVERIFY(answer.out.contains("photo.png"));
}

void TestBadInput::nan_for_an_infilled_photo() {
  const auto none = save(file("none kept.png"), grey_picture(0));
  const auto answer = run({"infill", photo_, "--mask", none, "--infill", "mean", "--classifier",
                           "nan-on-black", "--threads", "1", "--quiet", "--out", file("nan")});
  COMPARE_ANSWER(answer, 3, answer.err, "nan-on-black.pt: returns NaN or infinite values");
  QVERIFY(!QFileInfo::exists(file("nan/photo")));
}

void TestBadInput::bad_masks_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QString>("expected");
  const QTemporaryDir folder;
  const auto good = read(save(folder.filePath("mask.png"), grey_picture(255)));
  QTest::newRow("zero bytes") << QByteArray() << "empty";
  QTest::newRow("truncated") << good.left(good.size() - 30) << "truncated";
  QTest::newRow("no picture") << QByteArray("keep all of it") << "not";
  QTest::newRow("huge") << png_header(60'000, 60'000) << "pixels";
}

void TestBadInput::bad_masks() {
  QFETCH(QByteArray, content);
  QFETCH(QString, expected);
  const auto mask = write(file("mask.png"), content);
  const auto answer = run({"infill", photo_, "--mask", mask, "--classifier", "tiny", "--out",
                           file("masks"), "--quiet"});
  COMPARE_ANSWER(answer, 3, answer.err, "fidoscope-cli: " + mask + ": |" + expected);
  QVERIFY(!QFileInfo::exists(file("masks/photo")));
  const auto absent = run({"infill", photo_, "--mask", file("no.png"), "--classifier", "tiny",
                           "--out", file("masks"), "--quiet"});
  COMPARE_ANSWER(absent, 3, absent.err, "no.png: there is no such file");
}

// The nesting is deep enough to overflow the stack of a recursive parser.
void TestBadInput::deeply_nested_json() {
  const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']');
  QVERIFY(QDir(folder_.path()).mkpath("deep"));
  const auto card = write(file("deep/deep.card.json"), "{\"format\": 1, \"id\": " + deep + "}");
  auto answer = run({"classify", photo_, "--classifier", card});
  COMPARE_ANSWER(answer, 3, answer.err,
                 card + ": nests lists and objects more than 100 levels deep");
  answer = run({"models", "--models", file("deep")});
  COMPARE_ANSWER(answer, 0, answer.out + answer.err,
                 "nests lists and objects more than 100 levels deep");
  const auto spec = write(file("deep.json"), "{\"lambda\": " + deep + "}");
  answer = run({"explain", photo_, "--print-spec", "--spec", spec});
  COMPARE_ANSWER(answer, 3, answer.err,
                 spec + ": nests lists and objects more than 100 levels deep");
}

void TestBadInput::unknown_classifier() {
  const auto answer = run({"classify", photo_, "--classifier", "tiny-brg"});
  COMPARE_ANSWER(answer, 3, answer.err, "tiny-brg|did you mean \"tiny-bgr\"?|" + models_folder());
  const auto path = run({"classify", photo_, "--classifier", "/nowhere/x.card.json"});
  COMPARE_ANSWER(path, 3, path.err, "/nowhere/x.card.json: there is no such card");
  const auto module = run({"classify", photo_, "--classifier", models_folder() + "/tiny.pt"});
  COMPARE_ANSWER(module, 3, module.err, "tiny.pt: is not a card|tiny.card.json");
}

void TestBadInput::unknown_device() {
  const auto answer = run({"classify", photo_, "--classifier", "tiny", "--device", "cuda:99"});
  COMPARE_ANSWER(answer, 2, answer.err, "--device cuda:99|CUDA device");
}

void TestBadInput::contrast_equals_the_target() {
  const auto answer = run({"explain", photo_, "--classifier", "tiny", "--target", "1", "--contrast",
                           "goldfish", "--out", file("same"), "--threads", "1", "--quiet"});
  COMPARE_ANSWER(answer, 2, answer.err, "--contrast goldfish|is the target itself");
}

void TestBadInput::output_below_a_file() {
  const auto out = photo_ + "/results";
  for (const QStringList& rest :
       {QStringList{"explain", photo_}, QStringList{"infill", photo_, "--mask", photo_}}) {
    const auto answer = run(rest + QStringList{"--classifier", "tiny", "--quiet", "--out", out});
    COMPARE_ANSWER(answer, 3, answer.err, out + ": the folder cannot be created|choose another");
  }
}

// Nobody can write to /proc, not even root.
void TestBadInput::output_folder_is_read_only() {
  for (const char* out : {"/proc", "/proc/results"}) {
    const auto answer =
        run({"explain", photo_, "--classifier", "tiny", "--iterations", "2", "--out", out});
    COMPARE_ANSWER(answer, 3, answer.err, QString(out) + "|choose another");
    QCOMPARE(answer.err.count('\n'), 1);
  }
}

void TestBadInput::output_is_a_file() {
  const auto answer = run({"explain", photo_, "--classifier", "tiny", "--quiet", "--out", photo_});
  COMPARE_ANSWER(answer, 3, answer.err, photo_ + ": ");
  QVERIFY(read(photo_).startsWith("\x89PNG"));
}

void TestBadInput::output_disk_is_full() {
  const SmallDisk disk("8k");
  if (!disk.mounted()) QSKIP("mounting a small disk needs root");
  write(disk.path() + "/filler", QByteArray(8192, 'x'));
  const auto answer =
      run({"explain", photo_, "--classifier", "tiny", "--quiet", "--out", disk.path()});
  COMPARE_ANSWER(answer, 3, answer.err,
                 disk.path() + ": cannot be written to: No space left on device|choose another");
  QCOMPARE(QDir(disk.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
           QStringList{"filler"});
}

// The disk has room for the initial write check but not for the results: a result is written
// completely or not at all.
void TestBadInput::output_disk_fills_up_during_the_run() {
  const SmallDisk disk("24k");
  if (!disk.mounted()) QSKIP("mounting a small disk needs root");
  const auto answer = run({"explain", photo_, "--classifier", "tiny", "--threads", "1",
                           "--iterations", "2", "--quiet", "--out", disk.path()});
  COMPARE_ANSWER(answer, 3, answer.err, disk.path() + "|the disk is full");
  QVERIFY(!QFileInfo::exists(disk.path() + "/photo"));
  const auto left =
      QDir(disk.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
  QVERIFY2(left.isEmpty() || left == QStringList{"summary.csv"}, qPrintable(left.join(' ')));
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "test_bad_input.moc"
