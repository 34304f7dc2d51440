// Operations on whole masks, on pictures small enough to know the result.
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "core/image/mask_ops.h"

using namespace fido;

namespace {

using Bytes = std::vector<std::uint8_t>;

Mask8 make_mask(int width, int height, Bytes values) {
  Mask8 mask(width, height);
  mask.values = std::move(values);
  return mask;
}

std::uint8_t at(const Mask8& mask, int x, int y) {
  return mask.values[static_cast<std::size_t>(y) * mask.width + x];
}

// Returns a mask that drops a disc in the middle of a square.
Mask8 mask_with_disc(int size, int radius) {
  Mask8 mask(size, size);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x)
      if ((x - size / 2) * (x - size / 2) + (y - size / 2) * (y - size / 2) <= radius * radius)
        mask.values[static_cast<std::size_t>(y) * size + x] = 0;
  return mask;
}

// Returns how far to the right of the middle the mask drops.
int dropped_radius(const Mask8& mask) {
  int x = mask.width / 2;
  while (x < mask.width && at(mask, x, mask.height / 2) == 0) ++x;
  return x - mask.width / 2 - 1;
}

void set_pixel(Image& photo, int x, int y, std::array<std::uint8_t, 3> color) {
  std::copy(color.begin(), color.end(), photo.row(y) + 3 * x);
}

// Returns a photo that is red left of `edge` and blue right of it.
Image two_colours(int width, int height, int edge) {
  Image photo(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      set_pixel(photo, x, y,
                x < edge ? std::array<std::uint8_t, 3>{200, 10, 20}
                         : std::array<std::uint8_t, 3>{20, 10, 200});
  return photo;
}

}  // namespace

class MaskOpsTest : public QObject {
  Q_OBJECT

 private slots:
  void doubleInversionIsIdentity() {
    QCOMPARE(inverted(make_mask(4, 1, {0, 255, 100, 1})).values, (Bytes{255, 0, 155, 254}));
    const Mask8 mask = feathered(mask_with_disc(40, 9), 2);
    QCOMPARE(inverted(inverted(mask)).values, mask.values);
    QVERIFY(inverted(Mask8()).empty());
  }

  void growingAPointGivesADisc() {
    Mask8 point(7, 7);
    point.values[3 * 7 + 3] = 0;
    // dx^2 + dy^2 <= 2^2
    const Bytes disc{
        255, 255, 255, 255, 255, 255, 255,  //
        255, 255, 255, 0,   255, 255, 255,  //
        255, 255, 0,   0,   0,   255, 255,  //
        255, 0,   0,   0,   0,   0,   255,  //
        255, 255, 0,   0,   0,   255, 255,  //
        255, 255, 255, 0,   255, 255, 255,  //
        255, 255, 255, 255, 255, 255, 255,
    };
    QCOMPARE(grown(point, 2).values, disc);
    QCOMPARE(shrunk(make_mask(7, 7, disc), 2).values, point.values);
    QCOMPARE(shrunk(inverted(point), 2).values, inverted(make_mask(7, 7, disc)).values);
    QCOMPARE(shrunk(point, 1).values, Mask8(7, 7).values);
  }

  void growingMovesEdgeByRadius() {
    const Mask8 mask = mask_with_disc(200, 30);
    for (const int radius : {1, 8, 25, 40}) {
      QCOMPARE(dropped_radius(grown(mask, radius)), 30 + radius);
      const Mask8 closed = shrunk(grown(mask, radius), radius);
      int differing = 0;
      for (std::size_t i = 0; i < mask.values.size(); ++i) {
        // A morphological closing of the dropped region contains all of that region.
        QVERIFY(closed.values[i] <= mask.values[i]);
        differing += closed.values[i] != mask.values[i];
      }
      // of 2821 dropped pixels, along a rim of about 190
      QVERIFY2(differing <= 60, qPrintable(QString::number(differing)));
    }
    QCOMPARE(dropped_radius(shrunk(mask, 8)), 22);
    QCOMPARE(grown(mask, 0).values, mask.values);
    QCOMPARE(shrunk(mask, -3).values, mask.values);
    QVERIFY(grown(Mask8(), 3).empty());
  }

  // Pixels beyond the border neither drop nor keep anything.
  void imageBorderDoesNotGrowInward() {
    QCOMPARE(grown(Mask8(9, 5), 4).values, Mask8(9, 5).values);
    QCOMPARE(shrunk(Mask8(9, 5, 0), 4).values, Mask8(9, 5, 0).values);
  }

  void softEdgeMovesWithMask() {
    const Bytes ramp{0, 0, 60, 120, 180, 255, 255, 255};
    QCOMPARE(grown(make_mask(8, 1, ramp), 2).values, (Bytes{0, 0, 0, 0, 60, 120, 180, 255}));
    QCOMPARE(shrunk(make_mask(8, 1, ramp), 1).values, (Bytes{0, 60, 120, 180, 255, 255, 255, 255}));
  }

  void featheringSoftensOnlyTheEdge() {
    Mask8 half(81, 3, 0);
    for (int y = 0; y < 3; ++y)
      std::fill_n(half.values.begin() + y * 81 + 40, 41, std::uint8_t{255});
    const Mask8 soft = feathered(half, 3);
    QCOMPARE(int(at(soft, 0, 1)), 0);
    QCOMPARE(int(at(soft, 80, 1)), 255);
    // The profile is the normal distribution function, sampled half a pixel and about one sigma
    // from the edge.
    for (const int x : {36, 39, 40, 43})
      QVERIFY(std::abs(at(soft, x, 1) - 255 * 0.5 * std::erfc(-(x - 39.5) / 3 / std::sqrt(2.0))) <=
              3);
    QCOMPARE(feathered(half, 0).values, half.values);
    // the border is not an edge
    QCOMPARE(feathered(Mask8(20, 10), 5).values, Mask8(20, 10).values);
    QVERIFY(feathered(Mask8(), 2).empty());
  }

  void similarRegionIsConnectedAndWithinTolerance() {
    const Image photo = two_colours(40, 20, 15);
    const Mask8 region = similar_region(photo, 2, 2, 10), other = similar_region(photo, 30, 2, 10);
    for (int y = 0; y < 20; ++y)
      for (int x = 0; x < 40; ++x) QCOMPARE(int(at(region, x, y)), x < 15 ? 255 : 0);
    QCOMPARE(inverted(other).values, region.values);
    QCOMPARE(similar_region(photo, 2, 2, 179).values, region.values);
    QCOMPARE(similar_region(photo, 2, 2, 180).values, Mask8(40, 20).values);
    QCOMPARE(similar_region(photo, 2, 2, -1).values, region.values);
  }

  void similarRegionComparesWithSeedAndIsFourConnected() {
    Image ramp(10, 1);
    for (int x = 0; x < 10; ++x)
      set_pixel(ramp, x, 0, {100, static_cast<std::uint8_t>(100 + 5 * x), 100});
    QCOMPARE(similar_region(ramp, 4, 0, 10).values,
             (Bytes{0, 0, 255, 255, 255, 255, 255, 0, 0, 0}));
    Image board(2, 2);  // black and white, with equal colours only across the corner
    set_pixel(board, 1, 0, {255, 255, 255});
    set_pixel(board, 0, 1, {255, 255, 255});
    QCOMPARE(similar_region(board, 0, 0, 0).values, (Bytes{255, 0, 0, 0}));
  }

  void seedOutsidePhotoGivesEmptyRegion() {
    const Image photo = two_colours(4, 3, 2);
    for (const auto& [x, y] : {std::pair{4, 0}, {0, 3}, {-1, 0}, {0, -1}})
      QCOMPARE(similar_region(photo, x, y, 255).values, Mask8(4, 3, 0).values);
    QVERIFY(similar_region(Image(), 0, 0, 5).empty());
  }
};

QTEST_GUILESS_MAIN(MaskOpsTest)
#include "test_mask_ops.moc"
