// Whole-mask edits and superpixels, on pictures small enough to know the answer.
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <set>

#include "core/image/mask_ops.h"
#include "core/image/superpixels.h"

using namespace fido;

namespace {

Mask8 with_disc(int size, int radius) {
  Mask8 mask(size, size);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x)
      if ((x - size / 2) * (x - size / 2) + (y - size / 2) * (y - size / 2) <= radius * radius)
        mask.values[static_cast<std::size_t>(y) * size + x] = 0;
  return mask;
}

int dropped(const Mask8& mask) { return static_cast<int>(std::count(mask.values.begin(), mask.values.end(), 0)); }

// Left of `edge` red, right of it blue, with a little noise.
Image two_colours(int width, int height, int edge) {
  Image photo(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      std::uint8_t* p = photo.row(y) + 3 * x;
      const auto noise = static_cast<std::uint8_t>((x * 7 + y * 13) % 5);
      p[x < edge ? 0 : 2] = static_cast<std::uint8_t>(200 + noise);
      p[1] = noise;
    }
  return photo;
}

}  // namespace

class MaskOpsTest : public QObject {
  Q_OBJECT

 private slots:
  void invertedTwiceIsTheSame() {
    const Mask8 mask = feathered(with_disc(40, 9), 2);
    QCOMPARE(inverted(inverted(mask)).values, mask.values);
    QCOMPARE(int(inverted(mask).values[0]), 0);
  }

  void growingMovesTheEdgeByItsRadius() {
    const Mask8 mask = with_disc(100, 20), larger = grown(mask, 8), smaller = shrunk(mask, 8);
    const auto reach = [](const Mask8& m) {  // along the middle row
      int x = m.width / 2;
      while (x < m.width && m.values[static_cast<std::size_t>(m.height / 2) * m.width + x] == 0) ++x;
      return x - m.width / 2 - 1;
    };
    QCOMPARE(reach(mask), 20);
    QVERIFY(std::abs(reach(larger) - 28) <= 1);  // a disc of pixels is not quite round
    QVERIFY(std::abs(reach(smaller) - 12) <= 1);
    QVERIFY(std::abs(dropped(shrunk(larger, 8)) - dropped(mask)) < dropped(mask) / 20);
    QCOMPARE(grown(mask, 0).values, mask.values);
    QVERIFY(grown(Mask8(), 3).empty());
  }

  void featherKeepsTheMiddleAndSoftensTheEdge() {
    const Mask8 soft = feathered(with_disc(100, 30), 3);
    QCOMPARE(int(soft.values[50 * 100 + 50]), 0);
    QCOMPARE(int(soft.values[0]), 255);
    const int edge = soft.values[50 * 100 + 80];
    QVERIFY(edge > 80 && edge < 175);
  }

  void aRegionIsWhatIsJoinedAndAlike() {
    const Image photo = two_colours(40, 20, 15);
    const Mask8 region = similar_region(photo, 2, 2, 10);
    for (int y = 0; y < 20; ++y)
      for (int x = 0; x < 40; ++x) QCOMPARE(int(region.values[static_cast<std::size_t>(y) * 40 + x]), x < 15 ? 255 : 0);
    QCOMPARE(std::count(region.values.begin(), region.values.end(), 255), 15 * 20);
    const Mask8 outside = similar_region(photo, 40, 2, 10);
    QVERIFY(std::all_of(outside.values.begin(), outside.values.end(), [](int v) { return v == 0; }));
    const Mask8 everything = similar_region(photo, 2, 2, 255);
    QVERIFY(std::all_of(everything.values.begin(), everything.values.end(), [](int v) { return v == 255; }));
  }

  void superpixelsCoverThePhotoInJoinedPieces() {
    const Image photo = two_colours(120, 90, 50);
    const Segments s = superpixels(photo, 15);
    QCOMPARE(s.labels.size(), std::size_t{120 * 90});
    const std::set<int> used(s.labels.begin(), s.labels.end());
    QCOMPARE(static_cast<int>(used.size()), s.count);
    QCOMPARE(*used.begin(), 0);
    QCOMPARE(*used.rbegin(), s.count - 1);
    QVERIFY(s.count > 48 / 2 && s.count < 48 * 2);
    // As many joined pieces as labels.
    std::vector<bool> seen(s.labels.size());
    int pieces = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (seen[i]) continue;
      ++pieces;
      std::vector<std::size_t> open{i};
      seen[i] = true;
      while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        const auto visit = [&](bool inside, std::size_t to) {
          if (inside && !seen[to] && s.labels[to] == s.labels[at]) {
            seen[to] = true;
            open.push_back(to);
          }
        };
        const auto x = at % 120, y = at / 120;
        visit(x > 0, at - 1), visit(x < 119, at + 1), visit(y > 0, at - 120), visit(y < 89, at + 120);
      }
    }
    QCOMPARE(pieces, s.count);
    QCOMPARE(superpixels(photo, 15).labels, s.labels);
  }

  void superpixelsFollowAnEdge() {
    const Segments s = superpixels(two_colours(120, 90, 53), 20);
    std::vector<int> left(static_cast<std::size_t>(s.count)), right(left.size());
    for (int y = 0; y < 90; ++y)
      for (int x = 0; x < 120; ++x) ++(x < 53 ? left : right)[static_cast<std::size_t>(s.labels[static_cast<std::size_t>(y) * 120 + x])];
    int wrong = 0;
    for (std::size_t k = 0; k < left.size(); ++k) wrong += std::min(left[k], right[k]);
    QVERIFY2(wrong <= 90, qPrintable(QString::number(wrong)));  // a pixel a row
  }

  void smallAndPlainPicturesHaveSegments() {
    QCOMPARE(superpixels(Image(), 10).count, 0);
    QCOMPARE(superpixels(Image(1, 1), 10).count, 1);
    QVERIFY(superpixels(Image(30, 30), 10).count >= 1);
  }
};

QTEST_GUILESS_MAIN(MaskOpsTest)
#include "test_mask_ops.moc"
