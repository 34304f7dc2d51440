#include "core/image/header.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "core/image/codec.h"

namespace fido {
namespace {

constexpr const char* kReadable = "Fidoscope reads JPEG, PNG, WebP, BMP and TIFF";

// Reads that never leave the file: past the end they give 0, and `inside` says so beforehand.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  std::size_t size() const { return size_; }
  bool inside(std::size_t at, std::size_t count) const {
    return count <= size_ && at <= size_ - count;
  }
  std::uint8_t u8(std::size_t at) const { return at < size_ ? data_[at] : std::uint8_t{0}; }
  std::uint32_t number(std::size_t at, int bytes, bool big_endian) const {
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      const int shift = 8 * (big_endian ? bytes - 1 - i : i);
      value |= static_cast<std::uint32_t>(u8(at + static_cast<std::size_t>(i))) << shift;
    }
    return value;
  }
  std::uint32_t be(std::size_t at, int bytes) const { return number(at, bytes, true); }
  std::uint32_t le(std::size_t at, int bytes) const { return number(at, bytes, false); }
  bool has(std::size_t at, const char* text, std::size_t count) const {
    return inside(at, count) && std::memcmp(data_ + at, text, count) == 0;
  }
  Bytes part(std::size_t at, std::size_t count) const {
    const std::size_t begin = std::min(at, size_);
    return {data_ + begin, std::min(count, size_ - begin)};
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

enum class Walk { whole, truncated, damaged };

// Where a TIFF tag's values lie: in the entry itself, or elsewhere when they are too long for it.
struct TiffValues {
  std::size_t at = 0, count = 0, bytes = 0;
};

struct TiffDirectory {
  std::int64_t width = 0, height = 0;
  int orientation = 1;
  bool premultiplied = false;
  bool whole = true;  // every strip or tile lies inside the file
};

// The first directory of a TIFF; EXIF blocks have the same form. Nothing when the directory lies
// outside the bytes.
std::optional<TiffDirectory> read_tiff(const Bytes& in) {
  const bool big_endian = in.has(0, "MM", 2);
  if (!big_endian && !in.has(0, "II", 2)) return std::nullopt;
  const bool big_tiff = in.number(2, 2, big_endian) == 43;
  // Offsets over 4 GB cannot lie in a file this program accepts: only the low half of a 64-bit one
  // is read.
  const auto number = [&](std::size_t at, std::size_t bytes) -> std::size_t {
    return bytes == 8 ? in.number(at + (big_endian ? 4 : 0), 4, big_endian)
                      : in.number(at, static_cast<int>(bytes), big_endian);
  };
  const std::size_t offset_bytes = big_tiff ? 8 : 4, count_bytes = big_tiff ? 8 : 2,
                    entry_bytes = big_tiff ? 20 : 12;
  const std::size_t directory = number(big_tiff ? 8 : 4, offset_bytes);
  if (directory < 8 || !in.inside(directory, count_bytes)) return std::nullopt;
  const std::size_t count = number(directory, count_bytes);
  TiffDirectory out;
  TiffValues offsets, lengths;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = directory + count_bytes + i * entry_bytes;
    if (!in.inside(entry, entry_bytes)) return std::nullopt;
    const std::size_t tag = number(entry, 2), type = number(entry + 2, 2);
    TiffValues values{entry + 4 + offset_bytes, number(entry + 4, offset_bytes), 1};
    if (type == 3) values.bytes = 2;
    if (type == 4) values.bytes = 4;
    if (type == 16) values.bytes = 8;
    if (values.count > offset_bytes / values.bytes) values.at = number(values.at, offset_bytes);
    const std::size_t first = number(values.at, values.bytes);
    if (tag == 256) out.width = static_cast<std::int64_t>(first);
    if (tag == 257) out.height = static_cast<std::int64_t>(first);
    if (tag == 273 || tag == 324) offsets = values;
    if (tag == 274 && first >= 1 && first <= 8) out.orientation = static_cast<int>(first);
    if (tag == 279 || tag == 325) lengths = values;
    if (tag == 338) out.premultiplied = first == 1;
    // Bits a sample and their format, strips, tiles, colour table: without their values nothing can
    // be decoded. Other tags may dangle.
    const bool needed = tag == 258 || tag == 273 || tag == 279 || tag == 320 || tag == 324 ||
                        tag == 325 || tag == 339;
    const bool fits =
        values.count <= in.size() && in.inside(values.at, values.count * values.bytes);
    if (needed && !fits) out.whole = false;
  }
  for (std::size_t i = 0; out.whole && i < std::min(offsets.count, lengths.count); ++i)
    out.whole = in.inside(number(offsets.at + i * offsets.bytes, offsets.bytes),
                          number(lengths.at + i * lengths.bytes, lengths.bytes));
  return out;
}

int exif_orientation(Bytes block) {
  if (block.has(0, "Exif\0\0", 6)) block = block.part(6, block.size());
  const auto directory = read_tiff(block);
  return directory ? directory->orientation : 1;
}

Walk walk_jpeg(const Bytes& in, PictureHeader& out) {
  std::size_t at = 2;
  bool in_scan = false;
  while (in.inside(at, 2)) {
    if (in.u8(at) != 0xFF) {
      // Only scans hold data between markers; elsewhere stray bytes are skipped, as decoders do.
      ++at;
      continue;
    }
    const std::uint8_t marker = in.u8(at + 1);
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    if (marker == 0xD9 && in_scan) return Walk::whole;
    // an end without a scan
    if (marker == 0xD9) return Walk::damaged;
    // stuffing, restart: no length
    if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      at += 2;
      continue;
    }
    if (!in.inside(at, 4)) break;
    const std::size_t length = in.be(at + 2, 2);
    if (length < 2) return Walk::damaged;
    if (!in.inside(at + 2, length)) break;
    const bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame && out.width == 0) {
      out.height = in.be(at + 5, 2);
      out.width = in.be(at + 7, 2);
    }
    if (marker == 0xE1 && !in_scan && in.has(at + 4, "Exif\0\0", 6))
      out.orientation = exif_orientation(in.part(at + 4, length - 2));
    if (marker == 0xDA) in_scan = true;
    at += 2 + length;
  }
  return Walk::truncated;
}

Walk walk_png(const Bytes& in, PictureHeader& out) {
  std::size_t at = 8;
  while (in.inside(at, 12)) {
    const std::size_t length = in.be(at, 4);
    if (at == 8) {
      if (!in.has(at + 4, "IHDR", 4) || length != 13) return Walk::damaged;
      out.width = in.be(at + 8, 4);
      out.height = in.be(at + 12, 4);
    }
    if (!in.inside(at + 12, length)) break;
    if (in.has(at + 4, "eXIf", 4)) out.orientation = exif_orientation(in.part(at + 8, length));
    if (in.has(at + 4, "IEND", 4)) return Walk::whole;
    at += 12 + length;
  }
  return Walk::truncated;
}

Walk walk_webp(const Bytes& in, PictureHeader& out, bool& animated) {
  const std::size_t end = static_cast<std::size_t>(in.le(4, 4)) + 8;
  for (std::size_t at = 12; in.inside(at, 8) && at < end;) {
    const std::size_t length = in.le(at + 4, 4), body = at + 8;
    if (in.has(at, "VP8X", 4)) {
      animated = (in.u8(body) & 0x02U) != 0;
      out.width = in.le(body + 4, 3) + 1;
      out.height = in.le(body + 7, 3) + 1;
    } else if (in.has(at, "VP8L", 4) && out.width == 0) {
      const std::uint32_t bits = in.le(body + 1, 4);
      out.width = (bits & 0x3FFFU) + 1;
      out.height = ((bits >> 14U) & 0x3FFFU) + 1;
    } else if (in.has(at, "VP8 ", 4) && out.width == 0) {
      out.width = in.le(body + 6, 2) & 0x3FFFU;
      out.height = in.le(body + 8, 2) & 0x3FFFU;
    } else if (in.has(at, "EXIF", 4)) {
      out.orientation = exif_orientation(in.part(body, length));
    }
    at = body + length + (length & 1U);
  }
  return end > in.size() ? Walk::truncated : Walk::whole;
}

Walk walk_bmp(const Bytes& in, PictureHeader& out) {
  if (!in.inside(0, 26)) return Walk::truncated;
  const bool core = in.le(14, 4) == 12;  // OS/2
  const auto signed_number = [&](std::size_t at) {
    return static_cast<std::int64_t>(static_cast<std::int32_t>(in.le(at, 4)));
  };
  out.width = core ? in.le(18, 2) : signed_number(18);
  // negative: the top row comes first
  out.height = core ? in.le(20, 2) : std::abs(signed_number(22));
  const std::int64_t bits = core ? in.le(24, 2) : in.le(28, 2);
  const std::uint32_t compression = core ? 0 : in.le(30, 4);
  // run lengths: their size cannot be foretold
  const bool packed = compression == 1 || compression == 2;
  if (out.width <= 0 || out.height == 0 || packed || bits > 32) return Walk::whole;
  if (out.width > kMaxImagePixels || out.height > kMaxImagePixels) return Walk::whole;
  const std::int64_t needed = (out.width * bits + 31) / 32 * 4 * out.height + in.le(10, 4);
  return needed > static_cast<std::int64_t>(in.size()) ? Walk::truncated : Walk::whole;
}

// Kinds people do try, so that the message can name them.
std::string known_stranger(const Bytes& in) {
  if (in.has(0, "GIF8", 4)) return "a GIF";
  if (in.has(4, "ftypavif", 8)) return "an AVIF picture";
  if (in.has(4, "ftyp", 4)) return "a HEIC picture or a video";
  if (in.has(0, "%PDF", 4)) return "a PDF";
  if (in.has(0, "8BPS", 4)) return "a Photoshop document";
  if (in.has(0, "PK\3\4", 4)) return "a ZIP archive, a TorchScript model or an office document";
  if (in.has(0, "<svg", 4) || in.has(0, "<?xml", 5)) return "an SVG or XML document";
  return "not a picture";
}

std::string grouped(std::int64_t number) {
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

PictureFormat sniff_format(const std::uint8_t* data, std::size_t size) {
  const Bytes in(data, size);
  if (in.has(0, "\xFF\xD8\xFF", 3)) return PictureFormat::jpeg;
  if (in.has(0, "\x89PNG\r\n\x1a\n", 8)) return PictureFormat::png;
  if (in.has(0, "RIFF", 4) && in.has(8, "WEBP", 4)) return PictureFormat::webp;
  if (in.has(0, "BM", 2)) return PictureFormat::bmp;
  if (in.has(0, "II*\0", 4) || in.has(0, "MM\0*", 4) || in.has(0, "II+\0", 4) ||
      in.has(0, "MM\0+", 4))
    return PictureFormat::tiff;
  return PictureFormat::unknown;
}

Expected<PictureHeader> read_header(const std::uint8_t* data, std::size_t size,
                                    const std::string& name) {
  if (size == 0) return input_error(name + ": the file is empty; give a picture");
  const Bytes in(data, size);
  PictureHeader out;
  out.format = sniff_format(data, size);
  bool animated = false;
  Walk walk = Walk::whole;
  switch (out.format) {
    case PictureFormat::jpeg:
      walk = walk_jpeg(in, out);
      break;
    case PictureFormat::png:
      walk = walk_png(in, out);
      break;
    case PictureFormat::webp:
      walk = walk_webp(in, out, animated);
      break;
    case PictureFormat::bmp:
      walk = walk_bmp(in, out);
      break;
    case PictureFormat::tiff:
      if (const auto directory = read_tiff(in)) {
        out.width = directory->width;
        out.height = directory->height;
        out.premultiplied = directory->premultiplied;
        walk = directory->whole ? Walk::whole : Walk::truncated;
      } else {
        walk = Walk::truncated;
      }
      break;
    case PictureFormat::unknown:
      return input_error(name + ": is " + known_stranger(in) + "; " + kReadable);
  }
  const std::string kind = to_string(out.format);
  // Size before truncation: of a picture that is both, the size is what a person can do something
  // about.
  if (out.width > 0 && out.height > 0 && out.width > kMaxImagePixels / out.height)
    return input_error(name + ": has " + grouped(out.width) + " x " + grouped(out.height) +
                       " pixels, over the limit of " + grouped(kMaxImagePixels) +
                       "; shrink it first");
  if (walk == Walk::truncated)
    return input_error(name + ": the " + kind +
                       " file is truncated (its end is missing); copy or download it again");
  if (walk == Walk::damaged || out.width <= 0 || out.height <= 0)
    return input_error(name + ": the " + kind +
                       " file is damaged (its header gives no picture); use another copy");
  if (animated)
    return input_error(name + ": is an animated WebP; save one frame of it as PNG or JPEG");
  return out;
}

}  // namespace fido
