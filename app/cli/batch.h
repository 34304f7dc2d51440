// Helpers for commands that write the results of several pictures into one folder: folder names,
// checks of the folders, earlier results, and the summary.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"
#include "core/base/error.h"
#include "core/model/card.h"
#include "core/run/engine.h"
#include "core/run/run_spec.h"

namespace fido::cli {

Json predictions_json(const std::vector<Prediction>& predictions);

// Prints "fidoscope-cli: <path>: <reason>", without repeating a path that the message starts with.
// Returns the exit code of the error.
int report_failure(const std::string& path, const Error& error);

// Creates the folder if necessary and checks that a file can be written there. Errors (input): the
// folder is read-only, its disk is full, or there is a file in its place.
Expected<void> check_writable(const std::filesystem::path& folder);

// Checks that no input lies in a folder of results, where it could be overwritten. Errors (input):
// an input does, or there is a file in the place of a folder.
Expected<void> check_result_folders(const std::vector<std::filesystem::path>& folders,
                                    const std::vector<std::string>& inputs);

// Returns a folder name for each image: its stem, or `<stem>-2` if an earlier image has that stem.
std::vector<std::string> folder_names(const std::vector<std::string>& images);

// Reads the result.json in `folder`. Returns nothing if it does not exist or cannot be parsed; the
// result is then made again.
std::optional<Json> load_result(const std::filesystem::path& folder);

// Returns whether `result`, read from `folder`, belongs to the same spec, mask, picture and
// weights, and all its files exist.
bool is_finished(const Json& result, const std::filesystem::path& folder, const RunSpec& spec,
                 const std::string& mask_sha256, const std::string& image_sha256,
                 const ClassifierCard& card);

// Returns the path of the picture that `result` belongs to, if it has neither this path nor this
// content; otherwise an empty string.
std::string conflicting_picture(const Json& result, const std::string& image,
                                const std::string& image_sha256);

// The outcome of one image: a result or an error.
struct Outcome {
  std::string path, folder;
  Json result;
  std::optional<Error> error;
  bool skipped = false;  // the result existed already
};

std::string summary_csv(const std::vector<Outcome>& outcomes);
Json summary_json(const std::vector<Outcome>& outcomes);

}  // namespace fido::cli
