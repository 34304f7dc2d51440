// The list of available infillers, for menus and help; no tensors here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fido {

struct InfillerInfo {
  std::string id;                      // as options write it, e.g. "push-pull"
  std::string label;                   // as a menu writes it, e.g. "Push-pull"
  std::string description;             // one sentence: what fills the hole
  bool stochastic = false;             // every call gives a different fill
  bool preserves_kept_pixels = false;  // returns kept pixels unchanged
  // fast enough to be called at every step of a run; otherwise for hand-made masks only
  bool supports_runs = true;
  bool has_preview = false;         // can return a coarse fill at a fraction of the cost
  std::filesystem::path card_path;  // of a learned infiller; empty for a built-in one
  bool is_learned() const { return !card_path.empty(); }
};

// Returns every infiller with a usable card on the catalogue's search path, followed by the
// built-in ones. References stay valid when refresh_infillers() reads the cards again.
const std::vector<InfillerInfo>& infillers();
// Reads the cards on the search path again.
void refresh_infillers();
// Finds an infiller by its id or by the path of its card. Returns null if there is none.
const InfillerInfo* find_infiller(const std::string& id);
// Returns why the infiller with this id cannot be used: a sentence that names the nearest id and
// all choices, or what is wrong with the card. Empty if it can be used. `for_runs`: the infiller
// must also support runs.
std::string infiller_error(const std::string& id, bool for_runs);

// Returns the infiller that is used if none is chosen: Fast if its card is found, Push-pull
// otherwise.
std::string default_infiller_id();

}  // namespace fido
