// Resampling, cropping, masks from drop probabilities, and colormaps.
#include <algorithm>
#include <cmath>

#include "core/image/colormap.h"
#include "core/image/resample.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

Plane make_plane(int width, int height, std::vector<float> values) {
  Plane plane(width, height);
  plane.values = std::move(values);
  return plane;
}

double luminance(const std::array<std::uint8_t, 3>& color) {
  const auto linear = [](std::uint8_t v) { return std::pow(v / 255.0, 2.2); };
  return 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
}

}  // namespace

class TestPixels : public QObject {
  Q_OBJECT
 private slots:
  void shrinkingAveragesPixels() {
    const Plane small = resize(make_plane(4, 2, {0, 1, 0, 0, 1, 0, 1, 1}), 2, 1);
    QCOMPARE(small.values, (std::vector<float>{0.5F, 0.5F}));
    Image stripes(200, 4);  // one pixel wide: without averaging, the result would be black or white
    for (int y = 0; y < 4; ++y)
      for (int x = 0; x < 200; ++x)
        std::fill_n(stripes.row(y) + 3 * x, 3, x % 2 == 0 ? std::uint8_t{0} : std::uint8_t{255});
    const Image grey = resize(stripes, 50, 4);
    for (const auto value : grey.rgb) QVERIFY(value >= 127 && value <= 128);
  }

  void enlargingIsBilinear() {
    const Plane wide = resize(make_plane(2, 1, {0, 1}), 4, 1);
    QCOMPARE(wide.values, (std::vector<float>{0.F, 0.25F, 0.75F, 1.F}));
    // Narrower and taller at once: averaged horizontally, bilinear vertically.
    const Plane both = resize(make_plane(4, 1, {0, 1, 1, 1}), 2, 3);
    QCOMPARE(both.values, (std::vector<float>{0.5F, 1.F, 0.5F, 1.F, 0.5F, 1.F}));
  }

  void emptyInputGivesEmptyOutput() {
    QVERIFY(resize(Image(), 4, 4).empty());
    QVERIFY(resize(Plane(), 4, 4).empty());
    QVERIFY(resize(Plane(3, 3), 0, 4).empty());
    QVERIFY(resize(Image(3, 3), 4, -1).empty());
    QVERIFY(upsample_aligned(Plane(), 4, 4).empty());
    QCOMPARE(area_over_half(Plane()), 0.0);
  }

  void alignedUpsamplingMatchesPyTorch() {
    // The expected values come from torch.nn.functional.interpolate(mode="bilinear",
    // align_corners=True).
    const Plane grid = make_plane(3, 2, {0, 1, 0.5F, 0.2F, 0.4F, 0.8F});
    const Plane up = upsample_aligned(grid, 5, 3);
    const std::vector<float> expected{0.F,    0.5F,  1.F,  0.75F, 0.5F, 0.1F, 0.4F, 0.7F,
                                      0.675F, 0.65F, 0.2F, 0.3F,  0.4F, 0.6F, 0.8F};
    for (std::size_t i = 0; i < expected.size(); ++i)
      QVERIFY2(std::abs(up.values[i] - expected[i]) < 1e-6F, std::to_string(i).c_str());
    QCOMPARE(upsample_aligned(grid, 3, 2).values, grid.values);
    QCOMPARE(upsample_aligned(grid, 1, 1).values, std::vector<float>{0.F});
    const Plane flat = upsample_aligned(Plane(56, 56, 0.3F), 224, 192);
    QCOMPARE(flat.width, 224);
    QCOMPARE(flat.height, 192);
    QVERIFY(std::all_of(flat.values.begin(), flat.values.end(),
                        [](float v) { return std::abs(v - 0.3F) < 1e-7F; }));
  }

  void cropStaysInside() {
    Image image(4, 3);
    for (std::size_t i = 0; i < image.rgb.size(); ++i) image.rgb[i] = static_cast<std::uint8_t>(i);
    const Image part = crop(image, {1, 2, 2, 1});
    QCOMPARE(part.width, 2);
    QCOMPARE(part.height, 1);
    QCOMPARE(part.rgb, (std::vector<std::uint8_t>{27, 28, 29, 30, 31, 32}));
    QCOMPARE(crop(image, {0, 0, 4, 3}).rgb, image.rgb);
    QCOMPARE(crop(image, {-5, -5, 7, 6}).width, 2);
    QVERIFY(crop(image, {4, 0, 2, 2}).empty());
    QVERIFY(crop(Image(), {0, 0, 1, 1}).empty());
  }

  void mapEstimateMaskKeepsUpToHalf() {
    const Plane drop = make_plane(4, 1, {0.F, 0.5F, 0.500001F, 1.F});
    QCOMPARE(map_estimate_mask(drop).values, (std::vector<float>{1.F, 1.F, 0.F, 0.F}));
    QCOMPARE(area_over_half(drop), 0.5);
  }

  void sampledMaskFollowsDropProbabilities() {
    for (const float p : {0.F, 0.1F, 0.5F, 0.9F, 1.F}) {
      const Plane mask = sample_mask(Plane(200, 200, p), 7);
      const auto dropped =
          static_cast<double>(std::count(mask.values.begin(), mask.values.end(), 0.F)) / 40'000;
      // The tolerance is five standard deviations, and zero for p = 0 and p = 1.
      QVERIFY(std::abs(dropped - static_cast<double>(p)) <=
              5 * std::sqrt(static_cast<double>(p * (1 - p)) / 40'000) + 1e-9);
    }
    const Plane sparse = sample_mask(Plane(50, 50, 0.6F), 7),
                dense = sample_mask(Plane(50, 50, 0.4F), 7);
    // With one seed, a pixel dropped at a lower probability stays dropped at a higher one.
    for (std::size_t i = 0; i < sparse.values.size(); ++i)
      QVERIFY(sparse.values[i] <= dense.values[i]);
    QVERIFY(sample_mask(Plane(50, 50, 0.6F), 8).values != sparse.values);
    const Plane squares = sample_mask(Plane(50, 30, 0.5F), 7, 8);
    for (int y = 0; y < 30; ++y)
      for (int x = 0; x < 50; ++x) QCOMPARE(squares.at(x, y), squares.at(x / 8 * 8, y / 8 * 8));
    QVERIFY(std::count(squares.values.begin(), squares.values.end(), 0.F) > 300);
    QVERIFY(std::count(squares.values.begin(), squares.values.end(), 1.F) > 300);
  }

  void colormapsMatchPublishedTables() {
    QCOMPARE(colormap_names(), (std::vector<std::string>{"cividis", "inferno", "viridis", "grey"}));
    // The first and last entries of matplotlib's tables.
    QCOMPARE(colormap("viridis")[0], (std::array<std::uint8_t, 3>{68, 1, 84}));
    QCOMPARE(colormap("viridis")[255], (std::array<std::uint8_t, 3>{253, 231, 37}));
    QCOMPARE(colormap("inferno")[0], (std::array<std::uint8_t, 3>{0, 0, 4}));
    QCOMPARE(colormap("cividis")[255], (std::array<std::uint8_t, 3>{254, 232, 56}));
    QCOMPARE(colormap("grey")[77], (std::array<std::uint8_t, 3>{77, 77, 77}));
    QCOMPARE(colormap("no such"), colormap("cividis"));
    for (const auto& name : colormap_names())
      for (std::size_t i = 8; i < 256; i += 8)
        QVERIFY2(luminance(colormap(name)[i]) > luminance(colormap(name)[i - 8]), name.c_str());
  }

  void colorizeClampsValuesAndAcceptsNan() {
    const Image image = colorize(make_plane(5, 1, {0.F, 1.F, -2.F, 3.F, std::nanf("")}), "viridis");
    QCOMPARE(pixel(image, 0, 0), (Rgb{68, 1, 84}));
    QCOMPARE(pixel(image, 1, 0), (Rgb{253, 231, 37}));
    QCOMPARE(pixel(image, 2, 0), pixel(image, 0, 0));
    QCOMPARE(pixel(image, 3, 0), pixel(image, 1, 0));
    QCOMPARE(pixel(image, 4, 0), pixel(image, 0, 0));
    QVERIFY(colorize(Plane()).empty());
  }

  void overlayOpacityFollowsImportance() {
    Image photo(4, 1);
    std::fill(photo.rgb.begin(), photo.rgb.end(), std::uint8_t{100});
    // The map is stretched to 0, .25, .75, 1.
    const Image over = overlay(photo, make_plane(2, 1, {0, 1}), 0.5, "grey");
    // The photo is unchanged where the importance is 0.
    QCOMPARE(pixel(over, 0, 0), (Rgb{100, 100, 100}));
    QCOMPARE(pixel(over, 3, 0), (Rgb{178, 178, 178}));  // half way to white
    const int quarter = static_cast<int>(std::lround(100 + 0.125 * (64 - 100)));
    QCOMPARE(pixel(over, 1, 0), (Rgb{quarter, quarter, quarter}));
    QCOMPARE(overlay(photo, Plane()).rgb, photo.rgb);
    QCOMPARE(overlay(photo, Plane(2, 2, 1.F), 0.0).rgb, photo.rgb);
  }
};

QTEST_GUILESS_MAIN(TestPixels)
#include "test_pixels.moc"
