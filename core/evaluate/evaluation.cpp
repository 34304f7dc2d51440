#include "core/evaluate/evaluation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <sstream>

#include "core/csv.h"
#include "core/evaluate/evaluation_reader.h"
#include "core/files.h"
#include "core/json_text.h"

namespace fido {
namespace {

std::string number(double value) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace

const std::vector<MetricInfo>& metrics() {
  static const std::vector<MetricInfo> all{
      {"probability", "of the class, untouched", 0},
      {"probability_after",
       "of the class under the map's masks (drawn where the method draws, else the likeliest)", 0},
      {"inflation",
       "evidence inflation: the log-odds of probability_after less the score of the untouched "
       "photo",
       0},
      {"loss", "the objective at the end, of methods that minimise one", 0},
      {"area", "share of the map over 1/2", 0},
      {"iou", "of the tightest box round the map over 1/2 with the best true box", 1},
      {"wsl_error", "1 where that is at most 1/2 (Table 1, 2)", -1},
      {"outside", "share of the map over 1/2 outside the true boxes (Fig. 8)", -1},
      {"pointing_error",
       "1 where the map's largest value is more than 15 pixels from every true box", -1},
      {"sm", "saliency metric (Table 1, 2)", -1},
      {"removal_10", "least share of pixels whose removal takes 10 % of the score (Fig. 10)", -1},
      {"removal_20", "20 %", -1},
      {"removal_30", "30 %", -1},
      {"removal_40", "40 %", -1},
      {"deletion", "area under p(class) as the most important pixels are infilled first", -1},
      {"insertion", "area under p(class) as the most important pixels are shown first", 1},
      {"seed_correlation", "of the maps of three seeds, the mean over their pairs", 1},
      {"seed_iou",
       "overlap of what the maps of three seeds have over 1/2, the mean over their pairs", 1},
      {"sanity",
       "rank correlation with the map of the same network, its weights shuffled; the nearer to 0 "
       "the better",
       -1}};
  return all;
}

std::string without_settings(const std::string& method) {
  return method.substr(0, method.find('@'));
}

std::string method_text(const std::string& method, const std::string& infill) {
  const std::string name = without_settings(method);
  return infill.empty() ? method : name + ':' + infill + method.substr(name.size());
}

std::pair<std::string, std::string> read_method_text(const std::string& text) {
  const std::string named = without_settings(text);
  const auto colon = named.find(':');
  if (colon == std::string::npos) return {text, {}};
  return {named.substr(0, colon) + text.substr(named.size()), named.substr(colon + 1)};
}

std::string evaluation_head() {
  std::string out = "classifier,image,label,method,infill";
  for (const auto& metric : metrics()) out += std::string(",") + metric.name;
  return out + '\n';
}

std::string to_line(const EvaluationRow& row) {
  std::string out = csv_cell(row.classifier) + ',' + csv_cell(row.image) + ',' +
                    std::to_string(row.label) + ',' + row.method + ',' + csv_cell(row.infill);
  for (const auto& metric : metrics()) {
    const auto at = row.values.find(metric.name);
    out += ',';
    if (at != row.values.end() && std::isfinite(at->second)) out += number(at->second);
  }
  return out + '\n';
}

Expected<std::vector<EvaluationRow>> load_evaluation(const std::filesystem::path& path) {
  EvaluationReader reader(path);
  if (const auto read = reader.more(); !read) return tl::unexpected(read.error());
  return reader.take();
}

std::vector<EvaluationMean> summarize(const std::vector<EvaluationRow>& rows) {
  using Key = std::pair<std::string, std::string>;  // method, infill
  std::vector<std::string> classifiers;
  std::map<std::string, std::vector<Key>> order;
  std::map<std::string, std::map<Key, std::map<std::string, const EvaluationRow*>>> by_image;
  for (const auto& row : rows) {
    if (std::find(classifiers.begin(), classifiers.end(), row.classifier) == classifiers.end())
      classifiers.push_back(row.classifier);
    auto& keys = order[row.classifier];
    const Key key{row.method, row.infill};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    by_image[row.classifier][key][row.image] = &row;
  }
  std::vector<EvaluationMean> out;
  for (const auto& classifier : classifiers) {
    const auto& first = by_image[classifier][order[classifier].front()];
    for (const Key& key : order[classifier])
      for (const auto& metric : metrics()) {
        std::vector<double> values, mine, theirs;
        for (const auto& [image, row] : by_image[classifier][key]) {
          const auto at = row->values.find(metric.name);
          if (at == row->values.end()) continue;
          values.push_back(at->second);
          const auto other = first.find(image);
          if (other == first.end()) continue;
          const auto theirs_at = other->second->values.find(metric.name);
          if (theirs_at == other->second->values.end()) continue;
          mine.push_back(at->second);
          theirs.push_back(theirs_at->second);
        }
        if (values.empty()) continue;
        out.push_back({classifier, key.first, key.second, metric.name, bootstrap(values),
                       key == order[classifier].front() ? 1 : paired_test(mine, theirs)});
      }
  }
  return out;
}

std::string summary_head() {
  return "classifier,method,infill,metric,photos,mean,low,high,p_against_first\n";
}

std::string summary_line(const EvaluationMean& m) {
  return csv_cell(m.classifier) + ',' + m.method + ',' + csv_cell(m.infill) + ',' + m.metric + ',' +
         std::to_string(m.value.count) + ',' + number(m.value.mean) + ',' + number(m.value.low) +
         ',' + number(m.value.high) + ',' + number(m.p) + '\n';
}

std::string summary_csv(const std::vector<EvaluationMean>& means) {
  std::string out = summary_head();
  for (const auto& m : means) out += summary_line(m);
  return out;
}

std::string summary_json(const std::vector<EvaluationMean>& means) {
  Json json = Json::array();
  for (const auto& m : means)
    json.push_back({{"classifier", m.classifier},
                    {"method", m.method},
                    {"infill", m.infill},
                    {"metric", m.metric},
                    {"photos", m.value.count},
                    {"mean", m.value.mean},
                    {"low", m.value.low},
                    {"high", m.value.high},
                    {"p_against_first", m.p}});
  return dump_json(json);
}

std::string picture_name(const EvaluationRow& row) {
  return sha256_text(row.classifier + '\n' + row.image + '\n' + row.method + '\n' + row.infill)
             .substr(0, 16) +
         ".jpg";
}

Extremes extremes(const std::vector<EvaluationRow>& rows) {
  Extremes out;
  for (const char* metric : {"outside", "sm", "deletion", "insertion", "inflation"}) {
    std::vector<const EvaluationRow*> measured;
    for (const auto& row : rows)
      if (row.values.count(metric)) measured.push_back(&row);
    if (measured.empty()) continue;
    const double sign = std::string(metric) == "insertion" ? -1 : 1;
    // Of equal values the names decide, so that the extremes of all photos are among those of the
    // parts.
    std::sort(measured.begin(), measured.end(), [&](const auto* a, const auto* b) {
      return std::make_pair(sign * a->values.at(metric), a->image) <
             std::make_pair(sign * b->values.at(metric), b->image);
    });
    const auto most =
        std::min<std::ptrdiff_t>(kExtremes, static_cast<std::ptrdiff_t>(measured.size()));
    out.metric = metric;
    out.best.assign(measured.begin(), measured.begin() + most);
    out.worst.assign(measured.end() - most, measured.end());
    return out;
  }
  return out;
}

}  // namespace fido
