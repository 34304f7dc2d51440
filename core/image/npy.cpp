// NPY 1.0 (numpy.lib.format), float32 only.
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include "core/base/files.h"
#include "core/image/codec.h"

namespace fido {
namespace {

constexpr std::size_t kPrefixBytes = 10;  // magic, version, header length
static_assert(sizeof(float) == 4);
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "NPY files are written in the byte order of memory");

struct Shape {
  std::int64_t height = 0, width = 0;
};

// Returns the text after `'key':` in the header's dictionary, without leading blanks; empty if the
// dictionary does not have the key.
std::string header_value(const std::string& header, const std::string& key) {
  auto at = header.find("'" + key + "'");
  if (at == std::string::npos) return {};
  at = header.find(':', at);
  if (at == std::string::npos) return {};
  at = header.find_first_not_of(' ', at + 1);
  return at == std::string::npos ? std::string{} : header.substr(at);
}

bool parse_shape(const std::string& text, Shape& shape) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto skip = [&](char expected) {
    while (at != end && *at == ' ') ++at;
    if (at == end || *at != expected) return false;
    ++at;
    while (at != end && *at == ' ') ++at;
    return true;
  };
  const auto read_integer = [&](std::int64_t& out) {
    const auto [next, error] = std::from_chars(at, end, out);
    at = next;
    return error == std::errc{} && out >= 0;
  };
  if (!skip('(') || !read_integer(shape.height) || !skip(',') || !read_integer(shape.width))
    return false;
  (void)skip(',');
  return skip(')');
}

}  // namespace

Expected<void> save_npy(const std::filesystem::path& path, const Plane& plane) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                       std::to_string(plane.height) + ", " + std::to_string(plane.width) + "), }";
  // The format requires that the header ends in a line feed and the data begins at a multiple
  // of 64.
  header.append((64 - (kPrefixBytes + header.size() + 1) % 64) % 64, ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() & 0xFFU);
  bytes += static_cast<char>(header.size() >> 8U);
  bytes += header;
  const std::size_t begin = bytes.size();
  bytes.resize(begin + plane.values.size() * sizeof(float));
  if (!plane.values.empty())
    std::memcpy(&bytes[begin], plane.values.data(), plane.values.size() * sizeof(float));
  return write_file(path, bytes);
}

Expected<Plane> load_npy(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::string name = path.string();
  const auto npy_error = [&](const std::string& why) {
    return input_error(name + ": " + why +
                       "; save it with numpy.save(path, array.astype('float32'))");
  };
  if (bytes->size() < kPrefixBytes + 2 || bytes->compare(0, 6, "\x93NUMPY") != 0)
    return npy_error("is not an NPY file");
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>((*bytes)[at]));
  };
  const bool is_version_1 = byte(6) == 1;  // later versions store the header length in 4 bytes
  const std::size_t begin = is_version_1 ? kPrefixBytes : kPrefixBytes + 2;
  const std::size_t length =
      byte(8) | byte(9) << 8U | (is_version_1 ? 0 : byte(10) << 16U | byte(11) << 24U);
  if (bytes->size() - begin < length) return npy_error("the NPY file is truncated");
  const std::string header = bytes->substr(begin, length);
  if (header_value(header, "descr").compare(0, 5, "'<f4'") != 0)
    return npy_error("does not contain float32 values");
  if (header_value(header, "fortran_order").compare(0, 5, "False") != 0)
    return npy_error("is in Fortran order");
  Shape shape;
  if (!parse_shape(header_value(header, "shape"), shape))
    return npy_error("is not an array of two dimensions");
  if (shape.width == 0 || shape.height == 0) return npy_error("is an empty array");
  if (shape.width > kMaxImagePixels / shape.height) return npy_error("is too large");
  const std::size_t data = begin + length;
  const auto count = static_cast<std::size_t>(shape.width * shape.height);
  if (bytes->size() - data != count * sizeof(float))
    return npy_error("the NPY file is truncated or has extra bytes at its end");
  Plane plane(static_cast<int>(shape.width), static_cast<int>(shape.height));
  std::memcpy(plane.values.data(), bytes->data() + data, count * sizeof(float));
  for (std::size_t i = 0; i < count; ++i)
    if (!std::isfinite(plane.values[i]))
      return npy_error("the value in row " +
                       std::to_string(i / static_cast<std::size_t>(shape.width)) + ", column " +
                       std::to_string(i % static_cast<std::size_t>(shape.width)) +
                       " is not finite");
  return plane;
}

}  // namespace fido
