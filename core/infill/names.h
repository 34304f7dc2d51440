// What infillers there are, for menus and help; no tensors here.
#pragma once

#include <string>
#include <vector>

namespace fido {

struct InfillerInfo {
  std::string name;         // as options write it, e.g. "push-pull"
  std::string label;        // as a menu writes it, e.g. "Push-pull"
  std::string description;  // one sentence: what fills the hole
  bool stochastic = false;  // gives another answer at each call
  bool exact = false;       // gives kept pixels back as they are
  bool for_runs = true;     // fast enough to be asked at every step; otherwise for hand-made masks only
};

const std::vector<InfillerInfo>& infillers();
const InfillerInfo* find_infiller(const std::string& name);

inline constexpr const char* kDefaultInfiller = "push-pull";

}  // namespace fido
