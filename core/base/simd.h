// Loops marked FIDO_SIMD are compiled for several instruction sets and picked when the program
// starts. Code in a lambda inside such a function is not cloned with it: the hot loop must stand in
// the function itself.
#pragma once

#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define FIDO_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FIDO_SIMD
#endif

namespace fido {

// Four floats side by side: three colours and a weight.
typedef float Float4 __attribute__((vector_size(16)));
typedef int Int4 __attribute__((vector_size(16)));

}  // namespace fido
