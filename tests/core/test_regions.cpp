// Several disjoint regions of one photo: the search with made-up runs, the files, and the picture.
#include <QTemporaryDir>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/image/region_picture.h"
#include "core/run/regions.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

constexpr int kSide = 8;

// A result whose region is this column and that keeps this share of the evidence. Masks drop by the
// cells of a grid, so a little of the column before, which the run dropped, is in the region, too.
std::shared_ptr<const RunResult> run_with_column(int column, double reached) {
  auto result = std::make_shared<RunResult>();
  result->spec = default_spec("fido-ssr", "mean");
  result->target = 3;
  result->map = Plane(kSide, kSide, 0.2F);
  for (int y = 0; y < kSide; ++y)
    for (int x = std::max(0, column - 1); x <= column; ++x) result->map.at(x, y) = 0.9F;
  result->marginal = {0.75, 0.7, 0.8, 16};
  result->evidence_reached = reached;
  return result;
}

// Runs find_regions() on an engine that finds the first column that the mask still keeps, and that
// is `columns` columns of evidence wide.
Expected<RegionSet> search(int columns, int most) {
  const RunWithMask run =
      [&](std::shared_ptr<const Plane> mask) -> Expected<std::shared_ptr<const RunResult>> {
    int column = 0;
    while (mask->at(column, 0) < 0.5F) ++column;
    return run_with_column(column, column < columns ? 1 : 0.4);
  };
  const AskMask ask = [](const MaskQuestion& question) {
    auto answer = std::make_shared<MaskAnswer>();
    for (const float kept : question.mask.values)
      answer->target_after.score += static_cast<double>(kept);
    answer->target_after.probability =
        question.target == "3" && question.infill == "mean" ? 0.5 : 0;
    return Expected<std::shared_ptr<const MaskAnswer>>(std::move(answer));
  };
  return find_regions(*run_with_column(0, 1), std::make_shared<const Image>(kSide, kSide), most,
                      run, ask);
}

}  // namespace

class TestRegions : public QObject {
  Q_OBJECT
 private slots:
  void searchEndsAtTheNumberAskedFor() {
    const auto set = search(kSide, 3);
    FIDO_WORKS(set);
    QCOMPARE(set->regions.size(), std::size_t{3});
    QVERIFY(!set->reached_by_next);
    for (int i = 0; i < 3; ++i) {
      const FoundRegion& region = set->regions[static_cast<std::size_t>(i)];
      QCOMPARE(region.probability_under_masks, 0.75);
      QCOMPARE(region.area, 1.0 / kSide);
      for (int x = 0; x < kSide; ++x) QCOMPARE(region.mask.at(x, 2), x == i ? 1.F : 0.F);
    }
    // Three alone, three pairs, and all; the score of this test counts the kept pixels.
    QCOMPARE(set->answers.size(), std::size_t{7});
    for (const RegionAnswer& answer : set->answers) {
      QCOMPARE(answer.score, static_cast<double>(kSide * answer.regions.size()));
      QCOMPARE(answer.probability, 0.5);
    }
    QCOMPARE(set->answers.back().regions, (std::vector<std::size_t>{0, 1, 2}));
  }

  void searchEndsWhereTheEvidenceIsMissing() {
    const auto set = search(2, kMaxRegions);
    FIDO_WORKS(set);
    QCOMPARE(set->regions.size(), std::size_t{2});
    QCOMPARE(*set->reached_by_next, 0.4);
    QCOMPARE(set->answers.size(), std::size_t{3});  // "all" would repeat the pair
  }

  void errorsEndTheSearch() {
    const RunWithMask run = [](const auto&) -> Expected<std::shared_ptr<const RunResult>> {
      return input_error("no memory");
    };
    FIDO_FAILS(find_regions(*run_with_column(0, 1), nullptr, 2, run, {}), ErrorCode::input,
               "no memory");
  }

  void onlySsrWithEvidenceHasRegions() {
    FIDO_WORKS(check_regions(default_spec("fido-ssr", "mean")));
    for (const RunSpec& spec :
         {preset_spec("paper", "fido-ssr", "mean"), default_spec("fido-sdr", "mean"),
          default_spec("fido-joint", "mean"), default_spec("rise", "mean")})
      FIDO_FAILS(check_regions(spec), ErrorCode::usage, "--regions: needs a method that keeps");
    RunSpec masked = default_spec("fido-ssr", "mean");
    masked.mask_role = "keep";
    FIDO_FAILS(check_regions(masked), ErrorCode::usage, "leave out --mask-role");
  }

  void filesNameTheRegionsFromOne() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QCOMPARE(regions_asked_for(path), 0);
    const auto set = search(2, 4);
    FIDO_WORKS(set);
    FIDO_WORKS(write_regions(path, *set, 4, Image(kSide, kSide)));
    QCOMPARE(regions_asked_for(path), 4);
    const auto json = nlohmann::json::parse(read_file(path / "regions.json").value());
    QCOMPARE(json["regions"].size(), std::size_t{2});
    QCOMPARE(json["kept"][2]["regions"].dump(), std::string("[1,2]"));
    QCOMPARE(json["evidence_reached_by_next"].get<double>(), 0.4);
    QVERIFY(load_image(path / "regions.png").has_value());
  }

  void pictureColoursTheRegions() {
    Image photo(kSide, kSide);
    std::fill(photo.rgb.begin(), photo.rgb.end(), std::uint8_t{100});
    Plane left(kSide, kSide), right(kSide, kSide);
    for (int y = 0; y < kSide; ++y) left.at(0, y) = right.at(kSide - 1, y) = 1;
    const Image picture = draw_regions(photo, {left, right});
    QVERIFY(picture.width >= 4 * kSide && picture.width == picture.height);
    // The outlines have the regions' colours, and the rest is grey.
    const auto has_color = [&](std::array<std::uint8_t, 3> color, int from, int to) {
      for (int y = 0; y < picture.height; ++y)
        for (int x = from; x < to; ++x) {
          const std::uint8_t* p = picture.row(y) + 3 * x;
          if (p[0] == color[0] && p[1] == color[1] && p[2] == color[2]) return true;
        }
      return false;
    };
    const int half = picture.width / 2;
    QVERIFY(has_color(region_color(0), 0, half) &&
            !has_color(region_color(0), half, picture.width));
    QVERIFY(has_color(region_color(1), half, picture.width) &&
            !has_color(region_color(1), 0, half));
    const std::uint8_t* middle = picture.row(half) + 3 * half;
    QVERIFY(middle[0] == middle[1] && middle[1] == middle[2]);
    QVERIFY(draw_regions({}, {}).empty());
  }
};

QTEST_GUILESS_MAIN(TestRegions)
#include "test_regions.moc"
