// A function marked FIDO_SIMD is compiled for several instruction sets, and the best one is picked
// when the program starts. A lambda inside such a function is not cloned with it, so the hot loop
// must stand in the function itself.
#pragma once

#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define FIDO_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FIDO_SIMD
#endif

namespace fido {

// Four numbers in one vector register: three colours and a weight.
typedef float Float4 __attribute__((vector_size(16)));
typedef int Int4 __attribute__((vector_size(16)));

}  // namespace fido
