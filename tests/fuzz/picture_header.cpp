// Fuzzes the reader of picture headers and checks that every header it accepts is within the
// documented ranges.
#include <cstdlib>

#include "core/image/codec.h"
#include "core/image/header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)fido::detect_format(data, size);
  const auto header = fido::read_header(data, size, "input");
  if (header && (header->width < 1 || header->height < 1 ||
                 header->width * header->height > fido::kMaxImagePixels ||
                 header->orientation < 1 || header->orientation > 8))
    std::abort();
  return 0;
}
