#include "core/explain/relaxation.h"

#include <algorithm>
#include <cmath>

#include "core/base/simd.h"

namespace fido {
namespace {

constexpr int kGroupSize = 16;  // samples that are stratified together
// Pixels processed at a time, so that all data of a group stays in the first-level cache.
constexpr int kBlockSize = 512;
constexpr float kMinP = 1e-6F;
constexpr float kMaxU = 0.99999994F;

// Philox4x32-10: computes four words from the counter (position, 0, iteration, quad) and the seed.
FIDO_SIMD void philox(std::uint64_t seed, std::uint32_t iteration, std::uint32_t quad,
                      const std::uint32_t* position, int count, std::uint32_t* r0,
                      std::uint32_t* r1, std::uint32_t* r2, std::uint32_t* r3) {
  for (int i = 0; i < count; ++i) {
    std::uint32_t x0 = position[i], x1 = 0, x2 = iteration, x3 = quad;
    std::uint32_t k0 = static_cast<std::uint32_t>(seed),
                  k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t a = std::uint64_t{0xD2511F53U} * x0;
      const std::uint64_t b = std::uint64_t{0xCD9E8D57U} * x2;
      x0 = static_cast<std::uint32_t>(b >> 32) ^ x1 ^ k0;
      x1 = static_cast<std::uint32_t>(b);
      x2 = static_cast<std::uint32_t>(a >> 32) ^ x3 ^ k1;
      x3 = static_cast<std::uint32_t>(a);
      k0 += 0x9E3779B9U;
      k1 += 0xBB67AE85U;
    }
    r0[i] = x0;
    r1[i] = x1;
    r2[i] = x2;
    r3[i] = x3;
  }
}

// Computes one sample's stratified u. The ranks of the words in a group are a random permutation:
// the rank of the sample's word selects its stratum, and the word's low half is the offset in it.
FIDO_SIMD void stratified_u(const std::uint32_t (*words)[kBlockSize], int group, int sample,
                            int count, float* u) {
  std::int32_t rank[kBlockSize] = {};
  for (int other = 0; other < group; ++other)
    for (int i = 0; i < count; ++i) rank[i] += words[other][i] < words[sample][i];
  const float width = 1.F / static_cast<float>(group);
  for (int i = 0; i < count; ++i) {
    const float offset = (static_cast<float>(words[sample][i] & 0xFFFFU) + 0.5F) * (1.F / 65536.F);
    u[i] = std::min((static_cast<float>(rank[i]) + offset) * width, kMaxU);
  }
}

// Computes one sample's independent u.
FIDO_SIMD void independent_u(const std::uint32_t* words, int count, float* u) {
  for (int i = 0; i < count; ++i)
    u[i] = std::min((static_cast<float>(words[i] >> 8) + 0.5F) * (1.F / 16777216.F), kMaxU);
}

// Computes the index of each pixel, or of the square that contains it.
void compute_positions(const SamplingOptions& options, std::int64_t begin, int count,
                       std::uint32_t* position) {
  for (int i = 0; i < count; ++i) position[i] = static_cast<std::uint32_t>(begin + i);
  if (options.block == 1) return;
  const auto width = static_cast<std::uint32_t>(options.width),
             block = static_cast<std::uint32_t>(options.block);
  for (int i = 0; i < count; ++i)
    position[i] = position[i] / width / block * width + position[i] % width / block;
}

// Draws u of one group of samples in one block of pixels, u[s][i].
void draw_block(const SamplingOptions& options, int first_sample, int group, std::int64_t begin,
                int count, float (*u)[kBlockSize]) {
  std::uint32_t words[kGroupSize][kBlockSize], position[kBlockSize];
  compute_positions(options, begin, count, position);
  for (int s = 0; s < group; s += 4)
    philox(options.seed, options.iteration, static_cast<std::uint32_t>(first_sample + s) / 4,
           position, count, words[s], words[s + 1], words[s + 2], words[s + 3]);
  for (int s = 0; s < group; ++s)
    if (options.stratified)
      stratified_u(words, group, s, count, u[s]);
    else
      independent_u(words[s], count, u[s]);
}

FIDO_SIMD void relaxed_masks(const float* logit, const float* u, int count, float sharpness,
                             float* z, float* keep) {
  for (int i = 0; i < count; ++i) {
    const float a = std::clamp((logit[i] + std::log(u[i] / (1 - u[i]))) * sharpness, -80.F, 80.F);
    z[i] = 1 / (1 + std::exp(a));
    keep[i] = a < 0 ? 1.F : 0.F;
  }
}

FIDO_SIMD void point_mass_masks(const float* p, std::int64_t count, float* z, float* keep) {
  for (std::int64_t i = 0; i < count; ++i) {
    z[i] = 1 - p[i];
    keep[i] = p[i] < 0.5F ? 1.F : 0.F;
  }
}

template <int C>
FIDO_SIMD void blend_block(const float* photo, const float* fill, const float* z,
                           std::int64_t count, float* out) {
  for (std::int64_t i = 0; i < count; ++i)
    for (int c = 0; c < C; ++c)
      out[C * i + c] = fill[C * i + c] + z[i] * (photo[C * i + c] - fill[C * i + c]);
}

template <int C>
FIDO_SIMD void backward_block(const float* photo, const float* fill, const float* z,
                              const float* image_gradient, std::int64_t count, float sharpness,
                              float* mask_gradient) {
  for (std::int64_t i = 0; i < count; ++i) {
    float d_score_d_z = 0;
    for (int c = 0; c < C; ++c)
      d_score_d_z += image_gradient[C * i + c] * (photo[C * i + c] - fill[C * i + c]);
    // Sharpness 0 stands for a point mass, where dz/dp = -1.
    mask_gradient[i] -= d_score_d_z * (sharpness > 0 ? sharpness * z[i] * (1 - z[i]) : 1.F);
  }
}

// Calls body(first, count) over [begin, end) in blocks.
template <class F>
void for_each_block(std::int64_t begin, std::int64_t end, F body) {
  for (std::int64_t at = begin; at < end; at += kBlockSize)
    body(at, static_cast<int>(std::min<std::int64_t>(kBlockSize, end - at)));
}

// Calls body(first, count) over the samples in groups.
template <class F>
void for_each_group(int samples, F body) {
  for (int s = 0; s < samples; s += kGroupSize) body(s, std::min(kGroupSize, samples - s));
}

}  // namespace

FIDO_SIMD void compute_logits(const float* p, std::int64_t count, float* logit) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float q = std::clamp(p[i], kMinP, 1 - kMinP);
    logit[i] = std::log(q / (1 - q));
  }
}

void draw_uniform(const SamplingOptions& options, std::int64_t pixels, std::int64_t begin,
                  std::int64_t end, float* u) {
  float block_u[kGroupSize][kBlockSize];
  for_each_block(begin, end, [&](std::int64_t at, int count) {
    for_each_group(options.samples, [&](int first, int group) {
      draw_block(options, first, group, at, count, block_u);
      for (int s = 0; s < group; ++s) std::copy_n(block_u[s], count, u + (first + s) * pixels + at);
    });
  });
}

void compute_masks(const SamplingOptions& options, const float* p, const float* logit,
                   std::int64_t pixels, std::int64_t begin, std::int64_t end, float* z,
                   float* keep) {
  if (!options.relaxed) {
    for (int s = 0; s < options.samples; ++s)
      point_mass_masks(p + begin, end - begin, z + s * pixels + begin, keep + s * pixels + begin);
    return;
  }
  float u[kGroupSize][kBlockSize];
  const float sharpness = 1 / options.temperature;
  for_each_block(begin, end, [&](std::int64_t at, int count) {
    for_each_group(options.samples, [&](int first, int group) {
      draw_block(options, first, group, at, count, u);
      for (int s = 0; s < group; ++s) {
        const std::int64_t offset = (first + s) * pixels + at;
        relaxed_masks(logit + at, u[s], count, sharpness, z + offset, keep + offset);
      }
    });
  });
}

void blend(int channels, int samples, const float* photo, const float* fill,
           std::int64_t fill_stride, const float* z, std::int64_t pixels, std::int64_t begin,
           std::int64_t end, float* out) {
  const auto kernel = channels == 3 ? blend_block<3> : blend_block<1>;
  for_each_block(begin, end, [&](std::int64_t at, int count) {
    for (int s = 0; s < samples; ++s)
      kernel(photo + at * channels, fill + s * fill_stride + at * channels, z + s * pixels + at,
             count, out + (s * pixels + at) * channels);
  });
}

void blend_backward(const SamplingOptions& options, int channels, const float* photo,
                    const float* fill, std::int64_t fill_stride, const float* z,
                    const float* image_gradient, std::int64_t pixels, std::int64_t begin,
                    std::int64_t end, float* mask_gradient) {
  const auto kernel = channels == 3 ? backward_block<3> : backward_block<1>;
  const float sharpness = options.relaxed ? 1 / options.temperature : 0.F;
  for_each_block(begin, end, [&](std::int64_t at, int count) {
    std::fill_n(mask_gradient + at, count, 0.F);
    for (int s = 0; s < options.samples; ++s)
      kernel(photo + at * channels, fill + s * fill_stride + at * channels, z + s * pixels + at,
             image_gradient + (s * pixels + at) * channels, count, sharpness, mask_gradient + at);
  });
}

FIDO_SIMD void logit_backward(const float* p, std::int64_t begin, std::int64_t end,
                              float* mask_gradient) {
  for (std::int64_t i = begin; i < end; ++i)
    mask_gradient[i] =
        p[i] > kMinP && p[i] < 1 - kMinP ? mask_gradient[i] / (p[i] * (1 - p[i])) : 0.F;
}

}  // namespace fido
