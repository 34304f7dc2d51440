// The parameters of a network as a file: safetensors (eight bytes of length, a JSON header, the
// numbers as they lie in memory), which other programs read and write, too. Internal: tensors.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/torch.h"

namespace fido {

// In the order of the network's definition. On the CPU when they come from a file.
using Weights = std::vector<std::pair<std::string, torch::Tensor>>;

// Floating point and integers as they are stored. Errors (input): absent, cut short, not
// safetensors.
Expected<Weights> load_weights(const std::filesystem::path& path);
// `half`: floating point as float16, half the size. Errors (input): folder absent, read-only or
// full.
Expected<void> save_weights(const std::filesystem::path& path, const Weights& weights,
                            bool half = false);

// Copies what `from` holds into `into`, converting: same names, same shapes, none missing, none
// left over. Errors (input) begin with `source` and name the first tensor that does not fit.
Expected<void> assign_weights(const Weights& into, const Weights& from, const std::string& source);

}  // namespace fido
