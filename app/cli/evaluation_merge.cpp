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

// Classifier, photo and method (as method_text() writes it; empty if the photo cannot be used).
using RowKey = std::tuple<std::string, std::string, std::string>;

RowKey row_key(const EvaluationRow& row) {
  return {row.classifier, row.image, method_text(row.method, row.infill)};
}
RowKey row_key(const EvaluationFailure& failure) {
  return {failure.classifier, failure.image, failure.method};
}

struct MergedEvaluation {
  std::optional<EvaluationSettings> settings;
  // Pairs of classifier and method that at least one of the folders measures.
  std::set<std::pair<std::string, std::string>> requested;
  std::vector<EvaluationRow> rows;
  std::map<RowKey, EvaluationFailure> failures;
};

// Appends the elements whose names do not occur in `all`. Returns false if two elements with the
// same name differ.
template <class T, class Name>
bool append_missing(std::vector<T>& all, const std::vector<T>& added, Name name) {
  for (const T& element : added) {
    const auto same = std::find_if(all.begin(), all.end(),
                                   [&](const T& other) { return name(other) == name(element); });
    if (same == all.end())
      all.push_back(element);
    else if (!(*same == element))
      return false;
  }
  return true;
}

Expected<void> add_settings(MergedEvaluation& merged, const EvaluationSettings& settings,
                            const fs::path& file, const std::string& first) {
  if (!merged.settings) merged.settings = settings;
  EvaluationSettings& all = *merged.settings;
  // Classifiers and methods may differ, so they are compared separately.
  EvaluationSettings merged_rest = all, added_rest = settings;
  for (auto* rest : {&merged_rest, &added_rest}) {
    rest->classifiers.clear();
    rest->methods.clear();
  }
  const auto method_name = [](const auto& m) { return method_text(m.method, m.infill); };
  if (merged_rest != added_rest ||
      !append_missing(all.classifiers, settings.classifiers, [](const auto& c) { return c.id; }) ||
      !append_missing(all.methods, settings.methods, method_name))
    return usage_error(file.string() +
                       ": was made with other settings, weights, photos or boxes than " + first +
                       "; the two cannot be merged");
  for (const auto& classifier : settings.classifiers)
    for (const auto& method : settings.methods)
      merged.requested.emplace(classifier.id, method_name(method));
  return {};
}

Expected<void> add_folder(MergedEvaluation& merged, const fs::path& folder,
                          const std::string& first) {
  const auto file = folder / kSettingsFile;
  const auto settings = load_evaluation_settings(file);
  if (!settings) return tl::unexpected(settings.error());
  if (auto ok = add_settings(merged, *settings, file, first); !ok) return ok;
  auto rows = load_evaluation(folder / kRowsFile);
  if (!rows) return tl::unexpected(rows.error());
  std::move(rows->begin(), rows->end(), std::back_inserter(merged.rows));
  // A photo that cannot be read fails in every folder that contains it; it counts once.
  for (auto& failure : load_failures(folder)) {
    const RowKey key = row_key(failure);
    merged.failures.emplace(key, std::move(failure));
  }
  return {};
}

Expected<void> check_unique(const MergedEvaluation& merged) {
  std::set<RowKey> keys;
  for (const auto& row : merged.rows)
    if (!keys.insert(row_key(row)).second)
      return usage_error(row.image + ": is in two of the folders; give each shard once");
  return {};
}

// Checks that every photo has a row or a failure for each requested method. Removes failures that a
// later try has resolved.
Expected<void> check_complete(MergedEvaluation& merged) {
  std::set<RowKey> measured;
  std::set<std::string> photos;
  for (const auto& row : merged.rows) {
    measured.insert(row_key(row));
    photos.insert(row.image);
  }
  for (const auto& [key, failure] : merged.failures) photos.insert(failure.image);
  std::size_t missing = 0;
  std::map<RowKey, EvaluationFailure> remaining;
  for (const auto& photo : photos)
    for (const auto& [classifier, method] : merged.requested) {
      if (measured.count({classifier, photo, method})) continue;
      auto failure = merged.failures.find({classifier, photo, method});
      if (failure == merged.failures.end()) failure = merged.failures.find({classifier, photo, ""});
      if (failure == merged.failures.end())
        ++missing;
      else
        remaining.insert(*failure);
    }
  merged.failures = std::move(remaining);
  const std::size_t all = merged.settings->photos;
  missing += (all - std::min(all, photos.size())) * merged.requested.size();
  if (missing == 0) return {};
  return usage_error("the folders lack " + std::to_string(missing) + " of " +
                     std::to_string(all * merged.requested.size()) +
                     " rows: a shard is missing or unfinished; give every shard, after all have "
                     "finished");
}

// Returns the failures in the order in which a single process would have encountered them.
std::vector<EvaluationFailure> sorted_failures(const MergedEvaluation& merged,
                                               const EvaluationOrder& order) {
  std::vector<EvaluationFailure> out;
  for (const auto& [key, failure] : merged.failures) out.push_back(failure);
  const auto position = [&](const EvaluationFailure& f) {
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
  std::sort(out.begin(), out.end(),
            [&](const auto& a, const auto& b) { return position(a) < position(b); });
  return out;
}

// Checks that `out` contains only rows of the merged evaluation: it may be an earlier merge or one
// of the folders.
Expected<void> check_no_row_is_lost(const MergedEvaluation& merged, const fs::path& out) {
  std::error_code ignored;
  if (!fs::exists(out / kRowsFile, ignored)) return {};
  const auto before = load_evaluation(out / kRowsFile);
  if (!before) return tl::unexpected(before.error());
  std::set<std::string> lines;
  for (const auto& row : merged.rows) lines.insert(to_csv_line(row));
  for (const auto& row : *before)
    if (!lines.count(to_csv_line(row)))
      return usage_error(out.string() +
                         ": contains an evaluation with rows that none of the folders has; merge "
                         "it too, or choose another --out");
  return {};
}

// Copies the pictures of the extremes, which are among the extremes of the parts.
void copy_pictures(const MergedEvaluation& merged, const std::vector<std::string>& folders,
                   const fs::path& out) {
  std::map<std::pair<std::string, std::string>, std::vector<EvaluationRow>> by_method;
  for (const auto& row : merged.rows)
    if (!row.infill.empty())
      by_method[{row.classifier, method_text(row.method, row.infill)}].push_back(row);
  std::error_code ignored;
  fs::create_directories(out / kPicturesFolder, ignored);
  for (const auto& [method, rows] : by_method)
    for (const auto& name : extreme_picture_names(rows))
      for (const auto& folder : folders)
        if (fs::copy_file(fs::path(folder) / kPicturesFolder / name, out / kPicturesFolder / name,
                          fs::copy_options::overwrite_existing, ignored))
          break;
}

}  // namespace

int merge_evaluations(const std::vector<std::string>& folders, const fs::path& out,
                      const Common& common) {
  MergedEvaluation merged;
  for (const auto& folder : folders) {
    if (is_locked(folder))
      return fail(Error{ErrorCode::usage,
                        folder + ": an evaluation is still writing there; wait for it to end"});
    if (auto ok = add_folder(merged, folder, folders.front()); !ok) return fail(ok.error());
  }
  if (const auto ok = check_writable(out.string()); !ok) return fail(ok.error());
  const auto lock = lock_folder(out);
  if (!lock) return fail(lock.error());
  if (auto ok = check_unique(merged).and_then([&] { return check_complete(merged); }).and_then([&] {
        return check_no_row_is_lost(merged, out);
      });
      !ok)
    return fail(ok.error());
  const EvaluationOrder order = evaluation_order(*merged.settings);
  sort_rows(merged.rows, order);
  std::string table = evaluation_header();
  for (const auto& row : merged.rows) table += to_csv_line(row);
  const auto failures = sorted_failures(merged, order);
  const std::pair<const char*, std::string> files[] = {{kSettingsFile, to_json(*merged.settings)},
                                                       {kRowsFile, table},
                                                       {kFailuresFile, failures_csv(failures)}};
  for (const auto& [name, text] : files)
    if (auto ok = write_file(out / name, text); !ok) return fail(ok.error());
  copy_pictures(merged, folders, out);
  const int code = write_tables(out, merged.rows, order, failures.size(), common);
  // The same exit code as that of a process with failed photos.
  return failures.empty() ? code : std::max(code, static_cast<int>(ErrorCode::input));
}

}  // namespace fido::cli
