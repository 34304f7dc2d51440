// A model is a file with a JSON card beside it, `<id>.card.json` (docs/cards.md).
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

enum class OutputKind { logits, log_probabilities, probabilities };
// The backend that can run the file (classifier_backend.h).
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
  // Mean and standard deviation of values in [0, 1], in the order of color_order. Only the first
  // `channels` entries count.
  std::array<float, 3> mean{0.F, 0.F, 0.F};
  std::array<float, 3> std{1.F, 1.F, 1.F};
  // "nearest" | "bilinear" | "bicubic" | "area"; bilinear and bicubic are anti-aliased
  std::string interpolation = "bilinear";
  CropMode crop_mode = CropMode::squash;
  double crop_pct = 1.0;  // (0, 1]: the share of the shorter side that the centre crop keeps
  OutputKind output = OutputKind::logits;
  int num_classes = 0;
  std::filesystem::path labels_file;  // absolute; if empty, classes are called "class 17"
  std::string feature_layer, architecture, license, source;

  std::filesystem::path card_path;
  // SHA-256 over card, labels and model, so that a corrected card counts as another classifier.
  // Empty before the card is loaded from a file.
  std::string fingerprint;
  std::vector<std::string> warnings;  // unknown keys
};

// Reads the text of a card of any kind. Errors (input): the file cannot be read, or is too large
// for a card.
Expected<std::string> read_card_text(const std::filesystem::path& card_path);
// Reads a classifier's card, but not its model file. Errors (input) name the key, the card and what
// was expected.
Expected<ClassifierCard> load_classifier_card(const std::filesystem::path& card_path);
// Writes the card to `card.card_path`. The paths of model and labels are stored relative to the
// card if they lie beside or below it. Errors (input): the card could not be read again, or the
// file cannot be written.
Expected<void> save_classifier_card(const ClassifierCard& card);

// Checks that the model file of a card of any kind exists and has the card's SHA-256, for which it
// reads the whole file. Errors (input) name both files.
Expected<void> check_model_file(const std::filesystem::path& file, const std::string& sha256,
                                const std::filesystem::path& card_path);

// Returns the part of a photo that the classifier sees: all of it, or the centre crop of crop_pct
// of the shorter side (in the input's aspect ratio). Maps and counterfactuals cover this part.
Rect visible_part(const ClassifierCard& card, int photo_width, int photo_height);

// Reads the labels of `count` classes: line i is class i, and a leading WordNet id is dropped. An
// empty line or an empty path gives "class 0", "class 1", ... Errors (input): the file cannot be
// read, or does not have `count` lines.
Expected<std::vector<std::string>> load_labels(const std::filesystem::path& file, int count);

// Returns the index of a class that is given as "7", as "class 7", by its whole label or by one of
// the label's comma-separated names; case is ignored. Errors (usage): no class or several match
// (the message names the nearest, or all that match).
Expected<int> find_class(const std::vector<std::string>& labels, const std::string& text);

}  // namespace fido
