#include "core/base/exceptions.h"

#include <algorithm>
#include <new>

namespace fido {

std::string first_line(const std::exception& error) {
  const std::string text = error.what();
  return text.substr(0, std::min(text.find('\n'), text.find(" frame #")));
}

bool is_out_of_memory(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error)) return true;
  // c10::OutOfMemoryError has changed its header and base class between LibTorch versions, but not
  // its text.
  const std::string text = error.what();
  return text.find("out of memory") != std::string::npos ||
         text.find("allocate memory") != std::string::npos;
}

Error to_error(const std::exception& error, const std::string& subject) {
  if (is_out_of_memory(error))
    return {ErrorCode::failed,
            "there is not enough memory; close other programs, or use a smaller photo or model"};
  return {ErrorCode::failed, subject + " failed: " + first_line(error)};
}

}  // namespace fido
