// Tables of boxes.
#include <cmath>

#include "core/evaluate/boxes.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fido::fuzz::MemoryFile file(data, size);
  const auto truth = fido::load_boxes(file.path());
  if (!truth) return 0;
  for (const auto& [name, photo] : *truth)
    for (const auto& box : photo.boxes)
      if (photo.label < 0 || !std::isfinite(fido::area(box)) || fido::area(box) <= 0) abort();
  return 0;
}
