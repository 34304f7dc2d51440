// The tables and figures of a finished evaluation.
#pragma once

#include <filesystem>
#include <vector>

#include "app/cli/command.h"
#include "core/evaluate/summary.h"

namespace fido::cli {

// Writes summary.csv, .json and .html, and for each classifier the paper's Fig. 8 (share of the map
// outside the boxes) and Fig. 10 (least share of pixels whose removal lowers the score), if these
// were measured. Prints the means, and `failed`, the number of failures. Returns the exit code.
int write_tables(const std::filesystem::path& out, const std::vector<EvaluationRow>& rows,
                 const EvaluationOrder& order, std::size_t failed, const Common& common);

}  // namespace fido::cli
