// Reading and writing whole files. What is written goes to a temporary name and is renamed, so a
// file is whole or absent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace fido {

// Errors (input): absent, a folder, no regular file.
Expected<void> check_readable(const std::filesystem::path& path);
// Errors (input): those, and what the system says.
Expected<std::string> read_file(const std::filesystem::path& path);
Expected<std::vector<std::uint8_t>> read_bytes(const std::filesystem::path& path);

// Writes bytes to a temporary name beside `path`, then renames. Errors (input): folder absent,
// read-only or full.
Expected<void> write_file(const std::filesystem::path& path, const std::string& bytes);

// Lower-case hexadecimal SHA-256 of these bytes.
std::string sha256_bytes(const void* bytes, std::size_t size);
std::string sha256_text(const std::string& bytes);
// Lower-case hexadecimal SHA-256 of a file's content.
Expected<std::string> sha256_file(const std::filesystem::path& path);

}  // namespace fido
