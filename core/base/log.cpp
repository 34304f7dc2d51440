#include "core/base/log.h"

#include <spdlog/spdlog.h>

namespace fido {

void log_info(const std::string& message) { spdlog::info("{}", message); }

}  // namespace fido
