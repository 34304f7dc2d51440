#include "report/evaluation_page.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <sstream>

#include "core/base/files.h"
#include "core/base/text.h"
#include "page_parts.h"

namespace fido {
namespace {

using Key = std::pair<std::string, std::string>;  // method, infill

// What is known of one classifier.
struct Part {
  std::string classifier;
  std::vector<Key> methods;
  std::map<std::string, std::map<Key, const EvaluationMean*>> by_metric;
  std::map<Key, std::vector<EvaluationRow>> rows;
  std::size_t photos = 0;
};

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '<'   ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '&' ? "&amp;"
           : c == '"' ? "&quot;"
                      : std::string(1, c);
  return out;
}

std::string name_of(const Key& key) {
  return escaped(key.first + (key.second.empty() ? "" : ", " + key.second));
}

std::string base64(const std::vector<std::uint8_t>& bytes) {
  constexpr const char* kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t j) { return j < bytes.size() ? bytes[j] : 0U; };
    const std::uint32_t three = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
    for (int k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : kLetters[three >> (18 - 6 * k) & 63U];
  }
  return out;
}

std::vector<Part> parts_of(const std::vector<EvaluationMean>& means,
                           const std::vector<EvaluationRow>& rows) {
  std::vector<Part> out;
  const auto part = [&](const std::string& classifier) -> Part& {
    const auto at = std::find_if(out.begin(), out.end(),
                                 [&](const Part& p) { return p.classifier == classifier; });
    if (at != out.end()) return *at;
    out.emplace_back();
    out.back().classifier = classifier;
    return out.back();
  };
  for (const auto& m : means) {
    Part& p = part(m.classifier);
    const Key key{m.method, m.infill};
    if (std::find(p.methods.begin(), p.methods.end(), key) == p.methods.end())
      p.methods.push_back(key);
    p.by_metric[m.metric][key] = &m;
    p.photos = std::max(p.photos, m.value.count);
  }
  for (const auto& row : rows) part(row.classifier).rows[{row.method, row.infill}].push_back(row);
  return out;
}

void table(std::ostringstream& out, const Part& part) {
  out << "<div class=\"wide\"><table><thead><tr><th>method</th><th>infill</th>";
  for (const auto& metric : metrics())
    if (part.by_metric.count(metric.name))
      out << "<th title=\"" << escaped(metric.about) << "\">" << metric.name
          << (metric.better > 0   ? " ↑"
              : metric.better < 0 ? " ↓"
                                  : "")
          << "</th>";
  out << "</tr></thead><tbody>\n";
  for (const auto& key : part.methods) {
    out << "<tr><td>" << escaped(key.first) << "</td><td>" << escaped(key.second) << "</td>";
    for (const auto& metric : metrics()) {
      const auto column = part.by_metric.find(metric.name);
      if (column == part.by_metric.end()) continue;
      const auto at = column->second.find(key);
      if (at == column->second.end()) {
        out << "<td data-v=\"\">–</td>";
        continue;
      }
      const MeanInterval& v = at->second->value;
      const bool best =
          metric.better != 0 &&
          std::all_of(column->second.begin(), column->second.end(), [&](const auto& other) {
            return metric.better * (v.mean - other.second->value.mean) >= 0;
          });
      out << "<td data-v=\"" << fixed(v.mean, 9) << "\"" << (best ? " class=\"best\"" : "") << ">"
          << fixed(v.mean, 3) << (at->second->p < 0.05 ? " *" : "") << "<small>" << fixed(v.low, 3)
          << " … " << fixed(v.high, 3) << "</small></td>";
    }
    out << "</tr>\n";
  }
  out << "</tbody></table></div>\n";
}

// Means with their intervals, one line a method; the first method's mean as a line down.
void chart(std::ostringstream& out, const Part& part, const MetricInfo& metric) {
  constexpr double kLabels = 168, kPlot = 230, kRow = 20, kMargin = 8;
  const auto& column = part.by_metric.at(metric.name);
  double low = INFINITY, high = -INFINITY;
  for (const auto& [key, mean] : column) {
    low = std::min(low, mean->value.low);
    high = std::max(high, mean->value.high);
  }
  if (!(high > low)) return;
  const double room = 0.04 * (high - low);
  const auto x = [&](double v) {
    return fixed(kLabels + kMargin + (v - low + room) / (high - low + 2 * room) * kPlot, 1);
  };
  const double bottom = kRow * static_cast<double>(column.size()) + 6;
  out << "<figure><figcaption><b>" << metric.name
      << (metric.better > 0   ? " ↑"
          : metric.better < 0 ? " ↓"
                              : "")
      << "</b> " << escaped(metric.about) << "</figcaption><svg width=\""
      << kLabels + kPlot + 2 * kMargin << "\" height=\"" << bottom + 18 << "\" role=\"img\">";
  const auto first = column.find(part.methods.front());
  if (first != column.end())
    out << "<line class=\"first\" x1=\"" << x(first->second->value.mean) << "\" x2=\""
        << x(first->second->value.mean) << "\" y1=\"0\" y2=\"" << bottom << "\"/>";
  double y = kRow / 2 + 2;
  for (const auto& key : part.methods) {
    const auto at = column.find(key);
    if (at == column.end()) continue;
    const MeanInterval& v = at->second->value;
    out << "<text x=\"" << kLabels << "\" y=\"" << y + 4 << "\">" << name_of(key)
        << "</text><line class=\"interval\" x1=\"" << x(v.low) << "\" x2=\"" << x(v.high)
        << "\" y1=\"" << y << "\" y2=\"" << y << "\"/><circle cx=\"" << x(v.mean) << "\" cy=\"" << y
        << "\" r=\"4\"><title>" << fixed(v.mean, 3) << " (" << fixed(v.low, 3) << " … "
        << fixed(v.high, 3) << "), " << v.count << " photos</title></circle>";
    y += kRow;
  }
  out << "<line class=\"axis\" x1=\"" << x(low) << "\" x2=\"" << x(high) << "\" y1=\"" << bottom
      << "\" y2=\"" << bottom << "\"/><text class=\"start\" x=\"" << x(low) << "\" y=\""
      << bottom + 14 << "\">" << fixed(low, 2) << "</text><text x=\"" << x(high) << "\" y=\""
      << bottom + 14 << "\">" << fixed(high, 2) << "</text></svg></figure>\n";
}

void gallery(std::ostringstream& out, const Part& part, const std::filesystem::path& pictures) {
  std::string metric;
  std::ostringstream body;
  for (const auto& key : part.methods) {
    const auto rows = part.rows.find(key);
    if (rows == part.rows.end()) continue;
    const Extremes found = extremes(rows->second);
    std::string lines;
    for (const auto* list : {&found.best, &found.worst}) {
      lines += "<td>";
      for (const EvaluationRow* row : *list) {
        const auto bytes = read_bytes(pictures / picture_name(*row));
        if (!bytes) continue;
        lines += "<figure><img alt=\"\" title=\"" + escaped(row->image) +
                 "\" src=\"data:image/jpeg;base64," + base64(*bytes) + "\"><figcaption>" +
                 fixed(row->values.at(found.metric), 2) + "</figcaption></figure>";
      }
      lines += "</td>";
    }
    if (lines.find("<img") == std::string::npos) continue;
    metric = found.metric;
    body << "<tr><td>" << name_of(key) << "</td>" << lines << "</tr>\n";
  }
  if (metric.empty()) return;
  out << "<h3>Best and worst by " << metric
      << "</h3><div class=\"wide\"><table "
         "class=\"gallery\"><tr><td></td><td>best</td><td>worst</td></tr>\n"
      << body.str() << "</table></div>\n";
}

// Replaces every {{name}} of the page; a name without a value stays as it is.
std::string substituted(const std::string& page, const std::map<std::string, std::string>& values) {
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const auto begin = page.find("{{", at), end = page.find("}}", begin);
    if (end == std::string::npos) return out + page.substr(at);
    const auto value = values.find(page.substr(begin + 2, end - begin - 2));
    out += page.substr(at, begin - at);
    out += value == values.end() ? page.substr(begin, end + 2 - begin) : value->second;
    at = end + 2;
  }
  return out;
}

}  // namespace

std::string evaluation_page(const std::vector<EvaluationMean>& means,
                            const std::vector<EvaluationRow>& rows, const std::string& title,
                            const std::filesystem::path& pictures) {
  std::ostringstream body;
  for (const Part& part : parts_of(means, rows)) {
    body << "<h2>" << escaped(part.classifier) << ", " << part.photos << " photos</h2>\n";
    table(body, part);
    body << "<div class=\"charts\">\n";
    for (const auto& metric : metrics())
      if (metric.name != std::string("probability") && part.by_metric.count(metric.name) &&
          part.by_metric.at(metric.name).size() > 1)
        chart(body, part, metric);
    body << "</div>\n";
    gallery(body, part, pictures);
  }
  return substituted(
      kPageHtml,
      {{"title", escaped(title)}, {"style", kPageCss}, {"body", body.str()}, {"script", kPageJs}});
}

}  // namespace fido
