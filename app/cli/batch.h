// What several pictures in one folder need: names, a place to write, what is there already, the
// summary.
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

// "fidoscope-cli: <path>: <reason>", with the path once; gives the exit code.
int report_failure(const std::string& path, const Error& error);

// Makes the folder if it is absent and writes a page into it. Errors (input): read-only, full, a
// file in its place.
Expected<void> check_writable(const std::filesystem::path& folder);

// An input among the files of a result would be overwritten. Errors (input): that, or a file in a
// folder's place.
Expected<void> check_result_folders(const std::vector<std::filesystem::path>& folders,
                                    const std::vector<std::string>& inputs);

// A folder name an image: its stem, or `<stem>-2` where an image before it has the same.
std::vector<std::string> folder_names(const std::vector<std::string>& images);

// The result.json in `folder`; nothing where it is absent or broken, for then it is made again.
std::optional<Json> result_in(const std::filesystem::path& folder);

// Whether `result`, out of `folder`, is that of the same spec, picture and weights, with all its
// files.
bool finished(const Json& result, const std::filesystem::path& folder, const RunSpec& spec,
              const std::string& mask_sha256, const std::string& image_sha256,
              const ClassifierCard& card);

// The picture whose result it is, if it is neither this path nor this content; else empty.
std::string other_picture(const Json& result, const std::string& image,
                          const std::string& image_sha256);

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
