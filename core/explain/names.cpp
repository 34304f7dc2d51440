#include "core/explain/names.h"

namespace fido {

const std::vector<MethodInfo>& methods() {
  static const std::vector<MethodInfo> all{
      {"fido-ssr", "SSR: keep", "The smallest region that, kept, sustains the class (FIDO, Eq. 4).", true},
      {"fido-sdr", "SDR: drop", "The smallest region that, dropped, destroys the class (FIDO, Eq. 5).", false},
      {"bbmp", "BBMP", "One mask, not a distribution, whose dropped region destroys the class (Fong & Vedaldi 2017).", false,
       false},
  };
  return all;
}

const MethodInfo* find_method(const std::string& name) {
  for (const auto& info : methods())
    if (info.name == name) return &info;
  return nullptr;
}

}  // namespace fido
