// Superpixels, on pictures with known edges.
#include <QTest>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <set>
#include <vector>

#include "core/image/superpixels.h"

using namespace fido;

namespace {

// Returns a photo that is red left of `edge` and blue right of it, with a little noise.
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

// Returns noise: every pixel has its own colour, which is the hardest case for merging fragments.
Image noise(int width, int height, std::uint32_t state = 1) {
  Image photo(width, height);
  for (auto& v : photo.rgb)
    v = static_cast<std::uint8_t>((state = state * 1664525U + 1013904223U) >> 24U);
  return photo;
}

std::vector<int> segment_sizes(const Segments& s) {
  std::vector<int> out(static_cast<std::size_t>(s.count));
  for (const auto label : s.labels) ++out[static_cast<std::size_t>(label)];
  return out;
}

// Counts the components of pixels with the same label that share sides.
int count_components(const Segments& s) {
  std::vector<bool> seen(s.labels.size());
  int components = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i]) continue;
    ++components;
    std::vector<std::size_t> pending{i};
    seen[i] = true;
    while (!pending.empty()) {
      const auto from = pending.back();
      pending.pop_back();
      const auto visit = [&](bool inside, std::size_t to) {
        if (!inside || seen[to] || s.labels[to] != s.labels[from]) return;
        seen[to] = true;
        pending.push_back(to);
      };
      const auto width = static_cast<std::size_t>(s.width), x = from % width;
      visit(x > 0, from - 1), visit(x + 1 < width, from + 1);
      visit(from >= width, from - width), visit(from + width < seen.size(), from + width);
    }
  }
  return components;
}

// Checks that every pixel has a label, every label is used, and each label is one connected
// component.
void verify_partition(const Segments& s, const Image& photo) {
  QCOMPARE(s.width, photo.width);
  QCOMPARE(s.height, photo.height);
  QCOMPARE(s.labels.size(), photo.rgb.size() / 3);
  const std::set<int> used(s.labels.begin(), s.labels.end());
  QCOMPARE(static_cast<int>(used.size()), s.count);
  QCOMPARE(*used.begin(), 0);
  QCOMPARE(*used.rbegin(), s.count - 1);
  QCOMPARE(count_components(s), s.count);
}

}  // namespace

class SuperpixelsTest : public QObject {
  Q_OBJECT

 private slots:
  void segmentsAreConnectedAndCoverThePhoto_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("size");
    const std::array<std::array<int, 3>, 9> cases{{{120, 90, 15},
                                                   {97, 61, 4},
                                                   {97, 61, 33},
                                                   {200, 1, 10},
                                                   {1, 200, 10},
                                                   {3, 2, 4},
                                                   {50, 40, 500},
                                                   {2, 90, 40},
                                                   {64, 64, 8}}};
    for (const auto& [width, height, size] : cases)
      QTest::addRow("%dx%d in %d", width, height, size) << width << height << size;
  }

  void segmentsAreConnectedAndCoverThePhoto() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, size);
    for (const Image& photo :
         {two_colours(width, height, width / 3), noise(width, height), Image(width, height)})
      for (const double compactness : {0.0, 1.0, 10.0, 40.0}) {
        const Segments s = superpixels(photo, size, compactness);
        verify_partition(s, photo);
        if (QTest::currentTestFailed()) return;
        QCOMPARE(superpixels(photo, size, compactness).labels, s.labels);
      }
  }

  void segmentCountIsNearTheRequested() {
    const auto near = [](const Segments& s, int expected) {
      return 10 * std::abs(s.count - expected) <= 2 * expected;
    };
    for (const int size : {5, 10, 16, 25}) {
      const int expected = 240 * 160 / (size * size);
      QVERIFY2(near(superpixels(Image(240, 160), size), expected),
               qPrintable(QString::number(size)));
      QVERIFY2(near(superpixels(two_colours(240, 160, 77), size), expected),
               qPrintable(QString::number(size)));
    }
    QCOMPARE(superpixels(Image(200, 2), 20).count, 10);  // flatter than a segment
  }

  void uniformPhotoIsCutIntoSquares() {
    const Segments s = superpixels(Image(60, 40), 20);
    QCOMPARE(s.count, 6);
    for (const int n : segment_sizes(s))
      QVERIFY2(std::abs(n - 400) <= 80, qPrintable(QString::number(n)));
  }

  // This holds at the top left corner too, where a small fragment comes before any other segment.
  void noSegmentIsTiny() {
    for (std::uint32_t seed = 1; seed <= 20; ++seed)
      for (const int n : segment_sizes(superpixels(noise(60, 60, seed), 10, 1)))
        QVERIFY2(n >= 25, qPrintable(QString::number(n)));
  }

  void isolatedPixelsJoinTheSegmentAroundThem() {
    Image photo(60, 60);
    for (const auto& [x, y] : {std::pair{0, 0}, {30, 30}, {59, 59}, {17, 41}})
      std::fill_n(photo.row(y) + 3 * x, 3, std::uint8_t{255});
    const Segments s = superpixels(photo, 20);
    verify_partition(s, photo);
    for (const int n : segment_sizes(s)) QVERIFY2(n >= 100, qPrintable(QString::number(n)));
  }

  void segmentsFollowEdges() {
    for (const double compactness : {10.0, 20.0})
      for (const int edge : {47, 50, 53, 60}) {
        const Segments s = superpixels(two_colours(120, 90, edge), 20, compactness);
        std::vector<int> left(static_cast<std::size_t>(s.count)), right(left.size());
        for (int y = 0; y < 90; ++y)
          for (int x = 0; x < 120; ++x)
            ++(x < edge ? left : right)[static_cast<std::size_t>(
                s.labels[static_cast<std::size_t>(y) * 120 + x])];
        for (std::size_t k = 0; k < left.size(); ++k) {
          const int wrong = std::min(left[k], right[k]);
          QVERIFY2(wrong <= 5,
                   qPrintable(QString("edge %1, segment %2: %3").arg(edge).arg(k).arg(wrong)));
        }
      }
  }

  void degenerateSizesAreHandled() {
    QCOMPARE(superpixels(Image(), 10).count, 0);
    QVERIFY(superpixels(Image(), 10).labels.empty());
    QCOMPARE(superpixels(Image(1, 1), 10).labels, std::vector<std::int32_t>{0});
    const Image photo = two_colours(40, 30, 20);
    QCOMPARE(superpixels(photo, 0).labels, superpixels(photo, 4).labels);
    QCOMPARE(superpixels(photo, -7).labels, superpixels(photo, 4).labels);
    QCOMPARE(superpixels(photo, std::numeric_limits<int>::max()).count, 1);
  }
};

QTEST_GUILESS_MAIN(SuperpixelsTest)
#include "test_superpixels.moc"
