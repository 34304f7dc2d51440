// Metrics and statistics over many photos, compared with values computed by hand.
#include <atomic>
#include <cmath>
#include <thread>

#include "core/base/files.h"
#include "core/evaluate/boxes.h"
#include "core/evaluate/evaluation_folder.h"
#include "core/evaluate/evaluation_reader.h"
#include "core/evaluate/fidelity.h"
#include "core/evaluate/map_metrics.h"
#include "core/evaluate/metric.h"
#include "core/evaluate/statistics.h"
#include "core/evaluate/summary.h"
#include "core/image/codec.h"
#include "report/chart.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

// The score counts the kept pixels of the leftmost quarter.
class QuarterEngine : public EvaluationEngine {
 public:
  Expected<std::shared_ptr<const ClassifierInfo>> load(const ClassifierCard&,
                                                       const RunSpec&) override {
    return input_error("not used");
  }
  Expected<Classification> classify(ImagePtr, int) override { return input_error("not used"); }
  Expected<std::shared_ptr<const MaskAnswer>> answer(MaskQuestion question) override {
    auto out = std::make_shared<MaskAnswer>();
    for (int y = 0; y < question.mask.height; ++y)
      for (int x = 0; x < question.mask.width / 4; ++x)
        out->target_after.score += static_cast<double>(question.mask.at(x, y));
    return Expected<std::shared_ptr<const MaskAnswer>>(std::move(out));
  }
  Expected<std::shared_ptr<const RunResult>> run(const RunSpec&, const ClassifierCard&,
                                                 ImagePtr) override {
    return input_error("not used");
  }
};

}  // namespace

class TestEvaluate : public QObject {
  Q_OBJECT
 private slots:
  void quantileMatchesHandComputation() {
    QCOMPARE(quantile({3, 1, 2}, 0.5), 2.0);
    QCOMPARE(quantile({4, 1, 2, 3}, 0.5), 2.5);
    QCOMPARE(quantile({0, 10}, 0.25), 2.5);
    QCOMPARE(quantile({7}, 0.9), 7.0);
    QVERIFY(std::isnan(quantile({}, 0.5)));
  }

  void holeErrorMatchesHandComputation() {
    Image photo(2, 1), infilled(2, 1);
    photo.rgb = {0, 0, 0, 100, 100, 100};
    infilled.rgb = {255, 255, 255, 100, 49, 202};  // The first pixel is kept, so it does not count.
    Plane mask(2, 1, 1.F);
    QCOMPARE(hole_error(photo, infilled, mask).l1, 0.0);
    mask.at(1, 0) = 0;
    const auto error = hole_error(photo, infilled, mask);
    QVERIFY(std::abs(error.l1 - (51 + 102) / 255.0 / 3) < 1e-12);
    QVERIFY(std::abs(error.psnr + 10 * std::log10((51 * 51 + 102 * 102) / (255.0 * 255 * 3))) <
            1e-9);
    QCOMPARE(hole_error(photo, photo, mask).psnr, 99.0);
  }

  void pointingGameMatchesHandComputation() {
    Plane map(40, 40);
    const std::vector<Box> box{{30, 0, 40, 10}};
    QVERIFY(!is_pointing_game_hit(map, box));  // The map is zero everywhere.
    map.at(14, 5) = map.at(35, 35) = 1;
    QVERIFY(!is_pointing_game_hit(map, box));  // 15.5 pixels from the box
    QVERIFY(is_pointing_game_hit(map, box, 15.5));
    map.at(15, 5) = 2;
    QVERIFY(is_pointing_game_hit(map, box));
    QVERIFY(!is_pointing_game_hit(map, {}));
  }

  void saliencyMetricMatchesHandComputation() {
    QVERIFY(std::abs(saliency_metric(0.5, 0.25) - std::log(2)) < 1e-12);
    QVERIFY(std::abs(saliency_metric(0.01, 1) - std::log(0.05)) < 1e-12);
  }

  void deletionMaskDropsHighestPixelsFirst() {
    Plane map(4, 1);
    map.values = {0.5F, 0.9F, 0.5F, 0.1F};
    using V = std::vector<float>;
    QCOMPARE(deletion_mask(map, 0).values, (V{1, 1, 1, 1}));
    QCOMPARE(deletion_mask(map, 0.25).values, (V{1, 0, 1, 1}));
    QCOMPARE(deletion_mask(map, 0.5).values, (V{0, 0, 1, 1}));  // the first of equal values
    QCOMPARE(deletion_mask(map, 1).values, (V{0, 0, 0, 0}));
    QCOMPARE(invert_mask(deletion_mask(map, 0.25)).values, (V{0, 1, 0, 0}));
  }

  void deletionCurveMetricsMatchHandComputation() {
    const auto& x = curve_shares();
    QCOMPARE(x.front(), 0.0);
    QCOMPARE(x.back(), 1.0);
    QVERIFY(std::abs(area_under_curve(std::vector<double>(x.size(), 0.3)) - 0.3) < 1e-12);
    QVERIFY(std::abs(area_under_curve(x) - 0.5) < 1e-12);
    std::vector<double> scores;
    for (const double share : x) scores.push_back(6 - 4 * share);  // r = share
    QVERIFY(std::abs(removal_share(scores, 0.1) - 0.1) < 1e-12);
    QVERIFY(std::abs(removal_share(scores, 0.25) - 0.25) < 1e-12);
    std::reverse(scores.begin(), scores.end());  // Removing pixels never lowers the score.
    QCOMPARE(removal_share(scores, 0.1), 1.0);
    scores.assign(x.size(), 2);
    scores.front() = 3;
    // The whole drop lies in the first hundredth.
    QVERIFY(std::abs(removal_share(scores, 0.4) - 0.004) < 1e-12);
  }

  void mapSimilarityMatchesHandComputation() {
    Plane a(4, 1), b(4, 1), flat(4, 1, 0.3F);
    a.values = {0, 0.2F, 0.6F, 1};
    b.values = {0, 0.04F, 0.36F, 1};  // the squares of a, in the same order
    QVERIFY(std::abs(rank_correlation(a, b) - 1) < 1e-12);
    QVERIFY(std::abs(correlation(a, a) - 1) < 1e-12);
    // The deviations are (-.45 -.25 .15 .55) and (-.35 -.31 .01 .65), so r = .594 / sqrt(.59 *
    // .6412).
    QVERIFY(std::abs(correlation(a, b) - 0.594 / std::sqrt(0.59 * 0.6412)) < 1e-6);
    QVERIFY(std::abs(iou_over_half(a, b) - 0.5) < 1e-12);
    QCOMPARE(correlation(a, flat), 0.0);
    QCOMPARE(rank_correlation(flat, flat), 1.0);
    QCOMPARE(iou_over_half(flat, flat), 1.0);
    b.values = {0, 0.5F, 0.5F, 1};  // ranks 0, 1.5, 1.5, 3 beside 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5)
    QVERIFY(std::abs(rank_correlation(a, b) - 4.5 / std::sqrt(4.5 * 5)) < 1e-12);
  }

  void meanIntervalAgreesWithNormalApproximation() {
    const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const auto interval = mean_interval(values);
    QCOMPARE(interval.mean, 5.5);
    // The standard error of the mean is sqrt(8.25 / 10) = 0.91.
    QVERIFY(std::abs(interval.low - (5.5 - 1.96 * 0.908)) < 0.15 &&
            std::abs(interval.high - (5.5 + 1.96 * 0.908)) < 0.15);
    QCOMPARE(mean_interval(values).low, interval.low);
    // With many photos the normal approximation agrees with resampling of one photo fewer.
    std::vector<double> many, shifted;
    for (std::size_t i = 0; i < kNormalApproximationFrom; ++i) {
      many.push_back(std::sqrt(static_cast<double>(i * 7919 % 10007)));
      shifted.push_back(many.back() + (i % 3 ? 0.4 : -0.75));
    }
    const std::vector<double> one_fewer(many.begin(), many.end() - 1),
        shifted_one_fewer(shifted.begin(), shifted.end() - 1);
    const auto resampled = mean_interval(one_fewer), approximated = mean_interval(many);
    QVERIFY(std::abs(resampled.low - approximated.low) <
                0.1 * (approximated.high - approximated.low) &&
            std::abs(resampled.high - approximated.high) <
                0.1 * (approximated.high - approximated.low));
    QVERIFY2(
        std::abs(paired_test(one_fewer, shifted_one_fewer) - paired_test(many, shifted)) < 0.02,
        qPrintable(QString("%1 %2")
                       .arg(paired_test(one_fewer, shifted_one_fewer))
                       .arg(paired_test(many, shifted))));
    QCOMPARE(paired_test(many, many), 1.0);
    QVERIFY(std::isnan(mean_interval({}).mean));
    QCOMPARE(mean_interval({3, 3, 3}).high, 3.0);
  }

  void pairedTestComparesDifferences() {
    std::vector<double> a, b;
    for (int i = 0; i < 12; ++i) {
      a.push_back(i);
      b.push_back(i + 0.1);  // always larger, but by far less than photos differ
    }
    QVERIFY(paired_test(a, b) < 0.003);  // all signs agree: p = 2 / 4096
    QCOMPARE(paired_test(a, a), 1.0);
    for (std::size_t i = 0; i < b.size(); ++i) b[i] = a[i] + (i % 2 ? 0.1 : -0.1);
    QVERIFY(paired_test(a, b) > 0.5);
  }

  void testMasksKeepTheirShares() {
    const auto masks = test_masks(120, 80, {10, 20, 30, 40}, 5);
    QCOMPARE(masks.size(), std::size_t{8});
    const auto kept_share = [](const Plane& mask) {
      double sum = 0;
      for (const float v : mask.values)
        sum += static_cast<double>(v) / static_cast<double>(mask.values.size());
      return sum;
    };
    for (std::size_t i = 0; i < 4; ++i)
      QVERIFY(std::abs(kept_share(masks[i].mask) - (0.1 + 0.2 * static_cast<double>(i))) < 0.02);
    QVERIFY(kept_share(masks[4].mask) > 0.15 && kept_share(masks[4].mask) < 0.85);
    QVERIFY(std::abs(kept_share(masks[5].mask) - 0.75) < 1e-6);
    QVERIFY(kept_share(masks[6].mask) < 1 && kept_share(masks[6].mask) > 0.4);
    QVERIFY(std::abs(kept_share(masks[7].mask) - (1 - 1200.0 / 9600)) < 1e-6);
    QCOMPARE(masks[7].mask.at(10, 20), 0.F);
    QCOMPARE(masks[7].mask.at(9, 20), 1.F);
    for (const auto& [name, mask] : masks)
      for (const float v : mask.values) QVERIFY(v == 0.F || v == 1.F);
    const auto again = test_masks(120, 80, {10, 20, 30, 40}, 5),
               other = test_masks(120, 80, {10, 20, 30, 40}, 6);
    QCOMPARE(again[0].mask.values, masks[0].mask.values);
    QVERIFY(other[0].mask.values != masks[0].mask.values);
    // A box that covers the whole photo leaves nothing to keep, so there is no mask for it.
    QCOMPARE(test_masks(12, 8, {0, 0, 12, 8}, 0).size(), std::size_t{7});
  }

  void boxColumnsAreFoundByName() {
    const Folder folder;
    const auto file = folder / "boxes.csv";
    write_test_file(
        file, std::string("wnid,image,x0,y0,x1,y1,label_0based\nn1,a.jpg,1.5,2,10,20,7\r\nn1,a.jpg,"
                          "3,3,4,5,7\nn2,b.jpg,0,0,1,1,0\n"));
    const auto truth = load_boxes(file);
    QVERIFY(truth);
    QCOMPARE(truth->size(), std::size_t{2});
    QCOMPARE(truth->at("a.jpg").label, 7);
    QCOMPARE(truth->at("a.jpg").boxes.size(), std::size_t{2});
    QCOMPARE(truth->at("a.jpg").boxes[0].x0, 1.5);
    write_test_file(
        file, std::string("image,label_0based,x0,y0,x1,y1\n\"a, \"\"b\"\".jpg\",1,0,0,2,2\n"));
    QCOMPARE(load_boxes(file)->begin()->first, std::string("a, \"b\".jpg"));
    const auto fails = [&](const std::string& text, const char* wanted) {
      write_test_file(file, text);
      FIDO_FAILS(load_boxes(file), ErrorCode::input, wanted);
    };
    const std::string header = "image,label_0based,x0,y0,x1,y1\n";
    fails("image,x0,y0,x1,y1\n", "no column \"label_0based\"");
    fails(header, "contains no boxes");
    fails(header + "a,1,5,0,4,9\n", "line 2: the box is empty");
    fails(header + "a,1,0,0,4,nan\n", "line 2: y1 is \"nan\", which is not a number");
    fails(header + "../a,1,0,0,4,9\n", "line 2: \"../a\" is not a file name");
    fails(header + "a,-1,0,0,4,9\n", "\"-1\" is not a class index");
    fails(header + "a,1,0,0\n", "too few columns");
    fails(header + "a,1,0,0,4,9\na,2,0,0,4,9\n", "line 3: a has another class");
    FIDO_FAILS(load_boxes(folder / "none.csv"), ErrorCode::input, "none.csv");
    // Spreadsheets write a byte order mark and CRLF.
    QVERIFY(write_file(file, "\xEF\xBB\xBFimage,label_0based,x0,y0,x1,y1\r\na.jpg,1,0,0,9,9\r\n"));
    QCOMPARE(load_boxes(file)->at("a.jpg").label, 1);
  }

  // The text of a method is written in the form that --methods reads.
  void methodTextRoundTrips() {
    QCOMPARE(method_text("bbmp@lambda=0.005@lambda-unit=pixel", "blur"),
             std::string("bbmp:blur@lambda=0.005@lambda-unit=pixel"));
    const std::pair<std::string, std::string> rows[] = {{"fido-ssr", "mean"},
                                                        {"center", ""},
                                                        {"fido-ssr@grid=28@tv=0.1", "push-pull"},
                                                        {"gradient@seed=2", ""}};
    for (const auto& row : rows) {
      QCOMPARE(parse_method_text(method_text(row.first, row.second)), row);
      QCOMPARE(strip_settings(row.first), row.first.substr(0, row.first.find('@')));
    }
  }

  void boxPlotDrawsMedianAtItsValue() {
    const Folder folder;
    const auto draw_plot = [&](const char* name, double value) {
      (void)save_box_plot(folder / name, "", {"one"}, {{"", {{value, value, value}}}});
      return load_image(folder / (std::string(name) + ".png")).value();
    };
    const Image low = draw_plot("low", 0.1), high = draw_plot("high", 0.9);
    // Finds the median's line: dark, right of the axis' numbers and below the legend.
    const auto median_row = [](const Image& image) {
      int sum = 0, count = 0;
      for (int y = 110; y < image.height; ++y)
        for (int x = 94; x < image.width; ++x)
          if (pixel(image, x, y)[0] < 60 && pixel(image, x, y)[2] < 60) sum += y, ++count;
      return count > 0 ? sum / count : -1;
    };
    QVERIFY(median_row(low) > median_row(high) + 300);
    QVERIFY(read_test_file(folder / "low.pdf").compare(0, 5, "%PDF-") == 0);
    FIDO_WORKS(save_box_plot(folder / "gap", "t", {"a", "b"}, {{"g", {{}, {0.5}}}}));
    FIDO_FAILS(save_box_plot("/proc/none/plot", "t", {"a"}, {{"g", {{0.5}}}}), ErrorCode::input,
               "/proc/none");
  }

  void pictureTablePlacesPicturesInColumns() {
    const Folder folder;
    Image red(10, 10), green(10, 10);
    for (int i = 0; i < 100; ++i) red.rgb[3 * i] = green.rgb[3 * i + 1] = 255;
    FIDO_WORKS(save_picture_table(folder / "t", "title", {"one", "two"},
                                  {{{red, "r"}, {green, "g"}}, {{{}, ""}, {red, "r"}}}));
    const auto page = load_image(folder / "t.png");
    QVERIFY(page);
    // The centres of the cells.
    const int first = 2 * (18 + 54), second = first + 2 * 116, top = 2 * (54 + 54),
              below = top + 2 * 128;
    const auto at = [&](int x, int y) {
      return std::array{pixel(*page, x, y)[0], pixel(*page, x, y)[1], pixel(*page, x, y)[2]};
    };
    using Rgb = std::array<int, 3>;
    QVERIFY((at(first, top) == Rgb{255, 0, 0}) && (at(second, top) == Rgb{0, 255, 0}) &&
            (at(second, below) == Rgb{255, 0, 0}) && (at(first, below) == Rgb{255, 255, 255}));
  }

  void boxOverHalfAndIouMatchHandComputation() {
    Plane map(10, 8, 0.F);
    QVERIFY(!box_over_half(map));
    QVERIFY(std::isnan(share_outside(map, {{0, 0, 10, 8}})));
    map.at(2, 3) = map.at(5, 4) = 0.6F;
    map.at(9, 7) = 0.5F;  // not over one half
    const auto box = box_over_half(map);
    QVERIFY(box && box->x0 == 2 && box->y0 == 3 && box->x1 == 6 && box->y1 == 5);
    QCOMPARE(box_iou(*box, {2, 3, 6, 5}), 1.0);
    QCOMPARE(box_iou(*box, {4, 3, 8, 5}), 4.0 / 12);
    QCOMPARE(box_iou(*box, {6, 3, 8, 5}), 0.0);
    QCOMPARE(best_iou(*box, {{6, 3, 8, 5}, {4, 3, 8, 5}}), 4.0 / 12);
    QCOMPARE(best_iou(*box, {}), 0.0);
    QCOMPARE(share_outside(map, {{0, 0, 3, 8}}), 0.5);
    QCOMPARE(share_outside(map, {{0, 0, 3, 8}, {5, 4, 6, 5}}), 0.0);
  }

  // The reference of the paired tests is the first method of the order, not of the table: a method
  // that refuses a photo must not make another one the reference.
  void firstMethodOfOrderIsReference() {
    std::vector<EvaluationRow> rows;
    for (int i = 0; i < 12; ++i) {
      const std::string image = std::to_string(10 + i);
      rows.push_back({"c", image, "other", "mean", 1, {{"iou", 0.1 * (i % 3)}}});
      if (i > 0) rows.push_back({"c", image, "first", "mean", 1, {{"iou", 0.5 + 0.1 * (i % 3)}}});
      rows.push_back({"c", image, "alone", "mean", 1, {{"outside", 0.5}}});
    }
    const EvaluationOrder order{{"c"}, {{"first", "mean"}, {"other", "mean"}, {"alone", "mean"}}};
    const auto means = summarize(rows, order);
    QCOMPARE(means.size(), std::size_t{3});
    QCOMPARE(means[0].method, std::string("first"));
    QCOMPARE(means[0].p, 1.0);
    QCOMPARE(means[0].value.count, std::size_t{11});
    QCOMPARE(means[1].method, std::string("other"));
    QVERIFY(means[1].p < 0.01);
    QVERIFY(std::isnan(means[2].p));  // no metric in common with the reference
    QVERIFY(summary_line(means[2]).find(",\n") != std::string::npos);
    QVERIFY(summary_csv(means).find("nan") == std::string::npos);
  }

  // Rows that succeed only on a later attempt are written behind the others, until they are sorted.
  void rowsAreSortedByOrder() {
    const auto row = [](const char* classifier, const char* image, const char* method) {
      return EvaluationRow{classifier, image, method, "mean", 1, {}};
    };
    const EvaluationOrder order{{"b", "a"}, {{"z", "mean"}, {"y", "mean"}}};
    std::vector<EvaluationRow> rows{row("a", "1", "y"), row("b", "2", "y"), row("b", "1", "z"),
                                    row("b", "1", "y"), row("a", "1", "z")};
    sort_rows(rows, order);
    std::string text;
    for (const auto& r : rows) text += r.classifier + r.image + r.method + ' ';
    QCOMPARE(text, std::string("b1z b1y b2y a1z a1y "));
  }

  // A table of an earlier version lacks some metrics and one of a later version has others, so
  // columns are found by name.
  void evaluationColumnsAreFoundByName() {
    const Folder folder;
    const auto path = folder / "per_image.csv";
    FIDO_WORKS(write_file(path,
                          "image,classifier,iou,label,novelty,infill,method\n"
                          "a.png,tiny,0.5,3,7,mean,fido-ssr\n"));
    EvaluationReader reader(path);
    FIDO_WORKS(reader.read_new_rows());
    QCOMPARE(reader.rows().size(), std::size_t{1});
    const auto& row = reader.rows().front();
    QVERIFY(row.classifier == "tiny" && row.image == "a.png" && row.label == 3 &&
            row.method == "fido-ssr" && row.infill == "mean");
    QVERIFY(row.values == (MetricValues{{"iou", 0.5}}));
    QVERIFY(reader.unknown_columns() == std::vector<std::string>{"novelty"});
    FIDO_WORKS(write_file(path, "image,classifier,label,method\na.png,tiny,3,fido-ssr\n"));
    FIDO_FAILS(load_evaluation(path), ErrorCode::input, "line 1: has no column \"infill\"");
  }

  // Asking whether a folder is locked must not prevent others from locking it.
  void isLockedDoesNotTakeLock() {
    const Folder folder;
    QVERIFY(!is_locked(folder.path()));
    std::atomic<bool> is_over{false};
    std::thread asking([&] {
      while (!is_over) (void)is_locked(folder.path());
    });
    bool succeeded = true;
    for (int i = 0; i < 3000 && succeeded; ++i) succeeded = lock_folder(folder.path()).has_value();
    is_over = true;
    asking.join();
    QVERIFY(succeeded);
    const auto lock = lock_folder(folder.path());
    FIDO_WORKS(lock);
    QVERIFY(is_locked(folder.path()));
    FIDO_FAILS(lock_folder(folder.path()), ErrorCode::usage, "another evaluation is writing there");
  }

  void tableThatCannotBeReadIsNotReplaced() {
    const Folder folder;
    std::filesystem::create_directory(folder / "per_image.csv");
    FIDO_FAILS(EvaluationFolder::open(folder.path(), {}, false), ErrorCode::input,
               "per_image.csv: is a folder");
    QVERIFY(!std::filesystem::exists(folder / "evaluation.json"));
  }

  void appendedLineIsWrittenOrFails() {
    const Folder folder;
    FIDO_WORKS(write_file(folder / "t", "head\n"));
    FIDO_WORKS(append_line(folder / "t", "row\n"));
    QCOMPARE(read_test_file(folder / "t"), std::string("head\nrow\n"));
    FIDO_FAILS(append_line("/dev/full", "row\n"), ErrorCode::input, "/dev/full: cannot be written");
    FIDO_FAILS(append_line(folder / "none", "row\n"), ErrorCode::input, "none: cannot be written");
  }

  // The table grows, is cut off when its writer is killed, and is continued.
  void readerFollowsGrowingTable() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("per_image.csv").toStdString();
    EvaluationReader reader(path);
    QVERIFY(!reader.read_new_rows());
    const auto line = [](const char* image, double iou) {
      EvaluationRow row{"tiny", image, "fido-ssr", "mean", 3, {{"iou", iou}}};
      return to_csv_line(row);
    };
    const auto write = [&](const std::string& text) {
      QVERIFY(write_file(path, evaluation_header() + text));
    };
    write("");
    QVERIFY(reader.read_new_rows() && reader.rows().empty());
    const std::string first = line("a, b.png", 0.25), second = line("c.png", 0.5),
                      third = line("d.png", 0.75);
    write(first + second.substr(0, 12));
    QVERIFY(*reader.read_new_rows());
    QCOMPARE(reader.rows().size(), std::size_t{1});
    QCOMPARE(reader.rows()[0].image, std::string("a, b.png"));
    QCOMPARE(reader.rows()[0].values.at("iou"), 0.25);
    QVERIFY(!*reader.read_new_rows());
    write(first + second + third.substr(0, 3));
    QVERIFY(*reader.read_new_rows());
    QCOMPARE(reader.rows().size(), std::size_t{2});
    write(first + second + third);  // the row that was cut off was removed and written again
    QVERIFY(*reader.read_new_rows());
    QCOMPARE(reader.rows().size(), std::size_t{3});
    write(first);  // another, shorter table replaced it
    QVERIFY(*reader.read_new_rows());
    QCOMPARE(reader.rows().size(), std::size_t{1});
    write(first + "tiny,c.png,three,fido-ssr\n");
    const auto broken = reader.read_new_rows();
    QVERIFY(!broken && broken.error().message.find("line 3") != std::string::npos);
    QCOMPARE(reader.rows().size(), std::size_t{1});
    QVERIFY(write_file(path, "image,label\n"));
    QVERIFY(!EvaluationReader(path).read_new_rows());
  }

  // Only the leftmost quarter of the photo counts. Dropping it costs more than dropping any other
  // quarter, and dropping another costs nothing.
  void necessityComparesWithRandomRegions() {
    constexpr int kSide = 16;
    QuarterEngine engine;
    ClassifierCard card;
    DatasetPhoto photo;
    const auto necessity = [&](int first_column) {
      Plane region(kSide, kSide, 0.1F);
      for (int y = 0; y < kSide; ++y)
        for (int x = first_column; x < first_column + kSide / 4; ++x) region.at(x, y) = 0.9F;
      const auto& groups = metric_groups();
      const auto group = std::find_if(groups.begin(), groups.end(),
                                      [](const MetricGroup& g) { return g.name == "necessity"; });
      const MeasuredMap map{card, photo, region, nullptr, {}, "mean", 7, engine, {}};
      MetricValues values;
      const auto ok = group->measure(map, values);
      return ok ? values.at("necessity") : -1;
    };
    QVERIFY2(necessity(0) < 0.2, qPrintable(QString::number(necessity(0))));
    QCOMPARE(necessity(kSide / 2), 1.0);
  }

  void correlationDistanceIgnoresConstantOffset() {
    QVERIFY(std::abs(correlation_distance({1, 2, 3}, {11, 12, 13})) < 1e-12);
    QVERIFY(std::abs(correlation_distance({1, 2, 3}, {3, 2, 1}) - 2) < 1e-12);
    QVERIFY(std::abs(correlation_distance({1, 0, -1}, {0, 0, 0}) - 1) < 1e-12);
  }
};

QTEST_GUILESS_MAIN(TestEvaluate)
#include "test_evaluate.moc"
