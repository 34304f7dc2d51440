// Turns exceptions thrown by libraries into one-line errors.
#pragma once

#include <exception>
#include <string>

#include "core/base/error.h"

namespace fido {

// Returns the first line of the exception's message. LibTorch appends a stack trace to it.
std::string first_line(const std::exception& error);

// Returns true if an allocation failed, on the host or an accelerator, so that a smaller batch may
// succeed.
bool is_out_of_memory(const std::exception& error);

// Returns the error "<subject> failed: <first line>", or advice if memory has run out.
Error to_error(const std::exception& error, const std::string& subject);

}  // namespace fido
