// Draws the batches of photos and masks that a network is trained on. Internal: tensors.
#pragma once

#include <cstdint>
#include <deque>
#include <future>
#include <random>

#include "core/base/torch.h"
#include "core/train/photos.h"
#include "core/train/train.h"

namespace fido {

// Returns the random numbers of one step. They do not depend on earlier steps, so a resumed run
// draws the same numbers as an uninterrupted one.
std::mt19937_64 random_for_step(std::uint64_t seed, int step);

// Draws crops of random photos, half of them mirrored. Returns [count,3,crop,crop], RGB in [0,1].
torch::Tensor draw_crops(const PhotoSet& photos, int count, int crop, std::mt19937_64& random);

// The input of a step, and the generator from which the step draws its further random numbers.
struct PhotoBatch {
  torch::Tensor photo, keep;  // `keep` is undefined if the network does not fill holes
  std::mt19937_64 random;
};

// Draws the batches of the steps. While a GPU works, `threads` threads draw ahead, because a GPU
// finishes a step faster than one core can draw the next batch. Each batch has random numbers of
// its own, so nothing depends on how far ahead it is drawn. With 0 threads, batches are drawn on
// demand: if the network computes on all cores, another thread would only slow it down.
class PhotoBatches {
 public:
  // `spec` and `photos` must outlive this object.
  PhotoBatches(const TrainSpec& spec, const PhotoSet& photos, int first_step, std::size_t threads,
               bool draws_masks)
      : spec_(spec),
        photos_(photos),
        next_step_(first_step),
        threads_(threads),
        draws_masks_(draws_masks) {}

  PhotoBatch next();

 private:
  PhotoBatch draw(int step) const;

  const TrainSpec& spec_;
  const PhotoSet& photos_;
  int next_step_;
  std::size_t threads_;
  bool draws_masks_;
  std::deque<std::future<PhotoBatch>> pending_;
};

}  // namespace fido
