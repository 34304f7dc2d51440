// What a picture file says about itself, read from its bytes without decoding: private to
// core/image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/error.h"

namespace fido {

enum class PictureFormat { unknown, jpeg, png, webp, bmp, tiff };

struct PictureHeader {
  PictureFormat format = PictureFormat::unknown;
  std::int64_t width = 0;  // as stored, before the orientation is applied
  std::int64_t height = 0;
  // EXIF, 1 to 8; of JPEG, PNG and WebP (TIFF's is the decoder's business)
  int orientation = 1;
  bool premultiplied = false;  // a TIFF whose colours are stored multiplied by alpha
};

const char* to_string(PictureFormat format);

// The first 16 bytes are enough.
PictureFormat sniff_format(const std::uint8_t* data, std::size_t size);

// Walks the whole file. Decoders fill what is missing with grey or stop silently, so a cut-off file
// is found here: a JPEG whose scan has no end mark, a PNG without IEND, a WebP, BMP or TIFF whose
// data would lie past the end. Errors (input) begin with `name`: empty, not an image, truncated, no
// usable size, over kMaxImagePixels.
Expected<PictureHeader> read_header(const std::uint8_t* data, std::size_t size,
                                    const std::string& name);

}  // namespace fido
