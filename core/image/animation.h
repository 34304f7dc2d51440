// Writes animated WebP files with libwebp.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

class AnimationWriter {
 public:
  // Every frame has this size, at most 16,383 pixels a side. The animation repeats forever.
  AnimationWriter(int width, int height);
  ~AnimationWriter();
  AnimationWriter(const AnimationWriter&) = delete;
  AnimationWriter& operator=(const AnimationWriter&) = delete;

  // Appends a frame that is shown for `milliseconds`. Errors (failed): the frame has another size,
  // or it cannot be encoded.
  Expected<void> add(const Image& image, int milliseconds);
  // Writes the complete file or nothing. Errors: there are no frames or they cannot be encoded
  // (failed), or the file cannot be written (input).
  Expected<void> save(const std::filesystem::path& path);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fido
