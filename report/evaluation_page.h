// Writes an evaluation as a self-contained HTML page.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/evaluate/summary.h"

namespace fido {

// Returns the page. For each classifier it has a table that can be sorted by a click on its header,
// a chart per metric, and the extremes of every method with those of their pictures that exist in
// the folder `pictures`.
std::string evaluation_page(const std::vector<EvaluationMean>& means,
                            const std::vector<EvaluationRow>& rows, const std::string& title,
                            const std::filesystem::path& pictures);

}  // namespace fido
