#include "core/evaluate/rows.h"

#include <cmath>

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/evaluate/evaluation_reader.h"

namespace fido {

std::string evaluation_head() {
  std::string out = "classifier,image,label,method,infill";
  for (const auto& metric : metrics()) out += std::string(",") + metric.name;
  return out + '\n';
}

std::string to_line(const EvaluationRow& row) {
  std::string out = csv_cell(row.classifier) + ',' + csv_cell(row.image) + ',' +
                    std::to_string(row.label) + ',' + csv_cell(row.method) + ',' +
                    csv_cell(row.infill);
  for (const auto& metric : metrics()) {
    const auto at = row.values.find(metric.name);
    out += ',';
    if (at != row.values.end() && std::isfinite(at->second)) out += number_text(at->second);
  }
  return out + '\n';
}

Expected<std::vector<EvaluationRow>> load_evaluation(const std::filesystem::path& path) {
  EvaluationReader reader(path);
  if (const auto read = reader.more(); !read) return tl::unexpected(read.error());
  return reader.take();
}

}  // namespace fido
