// Writes to the log, on stderr. This header hides spdlog because PyPI's LibTorch ships headers of
// another version of fmt, which must not be mixed with spdlog's.
#pragma once

#include <string>

namespace fido {

void log_info(const std::string& message);

}  // namespace fido
