#include "core/infill/net/attention.h"

#include <cmath>

namespace fido {
namespace {

constexpr double kSoftmaxScale = 10, kMinNorm = 1e-4, kMinWeight = 1e-12;

// For each of `to` output positions along one axis, the nearest of `from` input positions.
torch::Tensor nearest_indices(std::int64_t from, std::int64_t to, CaConvention convention,
                              const torch::Device& device) {
  auto indices = torch::empty({to}, torch::kInt64);
  auto* values = indices.data_ptr<std::int64_t>();
  const float scale = to > 1 ? static_cast<float>(from - 1) / static_cast<float>(to - 1) : 0.F;
  for (std::int64_t i = 0; i < to; ++i)
    values[i] = convention == CaConvention::pytorch
                    ? i * from / to
                    : std::min<std::int64_t>(from - 1, std::lround(static_cast<float>(i) * scale));
  return indices.to(device);
}

// Returns s[i,j] + s[i-1,j-1] + s[i+1,j+1].
torch::Tensor sum_along_diagonal(const torch::Tensor& s) {
  auto out = s.clone(torch::MemoryFormat::Contiguous);
  out.slice(1, 1).slice(2, 1).add_(s.slice(1, 0, -1).slice(2, 0, -1));
  out.slice(1, 0, -1).slice(2, 0, -1).add_(s.slice(1, 1).slice(2, 1));
  return out;
}

}  // namespace

torch::Tensor resize_nearest(const torch::Tensor& x, std::int64_t height, std::int64_t width,
                             CaConvention convention) {
  if (convention == CaConvention::pytorch && height == 2 * x.size(2) && width == 2 * x.size(3))
    return at::upsample_nearest2d(x, {height, width});
  return x.index_select(2, nearest_indices(x.size(2), height, convention, x.device()))
      .index_select(3, nearest_indices(x.size(3), width, convention, x.device()));
}

torch::Tensor contextual_attention(const torch::Tensor& x, const torch::Tensor& hole,
                                   CaConvention convention) {
  const auto count = x.size(0), height = x.size(2), width = x.size(3), h = height / 2,
             w = width / 2, positions = h * w;
  const auto half = resize_nearest(x, h, w, convention);
  const auto patches = at::im2col(half.contiguous(), {3, 3}, {1, 1}, {1, 1}, {1, 1});  // [N,9C,hw]
  const auto squares = convention == CaConvention::tensorflow
                           ? patches.square().sum(1, true)
                           : (patches.square() + kMinNorm).sum(1, true);
  const auto norms = convention == CaConvention::tensorflow
                         ? squares.clamp_min(kMinNorm * kMinNorm).sqrt()
                         : squares.sqrt();
  auto similarity = at::bmm(patches.transpose(1, 2), patches / norms);  // [N, target, source]
  // Reorders both patch indices from row-major over a x b to column-major.
  const auto swap_axes = [&](const torch::Tensor& s, std::int64_t a, std::int64_t b) {
    return s.view({count, a, b, a, b})
        .permute({0, 2, 1, 4, 3})
        .reshape({count, positions, positions});
  };
  similarity = swap_axes(sum_along_diagonal(swap_axes(sum_along_diagonal(similarity), h, w)), w, h);
  const auto is_known =
      (at::max_pool2d(hole, 3, 1, 1) == 0).to(x.scalar_type()).view({count, 1, positions});
  // Set tiny weights to zero: they add nothing, and denormal numbers would make the product several
  // times slower.
  const auto weights =
      at::threshold(at::softmax(similarity * is_known * kSoftmaxScale, 2), kMinWeight, 0) *
      is_known;
  const auto pieces = at::im2col(x.contiguous(), {4, 4}, {1, 1}, {1, 1}, {2, 2});  // [N,16C,hw]
  return at::col2im(at::bmm(pieces, weights.transpose(1, 2)), {height, width}, {4, 4}, {1, 1},
                    {1, 1}, {2, 2}) /
         4;
}

}  // namespace fido
