// Lists every card on the search path.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/card.h"

namespace fido {

struct CatalogueEntry {
  std::string id;    // taken from the file's name if the card cannot be read
  std::string kind;  // "classifier", "infiller", "masker", or empty if the card cannot be read
  std::string name;
  std::filesystem::path card_path;
  std::array<int, 3> input_size{0, 0, 0};  // [C, H, W]; zeros if the model accepts any size
  bool file_present = false;
  std::optional<bool> hash_matches;  // empty if the hash was not checked
  std::string problem;               // one line; empty if the card can be used
};

// Returns whether an option's value names a card's file instead of an id: whether it has a slash or
// ends in ".card.json".
bool is_card_path(const std::string& id_or_path);

// Reads a card of any kind. `check_hash` reads the model file, too.
CatalogueEntry read_catalogue_entry(const std::filesystem::path& card_path, bool check_hash);

class Catalogue {
 public:
  // The search path is `first_folders`, FIDOSCOPE_MODELS, user_folder(), and the models that come
  // with the program ("models" in data_folder(), and its subfolders infillers and maskers).
  explicit Catalogue(std::vector<std::filesystem::path> first_folders = {});

  const std::vector<std::filesystem::path>& search_path() const { return search_path_; }

  // Returns all cards, sorted by kind and id. If two of one kind have the same id, the first on the
  // search path counts. `check_hashes` reads every model file.
  std::vector<CatalogueEntry> list(bool check_hashes = false) const;

  // Returns the card of a classifier, given by its id or by the card's path. Errors (input): there
  // is no such classifier (the message names the nearest id and the folders searched), or the card
  // cannot be read.
  Expected<ClassifierCard> classifier(const std::string& id_or_path) const;

  // Returns the folder for the cards that the user adds: $XDG_DATA_HOME/fidoscope/models, or
  // ~/.local/share/fidoscope/models.
  static std::filesystem::path user_folder();

 private:
  std::vector<std::filesystem::path> search_path_;
};

// Prepends the folders to FIDOSCOPE_MODELS for the whole process (--models). Must be called before
// a second thread starts.
void prepend_model_folders(const std::vector<std::filesystem::path>& folders);

}  // namespace fido
