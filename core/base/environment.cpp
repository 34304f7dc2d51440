#include "core/base/environment.h"

#include <cstdlib>

namespace fido {
namespace {

bool set(const char* name, const char* value) {
  return std::getenv(name) == nullptr && setenv(name, value, 0) == 0;
}

// All that LibTorch's kernels of that name were compiled for: it takes the user's word and looks no
// further.
bool has_avx512() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

}  // namespace

bool prepare_environment() {
  const bool waiting = std::getenv("OMP_WAIT_POLICY") == nullptr && set("GOMP_SPINCOUNT", "1000");
  const bool kernels = has_avx512() && set("ATEN_CPU_CAPABILITY", "avx512");
  return waiting || kernels;
}

}  // namespace fido
