// What methods there are, for menus and help; no tensors here.
#pragma once

#include <string>
#include <vector>

namespace fido {

struct MethodInfo {
  std::string name;         // "fido-ssr"
  std::string label;        // "FIDO-SSR"
  std::string description;  // one sentence
  // the map's importance is the probability of being kept (SSR) rather than dropped
  bool keeps = true;
  // masks are drawn from the map; otherwise the map is itself the mask (BBMP)
  bool draws = true;
  // a mask, step by step; otherwise the photo is looked at a fixed number of times and the map is a
  // sum
  bool optimises = true;
  // what is kept is to sustain the class and what is dropped to have held it: SSR and SDR at once
  bool both = false;
};

const std::vector<MethodInfo>& methods();
const MethodInfo* find_method(const std::string& name);

}  // namespace fido
