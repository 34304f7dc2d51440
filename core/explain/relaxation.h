// The pixel loops between theta and the classifier's input, and back: plain floats, vectorised;
// callers split the pixels over threads. Pictures are interleaved [pixel, channel]; masks and u are
// planes of `pixels` values a sample.
#pragma once

#include <cstdint>

namespace fido {

// How the S masks of a step are drawn.
struct Draw {
  int samples = 8;
  float temperature = 0.1F;
  // u stratified over the batch: in each pixel the S values fall into the S strata of (0,1) in a
  // random order (in groups of at most 16), each uniform in itself, so the gradient stays unbiased
  // and varies less.
  bool stratified = true;
  // Point mass: no draw, every sample's mask is 1 - p (BBMP).
  bool relaxed = true;
  std::uint64_t seed = 0;
  std::uint32_t iteration = 0;
  // Squares of block x block pixels share their u, in a picture `width` pixels wide; 1: every pixel
  // has its own.
  int block = 1;
  std::int64_t width = 0;
};

// logit p = log p - log(1 - p) with p kept within [1e-6, 1 - 1e-6].
void logits_of(const float* p, std::int64_t count, float* logit);

// u in (0,1) for pixels [begin, end): u[s * pixels + i]. Philox counters (Salmon et al. 2011) of
// (seed, iteration, sample, pixel or square): the same whatever the threads.
void draw_uniform(const Draw& draw, std::int64_t pixels, std::int64_t begin, std::int64_t end,
                  float* u);

// z = 1 - sigmoid((logit p + logit u) / T) (or 1 - p), and keep = round(z).
void relax(const Draw& draw, const float* p, const float* logit, std::int64_t pixels,
           std::int64_t begin, std::int64_t end, float* z, float* keep);

// out = fill + z (photo - fill), samples x pixels x channels. fill_stride is the distance between
// two samples' fills, 0 when they share one.
void blend(int channels, int samples, const float* photo, const float* fill,
           std::int64_t fill_stride, const float* z, std::int64_t pixels, std::int64_t begin,
           std::int64_t end, float* out);

// slope[i] = sum over samples of dz/d(logit p) (or dz/dp for a point mass) times <gradient, photo -
// fill>.
void backward(const Draw& draw, int channels, const float* photo, const float* fill,
              std::int64_t fill_stride, const float* z, const float* gradient, std::int64_t pixels,
              std::int64_t begin, std::int64_t end, float* slope);

// slope of logit p -> slope of p, in place; zero where p was clamped.
void through_logit(const float* p, std::int64_t begin, std::int64_t end, float* slope);

}  // namespace fido
