#include "core/evaluate/evaluation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <sstream>

#include "core/csv.h"
#include "core/files.h"
#include "core/json_text.h"

namespace fido {
namespace {

std::string number(double value) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

template <class T>
bool read(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

constexpr std::size_t kKeys = 5;

}  // namespace

const std::vector<MetricInfo>& metrics() {
  static const std::vector<MetricInfo> all{
      {"probability", "of the class, untouched", 0},
      {"probability_after", "of the class under the map's masks (drawn where the method draws, else the likeliest)", 0},
      {"inflation", "evidence inflation: the score under the map's masks less that of the untouched photo", 0},
      {"loss", "the objective at the end, of methods that minimise one", 0},
      {"area", "share of the map over 1/2", 0},
      {"iou", "of the tightest box round the map over 1/2 with the best true box", 1},
      {"wsl_error", "1 where that is at most 1/2 (Table 1, 2)", -1},
      {"outside", "share of the map over 1/2 outside the true boxes (Fig. 8)", -1},
      {"pointing_error", "1 where the map's largest value is more than 15 pixels from every true box", -1},
      {"sm", "saliency metric (Table 1, 2)", -1},
      {"removal_10", "least share of pixels whose removal takes 10 % of the score (Fig. 10)", -1},
      {"removal_20", "20 %", -1},
      {"removal_30", "30 %", -1},
      {"removal_40", "40 %", -1},
      {"deletion", "area under p(class) as the most important pixels are infilled first", -1},
      {"insertion", "area under p(class) as the most important pixels are shown first", 1}};
  return all;
}

std::string evaluation_head() {
  std::string out = "classifier,image,label,method,infill";
  for (const auto& metric : metrics()) out += std::string(",") + metric.name;
  return out + '\n';
}

std::string to_line(const EvaluationRow& row) {
  std::string out = csv_cell(row.classifier) + ',' + csv_cell(row.image) + ',' + std::to_string(row.label) + ',' + row.method + ',' + csv_cell(row.infill);
  for (const auto& metric : metrics()) {
    const auto at = row.values.find(metric.name);
    out += ',';
    if (at != row.values.end() && std::isfinite(at->second)) out += number(at->second);
  }
  return out + '\n';
}

Expected<std::vector<EvaluationRow>> load_evaluation(const std::filesystem::path& path) {
  const auto text = read_file(path);
  if (!text) return tl::unexpected(text.error());
  const std::string head = evaluation_head();
  if (text->compare(0, head.size(), head) != 0) return input_error(path.string() + ": line 1: is not the head that this version writes; it belongs to another one");
  std::vector<EvaluationRow> rows;
  std::size_t line = 1;
  for (std::size_t begin = head.size(); begin < text->size();) {
    const auto end = text->find('\n', begin);
    if (end == std::string::npos) break;  // cut off
    const auto cells = csv_cells(text->substr(begin, end - begin));
    begin = end + 1;
    ++line;
    const auto wrong = [&] { return input_error(path.string() + ": line " + std::to_string(line) + ": is no row of an evaluation"); };
    EvaluationRow row;
    if (cells.size() != kKeys + metrics().size() || !read(cells[2], row.label)) return wrong();
    row.classifier = cells[0];
    row.image = cells[1];
    row.method = cells[3];
    row.infill = cells[4];
    for (std::size_t i = 0; i < metrics().size(); ++i) {
      double value = 0;
      if (cells[kKeys + i].empty()) continue;
      if (!read(cells[kKeys + i], value)) return wrong();
      row.values[metrics()[i].name] = value;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<EvaluationMean> summarize(const std::vector<EvaluationRow>& rows) {
  using Key = std::pair<std::string, std::string>;  // method, infill
  std::vector<std::string> classifiers;
  std::map<std::string, std::vector<Key>> order;
  std::map<std::string, std::map<Key, std::map<std::string, const EvaluationRow*>>> by_image;
  for (const auto& row : rows) {
    if (std::find(classifiers.begin(), classifiers.end(), row.classifier) == classifiers.end()) classifiers.push_back(row.classifier);
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
        out.push_back({classifier, key.first, key.second, metric.name, bootstrap(values), key == order[classifier].front() ? 1 : paired_test(mine, theirs)});
      }
  }
  return out;
}

std::string summary_csv(const std::vector<EvaluationMean>& means) {
  std::string out = "classifier,method,infill,metric,photos,mean,low,high,p_against_first\n";
  for (const auto& m : means)
    out += csv_cell(m.classifier) + ',' + m.method + ',' + csv_cell(m.infill) + ',' + m.metric + ',' + std::to_string(m.value.count) + ',' + number(m.value.mean) + ',' + number(m.value.low) + ',' +
           number(m.value.high) + ',' + number(m.p) + '\n';
  return out;
}

std::string summary_json(const std::vector<EvaluationMean>& means) {
  Json json = Json::array();
  for (const auto& m : means)
    json.push_back({{"classifier", m.classifier}, {"method", m.method}, {"infill", m.infill}, {"metric", m.metric}, {"photos", m.value.count}, {"mean", m.value.mean},
                    {"low", m.value.low}, {"high", m.value.high}, {"p_against_first", m.p}});
  return dump_json(json);
}

std::string summary_html(const std::vector<EvaluationMean>& means, const std::string& title) {
  std::ostringstream out;
  out << "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" << escaped(title)
      << "</title><style>body{font:15px/1.45 system-ui,sans-serif;margin:2rem;color:#222}table{border-collapse:collapse;margin:1rem 0 2rem}th,td{padding:.35rem .7rem;text-align:right;border-bottom:1px solid "
         "#ddd;white-space:nowrap}th{cursor:pointer;background:#f4f4f4;position:sticky;top:0}td:first-child,th:first-child,td:nth-child(2),th:nth-child(2){text-align:left}small{color:#777;display:block}"
         ".best{font-weight:600}</style></head><body><h1>"
      << escaped(title) << "</h1><p>Means over the photos with 95 % bootstrap intervals; the best of a column in bold. A star marks what differs from the first row (paired test, p &lt; 0.05). Click a head to sort.</p>\n";
  std::vector<std::string> classifiers;
  for (const auto& m : means)
    if (std::find(classifiers.begin(), classifiers.end(), m.classifier) == classifiers.end()) classifiers.push_back(m.classifier);
  for (const auto& classifier : classifiers) {
    std::vector<std::pair<std::string, std::string>> methods;
    std::map<std::string, std::map<std::pair<std::string, std::string>, const EvaluationMean*>> by_metric;
    std::size_t photos = 0;
    for (const auto& m : means) {
      if (m.classifier != classifier) continue;
      const std::pair key{m.method, m.infill};
      if (std::find(methods.begin(), methods.end(), key) == methods.end()) methods.push_back(key);
      by_metric[m.metric][key] = &m;
      photos = std::max(photos, m.value.count);
    }
    out << "<h2>" << escaped(classifier) << ", " << photos << " photos</h2><table><thead><tr><th>method</th><th>infill</th>";
    for (const auto& metric : metrics())
      if (by_metric.count(metric.name)) out << "<th title=\"" << escaped(metric.about) << "\">" << metric.name << (metric.better > 0 ? " ↑" : metric.better < 0 ? " ↓" : "") << "</th>";
    out << "</tr></thead><tbody>\n";
    for (const auto& key : methods) {
      out << "<tr><td>" << key.first << "</td><td>" << escaped(key.second) << "</td>";
      for (const auto& metric : metrics()) {
        const auto column = by_metric.find(metric.name);
        if (column == by_metric.end()) continue;
        const auto at = column->second.find(key);
        if (at == column->second.end()) {
          out << "<td data-v=\"\">–</td>";
          continue;
        }
        const Bootstrap& v = at->second->value;
        const bool best = metric.better != 0 && std::all_of(column->second.begin(), column->second.end(), [&](const auto& other) { return metric.better * (v.mean - other.second->value.mean) >= 0; });
        char text[128];
        std::snprintf(text, sizeof text, "%.3f%s<small>%.3f … %.3f</small>", v.mean, at->second->p < 0.05 ? " *" : "", v.low, v.high);
        out << "<td data-v=\"" << number(v.mean) << "\"" << (best ? " class=\"best\"" : "") << ">" << text << "</td>";
      }
      out << "</tr>\n";
    }
    out << "</tbody></table>\n";
  }
  out << "<script>document.querySelectorAll('th').forEach(th=>th.onclick=()=>{const i=[...th.parentNode.children].indexOf(th),b=th.closest('table').tBodies[0],d=th.dataset.d=th.dataset.d==='1'?'-1':'1';"
         "const k=r=>{const c=r.cells[i];return 'v' in c.dataset?(c.dataset.v===''?Infinity:+c.dataset.v):c.textContent};"
         "[...b.rows].sort((x,y)=>{const a=k(x),c=k(y);return (a<c?-1:a>c?1:0)*d}).forEach(r=>b.append(r))})</script></body></html>\n";
  return out.str();
}

}  // namespace fido
