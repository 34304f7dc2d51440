// Merges folders of evaluations into one: shards of the same evaluation, or other methods or
// classifiers on the same photos.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/command.h"

namespace fido::cli {

// Merges shards with the same settings into what a single process would have written, byte for
// byte. The folders may also differ in their methods and classifiers, which are then ordered by
// folder; all other settings must be the same. Reports errors and returns the exit code. Errors
// (usage): the settings do not belong together, a row occurs in two folders, or a row is neither in
// the tables nor in failed.csv.
int merge_evaluations(const std::vector<std::string>& folders, const std::filesystem::path& out,
                      const Common& common);

}  // namespace fido::cli
