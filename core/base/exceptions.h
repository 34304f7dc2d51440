// Exceptions of libraries as errors of one line.
#pragma once

#include <exception>
#include <string>

#include "core/base/error.h"

namespace fido {

// The exception's message up to its first line's end. LibTorch's carry a stack trace behind it.
std::string first_line(const std::exception& error);

// Whether an allocation failed, on the host or an accelerator: a smaller batch may do.
bool is_out_of_memory(const std::exception& error);

// "<subject> failed: <first line>", or what to do where memory has run out.
Error to_error(const std::exception& error, const std::string& subject);

}  // namespace fido
