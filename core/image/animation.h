// Animated WebP, by libwebp.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

class AnimationWriter {
 public:
  // All pictures have this size, at most 16,383 pixels a side. The animation repeats for ever.
  AnimationWriter(int width, int height);
  ~AnimationWriter();
  AnimationWriter(const AnimationWriter&) = delete;
  AnimationWriter& operator=(const AnimationWriter&) = delete;

  // Seen for so many milliseconds. Errors (failed): what the encoder says; another size.
  Expected<void> add(const Image& image, int milliseconds);
  // Whole or not at all. Errors (failed, input): nothing was added, the place cannot be written.
  Expected<void> save(const std::filesystem::path& path);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fido
