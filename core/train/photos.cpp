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

constexpr int kLeastSide = 64;

// NPY 1.0 of three bytes a pixel; the header as numpy.save writes it.
Expected<PhotoSet> read_packed(const fs::path& path) {
  auto bytes = read_bytes(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto unusable = [&](const std::string& why) {
    return input_error(path.string() + ": " + why +
                       "; pack photos with numpy.save(path, array) of uint8 [N, side, side, 3]");
  };
  constexpr std::size_t kPrefix = 10;
  if (bytes->size() < kPrefix || std::string(bytes->begin(), bytes->begin() + 6) != "\x93NUMPY" ||
      (*bytes)[6] != 1)
    return unusable("is not a NPY 1.0 file");
  const std::size_t begin = kPrefix + (*bytes)[8] + 256U * (*bytes)[9];
  if (begin > bytes->size()) return unusable("is cut short");
  const std::string header(bytes->begin() + kPrefix,
                           bytes->begin() + static_cast<std::ptrdiff_t>(begin));
  const auto shape = header.find("'shape': (");
  long long count = 0, height = 0, width = 0, channels = 0;
  if (header.find("'|u1'") == std::string::npos ||
      header.find("'fortran_order': False") == std::string::npos || shape == std::string::npos ||
      std::sscanf(header.c_str() + shape, "'shape': (%lld, %lld, %lld, %lld)", &count, &height,
                  &width, &channels) != 4)
    return unusable("holds no uint8 array of four dimensions");
  if (count < 1 || height != width || channels != 3 || height < kLeastSide || height > 4096 ||
      count > 100'000'000)
    return unusable("is of another shape, or of sides under " + std::to_string(kLeastSide));
  if (bytes->size() - begin != static_cast<std::size_t>(count) * height * width * 3)
    return unusable("is cut short or has bytes too many");
  PhotoSet out;
  out.side = static_cast<int>(height);
  out.count = count;
  bytes->erase(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(begin));
  out.pixels = std::move(*bytes);
  return out;
}

}  // namespace

Expected<PhotoSet> load_photos(const fs::path& path, int side,
                               const std::function<bool(std::int64_t, std::int64_t)>& told) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return read_packed(path);
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator
           at(path, fs::directory_options::skip_permission_denied, error),
       end;
       !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->is_regular_file(ignored)) files.push_back(at->path());
  }
  if (error) return input_error(path.string() + ": cannot be read: " + error.message());
  std::sort(files.begin(), files.end());
  PhotoSet out;
  out.side = side;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!told(static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size())))
      return tl::unexpected(
          Error{ErrorCode::interrupted, "interrupted while the photos were read"});
    const auto photo = load_image(files[i]);
    const int shorter = photo ? std::min(photo->width, photo->height) : 0;
    if (!photo || shorter < kLeastSide) {
      out.skipped.push_back(photo ? files[i].string() + ": its shorter side is under " +
                                        std::to_string(kLeastSide) + " pixels"
                                  : photo.error().message);
      continue;
    }
    const auto scaled = [&](int length) {
      return std::max(side,
                      static_cast<int>(std::lround(static_cast<double>(length) * side / shorter)));
    };
    const Image whole = resize(*photo, scaled(photo->width), scaled(photo->height));
    const Image square =
        crop(whole, {(whole.width - side) / 2, (whole.height - side) / 2, side, side});
    out.pixels.insert(out.pixels.end(), square.rgb.begin(), square.rgb.end());
    ++out.count;
  }
  if (out.count == 0)
    return input_error(path.string() + ": holds no picture that can be used" +
                       (out.skipped.empty() ? "" : " (" + out.skipped.front() + ")") +
                       "; give a folder of photos");
  return out;
}

}  // namespace fido
