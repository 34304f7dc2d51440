// The log, on stderr. A function of its own because PyPI's LibTorch brings headers of another fmt,
// which spdlog must not meet.
#pragma once

#include <string>

namespace fido {

void log_info(const std::string& message);

}  // namespace fido
