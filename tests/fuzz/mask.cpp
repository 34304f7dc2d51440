// Fuzzes the reader of masks from pictures. Large pictures are skipped: they cost time and find
// nothing new.
#include "core/image/codec.h"
#include "core/image/header.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int64_t kMaxPixels = 1 << 16;
  const auto header = fido::read_header(data, size, "input");
  if (header && header->width * header->height > kMaxPixels) return 0;
  const fido::fuzz::MemoryFile file(data, size);
  const auto mask = fido::load_mask(file.path());
  if (!mask) return 0;
  for (const float value : mask->values)
    if (!(value >= 0 && value <= 1)) abort();
  return 0;
}
