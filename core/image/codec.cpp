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

// No file of a picture within kMaxImagePixels is larger: four channels of 16 bits, and more than as
// much again for metadata.
constexpr std::uintmax_t kMaxPictureBytes = 2'000'000'000;

// The stored pixels: 8 or 16 bits, 1, 3 or 4 channels in OpenCV's order, with the orientation
// applied.
struct DecodedPicture {
  PictureHeader header;
  cv::Mat pixels;
};

void apply_orientation(cv::Mat& pixels, int orientation) {
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

// Returns a PNG without its ancillary chunks (those whose type begins in lower case) except
// transparency: libpng writes a line to stderr about each odd colour profile or text. `bytes` have
// passed read_header().
std::vector<std::uint8_t> strip_ancillary_chunks(const std::vector<std::uint8_t>& bytes) {
  constexpr std::size_t kSignatureBytes = 8;
  constexpr std::size_t kChunkOverhead = 12;  // length, type and CRC
  std::vector<std::uint8_t> out(bytes.begin(), bytes.begin() + kSignatureBytes);
  for (std::size_t at = kSignatureBytes; at + kChunkOverhead <= bytes.size();) {
    const auto* chunk = bytes.data() + at;
    const std::size_t length =
        (std::size_t{chunk[0]} << 24U | chunk[1] << 16U | chunk[2] << 8U | chunk[3]) +
        kChunkOverhead;
    const std::size_t end = std::min(bytes.size(), at + length);
    const bool is_needed = (chunk[4] & 0x20U) == 0 || std::memcmp(chunk + 4, "tRNS", 4) == 0;
    if (is_needed) out.insert(out.end(), chunk, bytes.data() + end);
    at = end;
  }
  return out;
}

Expected<DecodedPicture> decode(const std::vector<std::uint8_t>& bytes, const std::string& name) {
  // Our own error describes a bad file, so OpenCV's log is silenced. Some decoders still write a
  // line of their own.
  static const auto previous_level =
      cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  (void)previous_level;
  auto header = read_header(bytes.data(), bytes.size(), name);
  if (!header) return tl::unexpected(header.error());
  DecodedPicture out{*header, {}};
  // The fourth channel of a BMP is padding more often than alpha. OpenCV applies the orientation of
  // a JPEG, in some versions of a PNG and never of a WebP, so it is applied here for all three.
  const bool keeps_channels = out.header.format == PictureFormat::png ||
                              out.header.format == PictureFormat::webp ||
                              out.header.format == PictureFormat::tiff;
  const int flags = keeps_channels ? static_cast<int>(cv::IMREAD_UNCHANGED)
                                   : cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION;
  out.pixels = cv::imdecode(
      out.header.format == PictureFormat::png ? strip_ancillary_chunks(bytes) : bytes, flags);
  const std::string kind = to_string(out.header.format);
  if (out.pixels.empty())
    return input_error(
        name + ": the " + kind +
        " file is damaged or of an unsupported variant; save it again as PNG or JPEG");
  if (out.pixels.depth() != CV_8U && out.pixels.depth() != CV_16U)
    return input_error(name +
                       ": has floating-point pixels; save it with 8 or 16 bits per channel, as " +
                       kind + " or PNG");
  apply_orientation(out.pixels, out.header.orientation);
  return out;
}

// Calls `function` and turns the exceptions of OpenCV, and those of a picture that does not fit
// into memory, into errors.
template <class Function>
auto catch_exceptions(const std::string& name, Function&& function) -> decltype(function()) {
  try {
    return function();
  } catch (const cv::Exception& e) {
    if (e.code == cv::Error::StsNoMem)
      return input_error(name + ": needs more memory than is available; shrink it first");
    return input_error(name + ": OpenCV cannot process it (" + e.err +
                       "); save it again as PNG or JPEG");
  } catch (const std::bad_alloc&) {
    return input_error(name + ": needs more memory than is available; shrink it first");
  }
}

void composite_over_white(cv::Mat& bgra, bool is_premultiplied) {
  for (int y = 0; y < bgra.rows; ++y) {
    auto* pixel = bgra.ptr<std::uint8_t>(y);
    for (int x = 0; x < bgra.cols; ++x, pixel += 4) {
      const int alpha = pixel[3];
      for (int c = 0; c < 3; ++c) {
        const int color =
            is_premultiplied ? std::min<int>(pixel[c], alpha) : (pixel[c] * alpha + 127) / 255;
        pixel[c] = static_cast<std::uint8_t>(color + 255 - alpha);
      }
    }
  }
}

Expected<Image> to_image(DecodedPicture decoded) {
  cv::Mat& pixels = decoded.pixels;
  const bool is_tiff = decoded.header.format == PictureFormat::tiff;
  // libtiff multiplies 8-bit colours by their alpha, but returns 16-bit ones as they are stored.
  const bool is_premultiplied =
      is_tiff && (pixels.depth() == CV_8U || decoded.header.premultiplied);
  if (pixels.depth() == CV_16U) pixels.convertTo(pixels, CV_8U, 1.0 / 257.0);
  Image image(pixels.cols, pixels.rows);
  cv::Mat rgb(pixels.rows, pixels.cols, CV_8UC3, image.rgb.data());
  switch (pixels.channels()) {
    case 1:
      cv::cvtColor(pixels, rgb, cv::COLOR_GRAY2RGB);
      break;
    case 4:
      composite_over_white(pixels, is_premultiplied);
      cv::cvtColor(pixels, rgb, cv::COLOR_BGRA2RGB);
      break;
    default:
      cv::cvtColor(pixels, rgb, cv::COLOR_BGR2RGB);
      break;
  }
  return image;
}

Expected<Plane> to_plane(const DecodedPicture& decoded) {
  cv::Mat grey = decoded.pixels;
  if (grey.channels() == 3) cv::cvtColor(decoded.pixels, grey, cv::COLOR_BGR2GRAY);
  if (grey.channels() == 4) cv::cvtColor(decoded.pixels, grey, cv::COLOR_BGRA2GRAY);
  Plane plane(grey.cols, grey.rows);
  const bool is_16_bit = grey.depth() == CV_16U;
  const float max_value = is_16_bit ? 65535.F : 255.F;
  auto* out = plane.values.data();
  // The division, instead of a product with a rounded 1/255, makes a mask that is written and read
  // again the same to the bit.
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x)
      *out++ = static_cast<float>(is_16_bit ? grey.at<std::uint16_t>(y, x)
                                            : grey.at<std::uint8_t>(y, x)) /
               max_value;
  return plane;
}

Expected<std::vector<std::uint8_t>> read_picture(const fs::path& path) {
  if (auto ok = check_readable(path); !ok) return tl::unexpected(ok.error());
  std::error_code error;
  const auto size = fs::file_size(path, error);
  std::uint8_t signature[16] = {};
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(signature), sizeof signature);
  const auto count = static_cast<std::size_t>(in.gcount());
  // A large file that is not a picture is refused without reading it, with read_header()'s message.
  if (count > 0 && detect_format(signature, count) == PictureFormat::unknown)
    return tl::unexpected(read_header(signature, count, path.string()).error());
  if (!error && size > kMaxPictureBytes)
    return input_error(path.string() + ": is " + std::to_string(size / 1'000'000) +
                       " MB, too large for a picture; shrink it first");
  return read_bytes(path);
}

Expected<void> save_encoded(const fs::path& path, const cv::Mat& pixels,
                            const char* format = ".png", const std::vector<int>& settings = {}) {
  return catch_exceptions(path.string(), [&]() -> Expected<void> {
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(format, pixels, bytes, settings))
      return input_error(path.string() + ": cannot be encoded as " + format);
    return write_file(path, {bytes.begin(), bytes.end()});
  });
}

Expected<void> save_color_image(const fs::path& path, const Image& image, const char* format,
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
  return catch_exceptions(path.string(), [&]() -> Expected<Image> {
    return read_picture(path)
        .and_then([&](const auto& bytes) {
          if (sha256 != nullptr) *sha256 = sha256_bytes(bytes.data(), bytes.size());
          return decode(bytes, path.string());
        })
        .and_then(to_image);
  });
}

Expected<Image> decode_image(const std::vector<std::uint8_t>& bytes, const std::string& name) {
  return catch_exceptions(
      name, [&]() -> Expected<Image> { return decode(bytes, name).and_then(to_image); });
}

Expected<Plane> load_mask(const fs::path& path, std::string* sha256) {
  return catch_exceptions(path.string(), [&]() -> Expected<Plane> {
    return read_picture(path)
        .and_then([&](const auto& bytes) {
          if (sha256 != nullptr) *sha256 = sha256_bytes(bytes.data(), bytes.size());
          return decode(bytes, path.string());
        })
        .and_then(to_plane);
  });
}

Expected<void> save_png(const fs::path& path, const Image& image) {
  return save_color_image(path, image, ".png");
}

Expected<void> save_jpeg(const fs::path& path, const Image& image, int quality) {
  return save_color_image(path, image, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
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
