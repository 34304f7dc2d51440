// The pixel loops of the relaxed masks: whether the random numbers have the specified distribution,
// and whether the gradient is that of the quantity being estimated.
#include <QtTest>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "core/explain/relaxation.h"
#include "core/image/upsampler.h"

using namespace fido;

namespace {

constexpr int kSide = 3;
constexpr int kPixels = kSide * kSide;

// A picture of nine grey pixels, its infill, and a smooth, strongly coupled score of the blend.
constexpr std::array<float, kPixels> kPhoto{0.9F, -0.4F, 0.3F, 1.2F, -1.0F,
                                            0.5F, 0.1F,  0.8F, -0.6F};
constexpr std::array<float, kPixels> kFill{0.F, 0.2F, -0.3F, 0.F, 0.4F, 0.F, -0.5F, 0.1F, 0.2F};

double toy_score(const float* x, float* gradient = nullptr) {
  double sum = 0;
  for (int i = 0; i < kPixels; ++i) sum += (i + 1) * 0.15 * static_cast<double>(x[i]);
  const double pair = static_cast<double>(x[0]) * static_cast<double>(x[4]) +
                      static_cast<double>(x[2]) * static_cast<double>(x[7]);
  if (gradient) {
    const double slope = 1 - std::pow(std::tanh(sum), 2);
    for (int i = 0; i < kPixels; ++i) gradient[i] = static_cast<float>(slope * (i + 1) * 0.15);
    gradient[0] += x[4];
    gradient[4] += x[0];
    gradient[2] += x[7];
    gradient[7] += x[2];
  }
  return std::tanh(sum) + pair;
}

// Returns the expected score, and computes its gradient with respect to every p, over all 2^9
// masks.
double enumerate_masks(const std::array<float, kPixels>& p, std::array<double, kPixels>& gradient) {
  gradient.fill(0);
  double expected = 0;
  for (int mask = 0; mask < (1 << kPixels); ++mask) {
    double weight = 1;
    std::array<float, kPixels> x{};
    for (int i = 0; i < kPixels; ++i) {
      const bool kept = (mask >> i & 1) != 0;
      weight *= static_cast<double>(kept ? 1 - p[i] : p[i]);
      x[i] = kept ? kPhoto[i] : kFill[i];
    }
    const double s = toy_score(x.data());
    expected += weight * s;
    for (int i = 0; i < kPixels; ++i) {
      const bool kept = (mask >> i & 1) != 0;
      gradient[i] += weight * s *
                     (kept ? -1 / (1 - static_cast<double>(p[i])) : 1 / static_cast<double>(p[i]));
    }
  }
  return expected;
}

}  // namespace

class TestRelaxation : public QObject {
  Q_OBJECT

 private slots:
  // Every sample's u is uniform by itself, stratified or not: its moments are right and its
  // histogram is flat.
  void draws_are_uniform_data() {
    QTest::addColumn<bool>("stratified");
    QTest::addColumn<int>("samples");
    QTest::newRow("independent") << false << 8;
    QTest::newRow("stratified") << true << 8;
    QTest::newRow("stratified, odd batch") << true << 5;
    QTest::newRow("stratified in groups") << true << 37;
  }
  void draws_are_uniform() {
    QFETCH(bool, stratified);
    QFETCH(int, samples);
    constexpr std::int64_t pixels = 200'003;  // not a multiple of a block
    SamplingOptions options;
    options.samples = samples;
    options.stratified = stratified;
    options.seed = 7;
    std::vector<float> u(pixels * samples);
    draw_uniform(options, pixels, 0, pixels, u.data());
    const double n = pixels;
    for (int s = 0; s < samples; ++s) {
      double sum = 0, squares = 0;
      std::array<int, 16> bins{};
      for (std::int64_t i = 0; i < pixels; ++i) {
        const float v = u[s * pixels + i];
        QVERIFY2(v > 0 && v < 1, qPrintable(QString::number(static_cast<double>(v), 'g', 12)));
        sum += static_cast<double>(v);
        squares += static_cast<double>(v) * static_cast<double>(v);
        ++bins[static_cast<int>(v * 16)];
      }
      // The tolerances are five standard errors each.
      QVERIFY(std::abs(sum / n - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
      QVERIFY(std::abs(squares / n - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / n));
      for (const int count : bins) QVERIFY(std::abs(count - n / 16) < 5 * std::sqrt(n / 16));
    }
  }

  void each_stratum_holds_one_sample() {
    constexpr std::int64_t pixels = 1000;
    SamplingOptions options;
    std::vector<float> u(pixels * options.samples);
    draw_uniform(options, pixels, 0, pixels, u.data());
    std::array<int, 8> first_stratum{};
    for (std::int64_t i = 0; i < pixels; ++i) {
      std::array<int, 8> seen{};
      for (int s = 0; s < 8; ++s) ++seen[static_cast<int>(u[s * pixels + i] * 8)];
      for (const int count : seen) QCOMPARE(count, 1);
      ++first_stratum[static_cast<int>(u[i] * 8)];
    }
    // 125 plus or minus about 5 standard deviations
    for (const int count : first_stratum) QVERIFY(count > 80 && count < 175);
  }

  void neighbouring_pixels_and_iterations_are_uncorrelated() {
    constexpr std::int64_t pixels = 400'000;
    SamplingOptions options;
    std::vector<float> u(pixels * options.samples), later(u.size());
    draw_uniform(options, pixels, 0, pixels, u.data());
    options.iteration = 1;
    draw_uniform(options, pixels, 0, pixels, later.data());
    double pixel = 0, step = 0;
    for (std::int64_t i = 0; i + 1 < pixels; ++i) {
      pixel += (static_cast<double>(u[i]) - 0.5) * (static_cast<double>(u[i + 1]) - 0.5);
      step += (static_cast<double>(u[i]) - 0.5) * (static_cast<double>(later[i]) - 0.5);
    }
    const double limit = 5.0 / 12 / std::sqrt(static_cast<double>(pixels));
    QVERIFY(std::abs(pixel / pixels) < limit);
    QVERIFY(std::abs(step / pixels) < limit);
  }

  void drawing_in_pieces_gives_the_same_numbers() {
    constexpr std::int64_t pixels = 5000;
    SamplingOptions options;
    options.seed = 123456789012345ULL;
    std::vector<float> whole(pixels * options.samples), pieces(whole.size());
    draw_uniform(options, pixels, 0, pixels, whole.data());
    for (std::int64_t at = 0; at < pixels; at += 777)
      draw_uniform(options, pixels, at, std::min(pixels, at + 777), pieces.data());
    QCOMPARE(whole, pieces);
    options.seed ^= 1ULL << 40;  // the upper half of the seed matters as well
    draw_uniform(options, pixels, 0, pixels, pieces.data());
    QVERIFY(whole != pieces);
  }

  // With noise blocks, each block and sample has one number, independent of its neighbours, whether
  // drawn at once or in pieces.
  void noise_blocks_share_their_numbers() {
    constexpr std::int64_t width = 37, height = 29, pixels = width * height;
    SamplingOptions options;
    options.block = 8;
    options.width = width;
    std::vector<float> u(pixels * options.samples), pieces(u.size());
    draw_uniform(options, pixels, 0, pixels, u.data());
    std::set<float> seen;
    for (int s = 0; s < options.samples; ++s)
      for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x) {
          QCOMPARE(u[s * pixels + y * width + x], u[s * pixels + y / 8 * 8 * width + x / 8 * 8]);
          seen.insert(u[s * pixels + y * width + x]);
        }
    QCOMPARE(seen.size(), std::size_t{5 * 4 * 8});
    for (std::int64_t at = 0; at < pixels; at += 100)
      draw_uniform(options, pixels, at, std::min(pixels, at + 100), pieces.data());
    QCOMPARE(u, pieces);
  }

  void masks_keep_with_probability_one_minus_p() {
    constexpr std::int64_t pixels = 100'000;
    SamplingOptions options;
    for (const float drop : {0.02F, 0.3F, 0.5F, 0.97F}) {
      std::vector<float> p(pixels, drop), logit(pixels), z(pixels * options.samples),
          keep(z.size());
      compute_logits(p.data(), pixels, logit.data());
      compute_masks(options, p.data(), logit.data(), pixels, 0, pixels, z.data(), keep.data());
      const double kept =
          std::accumulate(keep.begin(), keep.end(), 0.0) / static_cast<double>(keep.size());
      QVERIFY(std::abs(kept - (1 - static_cast<double>(drop))) < 0.005);
      for (std::size_t i = 0; i < z.size(); ++i) QVERIFY(keep[i] == std::round(z[i]));
    }
  }

  void extreme_probabilities_stay_finite() {
    const std::vector<float> p{0.F, 1.F, 1e-9F, 1 - 1e-7F, 0.5F, 0.5F, 0.F, 1.F, 0.5F};
    std::vector<float> logit(kPixels), z(kPixels * 8), keep(z.size()), slope(kPixels);
    const std::vector<float> gradient(z.size(), 1.F);
    SamplingOptions options;
    compute_logits(p.data(), kPixels, logit.data());
    compute_masks(options, p.data(), logit.data(), kPixels, 0, kPixels, z.data(), keep.data());
    blend_backward(options, 1, kPhoto.data(), kFill.data(), 0, z.data(), gradient.data(), kPixels,
                   0, kPixels, slope.data());
    logit_backward(p.data(), 0, kPixels, slope.data());
    for (const float v : z) QVERIFY(std::isfinite(v) && v >= 0 && v <= 1);
    for (const float v : slope) QVERIFY(std::isfinite(v));
    QCOMPARE(slope[0], 0.F);  // p is clamped at its bound, so the slope is 0
  }

  // Compares the mean score and gradient of many draws with exhaustive enumeration, at a
  // temperature low enough for the relaxation to be nearly binary. Both samplers must be unbiased.
  void estimator_matches_enumeration_data() {
    QTest::addColumn<bool>("stratified");
    QTest::newRow("independent") << false;
    QTest::newRow("stratified") << true;
  }
  void estimator_matches_enumeration() {
    QFETCH(bool, stratified);
    const std::array<float, kPixels> p{0.2F, 0.7F, 0.5F, 0.4F, 0.6F, 0.35F, 0.8F, 0.5F, 0.55F};
    std::array<double, kPixels> expected_gradient{};
    const double expected_score = enumerate_masks(p, expected_gradient);

    SamplingOptions options;
    options.temperature = 0.03F;
    options.stratified = stratified;
    std::vector<float> logit(kPixels), z(kPixels * options.samples), keep(z.size()), x(z.size()),
        gradient(z.size()), slope(kPixels);
    compute_logits(p.data(), kPixels, logit.data());
    constexpr int rounds = 60'000;
    double mean = 0, mean_squares = 0;
    std::array<double, kPixels> sum{}, squares{};
    for (int round = 0; round < rounds; ++round) {
      options.iteration = static_cast<std::uint32_t>(round);
      compute_masks(options, p.data(), logit.data(), kPixels, 0, kPixels, z.data(), keep.data());
      blend(1, options.samples, kPhoto.data(), kFill.data(), 0, z.data(), kPixels, 0, kPixels,
            x.data());
      double score = 0;
      for (int s = 0; s < options.samples; ++s)
        score += toy_score(&x[s * kPixels], &gradient[s * kPixels]) / options.samples;
      for (float& g : gradient) g /= static_cast<float>(options.samples);
      blend_backward(options, 1, kPhoto.data(), kFill.data(), 0, z.data(), gradient.data(), kPixels,
                     0, kPixels, slope.data());
      logit_backward(p.data(), 0, kPixels, slope.data());
      mean += score / rounds;
      mean_squares += score * score / rounds;
      for (int i = 0; i < kPixels; ++i) {
        sum[i] += static_cast<double>(slope[i]) / rounds;
        squares[i] += static_cast<double>(slope[i]) * static_cast<double>(slope[i]) / rounds;
      }
    }
    // The tolerance is five standard errors, plus 0.5 % for the remaining temperature.
    const auto limit = [](double m, double sq) {
      return 5 * std::sqrt((sq - m * m) / rounds) + 0.005;
    };
    QVERIFY2(std::abs(mean - expected_score) < limit(mean, mean_squares),
             qPrintable(QString("%1 %2").arg(mean).arg(expected_score)));
    for (int i = 0; i < kPixels; ++i)
      QVERIFY2(
          std::abs(sum[i] - expected_gradient[i]) < limit(sum[i], squares[i]),
          qPrintable(
              QString("pixel %1: %2, enumerated %3").arg(i).arg(sum[i]).arg(expected_gradient[i])));
  }

  void stratification_lowers_the_gradient_variance() {
    std::array<double, 2> variance{};
    for (const bool stratified : {false, true}) {
      const std::vector<float> p(kPixels, 0.5F);
      std::vector<float> logit(kPixels), z(kPixels * 8), keep(z.size()), slope(kPixels);
      const std::vector<float> gradient(z.size(), 0.125F);
      SamplingOptions options;
      options.stratified = stratified;
      compute_logits(p.data(), kPixels, logit.data());
      double sum = 0, squares = 0;
      for (std::uint32_t round = 0; round < 4000; ++round) {
        options.iteration = round;
        compute_masks(options, p.data(), logit.data(), kPixels, 0, kPixels, z.data(), keep.data());
        blend_backward(options, 1, kPhoto.data(), kFill.data(), 0, z.data(), gradient.data(),
                       kPixels, 0, kPixels, slope.data());
        sum += static_cast<double>(slope[0]);
        squares += static_cast<double>(slope[0]) * static_cast<double>(slope[0]);
      }
      variance[stratified ? 1 : 0] = squares / 4000 - sum / 4000 * sum / 4000;
    }
    QVERIFY2(variance[1] < 0.8 * variance[0],
             qPrintable(QString("%1 against %2").arg(variance[1]).arg(variance[0])));
  }

  void upsample_backward_is_the_transpose_of_upsample() {
    const Upsampler same(5, 4, 5, 4);
    std::vector<float> grid(20), full(20);
    std::iota(grid.begin(), grid.end(), 1.F);
    same.upsample(grid.data(), full.data());
    QCOMPARE(full, grid);
    // For any g and f, <upsample g, f> = <g, upsample_backward f>. Corners are aligned, and a grid
    // of one cell fills the whole picture.
    const Upsampler up(5, 4, 33, 21);
    std::vector<float> big(33 * 21), random(big.size()), back(20);
    for (std::size_t i = 0; i < random.size(); ++i) random[i] = std::sin(static_cast<float>(i));
    up.upsample(grid.data(), big.data());
    up.upsample_backward(random.data(), back.data());
    QCOMPARE(big.front(), grid.front());
    QCOMPARE(big.back(), grid.back());
    QCOMPARE(big[32], grid[4]);
    const double left = std::inner_product(big.begin(), big.end(), random.begin(), 0.0);
    const double right = std::inner_product(grid.begin(), grid.end(), back.begin(), 0.0);
    QVERIFY(std::abs(left - right) < 1e-3);
    QVERIFY(std::abs(std::accumulate(up.cell_areas().begin(), up.cell_areas().end(), 0.0) -
                     33 * 21) < 1e-4);
    const Upsampler one(1, 1, 7, 3);
    std::vector<float> flat(21);
    const float value = 0.25F;
    one.upsample(&value, flat.data());
    for (const float v : flat) QCOMPARE(v, value);
  }
};

QTEST_GUILESS_MAIN(TestRelaxation)
#include "test_relaxation.moc"
