// The folder that an evaluation fills: whose it is, and a table that grows in it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/error.h"

namespace fido {

// Held as long as what it gives lives: two evaluations would write into one another. Errors
// (usage): another holds it; (input): it cannot be written to.
Expected<std::shared_ptr<const int>> hold(const std::filesystem::path& folder);
// Whether another process holds it; it need not be writable.
bool is_held(const std::filesystem::path& folder);

// A line at the end of a file, on disk before it returns; all of it or nothing.
Expected<void> append(const std::filesystem::path& path, const std::string& line);

}  // namespace fido
