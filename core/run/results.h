// What a run leaves on disk: the files of docs/results.md, each whole or absent.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/run/engine.h"

namespace fido {

// Writes map.npy, drop.npy or attribution.npy, mask.png, map.png, overlay.png, counterfactual.png,
// history.csv, result.json into `folder` (made if absent); result.json last, so a folder with it is
// complete. `photo` is the whole photo; the overlay shows the part of it that the map lies over. It
// may be null: the overlay is then drawn over the classifier's input.
Expected<void> write_result(const std::filesystem::path& folder, const RunResult& result,
                            const Image* photo = nullptr);

std::string result_json(const RunResult& result);
// What result_json() wrote; history, planes and pictures have files of their own. Errors (input)
// name `source`.
Expected<RunResult> result_from_json(const std::string& json, const std::string& source);
std::string history_csv(const std::vector<Step>& history);

// p(target) under masks as the run draws them: the marginal's mean; of a run that was stopped
// before it, the last step's; and where no masks are drawn, that of the likeliest.
double probability_after(const RunResult& result);

// infilled.png and result.json of `infill`.
Expected<void> write_answer(const std::filesystem::path& folder, const MaskAnswer& answer,
                            const std::string& json);

}  // namespace fido
