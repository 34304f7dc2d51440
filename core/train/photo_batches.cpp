#include "core/train/photo_batches.h"

#include "core/train/holes.h"

namespace fido {

std::mt19937_64 random_for_step(std::uint64_t seed, int step) {
  std::seed_seq words{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                      static_cast<std::uint32_t>(step)};
  return std::mt19937_64(words);
}

torch::Tensor draw_crops(const PhotoSet& photos, int count, int crop, std::mt19937_64& random) {
  auto out = torch::empty({count, 3, crop, crop});
  float* value = out.data_ptr<float>();
  for (int i = 0; i < count; ++i) {
    const std::uint8_t* photo = photos.photo(
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(photos.count)));
    const auto positions = static_cast<std::uint64_t>(photos.side - crop) + 1;
    const auto y = static_cast<int>(random() % positions),
               x = static_cast<int>(random() % positions);
    const bool is_mirrored = random() % 2 == 0;
    for (int c = 0; c < 3; ++c)
      for (int v = 0; v < crop; ++v)
        for (int u = 0; u < crop; ++u) {
          const int column = x + (is_mirrored ? crop - 1 - u : u);
          *value++ = static_cast<float>(
                         photo[3 * (static_cast<std::int64_t>(y + v) * photos.side + column) + c]) /
                     255;
        }
  }
  return out;
}

PhotoBatch PhotoBatches::next() {
  if (threads_ == 0) return draw(next_step_++);
  for (; pending_.size() < threads_ && (pending_.empty() || next_step_ < spec_.steps); ++next_step_)
    pending_.push_back(
        std::async(std::launch::async, [this, step = next_step_] { return draw(step); }));
  PhotoBatch batch = pending_.front().get();
  pending_.pop_front();
  return batch;
}

PhotoBatch PhotoBatches::draw(int step) const {
  PhotoBatch batch{{}, {}, random_for_step(spec_.seed, step)};
  batch.photo = draw_crops(photos_, spec_.batch, spec_.crop, batch.random);
  if (draws_masks_) batch.keep = draw_holes(spec_.batch, spec_.crop, batch.random);
  return batch;
}

}  // namespace fido
