#include "core/train/photos.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/image/resample.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

constexpr int kMinSide = 64, kMaxSide = 4096;  // pixels

// Reads an NPY 1.0 file of three bytes per pixel, with a header as numpy.save writes it.
Expected<PhotoSet> read_npy(const fs::path& path) {
  auto bytes = read_bytes(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto unusable = [&](const std::string& why) {
    return input_error(
        path.string() + ": " + why +
        "; pack the photos with numpy.save(path, array), where array is uint8 of shape "
        "[N, side, side, 3]");
  };
  constexpr std::size_t kPrefixBytes = 10;
  if (bytes->size() < kPrefixBytes ||
      std::string(bytes->begin(), bytes->begin() + 6) != "\x93NUMPY" || (*bytes)[6] != 1)
    return unusable("is not an NPY 1.0 file");
  const std::size_t begin = kPrefixBytes + (*bytes)[8] + 256U * (*bytes)[9];
  if (begin > bytes->size()) return unusable("is cut short");
  const std::string header(bytes->begin() + kPrefixBytes,
                           bytes->begin() + static_cast<std::ptrdiff_t>(begin));
  const auto shape = header.find("'shape': (");
  long long count = 0, height = 0, width = 0, channels = 0;
  if (header.find("'|u1'") == std::string::npos ||
      header.find("'fortran_order': False") == std::string::npos || shape == std::string::npos ||
      std::sscanf(header.c_str() + shape, "'shape': (%lld, %lld, %lld, %lld)", &count, &height,
                  &width, &channels) != 4)
    return unusable("does not hold a four-dimensional uint8 array");
  if (count < 1 || height != width || channels != 3 || height < kMinSide || height > kMaxSide ||
      count > 100'000'000)
    return unusable("is not an array of square photos with three channels and sides of " +
                    std::to_string(kMinSide) + " to " + std::to_string(kMaxSide) + " pixels");
  if (bytes->size() - begin != static_cast<std::size_t>(count) * height * width * 3)
    return unusable("has too few or too many bytes for its shape");
  PhotoSet out;
  out.side = static_cast<int>(height);
  out.count = count;
  bytes->erase(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(begin));
  out.pixels = std::move(*bytes);
  return out;
}

}  // namespace

Expected<PhotoSet> load_photos(const fs::path& path, int side,
                               const std::function<bool(std::int64_t, std::int64_t)>& on_progress) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return read_npy(path);
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator
           entry(path, fs::directory_options::skip_permission_denied, error),
       end;
       !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored)) files.push_back(entry->path());
  }
  if (error) return input_error(path.string() + ": cannot be read: " + error.message());
  std::sort(files.begin(), files.end());
  PhotoSet out;
  out.side = side;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!on_progress(static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size())))
      return tl::unexpected(Error{ErrorCode::interrupted, "interrupted while reading photos"});
    const auto photo = load_image(files[i]);
    const int shorter = photo ? std::min(photo->width, photo->height) : 0;
    if (!photo || shorter < kMinSide) {
      out.skipped.push_back(photo ? files[i].string() + ": its shorter side is under " +
                                        std::to_string(kMinSide) + " pixels"
                                  : photo.error().message);
      continue;
    }
    const auto scaled = [&](int length) {
      return std::max(side,
                      static_cast<int>(std::lround(static_cast<double>(length) * side / shorter)));
    };
    const Image resized = resize(*photo, scaled(photo->width), scaled(photo->height));
    const Image square =
        crop(resized, {(resized.width - side) / 2, (resized.height - side) / 2, side, side});
    out.pixels.insert(out.pixels.end(), square.rgb.begin(), square.rgb.end());
    ++out.count;
  }
  if (out.count == 0)
    return input_error(path.string() + ": contains no usable picture" +
                       (out.skipped.empty() ? "" : " (" + out.skipped.front() + ")") +
                       "; give a folder of photos");
  return out;
}

}  // namespace fido
