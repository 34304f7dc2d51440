// An infiller that is a file: one of our networks with its weights, or anybody's TorchScript module
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
  std::string runtime;         // "torchscript", or a network of ours: "fast", "vae", "ca"
  // of CA: "pytorch" | "tensorflow", whose padding and resizing its weights were trained with
  std::string convention = "pytorch";
  // of VAE and CA: "none", or "push-pull": the network draws over what that has filled
  std::string base = "none";
  // Of a TorchScript module and of CA.
  int height = 0, width = 0;  // input_size: what it is resized to; 0: any size
  // of both sides, where there is no input_size; the picture is padded by repeating its edge
  int multiple_of = 1;
  std::string color_order = "RGB";  // "RGB" | "BGR"
  // Of a TorchScript module; a network of ours knows them itself.
  std::array<double, 2> value_range{0, 1};   // what black and white are in the input
  std::array<double, 2> output_range{0, 1};  // and in the output
  // mask_value "hole": 1 in the hole; "kept": 1 where kept
  bool mask_is_hole = true;
  // in order, out of image, masked_image, ones, mask, noise
  std::vector<std::string> inputs{"image", "mask"};
  // passed "concatenated": as one tensor, along the channels; "apart": as arguments
  bool concatenated = false;
  int output_index = 0;  // of a module that returns a tuple or a list
  // takes noise, or draws some: asked again, it gives another fill
  bool stochastic = false;
  std::string description, license, source, training;

  std::filesystem::path card_path;
  std::vector<std::string> warnings;  // unknown keys
};

// Errors (input) name the key, the card and what was expected. Does not look at the model file.
Expected<InfillerCard> load_infiller_card(const std::filesystem::path& card_path);
// Of a network of ours. Writes the card to `card.card_path`.
Expected<void> save_infiller_card(const InfillerCard& card);

}  // namespace fido
