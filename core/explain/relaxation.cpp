#include "core/explain/relaxation.h"

#include <algorithm>
#include <cmath>

#include "core/base/simd.h"

namespace fido {
namespace {

constexpr int kGroup = 16;  // samples stratified together
// pixels at a time: everything of a group stays in the first-level cache
constexpr int kBlock = 512;
constexpr float kClampP = 1e-6F;
constexpr float kLargestU = 0.99999994F;

// Philox4x32-10: four words from (place, 0, iteration, quad) under the seed.
FIDO_SIMD void philox(std::uint64_t seed, std::uint32_t iteration, std::uint32_t quad,
                      const std::uint32_t* place, int count, std::uint32_t* r0, std::uint32_t* r1,
                      std::uint32_t* r2, std::uint32_t* r3) {
  for (int i = 0; i < count; ++i) {
    std::uint32_t x0 = place[i], x1 = 0, x2 = iteration, x3 = quad;
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

// The rank of a sample's word among its group's is a random permutation of the strata; its low half
// places u in its own.
FIDO_SIMD void stratify(const std::uint32_t (*words)[kBlock], int group, int sample, int count,
                        float* u) {
  std::int32_t rank[kBlock] = {};
  for (int other = 0; other < group; ++other)
    for (int i = 0; i < count; ++i) rank[i] += words[other][i] < words[sample][i];
  const float width = 1.F / static_cast<float>(group);
  for (int i = 0; i < count; ++i) {
    const float place = (static_cast<float>(words[sample][i] & 0xFFFFU) + 0.5F) * (1.F / 65536.F);
    u[i] = std::min((static_cast<float>(rank[i]) + place) * width, kLargestU);
  }
}

FIDO_SIMD void scatter(const std::uint32_t* words, int count, float* u) {
  for (int i = 0; i < count; ++i)
    u[i] = std::min((static_cast<float>(words[i] >> 8) + 0.5F) * (1.F / 16777216.F), kLargestU);
}

// The pixel's number, or one of the square that it lies in.
void places(const Draw& draw, std::int64_t begin, int count, std::uint32_t* place) {
  for (int i = 0; i < count; ++i) place[i] = static_cast<std::uint32_t>(begin + i);
  if (draw.block == 1) return;
  const auto width = static_cast<std::uint32_t>(draw.width),
             block = static_cast<std::uint32_t>(draw.block);
  for (int i = 0; i < count; ++i)
    place[i] = place[i] / width / block * width + place[i] % width / block;
}

// u of one group of samples in one block of pixels, u[s][i].
void draw_block(const Draw& draw, int first_sample, int group, std::int64_t begin, int count,
                float (*u)[kBlock]) {
  std::uint32_t words[kGroup][kBlock], place[kBlock];
  places(draw, begin, count, place);
  for (int s = 0; s < group; s += 4)
    philox(draw.seed, draw.iteration, static_cast<std::uint32_t>(first_sample + s) / 4, place,
           count, words[s], words[s + 1], words[s + 2], words[s + 3]);
  for (int s = 0; s < group; ++s)
    draw.stratified ? stratify(words, group, s, count, u[s]) : scatter(words[s], count, u[s]);
}

FIDO_SIMD void relax_block(const float* logit, const float* u, int count, float sharpness, float* z,
                           float* keep) {
  for (int i = 0; i < count; ++i) {
    const float a = std::clamp((logit[i] + std::log(u[i] / (1 - u[i]))) * sharpness, -80.F, 80.F);
    z[i] = 1 / (1 + std::exp(a));
    keep[i] = a < 0 ? 1.F : 0.F;
  }
}

FIDO_SIMD void point_mass(const float* p, std::int64_t count, float* z, float* keep) {
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
                              const float* gradient, std::int64_t count, float sharpness,
                              float* slope) {
  for (std::int64_t i = 0; i < count; ++i) {
    float along = 0;
    for (int c = 0; c < C; ++c) along += gradient[C * i + c] * (photo[C * i + c] - fill[C * i + c]);
    // sharpness 0 stands for a point mass: dz/dp = -1
    slope[i] -= along * (sharpness > 0 ? sharpness * z[i] * (1 - z[i]) : 1.F);
  }
}

// Calls body(first, count) over [begin, end) in blocks.
template <class F>
void in_blocks(std::int64_t begin, std::int64_t end, F body) {
  for (std::int64_t at = begin; at < end; at += kBlock)
    body(at, static_cast<int>(std::min<std::int64_t>(kBlock, end - at)));
}

template <class F>
void in_groups(int samples, F body) {
  for (int s = 0; s < samples; s += kGroup) body(s, std::min(kGroup, samples - s));
}

}  // namespace

FIDO_SIMD void logits_of(const float* p, std::int64_t count, float* logit) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float q = std::clamp(p[i], kClampP, 1 - kClampP);
    logit[i] = std::log(q / (1 - q));
  }
}

void draw_uniform(const Draw& draw, std::int64_t pixels, std::int64_t begin, std::int64_t end,
                  float* out) {
  float u[kGroup][kBlock];
  in_blocks(begin, end, [&](std::int64_t at, int count) {
    in_groups(draw.samples, [&](int first, int group) {
      draw_block(draw, first, group, at, count, u);
      for (int s = 0; s < group; ++s) std::copy_n(u[s], count, out + (first + s) * pixels + at);
    });
  });
}

void relax(const Draw& draw, const float* p, const float* logit, std::int64_t pixels,
           std::int64_t begin, std::int64_t end, float* z, float* keep) {
  if (!draw.relaxed) {
    for (int s = 0; s < draw.samples; ++s)
      point_mass(p + begin, end - begin, z + s * pixels + begin, keep + s * pixels + begin);
    return;
  }
  float u[kGroup][kBlock];
  const float sharpness = 1 / draw.temperature;
  in_blocks(begin, end, [&](std::int64_t at, int count) {
    in_groups(draw.samples, [&](int first, int group) {
      draw_block(draw, first, group, at, count, u);
      for (int s = 0; s < group; ++s) {
        const std::int64_t to = (first + s) * pixels + at;
        relax_block(logit + at, u[s], count, sharpness, z + to, keep + to);
      }
    });
  });
}

void blend(int channels, int samples, const float* photo, const float* fill,
           std::int64_t fill_stride, const float* z, std::int64_t pixels, std::int64_t begin,
           std::int64_t end, float* out) {
  const auto run = channels == 3 ? blend_block<3> : blend_block<1>;
  in_blocks(begin, end, [&](std::int64_t at, int count) {
    for (int s = 0; s < samples; ++s)
      run(photo + at * channels, fill + s * fill_stride + at * channels, z + s * pixels + at, count,
          out + (s * pixels + at) * channels);
  });
}

void backward(const Draw& draw, int channels, const float* photo, const float* fill,
              std::int64_t fill_stride, const float* z, const float* gradient, std::int64_t pixels,
              std::int64_t begin, std::int64_t end, float* slope) {
  const auto run = channels == 3 ? backward_block<3> : backward_block<1>;
  const float sharpness = draw.relaxed ? 1 / draw.temperature : 0.F;
  in_blocks(begin, end, [&](std::int64_t at, int count) {
    std::fill_n(slope + at, count, 0.F);
    for (int s = 0; s < draw.samples; ++s)
      run(photo + at * channels, fill + s * fill_stride + at * channels, z + s * pixels + at,
          gradient + (s * pixels + at) * channels, count, sharpness, slope + at);
  });
}

FIDO_SIMD void through_logit(const float* p, std::int64_t begin, std::int64_t end, float* slope) {
  for (std::int64_t i = begin; i < end; ++i)
    slope[i] = p[i] > kClampP && p[i] < 1 - kClampP ? slope[i] / (p[i] * (1 - p[i])) : 0.F;
}

}  // namespace fido
