// Every card on the search path.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/card.h"

namespace fido {

struct CatalogueEntry {
  std::string id;    // the file's name when the card cannot be read
  std::string kind;  // "classifier", "infiller", "masker", or empty when the card cannot be read
  std::string name;
  std::filesystem::path card_path;
  std::array<int, 3> input_size{0, 0, 0};  // [C, H, W]; zeros when any size does
  bool file_present = false;
  std::optional<bool> hash_right;  // nothing when not looked at
  std::string problem;             // one line, empty when the card is usable
};

// What a card says, whatever its kind.
CatalogueEntry read_entry(const std::filesystem::path& card_path, bool check_hash);

class Catalogue {
 public:
  // `first` is searched first, then FIDOSCOPE_MODELS, the user's data folder, and the folder of
  // what comes with the program ("models" in data_folder(), and its folders infillers and maskers).
  explicit Catalogue(std::vector<std::filesystem::path> first = {});

  const std::vector<std::filesystem::path>& search_path() const { return search_path_; }

  // All cards, sorted by kind and id; of two with one id the first on the path counts.
  // `check_hashes` reads every model file.
  std::vector<CatalogueEntry> list(bool check_hashes = false) const;

  // An id, or the path of a card. Errors (input) name the nearest id and the folders searched.
  Expected<ClassifierCard> classifier(const std::string& id_or_path) const;

  // Where cards that a person adds are written: $XDG_DATA_HOME/fidoscope/models, or
  // ~/.local/share/fidoscope/models.
  static std::filesystem::path user_folder();

 private:
  std::vector<std::filesystem::path> search_path_;
};

// Puts them at the head of FIDOSCOPE_MODELS, for all of this process (--models). Before a second
// thread begins.
void search_models_first(const std::vector<std::filesystem::path>& folders);

}  // namespace fido
