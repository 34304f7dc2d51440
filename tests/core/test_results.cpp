// The files that a run writes.
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/image/codec.h"
#include "core/image/colormap.h"
#include "core/run/results.h"
#include "support.h"
#include "tests/result_keys.h"

using namespace fido;
using namespace fido::test;
using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

namespace {

RunResult sample_result() {
  RunResult r;
  r.spec.seed = 12345678901234567890U;
  r.image_path = "photos/ein Hund é.jpg";
  r.image_sha256 = std::string(64, 'b');
  r.image_width = 640;
  r.image_height = 480;
  r.classifier_id = "small";
  r.classifier_sha256 = std::string(64, 'a');
  r.target = 207;
  r.target_label = "golden retriever";
  for (int i = 0; i < 5; ++i)
    r.predictions.push_back(
        {207 + i, "class \"x\" " + std::to_string(i), 0.1 * (5 - i), 1.0 / (3 + i)});
  r.probability_original = 0.1 + 0.2;
  r.score_original = -0.8472978603872036;
  r.probability_counterfactual = 1e-17;
  r.score_counterfactual = 12.5;
  r.marginal = {0.5, 0.25, 0.75, 64};
  r.loss_final = 3.25;
  r.area = 0.125;
  r.iterations_done = 2;
  r.seconds_load = 0.5;
  r.seconds_run = 1.5;
  r.seconds_total = 2;
  r.device = "cpu";
  r.precision = "fp32";
  r.libtorch = "1.13.1";
  r.threads = 2;
  r.peak_memory_bytes = 5'000'000'000;
  r.notes = {"the batch was split"};
  r.history = {{0, 1.5, -0.5, 0.1 + 0.2, 0.5, 0.001}, {1, 1.25, 0.5, 0.6, 0.4, 0.25}};
  r.map = Plane(6, 4, 0.F);
  for (std::size_t i = 0; i < r.map.values.size(); ++i)
    r.map.values[i] = static_cast<float>(i) / 23.F;
  r.drop = Plane(2, 2, 0.25F);
  r.mask = Plane(6, 4, 1.F);
  r.mask.at(2, 1) = 0.F;
  r.input = Image(6, 4);
  r.counterfactual = Image(6, 4);
  std::fill(r.counterfactual.rgb.begin(), r.counterfactual.rgb.end(), std::uint8_t{99});
  return r;
}

const Names kResultFiles{"counterfactual.png", "drop.npy",    "history.csv", "map.npy", "map.png",
                         "mask.png",           "overlay.png", "result.json"};

Names file_names_in(const std::filesystem::path& folder) {
  Names names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

// Limits the size of files that this process writes, to imitate a full disk, while `function` runs.
template <class Function>
Expected<void> with_file_size_limit(rlim_t bytes, Function&& function) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit limit = before;
  limit.rlim_cur = bytes;
  setrlimit(RLIMIT_FSIZE, &limit);
  auto outcome = function();
  setrlimit(RLIMIT_FSIZE, &before);
  return outcome;
}

}  // namespace

class TestResults : public QObject {
  Q_OBJECT
 private slots:
  void writesTheDocumentedFiles() {
    const Folder folder;
    const RunResult r = sample_result();
    FIDO_WORKS(write_result(folder / "new/ein Hund é", r));
    const auto dir = folder / "new/ein Hund é";
    QCOMPARE(file_names_in(dir), kResultFiles);
    QCOMPARE(load_npy(dir / "map.npy")->values, r.map.values);
    QCOMPARE(load_npy(dir / "drop.npy")->values, r.drop.values);
    QCOMPARE(load_mask(dir / "mask.png")->values, r.mask.values);
    QCOMPARE(load_image(dir / "map.png")->rgb, colorize(r.map).rgb);
    QCOMPARE(load_image(dir / "overlay.png")->rgb, overlay(r.input, r.map).rgb);
    QCOMPARE(load_image(dir / "counterfactual.png")->rgb, r.counterfactual.rgb);
    QCOMPARE(read_test_file(dir / "history.csv"), history_csv(r.history));
    QCOMPARE(read_test_file(dir / "result.json"), result_json(r));
  }

  void overlayHasPhotoSize() {
    const Folder folder;
    const Image photo(60, 30);
    FIDO_WORKS(write_result(folder / "r", sample_result(), &photo));
    const auto over = load_image(folder / "r/overlay.png");
    QCOMPARE(over->width, 60);
    QCOMPARE(over->height, 30);
  }

  void sameResultGivesSameBytes() {
    const Folder folder;
    FIDO_WORKS(write_result(folder / "a", sample_result()));
    FIDO_WORKS(write_result(folder / "b", sample_result()));
    for (const auto& name : kResultFiles)
      QVERIFY2(read_test_file(folder / "a" / name) == read_test_file(folder / "b" / name),
               name.c_str());
  }

  void jsonHasTheDocumentedKeys() {
    const RunResult r = sample_result();
    const Json json = Json::parse(result_json(r));
    Names keys;
    for (const auto& [key, value] : json.items()) keys.push_back(key);
    QCOMPARE(keys, result_keys());
    QCOMPARE(json["format"].get<int>(), 1);
    QCOMPARE(json["image"].dump(), "{\"path\":\"photos/ein Hund é.jpg\",\"sha256\":\"" +
                                       std::string(64, 'b') + "\",\"width\":640,\"height\":480}");
    const auto spec = spec_from_json(json["spec"].dump(), "spec");
    QVERIFY(spec.has_value());
    QVERIFY(*spec == r.spec);
    QCOMPARE(json["classifier"]["id"].get<std::string>(), std::string("small"));
    QCOMPARE(json["target"].dump(), std::string("{\"index\":207,\"label\":\"golden retriever\"}"));
    QCOMPARE(json["predictions"].size(), std::size_t{5});
    QCOMPARE(json["predictions"][1]["label"].get<std::string>(), std::string("class \"x\" 1"));
    QCOMPARE(json["predictions"][0]["score"].get<double>(), 1.0 / 3.0);
    QCOMPARE(json["probability_original"].get<double>(), 0.1 + 0.2);  // exact to the last bit
    QCOMPARE(json["probability_counterfactual"].get<double>(), 1e-17);
    QCOMPARE(json["marginal"].dump(),
             std::string("{\"mean\":0.5,\"low\":0.25,\"high\":0.75,\"samples\":64}"));
    QCOMPARE(json["seconds"].dump(), std::string("{\"load\":0.5,\"run\":1.5,\"total\":2.0}"));
    QCOMPARE(json["peak_memory_bytes"].get<std::int64_t>(), std::int64_t{5'000'000'000});
    QVERIFY(!json.contains("contrast"));
    RunResult contrasted = r;
    contrasted.contrast = 208;
    contrasted.contrast_label = "Labrador";
    QCOMPARE(Json::parse(result_json(contrasted))["contrast"].dump(),
             std::string("{\"index\":208,\"label\":\"Labrador\"}"));
  }

  void absentMarginalIsNull() {
    RunResult r = sample_result();
    r.marginal = {};
    QVERIFY(Json::parse(result_json(r))["marginal"].is_null());
  }

  void jsonContainsNoNanOrInvalidUtf8() {
    RunResult r = sample_result();
    r.score_original = std::nan("");
    r.score_counterfactual = -std::numeric_limits<double>::infinity();
    r.image_path = "bad \xFF name.jpg";
    const std::string text = result_json(r);
    QVERIFY(text.find("nan") == std::string::npos && text.find("inf\"") == std::string::npos);
    const Json json = Json::parse(text);
    QVERIFY(json["score_original"].is_null());
    QVERIFY(json["score_counterfactual"].is_null());
    QCOMPARE(json["image"]["path"].get<std::string>(), std::string("bad \xEF\xBF\xBD name.jpg"));
  }

  void historyHasOneRowPerStep() {
    QCOMPARE(history_csv(sample_result().history),
             std::string("iteration,loss,score,probability,expected_drop,seconds\n"
                         "0,1.5,-0.5,0.30000000000000004,0.5,0.001\n"
                         "1,1.25,0.5,0.6,0.4,0.25\n"));
    QCOMPARE(history_csv({}),
             std::string("iteration,loss,score,probability,expected_drop,seconds\n"));
  }

  void earlierResultIsReplacedCompletely() {
    const Folder folder;
    FIDO_WORKS(write_result(folder / "r", sample_result()));
    write_test_file(folder / "r/mine.txt", std::string("a person's own"));
    RunResult second = sample_result();
    second.drop = Plane();  // A method without a grid has no drop map, so the old drop.npy must go.
    second.target = 3;
    FIDO_WORKS(write_result(folder / "r", second));
    Names expected = kResultFiles;
    expected[1] = "mine.txt";
    std::sort(expected.begin(), expected.end());
    QCOMPARE(file_names_in(folder / "r"), expected);
    QCOMPARE(read_test_file(folder / "r/result.json"), result_json(second));
  }

  void failedWriteKeepsEarlierResult() {
    const Folder folder;
    const RunResult first = sample_result();
    FIDO_WORKS(write_result(folder / "r", first));
    std::vector<std::string> before;
    for (const auto& name : kResultFiles) before.push_back(read_test_file(folder / "r" / name));
    RunResult second = sample_result();
    second.target = 3;
    second.history.resize(1000);
    // With this limit the first files fit and the last ones do not.
    const auto outcome =
        with_file_size_limit(2000, [&] { return write_result(folder / "r", second); });
    FIDO_FAILS(outcome, ErrorCode::input,
               (folder / "r/history.csv").string() + ": cannot be written: ");
    QCOMPARE(file_names_in(folder / "r"), kResultFiles);
    for (std::size_t i = 0; i < kResultFiles.size(); ++i)
      QVERIFY2(read_test_file(folder / "r" / kResultFiles[i]) == before[i],
               kResultFiles[i].c_str());
    // If the folder did not exist before, a failed write leaves no folder behind.
    FIDO_FAILS(with_file_size_limit(2000, [&] { return write_result(folder / "none", second); }),
               ErrorCode::input, "history.csv: cannot be written");
    QVERIFY(!std::filesystem::exists(folder / "none"));
  }

  void invalidFoldersAreRefused() {
    const Folder folder;
    write_test_file(folder / "file", std::string("x"));
    FIDO_FAILS(write_result(folder / "file", sample_result()), ErrorCode::input,
               "file: the folder cannot be created: ");
    FIDO_FAILS(write_result(folder / "file/below", sample_result()), ErrorCode::input,
               "file/below: the folder cannot be created: ");
    FIDO_FAILS(write_result("/proc/fidoscope", sample_result()), ErrorCode::input,
               "/proc/fidoscope: the folder cannot be created: ");
    FIDO_FAILS(write_result("/proc", sample_result()), ErrorCode::input,
               "/proc: cannot be written to: ");
  }

  void maskAnswerIsWrittenAsTwoFiles() {
    const Folder folder;
    MaskAnswer answer;
    answer.infilled = sample_result().counterfactual;
    FIDO_WORKS(write_answer(folder / "a", answer, "{}\n"));
    QCOMPARE(file_names_in(folder / "a"), (Names{"infilled.png", "result.json"}));
    QCOMPARE(load_image(folder / "a/infilled.png")->rgb, answer.infilled.rgb);
    QCOMPARE(read_test_file(folder / "a/result.json"), std::string("{}\n"));
    FIDO_FAILS(write_answer(folder / "b", MaskAnswer(), "{}"), ErrorCode::input,
               "infilled.png: cannot be written: the picture is empty");
    QVERIFY(!std::filesystem::exists(folder / "b"));
  }
};

QTEST_GUILESS_MAIN(TestResults)
#include "test_results.moc"
