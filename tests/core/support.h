// Shared by the tests of the core: files in a temporary folder, pictures made at run time, and
// macros that check errors.
#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

// Checks that the expression is an error with this code, and that its message is a single line that
// contains this text.
#define FIDO_FAILS(expression, wanted_code, wanted_text)                                 \
  do {                                                                                   \
    const auto fido_outcome = (expression);                                              \
    QVERIFY2(!fido_outcome, "succeeded: " #expression);                                  \
    const std::string fido_message = fido_outcome.error().message;                       \
    QVERIFY2(fido_outcome.error().code == (wanted_code), fido_message.c_str());          \
    QVERIFY2(fido_message.find(wanted_text) != std::string::npos, fido_message.c_str()); \
    QVERIFY2(fido_message.find('\n') == std::string::npos, fido_message.c_str());        \
  } while (false)

#define FIDO_WORKS(expression)                                                                    \
  do {                                                                                            \
    const auto& fido_outcome = (expression);                                                      \
    QVERIFY2(fido_outcome.has_value(), fido_outcome ? "" : fido_outcome.error().message.c_str()); \
  } while (false)

namespace fido::test {

using Bytes = std::vector<std::uint8_t>;

// Returns the photo that tests/reference/golden_step.py computes with.
inline Image golden_photo() {
  Image image(32, 32);
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x) {
      image.row(y)[3 * x] = static_cast<std::uint8_t>((x * 7 + y * 13) % 256);
      image.row(y)[3 * x + 1] = static_cast<std::uint8_t>((x * y) % 256);
      image.row(y)[3 * x + 2] = static_cast<std::uint8_t>((x * x + 3 * y) % 256);
    }
  return image;
}

// A temporary folder whose path has a space and letters outside ASCII, as users' folders do.
class Folder {
 public:
  Folder() : path_(std::filesystem::path(dir_.path().toStdString()) / "à côté 写真") {
    std::filesystem::create_directory(path_);
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }
  // Returns the sorted names of everything in it, hidden files included.
  std::vector<std::string> file_names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  QTemporaryDir dir_;
  std::filesystem::path path_;
};

inline void write_test_file(const std::filesystem::path& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}
inline void write_test_file(const std::filesystem::path& path, const std::string& text) {
  write_test_file(path, Bytes(text.begin(), text.end()));
}

inline std::string read_test_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

using Rgb = std::array<int, 3>;
inline Rgb pixel(const Image& image, int x, int y) {
  const auto* at = image.row(y) + std::ptrdiff_t{3} * x;
  return {at[0], at[1], at[2]};
}

// A 30 x 20 picture with one colour per quadrant: red, green / blue, light grey. Its eight EXIF
// orientations all differ.
inline const std::array<Rgb, 4>& quadrant_colors() {
  static const std::array<Rgb, 4> colors{{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {200, 200, 200}}};
  return colors;
}
inline cv::Mat quadrant_picture() {
  cv::Mat picture(20, 30, CV_8UC3);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 30; ++x) {
      const Rgb& c =
          quadrant_colors()[static_cast<std::size_t>((y >= 10 ? 2 : 0) + (x >= 15 ? 1 : 0))];
      picture.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(c[2]),
                                     static_cast<std::uint8_t>(c[1]),
                                     static_cast<std::uint8_t>(c[0])};
    }
  return picture;
}

inline Bytes encode(const std::string& extension, const cv::Mat& picture,
                    const std::vector<int>& options = {}) {
  Bytes bytes;
  cv::imencode(extension, picture, bytes, options);
  return bytes;
}

// Numbers as they stand in files.
inline void append(Bytes& bytes, std::uint32_t value, int count, bool big_endian) {
  for (int i = 0; i < count; ++i)
    bytes.push_back(static_cast<std::uint8_t>(value >> (8 * (big_endian ? count - 1 - i : i))));
}
inline void append(Bytes& bytes, const std::string& text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
}
inline void append(Bytes& bytes, const Bytes& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

// Returns the content of an EXIF block: a TIFF directory with the orientation as its only entry.
inline Bytes exif_block(int orientation, bool big_endian) {
  Bytes out;
  append(out, big_endian ? "MM" : "II");
  append(out, 42, 2, big_endian);
  append(out, 8, 4, big_endian);
  append(out, 1, 2, big_endian);
  append(out, 0x0112, 2, big_endian);
  append(out, 3, 2, big_endian);
  append(out, 1, 4, big_endian);
  append(out, static_cast<std::uint32_t>(orientation), 2, big_endian);
  append(out, 0, 2, big_endian);
  append(out, 0, 4, big_endian);
  return out;
}

// Builds a PNG by hand, for files that OpenCV does not write: palettes, EXIF, impossible sizes.
class Png {
 public:
  Png(std::uint32_t width, std::uint32_t height, int depth, int color_type) {
    bytes_ = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    Bytes header;
    append(header, width, 4, true);
    append(header, height, 4, true);
    append(header,
           Bytes{static_cast<std::uint8_t>(depth), static_cast<std::uint8_t>(color_type), 0, 0, 0});
    chunk("IHDR", header);
  }
  Png& chunk(const std::string& name, const Bytes& content) {
    append(bytes_, static_cast<std::uint32_t>(content.size()), 4, true);
    Bytes checked;
    append(checked, name);
    append(checked, content);
    append(bytes_, checked);
    append(bytes_, crc(checked), 4, true);
    return *this;
  }
  // Appends rows, each beginning with its filter byte, as one stored (uncompressed) deflate block
  // of at most 65535 bytes.
  Png& rows(const Bytes& content) {
    Bytes packed{0x78, 0x01, 0x01};
    append(packed, static_cast<std::uint32_t>(content.size()), 2, false);
    append(packed, ~static_cast<std::uint32_t>(content.size()), 2, false);
    append(packed, content);
    std::uint32_t a = 1, b = 0;
    for (const auto byte : content) {
      a = (a + byte) % 65521;
      b = (b + a) % 65521;
    }
    append(packed, b << 16U | a, 4, true);
    return chunk("IDAT", packed);
  }
  Bytes end() { return chunk("IEND", {}).bytes_; }

 private:
  static std::uint32_t crc(const Bytes& bytes) {
    std::uint32_t value = ~0U;
    for (const auto byte : bytes) {
      value ^= byte;
      for (int i = 0; i < 8; ++i) value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~value;
  }
  Bytes bytes_;
};

}  // namespace fido::test
