// A saliency network as a file: the weights behind the method `realtime`, for one
// classifier (docs/cards.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace fido {

struct SaliencyNetCard {
  std::string id, name;
  std::filesystem::path file;  // absolute
  std::string sha256;          // lower-case hex of `file`
  std::string classifier;      // the id of the one that it was trained for
  // of its weights (weights_sha256): with any others the answers would mean nothing
  std::string classifier_sha256;
  std::string license, source, training;

  std::filesystem::path card_path;
  std::vector<std::string> warnings;  // unknown keys
};

// Errors (input) name the key, the card and what was expected. Does not look at the model file.
Expected<SaliencyNetCard> load_saliency_net_card(const std::filesystem::path& card_path);
// Writes the card to `card.card_path`.
Expected<void> save_saliency_net_card(const SaliencyNetCard& card);

// All on the catalogue's search path whose cards can be read. Does not look at the model files.
std::vector<SaliencyNetCard> saliency_nets();
// The first of them that was trained for a classifier of these weights. Errors (input): there is
// none; says how to train one for the classifier of that id.
Expected<SaliencyNetCard> find_saliency_net(const std::string& classifier,
                                            const std::string& weights_sha256);

}  // namespace fido
