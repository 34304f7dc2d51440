#include "ui/engine/model_trust.h"

#include <QSettings>
#include <algorithm>

#include "core/infill/infillers.h"
#include "core/model/catalogue.h"
#include "core/model/infiller_card.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

namespace fs = std::filesystem;

const QString kAllowedKey = QStringLiteral("allowedModels");

// Returns the SHA-256 that the card gives for its model. Empty if the card cannot be read; its
// model cannot be loaded then.
QString model_sha256(const QString& card_path) {
  if (const auto card = load_classifier_card(to_path(card_path)); card) return qstr(card->sha256);
  if (const auto card = load_infiller_card(to_path(card_path)); card) return qstr(card->sha256);
  return {};
}

}  // namespace

QStringList ModelTrust::listedIds() const {
  QStringList ids;
  for (const InfillerInfo& info : infillers()) ids << qstr(info.id);
  for (const CatalogueEntry& entry : Catalogue(folders_).list()) ids << qstr(entry.id);
  return ids;
}

bool ModelTrust::isInModelFolder(const QString& card_path) const {
  std::error_code error;
  const fs::path card = fs::canonical(to_path(card_path), error);
  if (error) return false;
  const auto folders = Catalogue(folders_).search_path();
  return std::any_of(folders.begin(), folders.end(), [&](const fs::path& folder) {
    std::error_code folder_error;
    const fs::path root = fs::canonical(folder, folder_error);
    return !folder_error &&
           std::mismatch(root.begin(), root.end(), card.begin(), card.end()).first == root.end();
  });
}

QStringList ModelTrust::untrusted(const QStringList& models) const {
  const QStringList allowed = QSettings().value(kAllowedKey).toStringList();
  const QStringList ids = listedIds();  // reads every card, so only once
  QStringList out;
  for (const QString& model : models) {
    if (out.contains(model) || isInModelFolder(model)) continue;
    if (!is_card_path(model.toStdString()) && ids.contains(model)) continue;
    const QString hash = model_sha256(model);
    if (!hash.isEmpty() && !allowed.contains(hash)) out << model;
  }
  return out;
}

void ModelTrust::allow(const QString& card_path) {
  const QString hash = model_sha256(card_path);
  QSettings settings;
  QStringList allowed = settings.value(kAllowedKey).toStringList();
  if (hash.isEmpty() || allowed.contains(hash)) return;
  settings.setValue(kAllowedKey, allowed << hash);
}

}  // namespace fido::ui
