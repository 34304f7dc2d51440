// The card of a learned infiller: the weights of one of our own networks, or any TorchScript module
// (docs/cards.md).
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace fido {

struct InfillerCard {
  std::string id, name;
  std::filesystem::path file;  // absolute
  std::string sha256;          // lower-case hex of `file`
  std::string runtime;         // "torchscript", or one of our networks: "fast", "vae", "ca"
  // CA only: the library whose padding and resizing the weights were trained with, "pytorch" |
  // "tensorflow"
  std::string convention = "pytorch";
  // VAE and CA only: "none", or "push-pull" if the network refines what Push-pull has filled in
  std::string base = "none";
  // TorchScript modules and CA only.
  int height = 0, width = 0;  // input_size: the picture is resized to it; 0: any size
  // Both sides are padded to a multiple of this, by repeating the edge, if there is no input_size.
  int multiple_of = 1;
  std::string color_order = "RGB";  // "RGB" | "BGR"
  // TorchScript modules only; our own networks define these themselves.
  std::array<double, 2> value_range{0, 1};   // the values of black and white in the input
  std::array<double, 2> output_range{0, 1};  // the values of black and white in the output
  bool mask_is_hole = true;  // mask_value: "hole" is 1 in the hole, "kept" is 1 where kept
  // The inputs in order: "image", "masked_image", "ones", "mask" or "noise".
  std::vector<std::string> inputs{"image", "mask"};
  // passed: "concatenated" is one tensor along the channels, "apart" is one argument per input
  bool concatenates_inputs = false;
  int output_index = 0;  // the element to use if the module returns a tuple or a list
  // The infiller takes noise or draws its own, so each call gives another fill.
  bool stochastic = false;
  std::string description, license, source, training;

  std::filesystem::path card_path;
  std::vector<std::string> warnings;  // unknown keys
};

// Reads an infiller's card, but not its model file. Errors (input) name the key, the card and what
// was expected.
Expected<InfillerCard> load_infiller_card(const std::filesystem::path& card_path);
// Writes the card of one of our own networks to `card.card_path`. Errors (input): the card could
// not be read again, or the file cannot be written.
Expected<void> save_infiller_card(const InfillerCard& card);

}  // namespace fido
