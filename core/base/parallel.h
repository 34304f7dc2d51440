// LibTorch's own threads for our pixel loops: a second pool would fight the first.
#pragma once

#include <cstdint>
#include <functional>

namespace fido {

// Calls body(begin, end) over [0, count) in pieces of at least `grain`.
void parallel_for(std::int64_t count, std::int64_t grain,
                  const std::function<void(std::int64_t, std::int64_t)>& body);

}  // namespace fido
