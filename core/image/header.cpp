#include "core/image/header.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "core/image/codec.h"

namespace fido {
namespace {

constexpr const char* kSupportedFormats = "Fidoscope reads JPEG, PNG, WebP, BMP and TIFF";

// Reads integers and text from a file's bytes. Bytes past the end read as 0; contains() tells
// beforehand whether a range lies inside.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  std::size_t size() const { return size_; }
  bool contains(std::size_t at, std::size_t count) const {
    return count <= size_ && at <= size_ - count;
  }
  std::uint8_t u8(std::size_t at) const { return at < size_ ? data_[at] : std::uint8_t{0}; }
  std::uint32_t read_integer(std::size_t at, int bytes, bool is_big_endian) const {
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      const int shift = 8 * (is_big_endian ? bytes - 1 - i : i);
      value |= static_cast<std::uint32_t>(u8(at + static_cast<std::size_t>(i))) << shift;
    }
    return value;
  }
  std::uint32_t read_be(std::size_t at, int bytes) const { return read_integer(at, bytes, true); }
  std::uint32_t read_le(std::size_t at, int bytes) const { return read_integer(at, bytes, false); }
  bool matches(std::size_t at, const char* text, std::size_t count) const {
    return contains(at, count) && std::memcmp(data_ + at, text, count) == 0;
  }
  Bytes slice(std::size_t at, std::size_t count) const {
    const std::size_t begin = std::min(at, size_);
    return {data_ + begin, std::min(count, size_ - begin)};
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

enum class Completeness { complete, truncated, damaged };

// The location of a TIFF tag's values: in the entry itself if they fit into it, otherwise
// elsewhere.
struct TiffValues {
  std::size_t offset = 0, count = 0, value_bytes = 0;
};

struct TiffDirectory {
  std::int64_t width = 0, height = 0;
  int orientation = 1;
  bool premultiplied = false;
  bool is_complete = true;  // every strip or tile lies inside the file
};

// Reads the first directory of a TIFF or of an EXIF block, which has the same form. Returns nothing
// if the directory lies outside the bytes.
std::optional<TiffDirectory> read_tiff(const Bytes& in) {
  const bool is_big_endian = in.matches(0, "MM", 2);
  if (!is_big_endian && !in.matches(0, "II", 2)) return std::nullopt;
  const bool is_big_tiff = in.read_integer(2, 2, is_big_endian) == 43;
  // Files that this program accepts have no offsets over 4 GB, so only the low half of a 64-bit one
  // is read.
  const auto read_integer = [&](std::size_t at, std::size_t bytes) -> std::size_t {
    return bytes == 8 ? in.read_integer(at + (is_big_endian ? 4 : 0), 4, is_big_endian)
                      : in.read_integer(at, static_cast<int>(bytes), is_big_endian);
  };
  const auto read_value = [&](const TiffValues& values, std::size_t i) {
    return read_integer(values.offset + i * values.value_bytes, values.value_bytes);
  };
  const std::size_t offset_bytes = is_big_tiff ? 8 : 4, count_bytes = is_big_tiff ? 8 : 2,
                    entry_bytes = is_big_tiff ? 20 : 12;
  const std::size_t directory = read_integer(is_big_tiff ? 8 : 4, offset_bytes);
  if (directory < 8 || !in.contains(directory, count_bytes)) return std::nullopt;
  const std::size_t count = read_integer(directory, count_bytes);
  TiffDirectory out;
  TiffValues strip_offsets, strip_lengths;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = directory + count_bytes + i * entry_bytes;
    if (!in.contains(entry, entry_bytes)) return std::nullopt;
    const std::size_t tag = read_integer(entry, 2), type = read_integer(entry + 2, 2);
    TiffValues values{entry + 4 + offset_bytes, read_integer(entry + 4, offset_bytes), 1};
    if (type == 3) values.value_bytes = 2;
    if (type == 4) values.value_bytes = 4;
    if (type == 16) values.value_bytes = 8;
    if (values.count > offset_bytes / values.value_bytes)
      values.offset = read_integer(values.offset, offset_bytes);
    const std::size_t first = read_integer(values.offset, values.value_bytes);
    if (tag == 256) out.width = static_cast<std::int64_t>(first);
    if (tag == 257) out.height = static_cast<std::int64_t>(first);
    if (tag == 273 || tag == 324) strip_offsets = values;
    if (tag == 274 && first >= 1 && first <= 8) out.orientation = static_cast<int>(first);
    if (tag == 279 || tag == 325) strip_lengths = values;
    if (tag == 338) out.premultiplied = first == 1;
    // Bits per sample, sample format, strips, tiles and colour table: without their values nothing
    // can be decoded. The values of other tags may lie outside the file.
    const bool is_needed = tag == 258 || tag == 273 || tag == 279 || tag == 320 || tag == 324 ||
                           tag == 325 || tag == 339;
    const bool is_inside =
        values.count <= in.size() && in.contains(values.offset, values.count * values.value_bytes);
    if (is_needed && !is_inside) out.is_complete = false;
  }
  const std::size_t strips = std::min(strip_offsets.count, strip_lengths.count);
  for (std::size_t i = 0; out.is_complete && i < strips; ++i)
    out.is_complete = in.contains(read_value(strip_offsets, i), read_value(strip_lengths, i));
  return out;
}

int exif_orientation(Bytes block) {
  if (block.matches(0, "Exif\0\0", 6)) block = block.slice(6, block.size());
  const auto directory = read_tiff(block);
  return directory ? directory->orientation : 1;
}

Completeness scan_jpeg(const Bytes& in, PictureHeader& out) {
  std::size_t at = 2;
  bool in_scan = false;
  while (in.contains(at, 2)) {
    if (in.u8(at) != 0xFF) {
      // Only scans have data between markers. Elsewhere stray bytes are skipped, as decoders do.
      ++at;
      continue;
    }
    const std::uint8_t marker = in.u8(at + 1);
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    // An end of image that follows no scan is an error.
    if (marker == 0xD9) return in_scan ? Completeness::complete : Completeness::damaged;
    // Byte stuffing and restart markers have no length.
    if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      at += 2;
      continue;
    }
    if (!in.contains(at, 4)) break;
    const std::size_t length = in.read_be(at + 2, 2);
    if (length < 2) return Completeness::damaged;
    if (!in.contains(at + 2, length)) break;
    const bool is_frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame && out.width == 0) {
      out.height = in.read_be(at + 5, 2);
      out.width = in.read_be(at + 7, 2);
    }
    if (marker == 0xE1 && !in_scan && in.matches(at + 4, "Exif\0\0", 6))
      out.orientation = exif_orientation(in.slice(at + 4, length - 2));
    if (marker == 0xDA) in_scan = true;
    at += 2 + length;
  }
  return Completeness::truncated;
}

Completeness scan_png(const Bytes& in, PictureHeader& out) {
  std::size_t at = 8;
  while (in.contains(at, 12)) {
    const std::size_t length = in.read_be(at, 4);
    if (at == 8) {
      if (!in.matches(at + 4, "IHDR", 4) || length != 13) return Completeness::damaged;
      out.width = in.read_be(at + 8, 4);
      out.height = in.read_be(at + 12, 4);
    }
    if (!in.contains(at + 12, length)) break;
    if (in.matches(at + 4, "eXIf", 4)) out.orientation = exif_orientation(in.slice(at + 8, length));
    if (in.matches(at + 4, "IEND", 4)) return Completeness::complete;
    at += 12 + length;
  }
  return Completeness::truncated;
}

Completeness scan_webp(const Bytes& in, PictureHeader& out, bool& is_animated) {
  const std::size_t end = static_cast<std::size_t>(in.read_le(4, 4)) + 8;
  for (std::size_t at = 12; in.contains(at, 8) && at < end;) {
    const std::size_t length = in.read_le(at + 4, 4), body = at + 8;
    if (in.matches(at, "VP8X", 4)) {
      is_animated = (in.u8(body) & 0x02U) != 0;
      out.width = in.read_le(body + 4, 3) + 1;
      out.height = in.read_le(body + 7, 3) + 1;
    } else if (in.matches(at, "VP8L", 4) && out.width == 0) {
      const std::uint32_t bits = in.read_le(body + 1, 4);
      out.width = (bits & 0x3FFFU) + 1;
      out.height = ((bits >> 14U) & 0x3FFFU) + 1;
    } else if (in.matches(at, "VP8 ", 4) && out.width == 0) {
      out.width = in.read_le(body + 6, 2) & 0x3FFFU;
      out.height = in.read_le(body + 8, 2) & 0x3FFFU;
    } else if (in.matches(at, "EXIF", 4)) {
      out.orientation = exif_orientation(in.slice(body, length));
    }
    at = body + length + (length & 1U);
  }
  return end > in.size() ? Completeness::truncated : Completeness::complete;
}

Completeness scan_bmp(const Bytes& in, PictureHeader& out) {
  if (!in.contains(0, 26)) return Completeness::truncated;
  const bool is_os2 = in.read_le(14, 4) == 12;  // BITMAPCOREHEADER
  const auto read_signed = [&](std::size_t at) {
    return static_cast<std::int64_t>(static_cast<std::int32_t>(in.read_le(at, 4)));
  };
  out.width = is_os2 ? in.read_le(18, 2) : read_signed(18);
  // A negative height means that the top row comes first.
  out.height = is_os2 ? in.read_le(20, 2) : std::abs(read_signed(22));
  const std::int64_t bits = is_os2 ? in.read_le(24, 2) : in.read_le(28, 2);
  const std::uint32_t compression = is_os2 ? 0 : in.read_le(30, 4);
  // The size of run-length encoded data cannot be predicted.
  const bool is_run_length_encoded = compression == 1 || compression == 2;
  if (out.width <= 0 || out.height == 0 || is_run_length_encoded || bits > 32)
    return Completeness::complete;
  if (out.width > kMaxImagePixels || out.height > kMaxImagePixels) return Completeness::complete;
  const std::int64_t min_size = (out.width * bits + 31) / 32 * 4 * out.height + in.read_le(10, 4);
  return min_size > static_cast<std::int64_t>(in.size()) ? Completeness::truncated
                                                         : Completeness::complete;
}

// Describes files that people do try to open, so that the message can name their format.
std::string describe_unsupported(const Bytes& in) {
  if (in.matches(0, "GIF8", 4)) return "a GIF";
  if (in.matches(4, "ftypavif", 8)) return "an AVIF picture";
  if (in.matches(4, "ftyp", 4)) return "a HEIC picture or a video";
  if (in.matches(0, "%PDF", 4)) return "a PDF";
  if (in.matches(0, "8BPS", 4)) return "a Photoshop document";
  if (in.matches(0, "PK\3\4", 4)) return "a ZIP archive, a TorchScript model or an office document";
  if (in.matches(0, "<svg", 4) || in.matches(0, "<?xml", 5)) return "an SVG or XML document";
  return "not a picture";
}

std::string with_thousands_separators(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::int64_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

}  // namespace

const char* to_string(PictureFormat format) {
  switch (format) {
    case PictureFormat::jpeg:
      return "JPEG";
    case PictureFormat::png:
      return "PNG";
    case PictureFormat::webp:
      return "WebP";
    case PictureFormat::bmp:
      return "BMP";
    case PictureFormat::tiff:
      return "TIFF";
    case PictureFormat::unknown:
      break;
  }
  return "unknown";
}

PictureFormat detect_format(const std::uint8_t* data, std::size_t size) {
  const Bytes in(data, size);
  if (in.matches(0, "\xFF\xD8\xFF", 3)) return PictureFormat::jpeg;
  if (in.matches(0, "\x89PNG\r\n\x1a\n", 8)) return PictureFormat::png;
  if (in.matches(0, "RIFF", 4) && in.matches(8, "WEBP", 4)) return PictureFormat::webp;
  if (in.matches(0, "BM", 2)) return PictureFormat::bmp;
  if (in.matches(0, "II*\0", 4) || in.matches(0, "MM\0*", 4) || in.matches(0, "II+\0", 4) ||
      in.matches(0, "MM\0+", 4))
    return PictureFormat::tiff;
  return PictureFormat::unknown;
}

Expected<PictureHeader> read_header(const std::uint8_t* data, std::size_t size,
                                    const std::string& name) {
  if (size == 0) return input_error(name + ": the file is empty; give a picture");
  const Bytes in(data, size);
  PictureHeader out;
  out.format = detect_format(data, size);
  bool is_animated = false;
  Completeness completeness = Completeness::complete;
  switch (out.format) {
    case PictureFormat::jpeg:
      completeness = scan_jpeg(in, out);
      break;
    case PictureFormat::png:
      completeness = scan_png(in, out);
      break;
    case PictureFormat::webp:
      completeness = scan_webp(in, out, is_animated);
      break;
    case PictureFormat::bmp:
      completeness = scan_bmp(in, out);
      break;
    case PictureFormat::tiff:
      if (const auto directory = read_tiff(in)) {
        out.width = directory->width;
        out.height = directory->height;
        out.premultiplied = directory->premultiplied;
        completeness = directory->is_complete ? Completeness::complete : Completeness::truncated;
      } else {
        completeness = Completeness::truncated;
      }
      break;
    case PictureFormat::unknown:
      return input_error(name + ": is " + describe_unsupported(in) + "; " + kSupportedFormats);
  }
  const std::string kind = to_string(out.format);
  // The size is checked before truncation: if a picture is both too large and truncated, the size
  // is what the user can change.
  if (out.width > 0 && out.height > 0 && out.width > kMaxImagePixels / out.height)
    return input_error(name + ": has " + with_thousands_separators(out.width) + " x " +
                       with_thousands_separators(out.height) + " pixels, over the limit of " +
                       with_thousands_separators(kMaxImagePixels) + "; shrink it first");
  if (completeness == Completeness::truncated)
    return input_error(name + ": the " + kind +
                       " file is truncated (its end is missing); copy or download it again");
  if (completeness == Completeness::damaged || out.width <= 0 || out.height <= 0)
    return input_error(name + ": the " + kind +
                       " file is damaged (its header gives no picture); use another copy");
  if (is_animated)
    return input_error(name + ": is an animated WebP; save one frame of it as PNG or JPEG");
  return out;
}

}  // namespace fido
