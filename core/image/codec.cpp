#include "core/image/codec.h"

#include <cstdio>
#include <cstring>
#include <fstream>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/image/header.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

// No picture within kMaxImagePixels is larger: four channels of 16 bits, and as much room for
// metadata as they take.
constexpr std::uintmax_t kMaxPictureBytes = 2'000'000'000;

// The picture as stored, 8 or 16 bit, 1, 3 or 4 channels in OpenCV's order, the right way up.
struct Decoded {
  PictureHeader header;
  cv::Mat pixels;
};

void turn(cv::Mat& pixels, int orientation) {
  if (orientation >= 5) cv::transpose(pixels, pixels);
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(pixels, pixels, 1);
      break;
    case 3:
    case 7:
      cv::flip(pixels, pixels, -1);
      break;
    case 4:
    case 8:
      cv::flip(pixels, pixels, 0);
      break;
    default:
      break;
  }
}

// A PNG without the chunks that its pixels do not need (a type in lower case), transparency apart:
// libpng writes a line to stderr about each odd colour profile or text. `bytes` have a whole header
// (read_header).
std::vector<std::uint8_t> without_trimmings(const std::vector<std::uint8_t>& bytes) {
  constexpr std::size_t kFirstChunk = 8, kFrame = 12;  // signature; length, type and CRC of a chunk
  std::vector<std::uint8_t> out(bytes.begin(), bytes.begin() + kFirstChunk);
  for (std::size_t at = kFirstChunk; at + kFrame <= bytes.size();) {
    const auto* chunk = bytes.data() + at;
    const std::size_t length =
        (std::size_t{chunk[0]} << 24U | chunk[1] << 16U | chunk[2] << 8U | chunk[3]) + kFrame;
    const std::size_t end = std::min(bytes.size(), at + length);
    const bool needed = (chunk[4] & 0x20U) == 0 || std::memcmp(chunk + 4, "tRNS", 4) == 0;
    if (needed) out.insert(out.end(), chunk, bytes.data() + end);
    at = end;
  }
  return out;
}

Expected<Decoded> decode(const std::vector<std::uint8_t>& bytes, const std::string& name) {
  // What OpenCV has to say about a bad file is said by our error; some decoders still write a line
  // of their own.
  static const auto quiet = cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  (void)quiet;
  auto header = read_header(bytes.data(), bytes.size(), name);
  if (!header) return tl::unexpected(header.error());
  Decoded out{*header, {}};
  // The fourth channel of a BMP is padding more often than alpha. OpenCV turns JPEG, in some
  // versions PNG and never WebP: the turn is made here for all three.
  const bool as_stored = out.header.format == PictureFormat::png ||
                         out.header.format == PictureFormat::webp ||
                         out.header.format == PictureFormat::tiff;
  const int flags = as_stored ? static_cast<int>(cv::IMREAD_UNCHANGED)
                              : cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION;
  out.pixels = cv::imdecode(
      out.header.format == PictureFormat::png ? without_trimmings(bytes) : bytes, flags);
  const std::string kind = to_string(out.header.format);
  if (out.pixels.empty())
    return input_error(name + ": the " + kind +
                       " file is damaged or of a rare kind; save it again as PNG or JPEG");
  if (out.pixels.depth() != CV_8U && out.pixels.depth() != CV_16U)
    return input_error(name + ": holds floating-point pixels; save it as 8 or 16 bit " + kind +
                       " or PNG");
  turn(out.pixels, out.header.orientation);
  return out;
}

// OpenCV throws, and so does a picture too large for the memory: nothing of that leaves this file.
template <class Function>
auto guarded(const std::string& name, Function&& function) -> decltype(function()) {
  try {
    return function();
  } catch (const cv::Exception& e) {
    if (e.code == cv::Error::StsNoMem)
      return input_error(name + ": needs more memory than there is; shrink it first");
    return input_error(name + ": OpenCV cannot handle it (" + e.err +
                       "); save it again as PNG or JPEG");
  } catch (const std::bad_alloc&) {
    return input_error(name + ": needs more memory than there is; shrink it first");
  }
}

void over_white(cv::Mat& bgra, bool premultiplied) {
  for (int y = 0; y < bgra.rows; ++y) {
    auto* pixel = bgra.ptr<std::uint8_t>(y);
    for (int x = 0; x < bgra.cols; ++x, pixel += 4) {
      const int alpha = pixel[3];
      for (int c = 0; c < 3; ++c) {
        const int color =
            premultiplied ? std::min<int>(pixel[c], alpha) : (pixel[c] * alpha + 127) / 255;
        pixel[c] = static_cast<std::uint8_t>(color + 255 - alpha);
      }
    }
  }
}

Expected<Image> to_image(Decoded decoded) {
  cv::Mat& pixels = decoded.pixels;
  const bool tiff = decoded.header.format == PictureFormat::tiff;
  // libtiff multiplies 8-bit colours by their alpha, and hands 16-bit ones out as they are stored.
  const bool premultiplied = tiff && (pixels.depth() == CV_8U || decoded.header.premultiplied);
  if (pixels.depth() == CV_16U) pixels.convertTo(pixels, CV_8U, 1.0 / 257.0);
  Image image(pixels.cols, pixels.rows);
  cv::Mat rgb(pixels.rows, pixels.cols, CV_8UC3, image.rgb.data());
  switch (pixels.channels()) {
    case 1:
      cv::cvtColor(pixels, rgb, cv::COLOR_GRAY2RGB);
      break;
    case 4:
      over_white(pixels, premultiplied);
      cv::cvtColor(pixels, rgb, cv::COLOR_BGRA2RGB);
      break;
    default:
      cv::cvtColor(pixels, rgb, cv::COLOR_BGR2RGB);
      break;
  }
  return image;
}

Expected<Plane> to_plane(const Decoded& decoded) {
  cv::Mat grey = decoded.pixels;
  if (grey.channels() == 3) cv::cvtColor(decoded.pixels, grey, cv::COLOR_BGR2GRAY);
  if (grey.channels() == 4) cv::cvtColor(decoded.pixels, grey, cv::COLOR_BGRA2GRAY);
  Plane plane(grey.cols, grey.rows);
  const bool deep = grey.depth() == CV_16U;
  const float most = deep ? 65535.F : 255.F;
  auto* to = plane.values.data();
  // Divided, not multiplied by a rounded 1/255: a mask written and read again is the same to the
  // bit.
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x)
      *to++ =
          static_cast<float>(deep ? grey.at<std::uint16_t>(y, x) : grey.at<std::uint8_t>(y, x)) /
          most;
  return plane;
}

Expected<std::vector<std::uint8_t>> read_picture(const fs::path& path) {
  if (auto ok = check_readable(path); !ok) return tl::unexpected(ok.error());
  std::error_code error;
  const auto size = fs::file_size(path, error);
  std::uint8_t first[16] = {};
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(first), sizeof first);
  const auto got = static_cast<std::size_t>(in.gcount());
  // A large file that is no picture is refused without reading it, with read_header's words.
  if (got > 0 && sniff_format(first, got) == PictureFormat::unknown)
    return tl::unexpected(read_header(first, got, path.string()).error());
  if (!error && size > kMaxPictureBytes)
    return input_error(path.string() + ": has " + std::to_string(size / 1'000'000) +
                       " MB, too large for a picture; shrink it first");
  return read_bytes(path);
}

Expected<void> save_encoded(const fs::path& path, const cv::Mat& pixels,
                            const char* format = ".png", const std::vector<int>& settings = {}) {
  return guarded(path.string(), [&]() -> Expected<void> {
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(format, pixels, bytes, settings))
      return input_error(path.string() + ": cannot be encoded as " + format);
    return write_file(path, {bytes.begin(), bytes.end()});
  });
}

Expected<void> save_colors(const fs::path& path, const Image& image, const char* format,
                           const std::vector<int>& settings = {}) {
  if (image.empty())
    return input_error(path.string() + ": cannot be written: the picture is empty");
  const cv::Mat rgb(image.height, image.width, CV_8UC3,
                    const_cast<std::uint8_t*>(image.rgb.data()));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  return save_encoded(path, bgr, format, settings);
}

}  // namespace

Expected<Image> load_image(const fs::path& path, std::string* sha256) {
  return guarded(path.string(), [&]() -> Expected<Image> {
    return read_picture(path)
        .and_then([&](const auto& bytes) {
          if (sha256 != nullptr) *sha256 = sha256_bytes(bytes.data(), bytes.size());
          return decode(bytes, path.string());
        })
        .and_then(to_image);
  });
}

Expected<Image> decode_image(const std::vector<std::uint8_t>& bytes, const std::string& name) {
  return guarded(name, [&]() -> Expected<Image> { return decode(bytes, name).and_then(to_image); });
}

Expected<Plane> load_mask(const fs::path& path, std::string* sha256) {
  return guarded(path.string(), [&]() -> Expected<Plane> {
    return read_picture(path)
        .and_then([&](const auto& bytes) {
          if (sha256 != nullptr) *sha256 = sha256_bytes(bytes.data(), bytes.size());
          return decode(bytes, path.string());
        })
        .and_then(to_plane);
  });
}

Expected<void> save_png(const fs::path& path, const Image& image) {
  return save_colors(path, image, ".png");
}

Expected<void> save_jpeg(const fs::path& path, const Image& image, int quality) {
  return save_colors(path, image, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

Expected<void> save_png(const fs::path& path, const Plane& plane) {
  if (plane.empty())
    return input_error(path.string() + ": cannot be written: the picture is empty");
  const cv::Mat values(plane.height, plane.width, CV_32FC1,
                       const_cast<float*>(plane.values.data()));
  cv::Mat grey;
  values.convertTo(grey, CV_8U, 255.0);  // rounds and saturates
  return save_encoded(path, grey);
}

}  // namespace fido
