#include "app/cli/evaluation_merge.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "app/cli/batch.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_tables.h"
#include "core/base/files.h"
#include "core/evaluate/evaluation_folder.h"
#include "core/evaluate/evaluation_run.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

// Classifier, photo and method (as method_text() has it; empty where the photo cannot be used).
using Place = std::tuple<std::string, std::string, std::string>;

Place place_of(const EvaluationRow& row) {
  return {row.classifier, row.image, method_text(row.method, row.infill)};
}
Place place_of(const EvaluationFailure& failure) {
  return {failure.classifier, failure.image, failure.method};
}

struct Merged {
  std::optional<EvaluationSettings> settings;
  // Pairs of classifier and method that one of the folders was asked for.
  std::set<std::pair<std::string, std::string>> asked;
  std::vector<EvaluationRow> rows;
  std::map<Place, EvaluationFailure> failures;
};

// Appends what `all` does not have yet. Returns false where one of the same name differs.
template <class T, class Name>
bool unite(std::vector<T>& all, const std::vector<T>& more, Name name) {
  for (const T& one : more) {
    const auto same = std::find_if(all.begin(), all.end(),
                                   [&](const T& other) { return name(other) == name(one); });
    if (same == all.end())
      all.push_back(one);
    else if (!(*same == one))
      return false;
  }
  return true;
}

Expected<void> add_settings(Merged& merged, const EvaluationSettings& settings,
                            const fs::path& file, const std::string& first) {
  if (!merged.settings) merged.settings = settings;
  EvaluationSettings& all = *merged.settings;
  EvaluationSettings ours = all, theirs = settings;  // but for what may differ
  for (auto* one : {&ours, &theirs}) {
    one->classifiers.clear();
    one->methods.clear();
  }
  const auto method_name = [](const auto& m) { return method_text(m.method, m.infill); };
  if (ours != theirs ||
      !unite(all.classifiers, settings.classifiers, [](const auto& c) { return c.id; }) ||
      !unite(all.methods, settings.methods, method_name))
    return usage_error(file.string() +
                       ": was made with other settings, weights, photos or boxes "
                       "than that of " +
                       first + "; these do not belong together");
  for (const auto& classifier : settings.classifiers)
    for (const auto& method : settings.methods)
      merged.asked.emplace(classifier.id, method_name(method));
  return {};
}

Expected<void> add_folder(Merged& merged, const fs::path& folder, const std::string& first) {
  const auto file = folder / kSettingsFile;
  const auto settings = load_evaluation_settings(file);
  if (!settings) return tl::unexpected(settings.error());
  if (auto ok = add_settings(merged, *settings, file, first); !ok) return ok;
  auto rows = load_evaluation(folder / kRowsFile);
  if (!rows) return tl::unexpected(rows.error());
  std::move(rows->begin(), rows->end(), std::back_inserter(merged.rows));
  // A photo that cannot be read fails in every folder that was to look at it.
  for (auto& failure : load_failures(folder)) {
    const Place place = place_of(failure);
    merged.failures.emplace(place, std::move(failure));
  }
  return {};
}

Expected<void> check_unique(const Merged& merged) {
  std::set<Place> seen;
  for (const auto& row : merged.rows)
    if (!seen.insert(place_of(row)).second)
      return usage_error(row.image + ": is in two of the folders; name each shard once");
  return {};
}

// Checks that every photo has a row by every method that it was asked for, or a reason why not, and
// forgets failures that a later try has mended.
Expected<void> check_whole(Merged& merged) {
  std::set<Place> there;
  std::set<std::string> photos;
  for (const auto& row : merged.rows) {
    there.insert(place_of(row));
    photos.insert(row.image);
  }
  for (const auto& [place, failure] : merged.failures) photos.insert(failure.image);
  std::size_t missing = 0;
  std::map<Place, EvaluationFailure> remaining;
  for (const auto& photo : photos)
    for (const auto& [classifier, method] : merged.asked) {
      if (there.count({classifier, photo, method})) continue;
      auto failure = merged.failures.find({classifier, photo, method});
      if (failure == merged.failures.end()) failure = merged.failures.find({classifier, photo, ""});
      if (failure == merged.failures.end())
        ++missing;
      else
        remaining.insert(*failure);
    }
  merged.failures = std::move(remaining);
  const std::size_t all = merged.settings->photos;
  missing += (all - std::min(all, photos.size())) * merged.asked.size();
  if (missing == 0) return {};
  return usage_error("the folders lack " + std::to_string(missing) + " of " +
                     std::to_string(all * merged.asked.size()) +
                     " rows: a shard is missing or not finished; name every shard, after each has "
                     "ended");
}

// In the order in which a single process would have met them.
std::vector<EvaluationFailure> sorted_failures(const Merged& merged, const EvaluationOrder& order) {
  std::vector<EvaluationFailure> out;
  for (const auto& [place, failure] : merged.failures) out.push_back(failure);
  const auto key = [&](const EvaluationFailure& f) {
    const auto classifier =
        std::find(order.classifiers.begin(), order.classifiers.end(), f.classifier) -
        order.classifiers.begin();
    const auto method =
        f.method.empty()
            ? -1
            : std::find_if(order.methods.begin(), order.methods.end(), [&](const auto& m) {
                return method_text(m.first, m.second) == f.method;
              }) - order.methods.begin();
    return std::make_tuple(classifier, f.image, method);
  };
  std::sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return out;
}

// What lies in `out` already may be an earlier merge of the same, or one of the folders.
Expected<void> check_nothing_is_lost(const Merged& merged, const fs::path& out) {
  std::error_code ignored;
  if (!fs::exists(out / kRowsFile, ignored)) return {};
  const auto before = load_evaluation(out / kRowsFile);
  if (!before) return tl::unexpected(before.error());
  std::set<std::string> lines;
  for (const auto& row : merged.rows) lines.insert(to_line(row));
  for (const auto& row : *before)
    if (!lines.count(to_line(row)))
      return usage_error(out.string() +
                         ": holds an evaluation with rows that none of the folders has; name it "
                         "too, or choose another --out");
  return {};
}

// The extremes of all are among those of the parts.
void copy_pictures(const Merged& merged, const std::vector<std::string>& folders,
                   const fs::path& out) {
  std::map<std::pair<std::string, std::string>, std::vector<EvaluationRow>> by_method;
  for (const auto& row : merged.rows)
    if (!row.infill.empty())
      by_method[{row.classifier, method_text(row.method, row.infill)}].push_back(row);
  std::error_code ignored;
  fs::create_directories(out / kPicturesFolder, ignored);
  for (const auto& [method, rows] : by_method)
    for (const auto& name : extreme_pictures(rows))
      for (const auto& folder : folders)
        if (fs::copy_file(fs::path(folder) / kPicturesFolder / name, out / kPicturesFolder / name,
                          fs::copy_options::overwrite_existing, ignored))
          break;
}

}  // namespace

int merge_evaluations(const std::vector<std::string>& folders, const fs::path& out,
                      const Common& common) {
  Merged merged;
  for (const auto& folder : folders) {
    if (is_locked(folder))
      return fail(
          Error{ErrorCode::usage, folder + ": an evaluation is still writing there; wait for it"});
    if (auto ok = add_folder(merged, folder, folders.front()); !ok) return fail(ok.error());
  }
  if (const auto ok = check_writable(out.string()); !ok) return fail(ok.error());
  const auto lock = lock_folder(out);
  if (!lock) return fail(lock.error());
  if (auto ok = check_unique(merged).and_then([&] { return check_whole(merged); }).and_then([&] {
        return check_nothing_is_lost(merged, out);
      });
      !ok)
    return fail(ok.error());
  const EvaluationOrder order = order_of(*merged.settings);
  sort_rows(merged.rows, order);
  std::string table = evaluation_head();
  for (const auto& row : merged.rows) table += to_line(row);
  const auto failures = sorted_failures(merged, order);
  const std::pair<const char*, std::string> files[] = {{kSettingsFile, to_json(*merged.settings)},
                                                       {kRowsFile, table},
                                                       {kFailuresFile, failures_csv(failures)}};
  for (const auto& [name, text] : files)
    if (auto ok = write_file(out / name, text); !ok) return fail(ok.error());
  copy_pictures(merged, folders, out);
  const int code = write_tables(out, merged.rows, order, failures.size(), common);
  // As the process that could not measure them.
  return failures.empty() ? code : std::max(code, static_cast<int>(ErrorCode::input));
}

}  // namespace fido::cli
