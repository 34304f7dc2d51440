#include "core/infill/names.h"

#include <algorithm>
#include <deque>
#include <mutex>

#include "core/infill/infiller_card.h"
#include "core/model/catalogue.h"

namespace fido {
namespace {

using List = std::vector<InfillerInfo>;

constexpr const char* kBest = "fast";  // docs/infillers.md

InfillerInfo info_of(const InfillerCard& card) {
  InfillerInfo info;
  info.name = card.id;
  info.label = card.name;
  info.description = card.description.empty() ? card.card_path.string() : card.description;
  info.stochastic = card.stochastic;
  info.exact = true;  // kept pixels are put back
  info.refines = card.runtime == "ca";
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
    const bool taken = std::any_of(all.begin(), all.end(),
                                   [&](const auto& info) { return info.name == entry.id; });
    if (const auto card = load_infiller_card(entry.card_path); card && !taken)
      learned.push_back(info_of(*card));
  }
  std::stable_partition(learned.begin(), learned.end(),
                        [](const InfillerInfo& info) { return info.name == kBest; });
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
    return a.name == b.name && a.label == b.label && a.card == b.card &&
           a.stochastic == b.stochastic;
  };
  if (lists().empty() ||
      !std::equal(now.begin(), now.end(), lists().back().begin(), lists().back().end(), same))
    lists().push_back(std::move(now));
}

const InfillerInfo* find_infiller(const std::string& name) {
  for (const auto& info : infillers())
    if (info.name == name) return &info;
  if (name.find('/') == std::string::npos && name.find(".card.json") == std::string::npos)
    return nullptr;
  const auto card = load_infiller_card(name);
  if (!card) return nullptr;
  const std::lock_guard lock(mutex);
  List next = lists().back();
  next.push_back(info_of(*card));
  next.back().name = name;
  lists().push_back(std::move(next));
  return &lists().back().back();
}

std::string default_infiller() { return find_infiller(kBest) ? kBest : "push-pull"; }

std::string infiller_fault(const std::string& name, bool for_runs) {
  const InfillerInfo* info = find_infiller(name);
  if (info && (info->for_runs || !for_runs)) return "";
  if (!info && name.find('/') != std::string::npos)
    if (const auto card = load_infiller_card(name); !card)
      return "cannot be used: " + card.error().message;
  std::vector<std::string> names;
  for (const auto& one : infillers())
    if (one.for_runs || !for_runs) names.push_back(one.name);
  const std::string choices = listed(names);
  if (info)
    return name + " is for hand-made masks (fidoscope-cli infill), not for runs; use " + choices;
  if (name.empty()) return "is empty; use " + choices;
  return name + " is unknown; did you mean " + nearest(name, names) + "? Choices: " + choices;
}

}  // namespace fido
