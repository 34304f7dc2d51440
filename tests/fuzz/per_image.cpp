// Fuzzes the reader of an evaluation's rows, a file that another process may still be writing.
#include "core/evaluate/evaluation_reader.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fido::fuzz::MemoryFile file(data, size);
  fido::EvaluationReader reader(file.path());
  // The second call continues where the first one stopped.
  for (int i = 0; i < 2; ++i)
    if (!reader.read_new_rows()) return 0;
  return 0;
}
