// Classifier cards and label files: what is read, and what the message says about an invalid one.
#include <nlohmann/json.hpp>

#include "core/model/card.h"
#include "support.h"

using namespace fido;
using namespace fido::test;
using Json = nlohmann::ordered_json;

namespace {

const std::string kHash(64, 'a');

Json valid_card() {
  return {{"format", 1},
          {"kind", "classifier"},
          {"id", "small"},
          {"name", "Small net"},
          {"file", "small.pt"},
          {"sha256", kHash},
          {"runtime", "torchscript"},
          {"input_size", {3, 192, 224}},
          {"color_order", "BGR"},
          {"mean", {0.485, 0.456, 0.406}},
          {"std", {0.229, 0.224, 0.225}},
          {"interpolation", "bicubic"},
          {"crop_mode", "center"},
          {"crop_pct", 0.875},
          {"output", "log_probabilities"},
          {"num_classes", 10},
          {"labels", "names.txt"},
          {"feature_layer", "features.12"},
          {"architecture", "SmallNet"},
          {"license", "CC0-1.0"},
          {"source", "https://example.org"}};
}

Expected<ClassifierCard> load(const Folder& folder, const Json& json) {
  write_test_file(folder / "small.card.json", json.dump());
  return load_classifier_card(folder / "small.card.json");
}

std::vector<std::string> labels() {
  return {"tench, Tinca tinca", "crane",      "tabby, tabby cat", "crane", "maillot",
          "maillot, tank suit", "Große Katze"};
}

}  // namespace

class TestCard : public QObject {
  Q_OBJECT
 private slots:
  void everyKeyIsRead() {
    const Folder folder;
    const auto card = load(folder, valid_card());
    QVERIFY2(card.has_value(), card ? "" : card.error().message.c_str());
    QCOMPARE(card->id, std::string("small"));
    QCOMPARE(card->name, std::string("Small net"));
    QCOMPARE(card->file, folder / "small.pt");
    QCOMPARE(card->sha256, kHash);
    QCOMPARE(card->channels, 3);
    QCOMPARE(card->height, 192);
    QCOMPARE(card->width, 224);
    QCOMPARE(card->color_order, std::string("BGR"));
    QCOMPARE(card->mean, (std::array<float, 3>{0.485F, 0.456F, 0.406F}));
    QCOMPARE(card->std, (std::array<float, 3>{0.229F, 0.224F, 0.225F}));
    QCOMPARE(card->interpolation, std::string("bicubic"));
    QCOMPARE(card->crop_mode, CropMode::center);
    QCOMPARE(card->crop_pct, 0.875);
    QCOMPARE(card->output, OutputKind::log_probabilities);
    QCOMPARE(card->num_classes, 10);
    QCOMPARE(card->labels_file, folder / "names.txt");
    QCOMPARE(card->feature_layer, std::string("features.12"));
    QCOMPARE(card->architecture, std::string("SmallNet"));
    QCOMPARE(card->license, std::string("CC0-1.0"));
    QCOMPARE(card->source, std::string("https://example.org"));
    QCOMPARE(card->card_path, folder / "small.card.json");
    QVERIFY(card->warnings.empty());
  }

  void optionalKeysHaveDefaults() {
    const Folder folder;
    Json json = valid_card();
    for (const auto* key :
         {"name", "runtime", "color_order", "interpolation", "crop_mode", "crop_pct", "labels",
          "feature_layer", "architecture", "license", "source"})
      json.erase(key);
    const auto card = load(folder, json);
    QVERIFY2(card.has_value(), card ? "" : card.error().message.c_str());
    QCOMPARE(card->name, std::string("small"));
    QCOMPARE(card->color_order, std::string("RGB"));
    QCOMPARE(card->interpolation, std::string("bilinear"));
    QCOMPARE(card->crop_mode, CropMode::squash);
    QCOMPARE(card->crop_pct, 1.0);
    QVERIFY(card->labels_file.empty());
  }

  void greyInputHasOneChannel() {
    const Folder folder;
    Json json = valid_card();
    json["input_size"] = {1, 28, 28};
    json["mean"] = {0.5};
    json["std"] = {0.25};
    json.erase("color_order");
    const auto card = load(folder, json);
    QVERIFY2(card.has_value(), card ? "" : card.error().message.c_str());
    QCOMPARE(card->channels, 1);
    QCOMPARE(card->color_order, std::string("L"));
    QCOMPARE(card->std[0], 0.25F);
    json["color_order"] = "RGB";
    FIDO_FAILS(load(folder, json), ErrorCode::input, "\"color_order\" must be \"L\", got \"RGB\"");
  }

  void relativePathsResolveAgainstCardFolder() {
    const Folder folder;
    Json json = valid_card();
    json["file"] = "../weights/net.pt";
    json["labels"] = "/usr/share/names.txt";
    const auto card = load(folder, json);
    QVERIFY(card.has_value());
    QCOMPARE(card->file, folder.path().parent_path() / "weights/net.pt");
    QCOMPARE(card->labels_file, std::filesystem::path("/usr/share/names.txt"));
  }

  void errorNamesMissingKey_data() {
    QTest::addColumn<QString>("key");
    for (const auto* key : {"format", "kind", "id", "file", "sha256", "input_size", "mean", "std",
                            "output", "num_classes"})
      QTest::newRow(key) << key;
  }
  void errorNamesMissingKey() {
    QFETCH(QString, key);
    const Folder folder;
    Json json = valid_card();
    json.erase(key.toStdString());
    FIDO_FAILS(load(folder, json), ErrorCode::input,
               "small.card.json: \"" + key.toStdString() + "\" is missing; it must be ");
  }

  void errorNamesInvalidValue_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* key, const char* value, const char* message) {
      QTest::addRow("%s %s", key, value) << key << value << message;
    };
    row("format", "2", "must be 1, got 2");
    row("format", "\"1\"", "must be 1, got \"1\"");
    row("kind", "\"infiller\"", "must be \"classifier\", got \"infiller\"");
    row("id", "\"\"", "must be a name without slashes, got \"\"");
    row("id", "\"a/b\"", "must be a name without slashes");
    row("id", "\".hidden\"", "does not begin with a dot, got \".hidden\"");
    row("id", "7", "must be a name without slashes, got 7");
    row("name", "7", "must be a string, got 7");
    row("file", "\"\"", "must be the path of the model");
    row("sha256", "\"\"", "must be the 64 hexadecimal digits that sha256sum prints, got \"\"");
    row("sha256", "\"abc\"", "must be the 64 hexadecimal digits");
    row("input_size", "[3, 224]",
        "must be [channels, height, width] with 1 or 3 channels and sides from 1 to 8192, got [3, "
        "224]");
    row("input_size", "[4, 224, 224]", "must be [channels, height, width]");
    row("input_size", "[3, 0, 224]", "must be [channels, height, width]");
    row("input_size", "[3, 224, -1]", "got [3, 224, -1]");
    row("input_size", "[3, 224.5, 224]", "must be [channels, height, width]");
    row("input_size", "[3, 18446744073709551615, 9]", "must be [channels, height, width]");
    row("input_size", "224", "got 224");
    row("runtime", "\"onnx\"", "must be \"torchscript\", got \"onnx\"");
    row("color_order", "\"rgb\"", "must be \"RGB\" or \"BGR\", got \"rgb\"");
    row("mean", "[0.5]", "must be 3 numbers, got [0.5]");
    row("mean", "[0, 0, \"0\"]", "must be 3 numbers");
    row("mean", "[0, 0, 1e300]", "must be 3 numbers");
    row("std", "[0.2, 0.2]", "must be 3 numbers greater than 0, got [0.2, 0.2]");
    row("std", "[0.2, 0, 0.2]", "must be 3 numbers greater than 0, got [0.2, 0, 0.2]");
    row("std", "[0.2, 1e-60, 0.2]", "must be 3 numbers greater than 0");
    row("std", "null", "must be 3 numbers greater than 0, got null");
    row("interpolation", "\"cubic\"",
        "must be \"nearest\", \"bilinear\", \"bicubic\" or \"area\", got \"cubic\"");
    row("crop_mode", "\"centre\"", "must be \"squash\" or \"center\", got \"centre\"");
    row("crop_pct", "0", "must be a number greater than 0 and at most 1, got 0");
    row("crop_pct", "1.5", "got 1.5");
    row("crop_pct", "\"1\"", "got \"1\"");
    row("output", "\"softmax\"",
        "must be \"logits\", \"log_probabilities\" or \"probabilities\", got \"softmax\"");
    row("num_classes", "1", "must be a whole number from 2 to 1000000, got 1");
    row("num_classes", "10.0", "must be a whole number");
    row("num_classes", "99999999999", "must be a whole number");
    row("labels", "[\"cat\"]", "must be the path of a text file");
  }
  void errorNamesInvalidValue() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, message);
    const Folder folder;
    Json json = valid_card();
    json[key.toStdString()] = Json::parse(value.toStdString());
    const auto card = load(folder, json);
    FIDO_FAILS(card, ErrorCode::input, message.toStdString());
    const std::string prefix =
        (folder / "small.card.json").string() + ": \"" + key.toStdString() + "\" ";
    QCOMPARE(card.error().message.substr(0, prefix.size()), prefix);
  }

  void unknownKeysGiveWarnings() {
    const Folder folder;
    Json json = valid_card();
    json["labls"] = "x";
    const auto card = load(folder, json);
    QVERIFY(card.has_value());
    QCOMPARE(card->warnings.size(), std::size_t{1});
    QVERIFY(card->warnings[0].find("unknown key \"labls\"; did you mean \"labels\"?") !=
            std::string::npos);
  }

  void unreadableCardsAreRefused() {
    const Folder folder;
    FIDO_FAILS(load_classifier_card(folder / "none.card.json"), ErrorCode::input,
               "none.card.json: there is no such file");
    write_test_file(folder / "bad.card.json", std::string("{\"format\": 1,\n \"kind\" }"));
    FIDO_FAILS(load_classifier_card(folder / "bad.card.json"), ErrorCode::input,
               "bad.card.json: is not JSON (at line 2, column ");
    write_test_file(folder / "list.card.json", std::string("[1]"));
    FIDO_FAILS(load_classifier_card(folder / "list.card.json"), ErrorCode::input,
               "must be a JSON object");
    write_test_file(folder / "empty.card.json", std::string());
    FIDO_FAILS(load_classifier_card(folder / "empty.card.json"), ErrorCode::input, "is not JSON");
    write_test_file(folder / "model.pt", std::string(2'000'000, 'x'));
    FIDO_FAILS(load_classifier_card(folder / "model.pt"), ErrorCode::input,
               "too large for a card; give the .card.json");
    write_test_file(folder / "bytes.card.json", std::string("{\"id\": \"\xFF\xFE\"}"));
    FIDO_FAILS(load_classifier_card(folder / "bytes.card.json"), ErrorCode::input, "is not JSON");
  }

  void savedCardsRoundTrip() {
    const Folder folder;
    auto card = *load(folder, valid_card());
    card.labels_file = folder.path().parent_path() / "elsewhere.txt";
    card.card_path = folder / "copy.card.json";
    FIDO_WORKS(save_classifier_card(card));
    const Json json = Json::parse(read_test_file(folder / "copy.card.json"));
    // A file beside the card is stored with a relative path, so that both can be moved together.
    QCOMPARE(json["file"].get<std::string>(), std::string("small.pt"));
    QCOMPARE(json["labels"].get<std::string>(), card.labels_file.string());
    QCOMPARE(json["mean"].dump(), std::string("[0.485,0.456,0.406]"));
    const auto read = load_classifier_card(folder / "copy.card.json");
    QVERIFY(read.has_value());
    QCOMPARE(read->file, card.file);
    QCOMPARE(read->labels_file, card.labels_file);
    QCOMPARE(read->std, card.std);
    QCOMPARE(read->crop_mode, card.crop_mode);
    QCOMPARE(read->output, card.output);
    QVERIFY(read->warnings.empty());
    // A card that could not be read again is not written, and the old file stays unchanged.
    const std::string before = read_test_file(folder / "copy.card.json");
    card.std[1] = 0.F;
    FIDO_FAILS(save_classifier_card(card), ErrorCode::input,
               "\"std\" must be 3 numbers greater than 0");
    QCOMPARE(read_test_file(folder / "copy.card.json"), before);
  }

  void modelFileHashIsChecked() {
    const Folder folder;
    Json json = valid_card();
    auto card = *load(folder, json);
    FIDO_FAILS(check_model_file(card.file, card.sha256, card.card_path), ErrorCode::input,
               "small.card.json: \"file\" names " + (folder / "small.pt").string() +
                   ", which does not exist");
    write_test_file(folder / "small.pt", std::string("abc"));
    FIDO_FAILS(check_model_file(card.file, card.sha256, card.card_path), ErrorCode::input,
               "small.pt: its SHA-256 is ba7816bf8f01..., but ");
    FIDO_FAILS(check_model_file(card.file, card.sha256, card.card_path), ErrorCode::input,
               "small.card.json says aaaaaaaaaaaa...; copy or download the model again");
    // upper-case digits are accepted as well
    json["sha256"] = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    card = *load(folder, json);
    FIDO_WORKS(check_model_file(card.file, card.sha256, card.card_path));
  }

  void visiblePartIsCentreCrop() {
    ClassifierCard card;
    const auto same = [](const Rect& a, const Rect& b) {
      return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
    };
    QVERIFY(same(visible_part(card, 640, 480), {0, 0, 640, 480}));
    card.crop_mode = CropMode::center;
    QVERIFY(same(visible_part(card, 640, 480), {80, 0, 480, 480}));
    QVERIFY(same(visible_part(card, 480, 640), {0, 80, 480, 480}));
    card.crop_pct = 0.875;
    QVERIFY(same(visible_part(card, 640, 480), {110, 30, 420, 420}));
    card.crop_pct = 1;
    card.width = 448;  // twice as wide as high
    QVERIFY(same(visible_part(card, 640, 480), {0, 80, 640, 320}));
    QVERIFY(same(visible_part(card, 1, 1), {0, 0, 1, 1}));
  }

  void labelsAreReadLineByLine() {
    const Folder folder;
    const auto load_text = [&](const std::string& text, int count) {
      write_test_file(folder / "l.txt", text);
      return load_labels(folder / "l.txt", count);
    };
    using Names = std::vector<std::string>;
    QCOMPARE(*load_text("n01440764 tench, Tinca tinca\nn0144 kept\n", 2),
             (Names{"tench, Tinca tinca", "n0144 kept"}));
    QCOMPARE(*load_text("\xEF\xBB\xBF"
                        "a\r\nb",
                        2),
             (Names{"a", "b"}));
    QCOMPARE(*load_text("a\n\nc\n\n\n", 3), (Names{"a", "class 1", "c"}));
    QCOMPARE(*load_labels({}, 3), (Names{"class 0", "class 1", "class 2"}));
    FIDO_FAILS(load_text("a\nb\nc\n", 2), ErrorCode::input,
               "l.txt: has 3 labels, but the model has 2 classes; give a text file");
    FIDO_FAILS(load_text("", 2), ErrorCode::input, "has 0 labels");
    FIDO_FAILS(load_labels(folder / "none.txt", 2), ErrorCode::input,
               "none.txt: there is no such file");
  }

  void classesAreFoundByIndexOrLabel() {
    const auto names = labels();
    QCOMPARE(*find_class(names, "2"), 2);
    QCOMPARE(*find_class(names, " 0 "), 0);
    QCOMPARE(*find_class(names, "class 6"), 6);
    QCOMPARE(*find_class(names, "Class 6"), 6);
    QCOMPARE(*find_class(names, "tench, tinca TINCA"), 0);
    QCOMPARE(*find_class(names, "Tabby Cat"), 2);
    QCOMPARE(*find_class(names, "tank suit"), 5);
    // a whole label wins over a synonym in another label
    QCOMPARE(*find_class(names, "maillot"), 4);
    QCOMPARE(*find_class(names, "Große Katze"), 6);
  }

  void unknownClassesAreRefused() {
    const auto names = labels();
    FIDO_FAILS(find_class(names, "7"), ErrorCode::usage,
               "class 7 is out of range; use 0 to 6 or a label");
    FIDO_FAILS(find_class(names, "-1"), ErrorCode::usage, "class -1 is out of range");
    FIDO_FAILS(find_class(names, "99999999999999999999"), ErrorCode::usage, "out of range");
    FIDO_FAILS(find_class(names, "tabbi"), ErrorCode::usage,
               "\"tabbi\" is not one of the 7 classes; did you mean \"tabby\" (class 2)?");
    FIDO_FAILS(find_class(names, "TANK SUTI"), ErrorCode::usage,
               "did you mean \"tank suit\" (class 5)?");
    FIDO_FAILS(find_class(names, "crane"), ErrorCode::usage,
               "\"crane\" matches 2 classes: 1 (crane), 3 (crane); give the index");
    FIDO_FAILS(find_class(names, ""), ErrorCode::usage,
               "no class was given; give an index from 0 to 6 or a label");
    FIDO_FAILS(find_class({}, "x"), ErrorCode::usage, "no class");
  }
};

QTEST_GUILESS_MAIN(TestCard)
#include "test_card.moc"
