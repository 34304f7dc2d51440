// Reads and writes whole files. Output goes to a temporary name and is then renamed, so a file is
// either complete or absent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace fido {

// Checks that `path` names a regular file. Errors (input): it does not exist, or it is a folder or
// another kind of file.
Expected<void> check_readable(const std::filesystem::path& path);
// Read the whole file. Errors (input): those of check_readable(), and the system's own.
Expected<std::string> read_file(const std::filesystem::path& path);
Expected<std::vector<std::uint8_t>> read_bytes(const std::filesystem::path& path);

// Writes `bytes` to a temporary file beside `path` and renames it. A symbolic link stays a link,
// and a device or pipe is written to directly. Errors (input): the folder does not exist or is
// read-only, or the disk is full.
Expected<void> write_file(const std::filesystem::path& path, const std::string& bytes);

// Return the lower-case hexadecimal SHA-256 of these bytes.
std::string sha256_bytes(const void* bytes, std::size_t size);
std::string sha256_text(const std::string& bytes);
// Returns the lower-case hexadecimal SHA-256 of a file's contents. Errors (input): as read_file().
Expected<std::string> sha256_file(const std::filesystem::path& path);

}  // namespace fido
