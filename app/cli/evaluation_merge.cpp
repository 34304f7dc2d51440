#include "app/cli/evaluation_merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "app/cli/batch.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_tables.h"
#include "core/csv.h"
#include "core/evaluate/evaluation.h"
#include "core/evaluate/folder.h"
#include "core/files.h"
#include "core/json_text.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

// classifier, method with its infill
using Pair = std::pair<std::string, std::string>;

// classifier, photo, method: empty where the photo itself cannot be used
using Place = std::tuple<std::string, std::string, std::string>;

struct Merged {
  Json settings;  // null before the first
  std::vector<std::string> classifiers, methods;
  std::set<Pair> asked;
  std::size_t photos = 0;
  std::vector<EvaluationRow> rows;
  std::map<Place, std::string> reasons;  // with the line of failed.csv
};

std::string label_of(const Json& method) {
  return method_text(method.at("method").get<std::string>(),
                     method.at("infill").get<std::string>());
}
std::string label_of(const EvaluationRow& row) { return method_text(row.method, row.infill); }

// Appends what `all` does not have yet. False where the same `name` means something else.
bool unite(Json& all, const Json& more, const std::function<std::string(const Json&)>& name,
           std::vector<std::string>& names) {
  for (const auto& one : more) {
    const auto at = std::find(names.begin(), names.end(), name(one));
    if (at != names.end() && all[static_cast<std::size_t>(at - names.begin())] != one) return false;
    if (at != names.end()) continue;
    names.push_back(name(one));
    if (names.size() > all.size()) all.push_back(one);
  }
  return true;
}

// Throws what Json throws when it is none of an evaluation.
Expected<void> add_settings(Merged& merged, const Json& json, const fs::path& file,
                            const std::string& first) {
  const auto alien = [&] {
    return usage_error(
        file.string() +
        ": was made with other settings, weights, boxes or another version than that of " + first +
        "; these do not belong together");
  };
  if (merged.settings.is_null()) merged.settings = json;
  Json mine = merged.settings, theirs = json;
  for (const char* list : {"classifiers", "methods"}) mine.erase(list), theirs.erase(list);
  if (mine != theirs) return alien();
  const auto id = [](const Json& classifier) { return classifier.at("id").get<std::string>(); };
  if (!unite(merged.settings.at("classifiers"), json.at("classifiers"), id, merged.classifiers))
    return alien();
  if (!unite(
          merged.settings.at("methods"), json.at("methods"),
          [](const Json& m) { return label_of(m); }, merged.methods))
    return alien();
  for (const auto& classifier : json.at("classifiers"))
    for (const auto& method : json.at("methods"))
      merged.asked.emplace(id(classifier), label_of(method));
  merged.photos = json.at("photos").get<std::size_t>();
  return {};
}

Expected<void> add(Merged& merged, const fs::path& folder, const std::string& first) {
  const auto file = folder / "evaluation.json";
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  try {
    if (auto ok = add_settings(merged, Json::parse(*text), file, first); !ok) return ok;
  } catch (const Json::exception&) {
    return input_error(file.string() + ": is none of an evaluation");
  }
  const auto part = load_evaluation(folder / "per_image.csv");
  if (!part) return tl::unexpected(part.error());
  merged.rows.insert(merged.rows.end(), part->begin(), part->end());
  std::istringstream lines(read_file(folder / "failed.csv").value_or(""));
  std::string line;
  // A photo that cannot be read fails in every folder that was to look at it.
  for (std::getline(lines, line); std::getline(lines, line);)
    if (auto cells = csv_cells(line); cells.size() >= 4)
      merged.reasons.emplace(Place{cells[0], cells[1], cells[2]}, line);
  return {};
}

std::ptrdiff_t place(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) - all.begin();
}

// In the order in which a single process would have gone through them.
Expected<void> sort(Merged& merged) {
  const auto of_row = [&](const EvaluationRow& r) {
    return std::make_tuple(place(merged.classifiers, r.classifier), r.image,
                           place(merged.methods, label_of(r)));
  };
  std::stable_sort(
      merged.rows.begin(), merged.rows.end(),
      [&](const EvaluationRow& a, const EvaluationRow& b) { return of_row(a) < of_row(b); });
  for (std::size_t i = 1; i < merged.rows.size(); ++i)
    if (of_row(merged.rows[i]) == of_row(merged.rows[i - 1]))
      return usage_error(merged.rows[i].image + ": is in two of the folders; name each shard once");
  return {};
}

// Every photo has a row by every method that it was asked of, or a reason why not. What a later try
// has brought is no failure any more.
Expected<void> check_whole(Merged& merged) {
  std::set<Place> there;
  std::set<std::string> photos;
  for (const auto& row : merged.rows) {
    there.emplace(row.classifier, row.image, label_of(row));
    photos.insert(row.image);
  }
  std::size_t lacking = 0;
  std::set<Place> reasons;  // those that still hold
  for (const auto& [at, line] : merged.reasons) photos.insert(std::get<1>(at));
  for (const auto& photo : photos)
    for (const auto& [classifier, method] : merged.asked) {
      if (there.count({classifier, photo, method})) continue;
      const Place own{classifier, photo, method}, whole{classifier, photo, ""};
      const Place& reason = merged.reasons.count(own) ? own : whole;
      if (merged.reasons.count(reason))
        reasons.insert(reason);
      else
        ++lacking;
    }
  for (auto at = merged.reasons.begin(); at != merged.reasons.end();)
    at = reasons.count(at->first) ? std::next(at) : merged.reasons.erase(at);
  lacking += (merged.photos - std::min(merged.photos, photos.size())) * merged.asked.size();
  if (lacking == 0) return {};
  return usage_error(
      "the folders lack " + std::to_string(lacking) + " of " +
      std::to_string(merged.photos * merged.asked.size()) +
      " rows: a shard is missing or not finished; name every shard, after each has ended");
}

// In the order in which a single process would have gone through them.
std::vector<std::string> sorted_reasons(const Merged& merged) {
  std::map<std::tuple<std::ptrdiff_t, std::string, std::ptrdiff_t>, std::string> in_order;
  for (const auto& [at, line] : merged.reasons) {
    const auto& [classifier, photo, method] = at;
    in_order.emplace(std::make_tuple(place(merged.classifiers, classifier), photo,
                                     method.empty() ? -1 : place(merged.methods, method)),
                     line);
  }
  std::vector<std::string> out;
  for (const auto& [at, line] : in_order) out.push_back(line);
  return out;
}

// What lies there already may be an earlier merge of the same, or one of them.
Expected<void> check_nothing_is_lost(const Merged& merged, const fs::path& out) {
  const auto before = read_file(out / "per_image.csv");
  if (!before) return {};
  std::set<std::string> lines{evaluation_head()};
  for (const auto& row : merged.rows) lines.insert(to_line(row));
  std::istringstream table(*before);
  for (std::string line; std::getline(table, line);)
    if (!lines.count(line + '\n'))
      return usage_error(out.string() +
                         ": holds an evaluation with rows that none of the folders has; name it "
                         "too, or choose another --out");
  return {};
}

// The extremes of all are among those of the parts.
void copy_pictures(const Merged& merged, const std::vector<std::string>& folders,
                   const fs::path& out) {
  std::map<Pair, std::vector<EvaluationRow>> by_method;
  for (const auto& row : merged.rows)
    if (!row.infill.empty()) by_method[{row.classifier, label_of(row)}].push_back(row);
  std::error_code ignored;
  fs::create_directories(out / kPictures, ignored);
  for (const auto& [method, rows] : by_method)
    for (const auto& name : extreme_pictures(rows))
      for (const auto& folder : folders)
        if (fs::copy_file(fs::path(folder) / kPictures / name, out / kPictures / name,
                          fs::copy_options::overwrite_existing, ignored))
          break;
}

}  // namespace

int merge_evaluations(const std::vector<std::string>& folders, const fs::path& out,
                      const Common& common) {
  Merged merged;
  for (const auto& folder : folders) {
    if (is_held(folder))
      return fail(
          Error{ErrorCode::usage, folder + ": an evaluation is still writing there; wait for it"});
    if (auto ok = add(merged, folder, folders.front()); !ok) return fail(ok.error());
  }
  if (const auto ok = check_writable(out.string()); !ok) return fail(ok.error());
  const auto held = hold(out);
  if (!held) return fail(held.error());
  if (auto ok = sort(merged).and_then([&] { return check_whole(merged); }).and_then([&] {
        return check_nothing_is_lost(merged, out);
      });
      !ok)
    return fail(ok.error());
  std::string table = evaluation_head(), failed = kFailedHead;
  for (const auto& row : merged.rows) table += to_line(row);
  for (const auto& line : sorted_reasons(merged)) failed += line + '\n';
  const std::pair<const char*, std::string> files[] = {
      {"evaluation.json", merged.settings.dump(2) + "\n"},
      {"per_image.csv", table},
      {"failed.csv", failed}};
  for (const auto& [name, text] : files)
    if (auto ok = write_file(out / name, text); !ok) return fail(ok.error());
  copy_pictures(merged, folders, out);
  const int code = write_tables(out, merged.rows, merged.reasons.size(), common);
  // as the process that could not measure them
  return merged.reasons.empty() ? code : std::max(code, static_cast<int>(ErrorCode::input));
}

}  // namespace fido::cli
