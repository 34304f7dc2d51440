// Reads and writes picture files. Output goes to a temporary name and is then renamed, so a file is
// either complete or absent.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

// Larger pictures are refused before they are decoded: 100 million pixels take 300 MB here and more
// in the decoder.
inline constexpr std::int64_t kMaxImagePixels = 100'000'000;

// Reads a JPEG, PNG (also 16-bit, grey or with a palette), WebP, BMP or TIFF. The EXIF orientation
// is applied, and alpha is composited over white. `sha256`, if not null, receives the hash of the
// very bytes that were decoded. Errors (input): the file does not exist, is empty, truncated or not
// an image, or has more than kMaxImagePixels pixels.
Expected<Image> load_image(const std::filesystem::path& path, std::string* sha256 = nullptr);
// Decodes the bytes of such a file; `name` is used in messages only. Errors (input): as
// load_image().
Expected<Image> decode_image(const std::vector<std::uint8_t>& bytes, const std::string& name);

// Reads a mask from a picture of any size: grey value / 255, 1 = kept. Alpha is ignored. `sha256`
// and errors as in load_image().
Expected<Plane> load_mask(const std::filesystem::path& path, std::string* sha256 = nullptr);

Expected<void> save_png(const std::filesystem::path& path, const Image& image);
// Writes a JPEG of `quality` 0 to 100, for small pictures in pages.
Expected<void> save_jpeg(const std::filesystem::path& path, const Image& image, int quality = 80);
// Writes 8-bit grey, 255 = 1.
Expected<void> save_png(const std::filesystem::path& path, const Plane& plane);

// Writes NPY 1.0: float32 [height, width] in C order.
Expected<void> save_npy(const std::filesystem::path& path, const Plane& plane);
// Reads such an array. Errors (input): the file cannot be read, has another type or shape, or
// contains a value that is not finite.
Expected<Plane> load_npy(const std::filesystem::path& path);

}  // namespace fido
