// Fuzzes the reader of planes in NumPy's format.
#include "core/image/codec.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fido::fuzz::MemoryFile file(data, size);
  const auto plane = fido::load_npy(file.path());
  if (plane && plane->values.size() != static_cast<std::size_t>(plane->width) * plane->height)
    abort();
  return 0;
}
