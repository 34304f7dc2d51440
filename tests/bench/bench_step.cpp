// Measures the parts of a step other than the classifier: `bench_step --benchmark_repetitions=5`.
#include "core/base/torch.h"

#include <benchmark/benchmark.h>

#include "core/base/process.h"
#include "core/explain/pixel_step.h"
#include "core/infill/infiller.h"

namespace {

using namespace fido;

constexpr int kSide = 224, kGrid = 56;

torch::Tensor photo() {
  torch::manual_seed(1);
  return torch::randn({1, 3, kSide, kSide}).contiguous(torch::MemoryFormat::ChannelsLast);
}

void infill(benchmark::State& state, const char* name, bool aten) {
  const torch::NoGradGuard no_grad;
  const auto image = photo();
  const auto infiller = make_infiller(name).value();
  infiller->begin({image, torch::zeros({1, 3, 1, 1}), torch::ones({1, 3, 1, 1}), 0});
  const auto keep = (torch::rand({state.range(0), 1, kSide, kSide}) < 0.5).to(torch::kFloat32);
  const bool local = std::string(name) == "local";
  for (auto _ : state)
    benchmark::DoNotOptimize(aten ? (local ? local_aten(image, keep) : push_pull_aten(image, keep))
                                  : infiller->fill(keep));
}

template <class F>
void measure_step(benchmark::State& state, bool aten, F call) {
  const auto image = photo();
  const auto step = aten ? make_aten_step(image, kGrid, SamplingOptions{})
                         : make_fused_step(image, kGrid, SamplingOptions{});
  const std::vector<float> theta(kGrid * kGrid, 0.5F);
  const auto fill = torch::zeros_like(image);
  const auto gradient =
      torch::randn({8, 3, kSide, kSide}).contiguous(torch::MemoryFormat::ChannelsLast);
  for (auto _ : state) call(*step, theta, fill, gradient);
}

void draw_blend_backward(benchmark::State& state, bool aten) {
  measure_step(state, aten,
               [](PixelStep& step, const std::vector<float>& theta, const torch::Tensor& fill,
                  const torch::Tensor& gradient) {
                 {
                   const torch::NoGradGuard no_grad;
                   step.draw_masks(theta, 0);
                   step.blend(fill);
                 }
                 benchmark::DoNotOptimize(step.backward(gradient));
               });
}

}  // namespace

int main(int argc, char** argv) {
  prepare_process();
  for (const char* name : {"mean", "random", "local", "push-pull"})
    benchmark::RegisterBenchmark((std::string("infill/") + name).c_str(), infill, name, false)
        ->Arg(8)
        ->Arg(1)
        ->UseRealTime();
  for (const char* name : {"local", "push-pull"})
    benchmark::RegisterBenchmark((std::string("infill in ATen/") + name).c_str(), infill, name,
                                 true)
        ->Arg(8)
        ->UseRealTime();
  benchmark::RegisterBenchmark("draw, blend, gradient: fused", draw_blend_backward, false)
      ->UseRealTime();
  benchmark::RegisterBenchmark("draw, blend, gradient: ATen", draw_blend_backward, true)
      ->UseRealTime();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
