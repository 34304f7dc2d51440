// Fuzzes the readers of all kinds of cards.
#include "core/model/card.h"
#include "core/model/infiller_card.h"
#include "core/model/saliency_net_card.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fido::fuzz::MemoryFile file(data, size);
  (void)fido::load_infiller_card(file.path());
  (void)fido::load_saliency_net_card(file.path());
  (void)fido::load_classifier_card(file.path());
  return 0;
}
