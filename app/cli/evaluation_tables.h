// What an evaluation leaves behind when all is measured.
#pragma once

#include <filesystem>
#include <vector>

#include "app/cli/command.h"
#include "core/evaluate/summary.h"

namespace fido::cli {

// Writes summary.csv, .json and .html, and for each classifier the paper's Fig. 8 (share of the map
// outside the boxes) and Fig. 10 (least share whose removal takes so much of the score), where
// these were measured. Prints the means. Returns the exit code.
int write_tables(const std::filesystem::path& out, const std::vector<EvaluationRow>& rows,
                 const EvaluationOrder& order, std::size_t failed, const Common& common);

}  // namespace fido::cli
