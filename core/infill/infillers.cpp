#include "core/infill/infillers.h"
#include "core/base/text.h"

#include <algorithm>
#include <deque>
#include <mutex>

#include "core/model/catalogue.h"
#include "core/model/infiller_card.h"

namespace fido {
namespace {

using List = std::vector<InfillerInfo>;

constexpr const char* kBest = "fast";  // docs/infillers.md

InfillerInfo info_of(const InfillerCard& card) {
  InfillerInfo info;
  info.id = card.id;
  info.label = card.name;
  info.description = card.description.empty() ? card.card_path.string() : card.description;
  info.stochastic = card.stochastic;
  info.preserves_kept_pixels = true;  // kept pixels are put back
  info.has_preview = card.runtime == "ca";
  info.card = card.card_path;
  return info;
}

List read_list() {
  List all{
#define INFILLER(id, name, label, description, stochastic, exact, for_runs) \
  {name, label, description, stochastic, exact, for_runs, false, {}},
#include "core/infill/infillers.def"
#undef INFILLER
  };
  List learned;
  for (const auto& entry : Catalogue().list()) {
    if (entry.kind != "infiller" || !entry.problem.empty()) continue;
    const bool taken =
        std::any_of(all.begin(), all.end(), [&](const auto& info) { return info.id == entry.id; });
    if (const auto card = load_infiller_card(entry.card_path); card && !taken)
      learned.push_back(info_of(*card));
  }
  std::stable_partition(learned.begin(), learned.end(),
                        [](const InfillerInfo& info) { return info.id == kBest; });
  all.insert(all.begin(), learned.begin(), learned.end());
  return all;
}

// Lists are few and small, and pointers into the old ones are held: they are kept.
std::mutex mutex;
std::deque<List>& lists() {
  static std::deque<List> all;
  return all;
}

}  // namespace

const std::vector<InfillerInfo>& infillers() {
  const std::lock_guard lock(mutex);
  if (lists().empty()) lists().push_back(read_list());
  return lists().back();
}

void refresh_infillers() {
  List now = read_list();
  const std::lock_guard lock(mutex);
  const auto same = [](const InfillerInfo& a, const InfillerInfo& b) {
    return a.id == b.id && a.label == b.label && a.card == b.card && a.stochastic == b.stochastic;
  };
  if (lists().empty() ||
      !std::equal(now.begin(), now.end(), lists().back().begin(), lists().back().end(), same))
    lists().push_back(std::move(now));
}

const InfillerInfo* find_infiller(const std::string& id) {
  for (const auto& info : infillers())
    if (info.id == id) return &info;
  if (id.find('/') == std::string::npos && id.find(".card.json") == std::string::npos)
    return nullptr;
  const auto card = load_infiller_card(id);
  if (!card) return nullptr;
  const std::lock_guard lock(mutex);
  List next = lists().back();
  next.push_back(info_of(*card));
  next.back().id = id;
  lists().push_back(std::move(next));
  return &lists().back().back();
}

std::string default_infiller() { return find_infiller(kBest) ? kBest : "push-pull"; }

std::string infiller_error(const std::string& id, bool for_runs) {
  const InfillerInfo* info = find_infiller(id);
  if (info && (info->for_runs || !for_runs)) return "";
  if (!info && id.find('/') != std::string::npos)
    if (const auto card = load_infiller_card(id); !card)
      return "cannot be used: " + card.error().message;
  std::vector<std::string> ids;
  for (const auto& one : infillers())
    if (one.for_runs || !for_runs) ids.push_back(one.id);
  const std::string choices = listed(ids);
  if (info)
    return id + " is for hand-made masks (fidoscope-cli infill), not for runs; use " + choices;
  if (id.empty()) return "is empty; use " + choices;
  return id + " is unknown; did you mean " + nearest(id, ids) + "? Choices: " + choices;
}

}  // namespace fido
