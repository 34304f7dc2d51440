#include "core/base/process.h"

#include <malloc.h>
#include <sys/resource.h>

#include <limits>

namespace fido {

void prepare_process() {
  // Every large tensor would otherwise be its own mmap, returned to the kernel at once and paged in
  // anew: half of a run's time was system time.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  // The engine's thread would otherwise have an arena of its own, made of 64 MB heaps that are
  // returned to the kernel whenever they are empty.
  mallopt(M_ARENA_MAX, 1);
}

std::int64_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

std::string fidoscope_version() { return FIDOSCOPE_VERSION; }

}  // namespace fido
