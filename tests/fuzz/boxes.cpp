// Fuzzes the reader of box tables.
#include <cmath>

#include "core/evaluate/boxes.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fido::fuzz::MemoryFile file(data, size);
  const auto boxes_by_image = fido::load_boxes(file.path());
  if (!boxes_by_image) return 0;
  for (const auto& [name, photo] : *boxes_by_image)
    for (const auto& box : photo.boxes)
      if (photo.label < 0 || !std::isfinite(fido::area(box)) || fido::area(box) <= 0) abort();
  return 0;
}
