#include "core/model/catalogue.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/base/text.h"
#include "core/model/infiller_card.h"
#include "core/model/saliency_net_card.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCardSuffix = ".card.json";

std::string environment_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string(value);
}

bool is_card(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::string suffix = kCardSuffix;
  return name.size() > suffix.size() &&
         name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0;
}

// Returns the file's name without ".card.json".
std::string card_stem(const fs::path& card) {
  const std::string name = card.filename().string();
  return name.substr(0, name.size() - std::string(kCardSuffix).size());
}

// Returns the cards in one folder, sorted by name; none if the folder cannot be read.
std::vector<fs::path> find_cards(const fs::path& folder) {
  std::vector<fs::path> cards;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (is_card(at->path()) && !at->is_directory(ignored)) cards.push_back(at->path());
  }
  std::sort(cards.begin(), cards.end());
  return cards;
}

// Returns the string at `key`, or an empty one if there is none.
std::string string_or_empty(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

// Fills in whether the model file exists and, if `check_hash`, whether its hash matches.
template <class Card>
void check_model(CatalogueEntry& entry, const Card& card, bool check_hash) {
  std::error_code ignored;
  entry.file_present = fs::is_regular_file(card.file, ignored);
  if (entry.file_present && !check_hash) return;
  if (const auto ok = check_model_file(card.file, card.sha256, card.card_path); !ok)
    entry.problem = ok.error().message;
  if (entry.file_present) entry.hash_matches = entry.problem.empty();
}

}  // namespace

bool is_card_path(const std::string& id_or_path) {
  return id_or_path.find('/') != std::string::npos || is_card(id_or_path);
}

CatalogueEntry read_catalogue_entry(const fs::path& path, bool check_hash) {
  CatalogueEntry entry;
  entry.id = entry.name = card_stem(path);
  entry.card_path = path;
  const auto json = read_card_text(path).and_then(
      [&](const std::string& text) { return parse_json_object(text, path.string()); });
  if (!json) {
    entry.problem = json.error().message;
    return entry;
  }
  if (const auto id = string_or_empty(*json, "id"); !id.empty()) entry.id = entry.name = id;
  if (const auto name = string_or_empty(*json, "name"); !name.empty()) entry.name = name;
  entry.kind = string_or_empty(*json, "kind");
  if (entry.kind == "infiller") {
    if (const auto card = load_infiller_card(path)) {
      if (card->height > 0) entry.input_size = {3, card->height, card->width};
      check_model(entry, *card, check_hash);
    } else {
      entry.problem = card.error().message;
    }
  } else if (entry.kind == "masker") {
    if (const auto card = load_saliency_net_card(path))
      check_model(entry, *card, check_hash);
    else
      entry.problem = card.error().message;
  } else if (entry.kind == "classifier") {
    if (const auto card = load_classifier_card(path)) {
      entry.input_size = {card->channels, card->height, card->width};
      check_model(entry, *card, check_hash);
    } else {
      entry.problem = card.error().message;
    }
  } else {
    const auto at = json->find("kind");
    const bool is_missing = at == json->end();
    entry.problem = path.string() + ": \"kind\" " + (is_missing ? "is missing; it " : "") +
                    "must be \"classifier\", \"infiller\" or \"masker\"" +
                    (is_missing ? std::string{} : ", got " + json_excerpt(*at));
    entry.kind.clear();
  }
  return entry;
}

namespace {

// Returns the folders separated by commas, with a remark on those that cannot be searched.
std::string describe_folders(const std::vector<fs::path>& folders) {
  std::string text;
  std::error_code ignored;
  for (const auto& folder : folders) {
    text += (text.empty() ? "" : ", ") + folder.string();
    if (!fs::is_directory(folder, ignored))
      text += " (absent)";
    else if (::access(folder.c_str(), R_OK | X_OK) != 0)
      text += " (not readable)";
  }
  return text;
}

// Returns the folders of the models that come with the program.
std::vector<fs::path> bundled_folders() {
  const fs::path models = data_folder() / "models";
  std::vector<fs::path> folders{models};
  std::error_code ignored;
  for (const char* kind : {"infillers", "maskers"})
    if (fs::is_directory(models / kind, ignored)) folders.push_back(models / kind);
  return folders;
}

}  // namespace

Catalogue::Catalogue(std::vector<fs::path> first_folders) : search_path_(std::move(first_folders)) {
  const std::string variable = environment_variable("FIDOSCOPE_MODELS");
  for (std::size_t begin = 0; begin <= variable.size();) {
    const auto end = std::min(variable.find(':', begin), variable.size());
    if (end > begin) search_path_.emplace_back(variable.substr(begin, end - begin));
    begin = end + 1;
  }
  search_path_.push_back(user_folder());
  for (auto& folder : bundled_folders()) search_path_.push_back(std::move(folder));
  // A folder that is listed twice is searched once.
  std::set<fs::path> seen;
  const auto is_repeated = [&](const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(folder, error);
    return !seen.insert(error ? folder : real).second;
  };
  search_path_.erase(std::remove_if(search_path_.begin(), search_path_.end(), is_repeated),
                     search_path_.end());
}

std::vector<CatalogueEntry> Catalogue::list(bool check_hashes) const {
  std::vector<CatalogueEntry> entries;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& folder : search_path_)
    for (const auto& path : find_cards(folder)) {
      auto entry = read_catalogue_entry(path, check_hashes);
      // A card that cannot be read does not hide others further down the search path.
      if (entry.kind.empty() || seen.emplace(entry.kind, entry.id).second)
        entries.push_back(std::move(entry));
    }
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.kind, a.id) < std::tie(b.kind, b.id);
  });
  return entries;
}

Expected<ClassifierCard> Catalogue::classifier(const std::string& id_or_path) const {
  std::error_code ignored;
  if (id_or_path.empty())
    return input_error(
        "no classifier was given; give an id or a card, e.g. --classifier squeezenet1_1");
  const bool is_path = is_card_path(id_or_path);
  std::vector<std::string> ids;
  if (!is_path) {
    // The model files are not checked here: the engine checks the one that it loads.
    std::string broken, other_kind;
    for (const auto& entry : list()) {
      if (entry.kind == "classifier" || entry.kind.empty()) ids.push_back(entry.id);
      if (entry.id != id_or_path) continue;
      if (entry.kind == "classifier") return load_classifier_card(entry.card_path);
      if (entry.kind.empty())
        broken = entry.problem;
      else
        other_kind = "\"" + id_or_path + "\" (" + entry.card_path.string() + ") is " +
                     (entry.kind == "infiller" ? "an infiller" : "a saliency network");
    }
    if (!broken.empty()) return input_error(broken);
    if (!other_kind.empty()) return input_error(other_kind + "; give a classifier");
  }
  if (fs::is_directory(id_or_path, ignored))
    return input_error(id_or_path +
                       ": is a folder; give a card in it, or the folder with --models");
  if (fs::is_regular_file(id_or_path, ignored)) {
    const fs::path path(id_or_path);
    const fs::path card = fs::path(path).replace_extension(kCardSuffix);
    if (path.extension() != ".json" && fs::is_regular_file(card, ignored))
      return input_error(id_or_path + ": is not a card; give " + card.string());
    if (path.extension() != ".json")
      return input_error(id_or_path + ": is not a card; write " + card.filename().string() +
                         " beside it and give that");
    return load_classifier_card(path);
  }
  std::error_code error;
  if (is_path && fs::status(id_or_path, error).type() == fs::file_type::none)
    return input_error(id_or_path + ": cannot be read: " + error.message() +
                       "; check the permissions of its folder");
  if (is_path)
    return input_error(id_or_path + ": there is no such card; check the path, or give an id");
  const std::string closest = closest_match(id_or_path, ids);
  return input_error("no classifier is called \"" + id_or_path + "\"; " +
                     (closest.empty() ? "add a folder of cards with --models or FIDOSCOPE_MODELS."
                                      : "did you mean \"" + closest + "\"?") +
                     " Searched: " + describe_folders(search_path_));
}

void prepend_model_folders(const std::vector<fs::path>& folders) {
  std::string path = environment_variable("FIDOSCOPE_MODELS");
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder)
    path = folder->string() + (path.empty() ? "" : ":") + path;
  if (!folders.empty()) ::setenv("FIDOSCOPE_MODELS", path.c_str(), 1);
}

fs::path Catalogue::user_folder() {
  const std::string data = environment_variable("XDG_DATA_HOME");
  // The XDG specification requires that a relative path is ignored.
  if (!data.empty() && data.front() == '/') return fs::path(data) / "fidoscope" / "models";
  return fs::path(environment_variable("HOME")) / ".local" / "share" / "fidoscope" / "models";
}

}  // namespace fido
