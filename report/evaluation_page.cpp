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

// The results of one classifier.
struct ClassifierSection {
  std::string classifier;
  std::vector<Key> methods;
  std::map<std::string, std::map<Key, const EvaluationMean*>> by_metric;
  std::map<Key, std::vector<EvaluationRow>> rows;
  std::size_t photos = 0;
};

std::string escape_html(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

// Returns " ↑" if larger is better, " ↓" if smaller is, and an empty string if neither is.
const char* direction_arrow(const MetricInfo& metric) {
  if (metric.direction == 0) return "";
  return metric.direction > 0 ? " ↑" : " ↓";
}

std::string method_label(const Key& key) {
  return escape_html(key.first + (key.second.empty() ? "" : ", " + key.second));
}

std::string to_base64(const std::vector<std::uint8_t>& bytes) {
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

std::vector<ClassifierSection> make_sections(const std::vector<EvaluationMean>& means,
                                             const std::vector<EvaluationRow>& rows) {
  std::vector<ClassifierSection> out;
  const auto section_of = [&](const std::string& classifier) -> ClassifierSection& {
    const auto found = std::find_if(out.begin(), out.end(), [&](const ClassifierSection& section) {
      return section.classifier == classifier;
    });
    if (found != out.end()) return *found;
    out.emplace_back();
    out.back().classifier = classifier;
    return out.back();
  };
  for (const auto& m : means) {
    ClassifierSection& section = section_of(m.classifier);
    const Key key{m.method, m.infill};
    if (std::find(section.methods.begin(), section.methods.end(), key) == section.methods.end())
      section.methods.push_back(key);
    section.by_metric[m.metric][key] = &m;
    section.photos = std::max(section.photos, m.value.count);
  }
  for (const auto& row : rows)
    section_of(row.classifier).rows[{row.method, row.infill}].push_back(row);
  return out;
}

void write_table(std::ostringstream& out, const ClassifierSection& section) {
  out << "<div class=\"wide\"><table><thead><tr><th>method</th><th>infill</th>";
  for (const auto& metric : metrics())
    if (section.by_metric.count(metric.name))
      out << "<th title=\"" << escape_html(metric.description) << "\">" << metric.name
          << direction_arrow(metric) << "</th>";
  out << "</tr></thead><tbody>\n";
  for (const auto& key : section.methods) {
    out << "<tr><td>" << escape_html(key.first) << "</td><td>" << escape_html(key.second)
        << "</td>";
    for (const auto& metric : metrics()) {
      const auto column = section.by_metric.find(metric.name);
      if (column == section.by_metric.end()) continue;
      const auto mean = column->second.find(key);
      if (mean == column->second.end()) {
        out << "<td data-v=\"\">–</td>";
        continue;
      }
      const MeanInterval& v = mean->second->value;
      const bool best =
          metric.direction != 0 &&
          std::all_of(column->second.begin(), column->second.end(), [&](const auto& other) {
            return metric.direction * (v.mean - other.second->value.mean) >= 0;
          });
      out << "<td data-v=\"" << fixed(v.mean, 9) << "\"" << (best ? " class=\"best\"" : "") << ">"
          << fixed(v.mean, 3) << (mean->second->p < 0.05 ? " *" : "") << "<small>"
          << fixed(v.low, 3) << " … " << fixed(v.high, 3) << "</small></td>";
    }
    out << "</tr>\n";
  }
  out << "</tbody></table></div>\n";
}

// Writes a chart of means with their intervals, a row per method. A vertical line marks the mean of
// the first method.
void write_chart(std::ostringstream& out, const ClassifierSection& section,
                 const MetricInfo& metric) {
  constexpr double kLabels = 168, kPlot = 230, kRow = 20, kMargin = 8;
  const auto& column = section.by_metric.at(metric.name);
  double low = INFINITY, high = -INFINITY;
  for (const auto& [key, mean] : column) {
    low = std::min(low, mean->value.low);
    high = std::max(high, mean->value.high);
  }
  if (!(high > low)) return;
  const double padding = 0.04 * (high - low);
  const auto x = [&](double v) {
    return fixed(kLabels + kMargin + (v - low + padding) / (high - low + 2 * padding) * kPlot, 1);
  };
  const double bottom = kRow * static_cast<double>(column.size()) + 6;
  out << "<figure><figcaption><b>" << metric.name << direction_arrow(metric) << "</b> "
      << escape_html(metric.description) << "</figcaption><svg width=\""
      << kLabels + kPlot + 2 * kMargin << "\" height=\"" << bottom + 18 << "\" role=\"img\">";
  const auto first = column.find(section.methods.front());
  if (first != column.end())
    out << "<line class=\"first\" x1=\"" << x(first->second->value.mean) << "\" x2=\""
        << x(first->second->value.mean) << "\" y1=\"0\" y2=\"" << bottom << "\"/>";
  double y = kRow / 2 + 2;
  for (const auto& key : section.methods) {
    const auto mean = column.find(key);
    if (mean == column.end()) continue;
    const MeanInterval& v = mean->second->value;
    out << "<text x=\"" << kLabels << "\" y=\"" << y + 4 << "\">" << method_label(key)
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

void write_gallery(std::ostringstream& out, const ClassifierSection& section,
                   const std::filesystem::path& pictures) {
  std::string metric;
  std::ostringstream body;
  for (const auto& key : section.methods) {
    const auto rows = section.rows.find(key);
    if (rows == section.rows.end()) continue;
    const Extremes found = extremes(rows->second);
    std::string cells;
    for (const auto* list : {&found.best, &found.worst}) {
      cells += "<td>";
      for (const EvaluationRow* row : *list) {
        const auto bytes = read_bytes(pictures / picture_name(*row));
        if (!bytes) continue;
        cells += "<figure><img alt=\"\" title=\"" + escape_html(row->image) +
                 "\" src=\"data:image/jpeg;base64," + to_base64(*bytes) + "\"><figcaption>" +
                 fixed(row->values.at(found.metric), 2) + "</figcaption></figure>";
      }
      cells += "</td>";
    }
    if (cells.find("<img") == std::string::npos) continue;
    metric = found.metric;
    body << "<tr><td>" << method_label(key) << "</td>" << cells << "</tr>\n";
  }
  if (metric.empty()) return;
  out << "<h3>Best and worst by " << metric
      << "</h3><div class=\"wide\"><table "
         "class=\"gallery\"><tr><td></td><td>best</td><td>worst</td></tr>\n"
      << body.str() << "</table></div>\n";
}

// Replaces every {{name}} of the page by its value. A name without a value is left unchanged.
std::string substitute(const std::string& page, const std::map<std::string, std::string>& values) {
  std::string out;
  for (std::size_t position = 0; position < page.size();) {
    const auto begin = page.find("{{", position), end = page.find("}}", begin);
    if (end == std::string::npos) return out + page.substr(position);
    const auto value = values.find(page.substr(begin + 2, end - begin - 2));
    out += page.substr(position, begin - position);
    out += value == values.end() ? page.substr(begin, end + 2 - begin) : value->second;
    position = end + 2;
  }
  return out;
}

}  // namespace

std::string evaluation_page(const std::vector<EvaluationMean>& means,
                            const std::vector<EvaluationRow>& rows, const std::string& title,
                            const std::filesystem::path& pictures) {
  std::ostringstream body;
  for (const ClassifierSection& section : make_sections(means, rows)) {
    body << "<h2>" << escape_html(section.classifier) << ", " << section.photos << " photos</h2>\n";
    write_table(body, section);
    body << "<div class=\"charts\">\n";
    for (const auto& metric : metrics())
      if (metric.name != std::string("probability") && section.by_metric.count(metric.name) &&
          section.by_metric.at(metric.name).size() > 1)
        write_chart(body, section, metric);
    body << "</div>\n";
    write_gallery(body, section, pictures);
  }
  return substitute(kPageHtml, {{"title", escape_html(title)},
                                {"style", kPageCss},
                                {"body", body.str()},
                                {"script", kPageJs}});
}

}  // namespace fido
