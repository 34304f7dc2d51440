#include "core/infill/infiller.h"

namespace fido {

#define INFILLER(id, ...) std::unique_ptr<Infiller> make_##id();
#include "core/infill/infillers.def"
#undef INFILLER

std::unique_ptr<Infiller> make_infiller(const std::string& wanted) {
#define INFILLER(id, name, ...) \
  if (wanted == name) return make_##id();
#include "core/infill/infillers.def"
#undef INFILLER
  return nullptr;
}

}  // namespace fido
