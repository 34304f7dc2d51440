// What an evaluation leaves behind when all is measured.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "core/evaluate/evaluation.h"

namespace fido::cli {

inline constexpr const char* kPictures = "pictures";  // beside the tables: of the extremes
inline constexpr const char* kFailedHead = "classifier,image,method,reason\n";

// Names of the pictures that are kept, of the rows of one classifier and method.
std::set<std::string> extreme_pictures(const std::vector<EvaluationRow>& rows);

// summary.csv, .json and .html, and by classifier the paper's Fig. 8 (share of the map outside the
// boxes) and Fig. 10 (least share whose removal takes so much of the score), where these were
// measured. Prints the means. Gives the exit code.
int write_tables(const std::filesystem::path& out, const std::vector<EvaluationRow>& rows,
                 std::size_t failed, const Common& common);

}  // namespace fido::cli
