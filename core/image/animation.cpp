#include "core/image/animation.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <string>

#include "core/base/files.h"

namespace fido {

struct AnimationWriter::Impl {
  int width, height, duration_ms = 0;
  WebPAnimEncoder* encoder = nullptr;
  WebPConfig config{};
};

AnimationWriter::AnimationWriter(int width, int height) : impl_(std::make_unique<Impl>()) {
  impl_->width = width;
  impl_->height = height;
  WebPAnimEncoderOptions options;
  if (!WebPAnimEncoderOptionsInit(&options) || !WebPConfigInit(&impl_->config)) return;
  options.allow_mixed = 1;  // lossy or lossless, whichever is smaller for a frame
  impl_->config.quality = 85;
  impl_->config.method = 3;  // of 0 to 6, where the slowest takes a second per frame
  impl_->encoder = WebPAnimEncoderNew(width, height, &options);
}

AnimationWriter::~AnimationWriter() { WebPAnimEncoderDelete(impl_->encoder); }

Expected<void> AnimationWriter::add(const Image& image, int milliseconds) {
  if (!impl_->encoder)
    return run_error("the animation cannot be encoded as WebP; use at most 16,383 pixels a side");
  if (image.width != impl_->width || image.height != impl_->height)
    return run_error("the frame differs in size from the animation");
  WebPPicture picture;
  if (!WebPPictureInit(&picture))
    return run_error(
        "the installed libwebp differs from the version that Fidoscope was built with; install "
        "that version");
  picture.use_argb = 1;
  picture.width = image.width;
  picture.height = image.height;
  const bool is_added =
      WebPPictureImportRGB(&picture, image.rgb.data(), 3 * image.width) != 0 &&
      WebPAnimEncoderAdd(impl_->encoder, &picture, impl_->duration_ms, &impl_->config) != 0;
  WebPPictureFree(&picture);
  impl_->duration_ms += milliseconds;
  if (!is_added)
    return run_error(std::string("a frame could not be encoded: ") +
                     WebPAnimEncoderGetError(impl_->encoder));
  return {};
}

Expected<void> AnimationWriter::save(const std::filesystem::path& path) {
  if (!impl_->encoder || impl_->duration_ms == 0)
    return run_error("the animation has no frames to write");
  WebPData data;
  WebPDataInit(&data);
  const bool is_encoded =
      WebPAnimEncoderAdd(impl_->encoder, nullptr, impl_->duration_ms, nullptr) != 0 &&
      WebPAnimEncoderAssemble(impl_->encoder, &data) != 0;
  const std::string bytes = is_encoded
                                ? std::string(reinterpret_cast<const char*>(data.bytes), data.size)
                                : std::string();
  WebPDataClear(&data);
  if (!is_encoded)
    return run_error(std::string("the animation could not be encoded: ") +
                     WebPAnimEncoderGetError(impl_->encoder));
  return write_file(path, bytes);
}

}  // namespace fido
