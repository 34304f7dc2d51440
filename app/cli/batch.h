// What several pictures in one folder need: names, a place to write, what is there already, the summary.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"
#include "core/error.h"
#include "core/model/card.h"
#include "core/run/engine.h"
#include "core/run/run_spec.h"

namespace fido::cli {

Json predictions_json(const std::vector<Prediction>& predictions);

// "fidoscope-cli: <path>: <reason>", with the path once; gives the exit code.
int report_failure(const std::string& path, const Error& error);

// Makes the folder if it is absent and writes a page into it. Errors (input): read-only, full, a file in its
// place.
Expected<void> check_writable(const std::filesystem::path& folder);

// The picture whose result is in `folder`, if it is neither this path nor this content; else empty.
std::string other_picture(const std::filesystem::path& folder, const std::string& image, const std::string& image_sha256);

// An input among the files of its own result would be overwritten. Errors (input): that, or a file in the folder's place.
Expected<void> check_result_folder(const std::filesystem::path& folder, const std::vector<std::string>& inputs);

// A folder name an image: its stem, or `<stem>-2` where an image before it has the same.
std::vector<std::string> folder_names(const std::vector<std::string>& images);

// The result.json in `folder`, if it is that of the same spec, picture and weights.
std::optional<Json> finished_before(const std::filesystem::path& folder, const RunSpec& spec,
                                    const std::string& image_sha256, const ClassifierCard& card);

// What came of one image: a result or an error.
struct Outcome {
  std::string path, folder;
  Json result;
  std::optional<Error> error;
  bool skipped = false;  // was there before
};

std::string summary_csv(const std::vector<Outcome>& outcomes);
Json summary_json(const std::vector<Outcome>& outcomes);

}  // namespace fido::cli
