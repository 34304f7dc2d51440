// What a process sets up once, before the first tensor.
#pragma once

#include <cstdint>
#include <string>

namespace fido {

// Keeps freed memory, in one arena (glibc hands every large tensor back to the kernel and pages it
// in again: 1.4 x). The engine calls this when it is loaded.
void prepare_process();

std::int64_t peak_memory_bytes();
std::string fidoscope_version();

}  // namespace fido
