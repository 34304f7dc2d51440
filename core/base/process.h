// The setup of the process, and facts about it.
#pragma once

#include <cstdint>
#include <string>

namespace fido {

// Makes glibc keep freed memory, in a single arena. By default it returns every large tensor to the
// kernel and pages it in again, which made runs 1.4 times slower. The engine calls this when it is
// loaded, before the first tensor.
void prepare_process();

// Returns the largest resident set size of this process so far.
std::int64_t peak_memory_bytes();
// Returns the version of Fidoscope, such as "0.1.0".
std::string fidoscope_version();

}  // namespace fido
