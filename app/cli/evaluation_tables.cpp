#include "app/cli/evaluation_tables.h"

#include <algorithm>
#include <cmath>

#include "app/cli/console.h"
#include "core/base/files.h"
#include "report/chart.h"
#include "report/evaluation_page.h"

namespace fido::cli {
namespace {

struct Plot {
  const char* name;
  const char* title;
  std::vector<std::pair<const char*, const char*>> metrics;  // with their labels on the axis
};

const std::vector<Plot>& plots() {
  static const std::vector<Plot> all{
      {"fig8",
       "share of the map over 1/2 that lies outside the true boxes",
       {{"outside", "outside"}}},
      {"fig10",
       "smallest share of pixels whose removal lowers the score by 10 to 40 % of its range",
       {{"removal_10", "10 %"},
        {"removal_20", "20 %"},
        {"removal_30", "30 %"},
        {"removal_40", "40 %"}}}};
  return all;
}

Expected<void> save_plot(const Plot& plot, const std::filesystem::path& out,
                         const std::vector<EvaluationRow>& rows, const EvaluationOrder& order) {
  for (const auto& classifier : order.classifiers) {
    std::vector<std::string> series;
    std::vector<BoxGroup> groups;
    for (const auto& [metric, label] : plot.metrics) groups.push_back({label, {}});
    std::size_t photos = 0;
    for (const auto& [method, infill] : order.methods) {
      series.push_back(method + (infill.empty() ? "" : ", " + infill));
      for (std::size_t g = 0; g < groups.size(); ++g) {
        auto& samples = groups[g].samples.emplace_back();
        for (const auto& row : rows) {
          if (row.classifier != classifier || row.method != method || row.infill != infill)
            continue;
          const auto value = row.values.find(plot.metrics[g].first);
          if (value != row.values.end()) samples.push_back(value->second);
        }
        photos = std::max(photos, samples.size());
      }
    }
    if (photos == 0) continue;
    if (auto ok = save_box_plot(
            out / (std::string(plot.name) + '-' + classifier),
            classifier + ": " + plot.title + ", " + std::to_string(photos) + " photos", series,
            groups);
        !ok)
      return ok;
  }
  return {};
}

}  // namespace

int write_tables(const std::filesystem::path& out, const std::vector<EvaluationRow>& rows,
                 const EvaluationOrder& order, std::size_t failed, const Common& common) {
  const auto means = summarize(rows, order);
  const std::pair<const char*, std::string> files[] = {
      {"summary.csv", summary_csv(means)},
      {"summary.json", summary_json(means)},
      {"summary.html", evaluation_page(means, rows, "Evaluation", out / kPicturesFolder)}};
  for (const auto& [name, text] : files)
    if (auto ok = write_file(out / name, text); !ok) return fail(ok.error());
  for (const Plot& plot : plots())
    if (auto ok = save_plot(plot, out, rows, order); !ok) return fail(ok.error());
  if (failed > 0 && !common.quiet)
    print_message(std::to_string(failed) + " failed; failed.csv lists them with the reasons");
  if (common.json) print_json(Json::parse(summary_json(means)));
  if (common.quiet || common.json) return 0;
  std::vector<std::vector<std::string>> table{
      {"CLASSIFIER", "METHOD", "INFILL", "METRIC", "PHOTOS", "MEAN", "95 % INTERVAL", "P"}};
  for (const auto& m : means)
    table.push_back({m.classifier, m.method, m.infill, m.metric, std::to_string(m.value.count),
                     fixed(m.value.mean, 3),
                     fixed(m.value.low, 3) + " to " + fixed(m.value.high, 3),
                     std::isfinite(m.p) ? fixed(m.p, 4) : ""});
  print_table(table);
  return 0;
}

}  // namespace fido::cli
