// Compares contextual attention as batched matrix products with the published formulation, which
// takes image by image and uses its patches as convolution kernels. Both must give the same result;
// this is checked before anything is measured.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "core/infill/net/attention.h"

namespace {

using torch::Tensor;

Tensor fused(const Tensor& scores, std::int64_t h, std::int64_t w, const Tensor& diagonal) {
  const auto sum_diagonal = [&](const Tensor& s) {
    return at::conv2d(s.view({1, 1, h * w, h * w}), diagonal, {}, 1, 1);
  };
  const auto swap_patch_axes = [](const Tensor& s, std::int64_t a, std::int64_t b) {
    return s.view({a, b, a, b}).permute({1, 0, 3, 2}).contiguous();
  };
  return swap_patch_axes(sum_diagonal(swap_patch_axes(sum_diagonal(scores), h, w)), w, h);
}

Tensor published(const Tensor& x, const Tensor& hole) {
  const auto channels = x.size(1), h = x.size(2) / 2, w = x.size(3) / 2;
  const auto diagonal = torch::eye(3).view({1, 1, 3, 3});
  std::vector<Tensor> out;
  for (std::int64_t n = 0; n < x.size(0); ++n) {
    const auto one = x.slice(0, n, n + 1),
               half = one.slice(2, 0, 2 * h, 2).slice(3, 0, 2 * w, 2).contiguous();
    const auto patches = at::im2col(half, {3, 3}, {1, 1}, {1, 1}, {1, 1})[0].t().contiguous().view(
        {h * w, channels, 3, 3});
    const auto norms = (patches.square() + 1e-4).sum({1, 2, 3}, true).sqrt();
    const auto similarity =
        at::conv2d(half, patches / norms, {}, 1, 1).view({h * w, h * w});  // [patch, position]
    const auto outside_hole = (at::max_pool2d(hole.slice(0, n, n + 1), 3, 1, 1) == 0)
                                  .to(torch::kFloat32)
                                  .view({1, h * w, 1, 1});
    auto weights = fused(similarity, h, w, diagonal).view({1, h * w, h, w});
    weights = at::softmax(weights * outside_hole * 10, 1) * outside_hole;
    const auto pasted_patches =
        at::im2col(one.contiguous(), {4, 4}, {1, 1}, {1, 1}, {2, 2})[0].t().contiguous().view(
            {h * w, channels, 4, 4});
    out.push_back(at::conv_transpose2d(weights, pasted_patches, {}, 2, 1) / 4);
  }
  return at::cat(out);
}

struct Input {
  Tensor x, hole;
};

Input input(std::int64_t count) {
  torch::manual_seed(1);
  auto hole = torch::zeros({count, 1, 32, 32});
  hole.slice(2, 10, 22).slice(3, 8, 20).fill_(1);
  // The sizes that these features have in a network of the authors' width for a 256 x 256 photo.
  return {torch::randn({count, 128, 64, 64}), hole};
}

template <class F>
void run(benchmark::State& state, F attention) {
  const torch::NoGradGuard no_grad;
  const auto [x, hole] = input(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(attention(x, hole));
}

void matrix_products(benchmark::State& state) {
  run(state, [](const Tensor& x, const Tensor& hole) {
    return fido::contextual_attention(x, hole, fido::CaConvention::pytorch);
  });
}
void as_published(benchmark::State& state) { run(state, published); }

BENCHMARK(matrix_products)->Arg(1)->Arg(8)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(as_published)->Arg(1)->Arg(8)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  const torch::NoGradGuard no_grad;
  const auto [x, hole] = input(2);
  const double max_difference =
      (fido::contextual_attention(x, hole, fido::CaConvention::pytorch) - published(x, hole))
          .abs()
          .max()
          .item<double>();
  if (!(max_difference < 1e-3)) {
    std::fprintf(stderr, "bench_attention: the two differ by %g\n", max_difference);
    return EXIT_FAILURE;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
