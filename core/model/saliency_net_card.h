// The card of a saliency network: the weights of the method `realtime` for one classifier
// (docs/cards.md).
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
  std::string classifier;      // the id of the classifier that it was trained for
  // Hash of that classifier's weights (ClassifierBackend::weights_sha256). With any other weights
  // the network's masks would be meaningless.
  std::string classifier_sha256;
  std::string license, source, training;

  std::filesystem::path card_path;
  std::vector<std::string> warnings;  // unknown keys
};

// Reads a saliency network's card, but not its model file. Errors (input) name the key, the card
// and what was expected.
Expected<SaliencyNetCard> load_saliency_net_card(const std::filesystem::path& card_path);
// Writes the card to `card.card_path`. Errors (input): the card could not be read again, or the
// file cannot be written.
Expected<void> save_saliency_net_card(const SaliencyNetCard& card);

// Returns every readable card of a saliency network on the catalogue's search path. The model files
// are not read.
std::vector<SaliencyNetCard> list_saliency_nets();
// Returns the first of them that was trained for a classifier with these weights. Errors (input):
// there is none; the message says how to train one for the classifier with that id.
Expected<SaliencyNetCard> find_saliency_net(const std::string& classifier_id,
                                            const std::string& weights_sha256);

}  // namespace fido
