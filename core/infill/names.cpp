#include "core/infill/names.h"

namespace fido {

const std::vector<InfillerInfo>& infillers() {
  static const std::vector<InfillerInfo> all{
#define INFILLER(id, name, label, description, stochastic, exact, for_runs) \
  {name, label, description, stochastic, exact, for_runs},
#include "core/infill/infillers.def"
#undef INFILLER
  };
  return all;
}

const InfillerInfo* find_infiller(const std::string& name) {
  for (const auto& info : infillers())
    if (info.name == name) return &info;
  return nullptr;
}

}  // namespace fido
