#include "core/base/environment.h"

#include <cstdlib>

namespace fido {
namespace {

bool set_if_unset(const char* name, const char* value) {
  return std::getenv(name) == nullptr && setenv(name, value, 0) == 0;
}

// Returns true if the processor has every extension that LibTorch's AVX-512 kernels were compiled
// for. LibTorch does not check this itself when ATEN_CPU_CAPABILITY is set.
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
  const bool has_set_spin_count =
      std::getenv("OMP_WAIT_POLICY") == nullptr && set_if_unset("GOMP_SPINCOUNT", "1000");
  const bool has_set_capability = has_avx512() && set_if_unset("ATEN_CPU_CAPABILITY", "avx512");
  return has_set_spin_count || has_set_capability;
}

}  // namespace fido
