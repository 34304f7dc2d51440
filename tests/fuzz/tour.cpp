// Fuzzes the reader of tours, which teachers write.
#include "ui/tour/tour.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fido::fuzz::MemoryFile file(data, size);
  (void)fido::ui::read_tour(QString::fromStdString(file.path().string()));
  return 0;
}
