// A model is a file plus a JSON card beside it, `<id>.card.json` (docs/cards.md).
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

enum class OutputKind { logits, log_probabilities, probabilities };
// What can run the file (classifier_backend.h).
enum class ClassifierRuntime { torchscript };
enum class CropMode { squash, center };

struct ClassifierCard {
  std::string id;
  std::string name;
  std::filesystem::path file;  // absolute
  ClassifierRuntime runtime = ClassifierRuntime::torchscript;
  std::string sha256;  // lower-case hex of `file`
  int channels = 3;    // 3, or 1 (grey)
  int height = 224;
  int width = 224;
  std::string color_order = "RGB";  // "RGB" | "BGR" (and "L" when channels is 1)
  // Of values in [0, 1], in the order of color_order; the first `channels` entries count.
  std::array<float, 3> mean{0.F, 0.F, 0.F};
  std::array<float, 3> std{1.F, 1.F, 1.F};
  std::string interpolation =
      "bilinear";  // "nearest" | "bilinear" | "bicubic" | "area"; the middle two anti-aliased
  CropMode crop_mode = CropMode::squash;
  double crop_pct = 1.0;  // (0, 1]: the share of the shorter side that the centre crop keeps
  OutputKind output = OutputKind::logits;
  int num_classes = 0;
  std::filesystem::path labels_file;  // absolute; may be empty: classes are then "class 17"
  std::string feature_layer, architecture, license, source;

  std::filesystem::path card_path;
  std::string fingerprint;  // SHA-256 over card, labels and model: a corrected card is another
                            // classifier; empty before it is saved
  std::vector<std::string> warnings;  // unknown keys
};

// The text of a card of whatever kind. Errors (input): unreadable, or too large for one.
Expected<std::string> read_card(const std::filesystem::path& card_path);
// Errors (input) name the key, the card and what was expected. Does not look at the model file.
Expected<ClassifierCard> load_classifier_card(const std::filesystem::path& card_path);
// Writes the card to `card.card_path`; file and labels are stored relative to it where they lie
// beside it.
Expected<void> save_classifier_card(const ClassifierCard& card);

// The model file of a card of whatever kind is there and has the card's SHA-256. Errors (input)
// name both files. Reads the whole file.
Expected<void> check_model_file(const std::filesystem::path& file, const std::string& sha256,
                                const std::filesystem::path& card_path);

// The part of a photo that the classifier sees: all of it, or the centre crop of crop_pct of the
// shorter side (in the input's aspect). Maps and counterfactuals lie over this part.
Rect visible_part(const ClassifierCard& card, int photo_width, int photo_height);

// Line i = class i; a WordNet id in front is dropped. Errors (input): absent, or not `count` lines.
// An empty path gives "class 0", "class 1", ...
Expected<std::vector<std::string>> load_labels(const std::filesystem::path& file, int count);

// "7", "class 7", a whole label, or one of its comma-separated names, in any case. Errors (usage)
// name the nearest.
Expected<int> find_class(const std::vector<std::string>& labels, const std::string& text);

}  // namespace fido
