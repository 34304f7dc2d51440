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
  // c10::OutOfMemoryError has moved and changed its base between LibTorch's versions; its words
  // have not.
  const std::string what = error.what();
  return what.find("out of memory") != std::string::npos ||
         what.find("allocate memory") != std::string::npos;
}

Error to_error(const std::exception& error, const std::string& subject) {
  if (is_out_of_memory(error))
    return {ErrorCode::failed,
            "there is not enough memory; close other programs, or take a smaller photo or model"};
  return {ErrorCode::failed, subject + " failed: " + first_line(error)};
}

}  // namespace fido
