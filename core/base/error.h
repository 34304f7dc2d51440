// Errors as values: an error that a caller can act on is returned, never thrown across a public
// header.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace fido {

// The values are the exit codes of the command line (docs/command-line.md).
enum class ErrorCode {
  usage = 2,          // an option is unknown, or its value is invalid
  input = 3,          // a file or model cannot be used
  failed = 4,         // the run itself failed (device lost, out of memory)
  interrupted = 130,  // stopped on request; finished results are complete
};

struct Error {
  ErrorCode code = ErrorCode::failed;
  std::string message;  // one line: what is wrong, why, and what to do about it
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> usage_error(std::string message) {
  return tl::unexpected(Error{ErrorCode::usage, std::move(message)});
}
inline tl::unexpected<Error> input_error(std::string message) {
  return tl::unexpected(Error{ErrorCode::input, std::move(message)});
}
inline tl::unexpected<Error> run_error(std::string message) {
  return tl::unexpected(Error{ErrorCode::failed, std::move(message)});
}

}  // namespace fido
