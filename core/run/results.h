// Writes and reads the files of a run (docs/results.md). Each file is either complete or absent.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/run/engine.h"

namespace fido {

// Writes map.npy, drop.npy or attribution.npy, mask.png, map.png, overlay.png, counterfactual.png,
// history.csv and result.json into `folder`, which is created if necessary. result.json comes last,
// so a folder that contains it is complete. `photo` is the whole photo, of which the overlay shows
// the part under the map; if null, the overlay is drawn over the classifier's input. Errors
// (input): the folder or a file cannot be written.
Expected<void> write_result(const std::filesystem::path& folder, const RunResult& result,
                            const Image* photo = nullptr);

// Returns the content of result.json; history, planes and pictures have files of their own.
std::string result_json(const RunResult& result);
// Parses the content of result.json. Errors (input), which name `source`: the JSON is invalid, a
// key is missing, or the format is newer.
Expected<RunResult> result_from_json(const std::string& json, const std::string& source);
// Returns the content of history.csv.
std::string history_csv(const std::vector<Step>& history);

// Returns p(target) under the masks of the run: the mean of the marginal confidence; the last
// step's probability if the run was stopped before it was drawn; or that under the most likely mask
// if the method draws no masks.
double probability_after(const RunResult& result);

// Writes infilled.png and result.json of the command `infill` into `folder`. Errors (input): the
// folder or a file cannot be written.
Expected<void> write_answer(const std::filesystem::path& folder, const MaskAnswer& answer,
                            const std::string& json);

}  // namespace fido
