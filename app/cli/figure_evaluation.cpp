// Table 1, Table 2, Fig. 8 and Fig. 10. They share one evaluation, so that every map is made only
// once.
#include <algorithm>
#include <map>

#include "app/cli/console.h"
#include "app/cli/evaluate.h"
#include "app/cli/evaluation_tables.h"
#include "app/cli/figure.h"
#include "core/base/files.h"
#include "core/evaluate/baselines.h"
#include "core/evaluate/evaluation_folder.h"
#include "core/evaluate/summary.h"
#include "core/run/methods.h"
#include "report/chart.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSsr = "fido-ssr";  // the method that both tables are about
constexpr const char* kRivals =
    "fido-sdr,bbmp,bbmp:random,extremal,gradient,grad-cam,occlusion,rise,center,max,bbox";

// Returns the authors' settings of a rival. The options for steps and λ apply to FIDO alone.
RunSpec as_published(const RunSpec& spec) {
  RunSpec out = defaults_of(spec);
  out.seed = spec.seed;
  out.device = spec.device;
  out.precision = spec.precision;
  out.threads = spec.threads;
  return out;
}

bool is_baseline(const EvaluationMean& m) { return m.infill.empty(); }

// Returns whether a mean belongs to the table. Table 1: SSR with every infiller. Table 2: SSR with
// the first infiller, and its rivals. Both: the baselines.
bool belongs_to_table(const std::string& table, const EvaluationMean& m, const std::string& first) {
  if (is_baseline(m)) return true;
  return table == "table1" ? m.method == kSsr : m.method != kSsr || m.infill == first;
}

std::string row_label(const EvaluationMean& m) {
  if (is_baseline(m)) return find_baseline(m.method)->label;
  const std::string id = strip_settings(m.method);
  const MethodInfo* method = find_method(id);
  const InfillerInfo* infiller = find_infiller(m.infill);
  return (method ? method->label : id) + m.method.substr(id.size()) + ", " +
         (infiller ? infiller->label : m.infill);
}

std::string interval_text(const MeanInterval& value, int digits) {
  return fixed(value.mean, digits) + " (" + fixed(value.low, digits) + "–" +
         fixed(value.high, digits) + ")";
}

// Saves a table with a row per method and the columns WSL and SM for each classifier, as in the
// paper.
Expected<void> save_metrics_table(const FigureState& state,
                                  const std::vector<EvaluationMean>& means) {
  std::vector<std::string> columns{"method"}, methods, baselines;
  std::map<std::string, std::map<std::string, std::string>> cells;
  std::string csv = summary_header();
  std::size_t photos = 0;
  for (const auto& m : means) {
    if (!belongs_to_table(state.name, m, state.selected_infillers.front()->id) ||
        (m.metric != "wsl_error" && m.metric != "sm"))
      continue;
    const std::string name = row_label(m),
                      column = m.classifier + (m.metric == "sm" ? ", SM" : ", WSL");
    auto& order = is_baseline(m) ? baselines : methods;
    if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
    if (std::find(columns.begin(), columns.end(), column) == columns.end())
      columns.push_back(column);
    cells[name][column] =
        interval_text(m.value, m.metric == "sm" ? 2 : 3) + (m.p < 0.05 ? "*" : "");
    photos = std::max(photos, m.value.count);
    csv += summary_line(m);
  }
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const std::vector<std::string>& names) {
    for (const auto& name : names) {
      rows.push_back({name});
      for (std::size_t c = 1; c < columns.size(); ++c)
        rows.back().push_back(cells[name][columns[c]]);
    }
  };
  add(methods);
  if (!methods.empty() && !baselines.empty()) rows.emplace_back();  // a rule
  add(baselines);
  const fs::path stem = fs::path(state.out) / state.name;
  if (auto ok = write_file(stem.string() + ".csv", csv); !ok) return ok;
  const std::string title =
      std::string(state.name == "table1" ? "Table 1" : "Table 2") +
      ": localisation error (WSL) and saliency metric (SM), lower is better; " +
      std::to_string(photos) + " photos, 95 % intervals; * differs from the first row (p < .05)";
  return save_table(stem, title, columns, rows);
}

}  // namespace

int figure_of_evaluation(const FigureState& state, const Common& common, const EngineApi& api) {
  EvaluationJob job;
  job.images = state.images;
  job.boxes = state.boxes;
  job.out = fs::path(state.out) / "evaluation";
  job.limit = state.limit;
  job.limit_text = std::to_string(state.limit);
  job.resume = true;
  job.classifiers = state.cards;
  job.metrics = {"wsl", "sm", "removal"};
  job.machine = state.spec;
  std::string methods = state.rivals.empty() ? kRivals : state.rivals;
  for (auto infiller = state.selected_infillers.rbegin();
       infiller != state.selected_infillers.rend(); ++infiller)
    methods = kSsr + (":" + (*infiller)->id) + ',' + methods;
  auto entries = parse_entries(methods, state.options.common_fields());
  if (!entries) return fail(entries.error());
  job.entries = std::move(*entries);
  if (state.rivals.empty())
    for (EvaluationEntry& entry : job.entries)
      if (const MethodInfo* info = find_method(entry.method);
          info && info->optimizes_mask && !info->samples_masks)
        entry.spec = as_published(entry.spec);
  int code = 0;
  if (!state.is_evaluated) {
    const auto measured = evaluate(job, common, api);
    if (!measured) return fail(measured.error());  // earlier rows have other settings
    code = *measured;
  }
  const auto rows = load_evaluation(job.out / kRowsFile);
  if (is_interrupted() || !rows || rows->empty()) return code;
  const std::pair<const char*, std::string> copies[] = {
      {"evaluation.json", "-specs.json"},
      {"per_image.csv", state.name[0] == 't' ? "-rows.csv" : ".csv"}};
  for (const auto& [source, suffix] : copies)
    if (auto ok = read_file(job.out / source).and_then([&, end = suffix](const std::string& text) {
          return write_file(fs::path(state.out) / (state.name + end), text);
        });
        !ok)
      return fail(ok.error());
  if (state.name == "table1" || state.name == "table2") {
    if (auto ok = save_metrics_table(state, summarize(*rows, load_evaluation_order(job.out))); !ok)
      return fail(ok.error());
    return code;
  }
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(job.out, ignored))
    if (const auto name = entry.path().filename();
        name.string().compare(0, state.name.size() + 1, state.name + '-') == 0)
      if (!fs::copy_file(entry.path(), fs::path(state.out) / name,
                         fs::copy_options::overwrite_existing, ignored))
        return fail({ErrorCode::input,
                     state.out + "/" + name.string() +
                         ": cannot be written; free some space, or choose another --out"});
  return code;
}

}  // namespace fido::cli
