// What must stand in the environment before a program's libraries are loaded.
#pragma once

namespace fido {

// Sets what the user has not set; after a true the caller replaces the process (exec), for the
// libraries read it once.
// - Waiting OpenMP threads sleep after some microseconds instead of spinning for milliseconds: as
// fast on an idle
//   machine, and many times faster on one that has other work (docs/adr/0006).
// - LibTorch takes its AVX-512 kernels where the processor has them; by itself it stays with AVX2
// in many places
//   (docs/benchmarks.md).
bool prepare_environment();

}  // namespace fido
