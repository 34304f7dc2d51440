#include "core/image/animation.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <string>

#include "core/base/files.h"

namespace fido {

struct AnimationWriter::Impl {
  int width, height, time = 0;
  WebPAnimEncoder* encoder = nullptr;
  WebPConfig config{};
};

AnimationWriter::AnimationWriter(int width, int height) : impl_(std::make_unique<Impl>()) {
  impl_->width = width;
  impl_->height = height;
  WebPAnimEncoderOptions options;
  if (!WebPAnimEncoderOptionsInit(&options) || !WebPConfigInit(&impl_->config)) return;
  options.allow_mixed = 1;  // what is smaller, frame by frame
  impl_->config.quality = 85;
  impl_->config.method = 3;  // of 6: a second a frame is too long
  impl_->encoder = WebPAnimEncoderNew(width, height, &options);
}

AnimationWriter::~AnimationWriter() { WebPAnimEncoderDelete(impl_->encoder); }

Expected<void> AnimationWriter::add(const Image& image, int milliseconds) {
  if (!impl_->encoder) return run_error("the animation's size cannot be encoded as WebP");
  if (image.width != impl_->width || image.height != impl_->height)
    return run_error("a frame of another size than the animation");
  WebPPicture picture;
  if (!WebPPictureInit(&picture))
    return run_error("libwebp has another version than it was built for");
  picture.use_argb = 1;
  picture.width = image.width;
  picture.height = image.height;
  const bool done = WebPPictureImportRGB(&picture, image.rgb.data(), 3 * image.width) != 0 &&
                    WebPAnimEncoderAdd(impl_->encoder, &picture, impl_->time, &impl_->config) != 0;
  WebPPictureFree(&picture);
  impl_->time += milliseconds;
  if (!done)
    return run_error(std::string("a frame could not be encoded: ") +
                     WebPAnimEncoderGetError(impl_->encoder));
  return {};
}

Expected<void> AnimationWriter::save(const std::filesystem::path& path) {
  if (!impl_->encoder || impl_->time == 0) return run_error("there is no frame to write");
  WebPData data;
  WebPDataInit(&data);
  const bool done = WebPAnimEncoderAdd(impl_->encoder, nullptr, impl_->time, nullptr) != 0 &&
                    WebPAnimEncoderAssemble(impl_->encoder, &data) != 0;
  const std::string bytes =
      done ? std::string(reinterpret_cast<const char*>(data.bytes), data.size) : std::string();
  WebPDataClear(&data);
  if (!done)
    return run_error(std::string("the animation could not be encoded: ") +
                     WebPAnimEncoderGetError(impl_->encoder));
  return write_file(path, bytes);
}

}  // namespace fido
