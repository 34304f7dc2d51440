// The format, size and orientation of a picture file, read from its bytes without decoding. Private
// to core/image.
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
  // EXIF, 1 to 8. 1 for a TIFF, whose decoder applies the orientation itself.
  int orientation = 1;
  bool premultiplied = false;  // a TIFF whose colours are stored multiplied by alpha
};

const char* to_string(PictureFormat format);

// Detects the format from the beginning of a file, of which 16 bytes are enough.
PictureFormat detect_format(const std::uint8_t* data, std::size_t size);

// Reads the header and checks that the file is complete. Decoders fill missing data with grey or
// stop silently, so a truncated file is detected here: a JPEG whose scan has no end marker, a PNG
// without IEND, or a WebP, BMP or TIFF whose data would lie past the end. Errors (input), which
// begin with `name`: the file is empty, not an image, truncated, of no usable size or over
// kMaxImagePixels.
Expected<PictureHeader> read_header(const std::uint8_t* data, std::size_t size,
                                    const std::string& name);

}  // namespace fido
