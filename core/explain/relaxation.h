// The pixel loops between theta and the classifier's input, and their gradients. They work on plain
// floats and are vectorised; callers split the pixels [begin, end) over threads. Pictures are
// interleaved [pixel, channel]; masks and u have one plane of `pixels` values per sample.
#pragma once

#include <cstdint>

namespace fido {

// How the S masks of a step are drawn.
struct SamplingOptions {
  int samples = 8;
  float temperature = 0.1F;
  // Stratifies u over the batch: in each pixel the S values fall into the S strata of (0,1) in a
  // random order (in groups of at most 16). Each value is still uniform, so the gradient stays
  // unbiased and varies less.
  bool stratified = true;
  // If false, the mask is a point mass: nothing is drawn, and every sample's mask is 1 - p (BBMP).
  bool relaxed = true;
  // Whether the hard masks round(z) blend photo and infill, so that the scores are those of hard
  // masks. The gradient is that of the relaxed masks either way (straight-through estimator; Bengio
  // et al. 2013).
  bool hard_blend = false;
  std::uint64_t seed = 0;
  std::uint32_t iteration = 0;
  // Squares of block x block pixels share their u, in a picture `width` pixels wide. With 1 every
  // pixel has its own.
  int block = 1;
  std::int64_t width = 0;
};

// Computes logit p = log p - log(1 - p), with p clamped to [1e-6, 1 - 1e-6].
void compute_logits(const float* p, std::int64_t count, float* logit);

// Draws u in (0,1) for the pixels [begin, end), as u[s * pixels + i]. The numbers are Philox
// counters (Salmon et al. 2011) of (seed, iteration, sample, pixel or square), so they do not
// depend on the number of threads.
void draw_uniform(const SamplingOptions& options, std::int64_t pixels, std::int64_t begin,
                  std::int64_t end, float* u);

// Computes z = 1 - sigmoid((logit p + logit u) / T), or 1 - p for a point mass, and keep =
// round(z).
void compute_masks(const SamplingOptions& options, const float* p, const float* logit,
                   std::int64_t pixels, std::int64_t begin, std::int64_t end, float* z,
                   float* keep);

// Computes out = fill + z (photo - fill), [sample, pixel, channel]. fill_stride is the distance
// between the fills of two samples, 0 if they share one. channels: 1 or 3.
void blend(int channels, int samples, const float* photo, const float* fill,
           std::int64_t fill_stride, const float* z, std::int64_t pixels, std::int64_t begin,
           std::int64_t end, float* out);

// Backpropagates through blend() and compute_masks(). image_gradient is the gradient with respect
// to out. mask_gradient[i] becomes the gradient with respect to logit p (to p for a point mass):
// the sum over samples of dz/d(logit p) times <image_gradient, photo - fill>.
void blend_backward(const SamplingOptions& options, int channels, const float* photo,
                    const float* fill, std::int64_t fill_stride, const float* z,
                    const float* image_gradient, std::int64_t pixels, std::int64_t begin,
                    std::int64_t end, float* mask_gradient);

// Backpropagates through compute_logits(), in place: turns the gradient with respect to logit p
// into that with respect to p, which is zero where p was clamped.
void logit_backward(const float* p, std::int64_t begin, std::int64_t end, float* mask_gradient);

}  // namespace fido
