#include "core/evaluate/rows.h"

#include <cmath>

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/evaluate/evaluation_reader.h"

namespace fido {

std::string evaluation_header() {
  std::string out = "classifier,image,label,method,infill";
  for (const auto& metric : metrics()) out += std::string(",") + metric.name;
  return out + '\n';
}

std::string to_csv_line(const EvaluationRow& row) {
  std::string out = csv_cell(row.classifier) + ',' + csv_cell(row.image) + ',' +
                    std::to_string(row.label) + ',' + csv_cell(row.method) + ',' +
                    csv_cell(row.infill);
  for (const auto& metric : metrics()) {
    const auto value = row.values.find(metric.name);
    out += ',';
    if (value != row.values.end() && std::isfinite(value->second))
      out += shortest_decimal(value->second);
  }
  return out + '\n';
}

Expected<std::vector<EvaluationRow>> load_evaluation(const std::filesystem::path& path) {
  EvaluationReader reader(path);
  if (const auto read = reader.read_new_rows(); !read) return tl::unexpected(read.error());
  return reader.release_rows();
}

}  // namespace fido
