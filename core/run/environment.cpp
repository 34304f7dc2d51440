#include "core/run/environment.h"

#include <cstdlib>

namespace fido {

bool set_thread_waiting() {
  if (std::getenv("GOMP_SPINCOUNT") != nullptr || std::getenv("OMP_WAIT_POLICY") != nullptr) return false;
  return setenv("GOMP_SPINCOUNT", "1000", 0) == 0;
}

}  // namespace fido
