// Every infiller compared with a naive loop, on odd, tiny and ordinary sizes, and on masks that
// keep nothing and everything.
#include "core/base/torch.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QtTest>
#include <cmath>

#include "core/infill/infiller.h"
#include "core/infill/infillers.h"
#include "infiller_support.h"

using namespace fido;
using namespace fido::test;

namespace {

torch::Tensor naive_local(const torch::Tensor& image, const torch::Tensor& keep) {
  const auto x = image.contiguous();
  auto out = torch::zeros({keep.size(0), x.size(1), x.size(2), x.size(3)});
  const auto px = x.accessor<float, 4>();
  const auto pk = keep.accessor<float, 4>();
  auto po = out.accessor<float, 4>();
  const auto h = x.size(2), w = x.size(3);
  for (std::int64_t n = 0; n < keep.size(0); ++n)
    for (std::int64_t c = 0; c < x.size(1); ++c)
      for (std::int64_t y = 0; y < h; ++y)
        for (std::int64_t i = 0; i < w; ++i) {
          double sum = 0;
          int count = 0;
          for (auto v = std::max<std::int64_t>(0, y - 7); v < std::min(h, y + 8); ++v)
            for (auto u = std::max<std::int64_t>(0, i - 7); u < std::min(w, i + 8); ++u)
              if (pk[n][0][v][u] > 0.5F) {
                sum += static_cast<double>(px[0][c][v][u]);
                ++count;
              }
          po[n][c][y][i] = count ? static_cast<float>(sum / count) : 0.F;
        }
  return out;
}

// Fills one plane by the definition in docs/method.md, with recursion over the levels.
std::vector<double> naive_push_pull(const std::vector<double>& a, const std::vector<double>& weight,
                                    std::int64_t h, std::int64_t w) {
  if (h == 1 && w == 1) return a;
  const auto h2 = (h + 1) / 2, w2 = (w + 1) / 2;
  std::vector<double> sum(h2 * w2), total(h2 * w2);
  for (std::int64_t y = 0; y < h; ++y)
    for (std::int64_t x = 0; x < w; ++x) {
      sum[y / 2 * w2 + x / 2] += a[y * w + x];
      total[y / 2 * w2 + x / 2] += weight[y * w + x];
    }
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double cap = std::max(1.0, total[i]);
    sum[i] /= cap;
    total[i] /= cap;
  }
  const auto coarse = naive_push_pull(sum, total, h2, w2);
  std::vector<double> out(a.size());
  for (std::int64_t y = 0; y < h; ++y)
    for (std::int64_t x = 0; x < w; ++x) {
      double up = 0;
      for (const int dy : {0, 1})
        for (const int dx : {0, 1}) {
          const auto v = std::clamp<std::int64_t>(y / 2 + (dy ? (y % 2 ? 1 : -1) : 0), 0, h2 - 1);
          const auto u = std::clamp<std::int64_t>(x / 2 + (dx ? (x % 2 ? 1 : -1) : 0), 0, w2 - 1);
          up += (dy ? 0.25 : 0.75) * (dx ? 0.25 : 0.75) * coarse[v * w2 + u];
        }
      out[y * w + x] = a[y * w + x] + (1 - weight[y * w + x]) * up;
    }
  return out;
}

torch::Tensor naive_push_pull(const torch::Tensor& image, const torch::Tensor& keep) {
  const auto x = image.contiguous();
  const auto h = x.size(2), w = x.size(3);
  auto out = torch::empty({keep.size(0), x.size(1), h, w});
  for (std::int64_t n = 0; n < keep.size(0); ++n)
    for (std::int64_t c = 0; c < x.size(1); ++c) {
      std::vector<double> a(h * w), weight(h * w);
      for (std::int64_t i = 0; i < h * w; ++i) {
        weight[i] = keep[n].data_ptr<float>()[i];
        a[i] = weight[i] * static_cast<double>(x[0][c].data_ptr<float>()[i]);
      }
      const auto filled = naive_push_pull(a, weight, h, w);
      for (std::int64_t i = 0; i < h * w; ++i)
        out[n][c].data_ptr<float>()[i] = static_cast<float>(filled[i]);
    }
  return out;
}

torch::Tensor naive_blur(const torch::Tensor& image) {
  const auto mirror = [](std::int64_t i, std::int64_t n) {
    if (n == 1) return std::int64_t{0};
    const auto period = 2 * (n - 1);
    const auto j = ((i % period) + period) % period;
    return j < n ? j : period - j;
  };
  std::vector<double> kernel(81);
  double sum = 0;
  for (int k = 0; k < 81; ++k) sum += kernel[k] = std::exp(-(k - 40) * (k - 40) / 200.0);
  const auto x = image.contiguous();
  const auto h = x.size(2), w = x.size(3);
  auto across = torch::zeros({1, x.size(1), h, w}, torch::kFloat64),
       out = torch::zeros_like(across);
  for (std::int64_t c = 0; c < x.size(1); ++c) {
    for (std::int64_t y = 0; y < h; ++y)
      for (std::int64_t i = 0; i < w; ++i)
        for (int k = 0; k < 81; ++k)
          across[0][c].data_ptr<double>()[y * w + i] +=
              kernel[k] / sum *
              static_cast<double>(x[0][c].data_ptr<float>()[y * w + mirror(i + k - 40, w)]);
    for (std::int64_t y = 0; y < h; ++y)
      for (std::int64_t i = 0; i < w; ++i)
        for (int k = 0; k < 81; ++k)
          out[0][c].data_ptr<double>()[y * w + i] +=
              kernel[k] / sum * across[0][c].data_ptr<double>()[mirror(y + k - 40, h) * w + i];
  }
  return out.to(torch::kFloat32);
}

}  // namespace

class TestInfillers : public QObject {
  Q_OBJECT

 private slots:
  void infillers_match_naive_loops_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("ordinary") << 3 << 64 << 64;
    QTest::newRow("odd") << 3 << 37 << 53;
    QTest::newRow("grey") << 1 << 30 << 31;
    QTest::newRow("smaller than a window") << 3 << 5 << 3;
    QTest::newRow("a row") << 3 << 1 << 40;
    QTest::newRow("one pixel") << 3 << 1 << 1;
  }
  void infillers_match_naive_loops() {
    QFETCH(int, channels);
    QFETCH(int, height);
    QFETCH(int, width);
    const auto in = random_input(channels, height, width);
    const auto keep = random_masks(height, width);
    const auto filled = [&](const char* name) {
      const auto infiller = make_infiller(name).value();
      infiller->begin(in);
      const auto out = infiller->fill(keep);
      return out.expand({keep.size(0), channels, height, width});
    };
    QVERIFY(max_difference(filled("mean"), torch::zeros({5, channels, height, width})) == 0);
    QVERIFY(max_difference(filled("local"), naive_local(in.image, keep)) < 2e-6);
    QVERIFY(max_difference(filled("push-pull"), naive_push_pull(in.image, keep)) < 2e-6);
    QVERIFY(max_difference(filled("blur"),
                           naive_blur(in.image).expand({5, channels, height, width})) < 2e-5);
  }

  void push_pull_and_classical_preserve_kept_pixels_exactly() {
    const auto in = random_input(3, 41, 29);
    const auto keep = random_masks(41, 29);
    for (const char* name : {"push-pull", "telea", "navier-stokes"}) {
      const auto infiller = make_infiller(name).value();
      infiller->begin(in);
      const auto out = infiller->fill(keep);
      QVERIFY(torch::equal(out * keep, in.image * keep));
      QVERIFY(torch::isfinite(out).all().item<bool>());
    }
  }

  void infill_is_independent_of_other_images_in_the_batch() {
    const auto in = random_input(3, 33, 47);
    const auto keep = random_masks(33, 47);
    for (const auto& info : infillers()) {
      if (info.stochastic) continue;
      const auto infiller = make_infiller(info.id).value();
      infiller->begin(in);
      const auto together = infiller->fill(keep).clone();
      if (together.size(0) == 1) continue;
      for (int n = 0; n < 5; ++n)
        // A convolution sums one image in another order than a batch of five, so learned infillers
        // agree only up to rounding (see test_learned).
        QVERIFY2(max_difference(infiller->fill(keep.slice(0, n, n + 1))[0], together[n]) <=
                     (info.card_path.empty() ? 0 : 1e-4),
                 info.id.c_str());
    }
  }

  void infiller_accepts_photos_of_changing_size() {
    const auto infiller = make_infiller("push-pull").value();
    for (const int size : {16, 48, 31}) {
      const auto in = random_input(3, size, size);
      const auto keep = random_masks(size, size);
      infiller->begin(in);
      QVERIFY(max_difference(infiller->fill(keep), naive_push_pull(in.image, keep)) < 2e-6);
    }
  }

  void classical_infillers_continue_the_surroundings() {
    auto in = random_input(3, 32, 32);
    in.image = torch::full({1, 3, 32, 32}, 0.5F).contiguous(torch::MemoryFormat::ChannelsLast);
    auto keep = torch::ones({1, 1, 32, 32});
    keep.slice(2, 10, 20).slice(3, 10, 20).fill_(0);
    for (const char* name : {"telea", "navier-stokes"}) {
      const auto infiller = make_infiller(name).value();
      infiller->begin(in);
      // OpenCV computes with eight bits and rounds more than once.
      QVERIFY2(max_difference(infiller->fill(keep), in.image) < 0.05, name);
    }
  }

  void random_noise_is_repeatable_and_has_the_defined_deviation() {
    const auto in = random_input(3, 100, 100);
    const auto keep = torch::zeros({6, 1, 100, 100});
    const auto infiller = make_infiller("random").value();
    infiller->begin(in);
    const auto first = infiller->fill(keep), second = infiller->fill(keep);
    QVERIFY(!torch::equal(first, second));
    QVERIFY(!torch::equal(first[0], first[1]));
    infiller->begin(in);
    QVERIFY(torch::equal(infiller->fill(keep), first));
    auto other = in;
    other.seed = 6;
    infiller->begin(other);
    QVERIFY(!torch::equal(infiller->fill(keep), first));
    const auto values = infiller->fill(torch::zeros({64, 1, 100, 100})) * in.std + in.mean;
    QVERIFY(values.min().item<double>() > -1e-5 && values.max().item<double>() < 1 + 1e-5);
    // Where the mean colour lies well inside [0, 1], the noise is not clamped and its standard
    // deviation is 0.2.
    const auto mean = values.mean({2, 3}), deviation = values.std(std::vector<std::int64_t>{2, 3});
    int checked = 0;
    for (int n = 0; n < 64; ++n)
      for (int c = 0; c < 3; ++c) {
        if (std::abs(mean[n][c].item<double>() - 0.5) > 0.04) continue;
        ++checked;
        QVERIFY(std::abs(deviation[n][c].item<double>() - 0.2) < 0.01);
      }
    QVERIFY(checked > 3);
  }

  void aten_versions_match_naive_loops() {
    for (const auto& [height, width] : {std::pair{37, 53}, {64, 64}, {1, 9}}) {
      const auto in = random_input(3, height, width);
      const auto keep = random_masks(height, width);
      QVERIFY(max_difference(local_aten(in.image, keep), naive_local(in.image, keep)) < 1e-5);
      QVERIFY(max_difference(push_pull_aten(in.image, keep), naive_push_pull(in.image, keep)) <
              1e-5);
    }
  }

  void unknown_infiller_is_not_created() { QVERIFY(!make_infiller("crystal-ball")); }
};

QTEST_GUILESS_MAIN(TestInfillers)
#include "test_infillers.moc"
