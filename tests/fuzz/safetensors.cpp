// Fuzzes the reader of weights in the safetensors format.
#include "core/infill/net/weights.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fido::fuzz::MemoryFile file(data, size);
  const auto weights = fido::load_weights(file.path());
  if (!weights) return 0;
  // Read every number, so that an access past the end of the file is noticed.
  for (const auto& [name, tensor] : *weights) (void)tensor.to(torch::kDouble).sum().item<double>();
  return 0;
}
