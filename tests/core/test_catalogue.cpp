// The search path for models, and what the catalogue reports about each card.
#include "core/base/text.h"
#include "core/model/catalogue.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

// The SHA-256 of "abc".
const std::string kHash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

void write_card(const std::filesystem::path& folder, const std::string& id,
                const std::string& name = "A net", const std::string& hash = kHash) {
  std::filesystem::create_directories(folder);
  write_test_file(
      folder / (id + ".card.json"),
      "{\"format\": 1, \"kind\": \"classifier\", \"id\": \"" + id + "\", \"name\": \"" + name +
          "\", \"file\": \"" + id + ".pt\", \"sha256\": \"" + hash +
          "\", \"input_size\": [3, 32, 64], \"mean\": [0, 0, 0], \"std\": [1, 1, 1], \"output\": "
          "\"logits\", \"num_classes\": 3}");
  write_test_file(folder / (id + ".pt"), std::string("abc"));
}

}  // namespace

class TestCatalogue : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    // Hides the models that are installed on this machine.
    qputenv("XDG_DATA_HOME", (empty_folder_ / "data").c_str());
    qputenv("FIDOSCOPE_RESOURCES", (empty_folder_ / "share/fidoscope").c_str());
    qunsetenv("FIDOSCOPE_MODELS");
  }

  void searchPathIsOrdered() {
    qputenv("FIDOSCOPE_MODELS", "/one:/two::/one");
    const auto path = Catalogue({"/first"}).search_path();
    QVERIFY(path.size() == 5);
    QCOMPARE(path[0].string(), std::string("/first"));
    QCOMPARE(path[1].string(), std::string("/one"));
    QCOMPARE(path[2].string(), std::string("/two"));
    QCOMPARE(path[3], empty_folder_ / "data/fidoscope/models");
    QVERIFY(path[4].string().find("share/fidoscope/models") != std::string::npos);
  }

  void userFolderFollowsXdg() {
    QCOMPARE(Catalogue::user_folder(), empty_folder_ / "data/fidoscope/models");
    const QByteArray home = qgetenv("HOME");
    qputenv("HOME", "/home/someone");
    qputenv("XDG_DATA_HOME", "relative");
    const auto folder = Catalogue::user_folder();
    qputenv("HOME", home);
    QCOMPARE(folder.string(), std::string("/home/someone/.local/share/fidoscope/models"));
  }

  void listsCardsOfFolder() {
    const Folder folder;
    write_card(folder.path(), "beta", "Beta net");
    write_card(folder.path(), "alpha");
    write_test_file(
        folder / "fill.card.json",
        "{\"format\": 1, \"kind\": \"infiller\", \"id\": \"fill\", \"file\": \"beta.pt\", "
        "\"sha256\": \"" +
            kHash +
            "\", \"runtime\": \"torchscript\", \"input_size\": [3, 256, 256], \"mask_value\": "
            "\"hole\"}");
    write_test_file(folder / "notes.json", std::string("{}"));
    std::filesystem::create_directory(folder / "folder.card.json");
    const auto entries = Catalogue({folder.path()}).list();
    QCOMPARE(entries.size(), std::size_t{3});
    QCOMPARE(entries[0].id, std::string("alpha"));
    QCOMPARE(entries[0].kind, std::string("classifier"));
    QCOMPARE(entries[1].id, std::string("beta"));
    QCOMPARE(entries[1].name, std::string("Beta net"));
    QCOMPARE(entries[1].input_size, (std::array<int, 3>{3, 32, 64}));
    QCOMPARE(entries[1].card_path, folder / "beta.card.json");
    QVERIFY(entries[1].file_present);
    QVERIFY(!entries[1].hash_matches.has_value());
    QCOMPARE(entries[2].kind, std::string("infiller"));
    QCOMPARE(entries[2].input_size, (std::array<int, 3>{3, 256, 256}));
    for (const auto& entry : entries) QCOMPARE(entry.problem, std::string());
  }

  void listReportsProblems() {
    const Folder folder;
    write_card(folder.path(), "absent");
    std::filesystem::remove(folder / "absent.pt");
    write_card(folder.path(), "good");
    write_card(folder.path(), "wrong", "A net", std::string(64, '0'));
    write_test_file(folder / "broken.card.json", std::string("{"));
    write_test_file(folder / "nokey.card.json",
                    std::string("{\"format\": 1, \"kind\": \"classifier\", \"id\": \"nokey\"}"));
    write_test_file(folder / "odd.card.json", std::string("{\"kind\": \"toaster\"}"));
    const auto entries = Catalogue({folder.path()}).list(true);
    const auto entry = [&](const std::string& id) {
      for (const auto& one : entries)
        if (one.id == id) return one;
      return CatalogueEntry{};
    };
    QCOMPARE(entries.size(), std::size_t{6});
    QVERIFY(!entry("absent").file_present);
    QVERIFY(!entry("absent").hash_matches.has_value());
    QVERIFY(entry("absent").problem.find("absent.pt, which does not exist") != std::string::npos);
    QCOMPARE(entry("good").hash_matches, std::optional<bool>(true));
    QCOMPARE(entry("good").problem, std::string());
    QCOMPARE(entry("wrong").hash_matches, std::optional<bool>(false));
    QVERIFY(entry("wrong").problem.find("its SHA-256 is ba7816bf8f01") != std::string::npos);
    QCOMPARE(entry("broken").kind, std::string());
    QVERIFY(entry("broken").problem.find("broken.card.json: is not JSON") != std::string::npos);
    QVERIFY(entry("nokey").problem.find("\"file\" is missing") != std::string::npos);
    QVERIFY(entry("odd").problem.find(
                "\"kind\" must be \"classifier\", \"infiller\" or \"masker\", got \"toaster\"") !=
            std::string::npos);
    // Without verification the model file is not hashed.
    for (const auto& one : Catalogue({folder.path()}).list())
      QVERIFY(!one.hash_matches.has_value());
  }

  void firstCardOnSearchPathWins() {
    const Folder folder;
    write_card(folder / "a", "net", "First");
    write_card(folder / "b", "net", "Second");
    write_card(folder / "b", "other");
    qputenv("FIDOSCOPE_MODELS", (folder / "b").c_str());
    const Catalogue catalogue({folder / "a"});
    const auto entries = catalogue.list();
    QCOMPARE(entries.size(), std::size_t{2});
    QCOMPARE(entries[0].name, std::string("First"));
    QCOMPARE(catalogue.classifier("net")->name, std::string("First"));
    QCOMPARE(catalogue.classifier("other")->card_path, folder / "b/other.card.json");
  }

  void cardsAreFoundByPath() {
    const Folder folder;
    write_card(folder.path(), "net");
    const Catalogue catalogue;
    QCOMPARE(catalogue.classifier((folder / "net.card.json").string())->id, std::string("net"));
    FIDO_FAILS(catalogue.classifier((folder / "net.pt").string()), ErrorCode::input,
               "net.pt: is not a card; give " + (folder / "net.card.json").string());
    write_test_file(folder / "lone.pt", std::string("abc"));
    FIDO_FAILS(catalogue.classifier((folder / "lone.pt").string()), ErrorCode::input,
               "write lone.card.json beside it");
    FIDO_FAILS(catalogue.classifier((folder / "none.card.json").string()), ErrorCode::input,
               "none.card.json: there is no such card");
    FIDO_FAILS(catalogue.classifier(folder.path().string()), ErrorCode::input,
               "is a folder; give a card in it");
  }

  void unknownIdSuggestsClosestMatch() {
    const Folder folder;
    write_card(folder.path(), "squeezenet1_1");
    write_card(folder.path(), "mobilenet_v2");
    write_test_file(
        folder / "fill.card.json",
        std::string("{\"kind\": \"infiller\", \"id\": \"fill\", \"file\": \"fill.pt\"}"));
    write_test_file(folder / "broken.card.json", std::string("{"));
    const Catalogue catalogue({folder.path(), "/no/such/folder"});
    FIDO_FAILS(
        catalogue.classifier("SqueezeNet1.1"), ErrorCode::input,
        "no classifier is called \"SqueezeNet1.1\"; did you mean \"squeezenet1_1\"? Searched: " +
            folder.path().string() + ", /no/such/folder (absent)");
    FIDO_FAILS(catalogue.classifier("fill"), ErrorCode::input, "is an infiller; give a classifier");
    FIDO_FAILS(catalogue.classifier("broken"), ErrorCode::input, "broken.card.json: is not JSON");
    FIDO_FAILS(catalogue.classifier(""), ErrorCode::input, "no classifier was given");
    FIDO_FAILS(Catalogue().classifier("net"), ErrorCode::input,
               "add a folder of cards with --models or FIDOSCOPE_MODELS");
  }

  void closestMatchUsesEditDistance() {
    QCOMPARE(closest_match("iteratoins", {"samples", "iterations", "grid"}),
             std::string("iterations"));
    QCOMPARE(closest_match("GRID", {"samples", "grid"}), std::string("grid"));
    // A transposition is one edit; the first of equally close candidates wins.
    QCOMPARE(closest_match("ab", {"ba", "bb"}), std::string("ba"));
    QCOMPARE(closest_match("", {"abc", "d"}), std::string("d"));
    QCOMPARE(closest_match("x", {}), std::string());
  }

  void sharedClassifiersAreValid() {
    const std::filesystem::path shared =
        std::filesystem::path(FIDOSCOPE_SHARED_DATA) / "classifiers";
    if (!std::filesystem::is_directory(shared)) QSKIP("no shared classifiers on this machine");
    const auto entries = Catalogue({shared}).list(true);
    QCOMPARE(entries.size(), std::size_t{4});
    for (const auto& entry : entries) QCOMPARE(entry.problem, std::string());
    const auto card = Catalogue({shared}).classifier("squeezenet1_1");
    QVERIFY(card.has_value());
    QVERIFY(card->warnings.empty());
    const auto labels = load_labels(card->labels_file, card->num_classes);
    QVERIFY2(labels.has_value(), labels ? "" : labels.error().message.c_str());
    QCOMPARE(labels->at(0), std::string("tench, Tinca tinca"));
    QCOMPARE(*find_class(*labels, "tabby cat"), 281);
  }

 private:
  Folder empty_folder_;
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "test_catalogue.moc"
