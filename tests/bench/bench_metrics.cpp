// Measures what an evaluation computes from a map apart from forward passes of the classifier; it
// must be cheap compared with making the map.
#include <benchmark/benchmark.h>

#include <random>

#include "core/evaluate/map_metrics.h"

namespace {

constexpr int kSide = 224, kMaps = 1000;

std::vector<fido::Plane> maps() {
  std::mt19937 random(0);
  std::uniform_real_distribution<float> value(0, 1);
  std::vector<fido::Plane> out(16, fido::Plane(kSide, kSide));
  for (auto& map : out)
    for (float& v : map.values) v = value(random);
  return out;
}

// WSL, SM, pointing game and share outside the boxes, for a thousand maps.
void Localisation(benchmark::State& state) {
  const auto all = maps();
  const std::vector<fido::Box> boxes{{10, 20, 120, 150}, {100, 90, 210, 220}};
  for (auto _ : state)
    for (int i = 0; i < kMaps; ++i) {
      const auto& map = all[static_cast<std::size_t>(i) % all.size()];
      const auto box = fido::box_over_half(map);
      benchmark::DoNotOptimize(box ? fido::best_iou(*box, boxes) : 0);
      benchmark::DoNotOptimize(fido::share_outside(map, boxes));
      benchmark::DoNotOptimize(fido::is_pointing_game_hit(map, boxes));
      benchmark::DoNotOptimize(fido::saliency_metric(0.3, 0.5));
    }
}
BENCHMARK(Localisation)->Unit(benchmark::kMillisecond);

// The masks of one map's deletion and insertion curves.
void CurveMasks(benchmark::State& state) {
  const auto all = maps();
  for (auto _ : state)
    for (const double share : fido::curve_shares()) {
      const auto mask = fido::deletion_mask(all[0], share);
      benchmark::DoNotOptimize(fido::invert_mask(mask));
    }
}
BENCHMARK(CurveMasks)->Unit(benchmark::kMillisecond);

void RankCorrelation(benchmark::State& state) {
  const auto all = maps();
  for (auto _ : state) benchmark::DoNotOptimize(fido::rank_correlation(all[0], all[1]));
}
BENCHMARK(RankCorrelation)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
