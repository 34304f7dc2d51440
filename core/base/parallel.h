// Runs our pixel loops on LibTorch's own threads: a second pool would compete with them for the
// cores.
#pragma once

#include <cstdint>
#include <functional>

namespace fido {

// Calls body(begin, end) for ranges that together cover [0, count), each at least `grain` long.
void parallel_for(std::int64_t count, std::int64_t grain,
                  const std::function<void(std::int64_t, std::int64_t)>& body);

}  // namespace fido
