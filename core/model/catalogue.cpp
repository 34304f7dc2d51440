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

constexpr const char* kEnding = ".card.json";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string(value);
}

bool is_card(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::string ending = kEnding;
  return name.size() > ending.size() &&
         name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
}

std::string stem_of(const fs::path& card) {
  const std::string name = card.filename().string();
  return name.substr(0, name.size() - std::string(kEnding).size());
}

// The cards of one folder by name; none where it cannot be read.
std::vector<fs::path> cards_in(const fs::path& folder) {
  std::vector<fs::path> cards;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (is_card(at->path()) && !at->is_directory(ignored)) cards.push_back(at->path());
  }
  std::sort(cards.begin(), cards.end());
  return cards;
}

std::string text_of(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

template <class Card>
void check_file(CatalogueEntry& entry, const Card& card, bool check_hash) {
  std::error_code ignored;
  entry.file_present = fs::is_regular_file(card.file, ignored);
  if (entry.file_present && !check_hash) return;
  if (const auto right = check_model_file(card.file, card.sha256, card.card_path); !right)
    entry.problem = right.error().message;
  if (entry.file_present) entry.hash_right = entry.problem.empty();
}

}  // namespace

CatalogueEntry read_entry(const fs::path& path, bool check_hash) {
  CatalogueEntry entry;
  entry.id = entry.name = stem_of(path);
  entry.card_path = path;
  const auto json = read_card(path).and_then(
      [&](const std::string& text) { return parse_json_object(text, path.string()); });
  if (!json) {
    entry.problem = json.error().message;
    return entry;
  }
  if (const auto id = text_of(*json, "id"); !id.empty()) entry.id = entry.name = id;
  if (const auto name = text_of(*json, "name"); !name.empty()) entry.name = name;
  entry.kind = text_of(*json, "kind");
  if (entry.kind == "infiller") {
    if (const auto card = load_infiller_card(path)) {
      if (card->height > 0) entry.input_size = {3, card->height, card->width};
      check_file(entry, *card, check_hash);
    } else {
      entry.problem = card.error().message;
    }
  } else if (entry.kind == "masker") {
    if (const auto card = load_saliency_net_card(path))
      check_file(entry, *card, check_hash);
    else
      entry.problem = card.error().message;
  } else if (entry.kind == "classifier") {
    if (const auto card = load_classifier_card(path)) {
      entry.input_size = {card->channels, card->height, card->width};
      check_file(entry, *card, check_hash);
    } else {
      entry.problem = card.error().message;
    }
  } else {
    const auto at = json->find("kind");
    entry.problem = path.string() + ": \"kind\" " +
                    (at == json->end() ? "is missing; it " : std::string{}) +
                    "must be \"classifier\", \"infiller\" or \"masker\"" +
                    (at == json->end() ? std::string{} : ", got " + shown(*at));
    entry.kind.clear();
  }
  return entry;
}

namespace {

std::string joined(const std::vector<fs::path>& folders) {
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

// The models that come with the program.
std::vector<fs::path> own_folders() {
  const fs::path models = data_folder() / "models";
  std::vector<fs::path> folders{models};
  std::error_code ignored;
  for (const char* kind : {"infillers", "maskers"})
    if (fs::is_directory(models / kind, ignored)) folders.push_back(models / kind);
  return folders;
}

}  // namespace

Catalogue::Catalogue(std::vector<fs::path> first) : search_path_(std::move(first)) {
  const std::string listed = environment("FIDOSCOPE_MODELS");
  for (std::size_t begin = 0; begin <= listed.size();) {
    const auto end = std::min(listed.find(':', begin), listed.size());
    if (end > begin) search_path_.emplace_back(listed.substr(begin, end - begin));
    begin = end + 1;
  }
  search_path_.push_back(user_folder());
  for (auto& folder : own_folders()) search_path_.push_back(std::move(folder));
  // One folder named twice is searched once.
  std::set<fs::path> seen;
  const auto repeated = [&](const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(folder, error);
    return !seen.insert(error ? folder : real).second;
  };
  search_path_.erase(std::remove_if(search_path_.begin(), search_path_.end(), repeated),
                     search_path_.end());
}

std::vector<CatalogueEntry> Catalogue::list(bool check_hashes) const {
  std::vector<CatalogueEntry> entries;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& folder : search_path_)
    for (const auto& path : cards_in(folder)) {
      auto entry = read_entry(path, check_hashes);
      // A card that cannot be read hides nothing further down the path.
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
        "no classifier is named; give an id or a card, e.g. --classifier squeezenet1_1");
  const bool path_like = id_or_path.find('/') != std::string::npos || is_card(id_or_path);
  std::vector<std::string> ids;
  if (!path_like) {
    // Without looking at the model files: the engine checks the one it loads.
    std::string broken, other_kind;
    for (const auto& entry : list()) {
      if (entry.kind == "classifier" || entry.kind.empty()) ids.push_back(entry.id);
      if (entry.id != id_or_path) continue;
      if (entry.kind == "classifier") return load_classifier_card(entry.card_path);
      (entry.kind.empty() ? broken : other_kind) =
          entry.kind.empty() ? entry.problem
                             : "\"" + id_or_path + "\" (" + entry.card_path.string() + ") is " +
                                   (entry.kind == "infiller" ? "an " : "a ") + entry.kind;
    }
    if (!broken.empty()) return input_error(broken);
    if (!other_kind.empty()) return input_error(other_kind + "; give a classifier");
  }
  if (fs::is_directory(id_or_path, ignored))
    return input_error(id_or_path +
                       ": is a folder; give a card in it, or the folder with --models");
  if (fs::is_regular_file(id_or_path, ignored)) {
    const fs::path path(id_or_path);
    const fs::path card = fs::path(path).replace_extension(kEnding);
    if (path.extension() != ".json" && fs::is_regular_file(card, ignored))
      return input_error(id_or_path + ": is not a card; give " + card.string());
    if (path.extension() != ".json")
      return input_error(id_or_path + ": is not a card; write " + card.filename().string() +
                         " beside it, and give that");
    return load_classifier_card(path);
  }
  std::error_code error;
  if (path_like && fs::status(id_or_path, error).type() == fs::file_type::none)
    return input_error(id_or_path + ": cannot be read: " + error.message() +
                       "; check the permissions of its folder");
  if (path_like)
    return input_error(id_or_path + ": there is no such card; check the path, or give an id");
  const std::string close = nearest(id_or_path, ids);
  return input_error("no classifier is called \"" + id_or_path + "\"; " +
                     (close.empty() ? "add a folder of cards with --models or FIDOSCOPE_MODELS."
                                    : "did you mean \"" + close + "\"?") +
                     " Searched: " + joined(search_path_));
}

void search_models_first(const std::vector<fs::path>& folders) {
  std::string path = environment("FIDOSCOPE_MODELS");
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder)
    path = folder->string() + (path.empty() ? "" : ":") + path;
  if (!folders.empty()) ::setenv("FIDOSCOPE_MODELS", path.c_str(), 1);
}

fs::path Catalogue::user_folder() {
  const std::string data = environment("XDG_DATA_HOME");
  // The specification says that a relative one is to be ignored.
  if (!data.empty() && data.front() == '/') return fs::path(data) / "fidoscope" / "models";
  return fs::path(environment("HOME")) / ".local" / "share" / "fidoscope" / "models";
}

}  // namespace fido
