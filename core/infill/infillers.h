// What infillers there are, for menus and help; no tensors here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fido {

struct InfillerInfo {
  std::string id;                      // as options write it, e.g. "push-pull"
  std::string label;                   // as a menu writes it, e.g. "Push-pull"
  std::string description;             // one sentence: what fills the hole
  bool stochastic = false;             // gives another answer at each call
  bool preserves_kept_pixels = false;  // gives kept pixels back as they are
  // fast enough to be asked at every step; otherwise for hand-made masks only
  bool for_runs = true;
  bool has_preview = false;    // has a coarse answer that comes sooner
  std::filesystem::path card;  // of one that is a file; empty for what is built in
  bool learned() const { return !card.empty(); }
};

// What is built in, and every infiller with a usable card on the catalogue's search path, those
// first. What was handed out stays valid when the list is read again.
const std::vector<InfillerInfo>& infillers();
// Looks at the cards again.
void refresh_infillers();
// By id, or by a card's path. Null: there is none.
const InfillerInfo* find_infiller(const std::string& id);
// The same, and why there is none: a sentence that goes on after the id, with the nearest choice,
// or what is wrong with the card. Empty: there is one. `for_runs`: it must be fit for runs.
std::string infiller_error(const std::string& id, bool for_runs);

// What is taken where nobody asks for another: Fast where it is there, Push-pull otherwise.
std::string default_infiller();

}  // namespace fido
