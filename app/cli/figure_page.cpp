// README.md of `figure all`.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "app/cli/console.h"
#include "app/cli/figure.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/evaluate/entries.h"
#include "core/evaluate/fidelity.h"
#include "core/evaluate/statistics.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLines = 40;  // of a table on the page; the file has all

// the head first; empty: there is no such file
using Table = std::vector<std::vector<std::string>>;

Table load_table(const fs::path& path) {
  Table out;
  std::istringstream lines(read_file(path).value_or(""));
  for (std::string line; std::getline(lines, line);) out.push_back(csv_cells(line));
  return out;
}

std::ptrdiff_t column(const Table& table, const std::string& name) {
  return std::find(table.front().begin(), table.front().end(), name) - table.front().begin();
}

std::string cell_of(const std::vector<std::string>& row, std::ptrdiff_t at) {
  return at < static_cast<std::ptrdiff_t>(row.size()) ? row[static_cast<std::size_t>(at)]
                                                      : std::string();
}

// "0.1234567" to four digits; words as they are.
std::string short_number(const std::string& cell) {
  std::istringstream in(cell);
  double value = 0;
  if (cell.find('.') == std::string::npos || !(in >> value) || !in.eof()) return cell;
  return fixed(value, 3);
}

std::string markdown(const Table& table) {
  std::string out;
  for (std::size_t r = 0; r < std::min(table.size(), kMaxLines + 1); ++r) {
    out += '|';
    for (const auto& cell : table[r]) out += ' ' + short_number(cell) + " |";
    out += '\n';
    if (r > 0) continue;
    out += '|';
    for (std::size_t c = 0; c < table[0].size(); ++c) out += " --- |";
    out += '\n';
  }
  return out;
}

std::string range_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return fixed(*low, 3) + (values.size() > 1 ? " to " + fixed(*high, 3) : "");
}

// The heuristics are the paper's: Push-pull is not among them.
std::string by_infillers(const Claim& claim, const Table& table) {
  const auto infill = column(table, "infill"), variant = column(table, "variant"),
             value = column(table, claim.column), metric = column(table, "metric"),
             method = column(table, "method");
  std::map<std::string, std::vector<double>> by_infiller;
  for (std::size_t r = 1; r < table.size(); ++r) {
    const auto cell = [&](std::ptrdiff_t at) { return cell_of(table[r], at); };
    if (claim.metric && (cell(metric) != claim.metric || cell(method) != "fido-ssr")) continue;
    std::istringstream number(cell(value));
    if (double v = 0; number >> v)
      by_infiller[cell(infill).empty() ? cell(variant) : cell(infill)].push_back(v);
  }
  std::vector<double> learned, heuristic;
  for (const auto& info : infillers())
    for (const auto& name : {info.id, info.label}) {
      const auto at = by_infiller.find(name);
      if (at == by_infiller.end()) continue;
      if (info.learned()) learned.push_back(mean(at->second));
      if (info.id == "mean" || info.id == "blur" || info.id == "random" || info.id == "local")
        heuristic.push_back(mean(at->second));
      break;
    }
  if (learned.empty() || heuristic.empty())
    return "Not measured with learned and heuristic infillers alike.";
  const double sign = claim.more ? 1 : -1;
  const auto best = [&](std::vector<double> values, bool first) {
    for (double& v : values) v *= sign;
    return first ? *std::min_element(values.begin(), values.end())
                 : *std::max_element(values.begin(), values.end());
  };
  const std::string numbers = ": " + std::string(claim.metric ? claim.metric : claim.column) +
                              " is " + range_of(learned) + " with learned infillers, " +
                              range_of(heuristic) + " with heuristic ones.";
  if (best(learned, true) > best(heuristic, false)) return "**Agrees**" + numbers;
  return (sign * mean(learned) > sign * mean(heuristic)
              ? "**Agrees on the whole**, not every one of them does"
              : "**Does not agree**") +
         numbers;
}

// The rivals that a paired test finds better than the first row, which is FIDO's.
std::string by_rivals(const Table& table) {
  const auto classifier = column(table, "classifier"), method = column(table, "method"),
             infill = column(table, "infill"), metric = column(table, "metric"),
             value = column(table, "mean"), p = column(table, "p_against_first");
  std::map<std::pair<std::string, std::string>, double> first;  // by classifier and metric
  std::string better;
  int rivals = 0, worse = 0;
  for (std::size_t r = 1; r < table.size(); ++r) {
    const auto cell = [&](std::ptrdiff_t at) { return cell_of(table[r], at); };
    const std::string name = cell(metric);
    if ((name != "wsl_error" && name != "sm") || cell(infill).empty()) continue;
    const double mean = std::atof(cell(value).c_str());
    const auto [at, fresh] = first.emplace(std::make_pair(cell(classifier), name), mean);
    if (fresh || cell(method) == "fido-ssr") continue;
    ++rivals;
    // Empty where the two have no photo in common.
    if (cell(p).empty() || std::atof(cell(p).c_str()) >= 0.05) continue;
    if (mean > at->second) ++worse;
    if (mean < at->second)
      better += (better.empty() ? "" : "; ") + method_text(cell(method), cell(infill)) + " by " +
                name + " (" + fixed(mean, 3) + " against " + fixed(at->second, 3) + ", " +
                cell(classifier) + ")";
  }
  if (rivals == 0) return "Not measured.";
  const std::string rest = " FIDO is better in " + std::to_string(worse) + " of " +
                           std::to_string(rivals) + " comparisons (p < .05).";
  return better.empty() ? "**Agrees**: no rival is better by WSL or SM." + rest
                        : "**Does not agree**: better are " + better + "." + rest;
}

std::string by_likeness(const Claim& claim, const Table& table) {
  const auto value = column(table, claim.column);
  std::vector<double> values;
  for (std::size_t r = 1; r < table.size(); ++r)
    values.push_back(std::atof(cell_of(table[r], value).c_str()));
  return (mean(values) >= claim.least ? "**Agrees**" : "**Does not agree**") +
         std::string(": two maps of a photo correlate by ") + fixed(mean(values), 3) +
         " on the mean (" + fixed(claim.least, 1) + " counts as agreement).";
}

std::string by_order(const Claim& claim, const Table& table) {
  const std::string start = claim.metric;
  const auto variant = column(table, "variant"), value = column(table, claim.column);
  std::map<std::string, std::vector<double>> values;  // by classifier
  for (std::size_t r = 1; r < table.size(); ++r)
    if (cell_of(table[r], variant).compare(0, start.size(), start) == 0)
      values[cell_of(table[r], 0)].push_back(std::atof(cell_of(table[r], value).c_str()));
  if (values.empty()) return "Not measured.";
  std::string numbers;
  bool falls = true;
  for (const auto& [classifier, row] : values) {
    for (std::size_t i = 0; i < row.size(); ++i)
      numbers += (i > 0 ? ", " : numbers.empty() ? "" : "; ") + fixed(row[i], 3);
    falls = falls && std::is_sorted(row.rbegin(), row.rend());
  }
  return (falls ? "**Agrees**" : "**Does not agree**") +
         (": " + std::string(claim.column) + " of " + start + ": ") + numbers + '.';
}

std::string verdict(const Claim& claim, const fs::path& out) {
  if (claim.by == Claim::By::eye) return "To be judged by eye.";
  const Table table = load_table(out / claim.file);
  if (table.size() < 2) return "Not measured.";
  switch (claim.by) {
    case Claim::By::rivals:
      return by_rivals(table);
    case Claim::By::alike:
      return by_likeness(claim, table);
    case Claim::By::order:
      return by_order(claim, table);
    default:
      return by_infillers(claim, table);
  }
}

}  // namespace

bool is_of(const std::string& figure, const std::string& file) {
  return file.compare(0, figure.size(), figure) == 0 &&
         (file[figure.size()] == '-' || file[figure.size()] == '.');
}

Expected<void> write_reproduction(const FigureState& state, const std::vector<Figure>& figures) {
  const fs::path out = state.out;
  std::ostringstream page;
  page << "# The paper's figures and tables, made again\n\nClassifiers:";
  for (const auto& card : state.cards)
    page << ' ' << card.id << (&card == &state.cards.back() ? "." : ",");
  page << " Where a verdict stands, it was reached by the numbers beside it; of learned infillers "
          "all must be beyond all heuristic ones of the paper.\n";
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(out, ignored))
    files.push_back(entry.path().filename());
  std::sort(files.begin(), files.end());
  for (const Figure& figure : figures) {
    const std::string name = figure.name;
    page << "\n## " << (name[0] == 't' ? "Table " + name.substr(5) : "Fig. " + name.substr(3))
         << ": " << figure.about << "\n\nThe paper: " << figure.shows
         << ".\n\nHere: " << verdict(figure.claim, out) << "\n\n";
    for (const auto& file : files) {
      const auto text = file.string();
      if (is_of(name, text) && file.extension() == ".png")
        page << "![" << figure.about << "](" << text << ")\n\n";
    }
    const Table table = load_table(out / (name[0] == 't' ? name + ".csv" : name + "-summary.csv"));
    if (table.size() > 1 && name[0] != 't') page << markdown(table);
  }
  return write_file(out / "README.md", page.str());
}

}  // namespace fido::cli
