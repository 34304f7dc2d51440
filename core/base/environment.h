// Environment variables that must be set before a program's libraries are loaded.
#pragma once

namespace fido {

// Sets the variables that the user has not set. Returns true if it has set any: the caller must
// then replace the process (exec), because the libraries read the environment only once.
// - GOMP_SPINCOUNT: waiting OpenMP threads sleep after some microseconds instead of spinning for
//   milliseconds. This is equally fast on an idle machine, and many times faster on one that has
//   other work (docs/adr/0006).
// - ATEN_CPU_CAPABILITY: LibTorch uses its AVX-512 kernels if the processor supports them. By
//   default it stays with AVX2 in many places (docs/benchmarks.md).
bool prepare_environment();

}  // namespace fido
