// Decides which models a file from elsewhere may make the program load.
#pragma once

#include <QStringList>
#include <filesystem>
#include <vector>

namespace fido::ui {

// A TorchScript module is a program. Modules in the model folders were put there by the user. Any
// other module that a session, a tour or a plan names needs the user's permission, which is
// remembered by the model's SHA-256; loading compares the hash with the file.
class ModelTrust {
 public:
  // `folders` are searched first, as in Catalogue.
  explicit ModelTrust(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

  // Returns those of `models` (ids, or paths of cards) that lie outside the model folders and that
  // the user has never allowed. A name that no model folder lists is the path of a card.
  QStringList untrusted(const QStringList& models) const;
  // Remembers the user's permission for the model of this card.
  void allow(const QString& card_path);

 private:
  QStringList listedIds() const;
  bool isInModelFolder(const QString& card_path) const;

  std::vector<std::filesystem::path> folders_;
};

}  // namespace fido::ui
