// Reads and writes a network's parameters as safetensors (an 8-byte header length, a JSON header
// and the raw numbers), a format that other programs also use. Internal: tensors.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/torch.h"

namespace fido {

// Named tensors in the order of the network's definition; on the CPU if they come from a file.
using Weights = std::vector<std::pair<std::string, torch::Tensor>>;

// Loads floating-point and integer tensors with their stored types, in the order of their data in
// the file. Errors (input): the file does not exist, is cut short or is not safetensors.
Expected<Weights> load_weights(const std::filesystem::path& path);
// Saves the tensors. `half`: floating-point tensors are converted to float16. Errors: (input) the
// folder does not exist, is read-only or full; (failed) a tensor's type has no safetensors name.
Expected<void> save_weights(const std::filesystem::path& path, const Weights& weights,
                            bool half = false);

// Copies the values of `from` into the tensors of `into`, converting their types. Names and shapes
// must match, with no tensor missing or left over. Errors (input) begin with `source` and name the
// first tensor that does not match.
Expected<void> assign_weights(const Weights& into, const Weights& from, const std::string& source);

}  // namespace fido
