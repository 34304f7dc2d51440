// Reading and writing picture files. Everything is written to a temporary name and renamed, so a
// file is whole or absent.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

// Larger pictures are refused before they are decoded: 100 million pixels are 300 MB here and more
// in the decoder.
inline constexpr std::int64_t kMaxImagePixels = 100'000'000;

// JPEG (EXIF orientation applied), PNG (alpha over white, 16 bit, grey, palette), WebP, BMP, TIFF.
// Errors (input): absent, empty, truncated, not an image, over kMaxImagePixels.
// `sha256`, where given, receives the hash of the very bytes that were decoded.
Expected<Image> load_image(const std::filesystem::path& path, std::string* sha256 = nullptr);
// The same from memory; `name` is used in messages only.
Expected<Image> decode_image(const std::vector<std::uint8_t>& bytes, const std::string& name);

// A mask of any size from any picture: grey value / 255, 1 = kept. With alpha the alpha is ignored.
// `sha256`: as above.
Expected<Plane> load_mask(const std::filesystem::path& path, std::string* sha256 = nullptr);

Expected<void> save_png(const std::filesystem::path& path, const Image& image);
// For small pictures in pages; quality 0 to 100.
Expected<void> save_jpeg(const std::filesystem::path& path, const Image& image, int quality = 80);
// 8 bit grey, 255 = 1.
Expected<void> save_png(const std::filesystem::path& path, const Plane& plane);

// float32 [height, width], C order, NPY 1.0.
Expected<void> save_npy(const std::filesystem::path& path, const Plane& plane);
Expected<Plane> load_npy(const std::filesystem::path& path);

}  // namespace fido
