#include "core/infill/infillers.h"

#include <algorithm>
#include <deque>
#include <mutex>

#include "core/base/text.h"
#include "core/model/catalogue.h"
#include "core/model/infiller_card.h"

namespace fido {
namespace {

using List = std::vector<InfillerInfo>;

constexpr const char* kPreferredId = "fast";  // docs/infillers.md compares the infillers

InfillerInfo make_info(const InfillerCard& card) {
  InfillerInfo info;
  info.id = card.id;
  info.label = card.name;
  info.description = card.description.empty() ? card.card_path.string() : card.description;
  info.stochastic = card.stochastic;
  info.preserves_kept_pixels = true;  // AdapterInfiller and Fast restore them
  info.has_preview = card.runtime == "ca";
  info.card_path = card.card_path;
  return info;
}

// Lists the learned infillers, the preferred one first, and then the built-in ones.
List read_list() {
  List all{
#define INFILLER(function, id, label, description, stochastic, preserves_kept_pixels, \
                 supports_runs)                                                       \
  {id, label, description, stochastic, preserves_kept_pixels, supports_runs, false, {}},
#include "core/infill/infillers.def"
#undef INFILLER
  };
  List learned;
  for (const auto& entry : Catalogue().list()) {
    if (entry.kind != "infiller" || !entry.problem.empty()) continue;
    const bool is_taken =
        std::any_of(all.begin(), all.end(), [&](const auto& info) { return info.id == entry.id; });
    if (const auto card = load_infiller_card(entry.card_path); card && !is_taken)
      learned.push_back(make_info(*card));
  }
  std::stable_partition(learned.begin(), learned.end(),
                        [](const InfillerInfo& info) { return info.id == kPreferredId; });
  all.insert(all.begin(), learned.begin(), learned.end());
  return all;
}

// Every list that was ever returned is kept, because callers hold pointers into it. Lists are few
// and small.
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
  List current = read_list();
  const std::lock_guard lock(mutex);
  const auto is_same = [](const InfillerInfo& a, const InfillerInfo& b) {
    return a.id == b.id && a.label == b.label && a.card_path == b.card_path &&
           a.stochastic == b.stochastic;
  };
  if (lists().empty() || !std::equal(current.begin(), current.end(), lists().back().begin(),
                                     lists().back().end(), is_same))
    lists().push_back(std::move(current));
}

const InfillerInfo* find_infiller(const std::string& id) {
  for (const auto& info : infillers())
    if (info.id == id) return &info;
  if (!is_card_path(id)) return nullptr;
  const auto card = load_infiller_card(id);
  if (!card) return nullptr;
  const std::lock_guard lock(mutex);
  List extended = lists().back();
  extended.push_back(make_info(*card));
  extended.back().id = id;
  lists().push_back(std::move(extended));
  return &lists().back().back();
}

std::string default_infiller_id() {
  return find_infiller(kPreferredId) ? kPreferredId : "push-pull";
}

std::string infiller_error(const std::string& id, bool for_runs) {
  const InfillerInfo* info = find_infiller(id);
  if (info && (info->supports_runs || !for_runs)) return "";
  if (!info && is_card_path(id))
    if (const auto card = load_infiller_card(id); !card)
      return "cannot be used: " + card.error().message;
  std::vector<std::string> ids;
  for (const auto& available : infillers())
    if (available.supports_runs || !for_runs) ids.push_back(available.id);
  const std::string choices = join_with_or(ids);
  if (info)
    return id + " is for hand-made masks (fidoscope-cli infill), not for runs; use " + choices;
  if (id.empty()) return "is empty; use " + choices;
  return id + " is unknown; did you mean " + closest_match(id, ids) + "? Choices: " + choices;
}

}  // namespace fido
