// An evaluation as one page that needs nothing else.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/evaluate/summary.h"

namespace fido {

// A classifier each: a table that a click on its head sorts, a chart a metric, and the extremes of
// every method with their pictures from `pictures` (those that are there).
std::string evaluation_page(const std::vector<EvaluationMean>& means,
                            const std::vector<EvaluationRow>& rows, const std::string& title,
                            const std::filesystem::path& pictures);

}  // namespace fido
