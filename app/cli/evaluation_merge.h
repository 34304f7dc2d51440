// Folders of evaluations as one: shards of the same, and other methods or classifiers on the same
// photos.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/command.h"

namespace fido::cli {

// Shards with the same settings become what a single process would have written, byte for byte.
// Folders may differ in their methods and classifiers, which come in the order of the folders; all
// else must be the same. Gives the exit code; errors (usage): settings that do not belong together,
// a row in two folders, rows that neither the tables nor failed.csv account for.
int merge_evaluations(const std::vector<std::string>& folders, const std::filesystem::path& out,
                      const Common& common);

}  // namespace fido::cli
